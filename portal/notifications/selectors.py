"""The inbox of a person at her desk, her choices, and what does not arrive."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise

from portal.core.actors import Acting
from portal.core.paging import SIZE, Page, page
from portal.notifications.kinds import GROUP_NAMES, GROUPS, KINDS, Kind
from portal.notifications.models import FAILED, WAITING, MailDelivery, Notice, Preference
from portal.notifications.registry import SHUT

ADMINISTRATOR = "organisation_admin"


def mine(actor: Acting) -> QuerySet[Notice]:
    """What the actor's desk was told, for her or for whoever comes first; withdrawn ones are not there,
    nor those of what a wall shuts off from this one person."""
    rows = Notice.objects.filter(desk_id=actor.desk_id or 0, withdrawn_at__isnull=True)
    for condition in SHUT:
        rows = rows.filter(~condition(actor))
    return rows.filter(Q(user_id=actor.user_id) | Q(user_id__isnull=True))


def inbox(actor: Acting, after: str = "", size: int = SIZE, *, unread: bool = False) -> Page:
    """One page of notices, newest first; ``after`` is the cursor of the page before."""
    rows = mine(actor)
    return page(
        rows.filter(read_at__isnull=True) if unread else rows, keys=("-id",), after=after, size=size
    )


def unread_count(actor: Acting) -> int:
    """How many notices wait to be read, for the bell."""
    return mine(actor).filter(read_at__isnull=True).count()


def get_notice(actor: Acting, uuid: UUID | str) -> Notice:
    """One notice of the actor's; a foreign, a withdrawn, a missing one and one that cannot be read
    raise the same Http404 after the same query."""
    found = mine(actor).filter(uuid=read_uuid(uuid)).first()
    if found is None:
        raise Http404
    return found


def read_uuid(given: UUID | str) -> UUID:
    """A uuid as typed; one that nothing has where it cannot be read."""
    try:
        return given if isinstance(given, UUID) else UUID(given)
    except ValueError:
        return UUID(int=0)


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of event and whether it comes by e-mail; an alarm always does."""

    kind: Kind
    email: bool

    @property
    def fixed(self) -> bool:
        return self.kind.alarm


def preferences(actor: Acting) -> list[tuple[str, Promise, list[Choice]]]:
    """Every kind in its group, with the actor's choice or the one before a choice."""
    chosen = dict(
        Preference.objects.filter(user_id=actor.user_id or 0).values_list("kind", "email")
    )
    return [
        (
            group,
            GROUP_NAMES[group],
            [Choice(kind, kind.alarm or chosen.get(kind.code, kind.mail)) for kind in kinds],
        )
        for group, kinds in GROUPS.items()
    ]


def wants_mail(user_ids: list[int], code: str) -> set[int]:
    """Which of these people get an e-mail for a kind of event."""
    kind = KINDS[code]
    if kind.alarm:
        return set(user_ids)
    chosen = dict(
        Preference.objects.filter(user_id__in=user_ids, kind=code).values_list("user_id", "email")
    )
    return {user_id for user_id in user_ids if chosen.get(user_id, kind.mail)}


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A colleague whose e-mails do not arrive: how many, since when last. Never what they said."""

    name: str
    count: int
    last: datetime


def undelivered(actor: Acting) -> list[Undelivered]:
    """For an organisation's administrator: members of its desks whose e-mails failed for good.

    Anybody else gets the Http404 of a page that is not there.
    """
    if actor.role != ADMINISTRATOR:
        raise Http404
    rows = MailDelivery.objects.filter(
        state=FAILED, notice__desk__organisation_id=actor.organisation_id or 0
    )
    found = rows.values("user_id", "user__name").annotate(n=Count("pk"), last=Max("finished_at"))
    return [
        Undelivered(r["user__name"], r["n"], r["last"]) for r in found.order_by("-last", "user_id")
    ]


def mail_waiting(moment: datetime) -> int:
    """How many e-mails are due and unsent: for readyz."""
    return MailDelivery.objects.filter(state__in=WAITING, next_at__lte=moment).count()
