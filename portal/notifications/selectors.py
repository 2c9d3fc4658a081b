"""The inbox of a person at her desk, her choices, and what does not arrive."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.utils.functional import Promise

from portal.core.actors import Acting
from portal.core.paging import SIZE, Page, page
from portal.notifications.kinds import GROUP_NAMES, GROUPS, KINDS, Kind
from portal.notifications.models import (
    FAILED,
    WAITING,
    MailDelivery,
    Notice,
    Preference,
    QuietHours,
)
from portal.notifications.quiet import Quiet
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
    """One page of notices, newest first; ``after`` is the cursor of the page before. Those of one
    kind and one act are one row, the newest, with their number as ``together``."""
    rows = mine(actor)
    rows = rows.filter(read_at__isnull=True) if unread else rows
    newer = rows.filter(bulk=OuterRef("bulk"), kind=OuterRef("kind"), pk__gt=OuterRef("pk"))
    found = page(rows.exclude(~Q(bulk="") & Exists(newer)), keys=("-id",), after=after, size=size)
    _count_together(rows, found.rows)
    return found


def _count_together(rows: QuerySet[Notice], shown: Sequence[Notice]) -> None:
    groups = {n.bulk for n in shown if n.bulk}
    counted = rows.filter(bulk__in=groups).values_list("bulk", "kind").annotate(n=Count("pk"))
    told = {(bulk, kind): n for bulk, kind, n in counted.order_by()} if groups else {}
    for notice in shown:
        notice.together = told.get((notice.bulk, notice.kind), 1)


def of_one_act(actor: Acting, notice: Notice) -> QuerySet[Notice]:
    """The actor's notices of one kind and one act; of a notice that is alone, itself."""
    rows = mine(actor)
    return (
        rows.filter(bulk=notice.bulk, kind=notice.kind)
        if notice.bulk
        else rows.filter(pk=notice.pk)
    )


def together(actor: Acting, uuid: UUID | str, after: str = "", size: int = SIZE) -> Page:
    """One page of the notices that the inbox shows as the one with this uuid, newest first."""
    found = page(of_one_act(actor, get_notice(actor, uuid)), keys=("-id",), after=after, size=size)
    for notice in found.rows:
        notice.together = 1
    return found


def unread_count(actor: Acting) -> int:
    """How many rows of the inbox wait to be read, for the bell: one act counts once."""
    alone = Case(
        When(bulk="", then=Cast("pk", CharField())), default=Concat("kind", Value(" "), "bulk")
    )
    rows = mine(actor).filter(read_at__isnull=True)
    counted: int = rows.aggregate(n=Count(alone, distinct=True))["n"]
    return counted


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


def quiet_hours(user_ids: Iterable[int]) -> dict[int, Quiet]:
    """The quiet hours of those of these people who have any."""
    rows = QuietHours.objects.filter(user_id__in=list(user_ids))
    return {row.user_id: Quiet(row.start, row.end, tuple(row.days)) for row in rows}


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
