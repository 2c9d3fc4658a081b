"""Reading, choosing, and what leaves an inbox."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.notifications.kinds import KINDS
from portal.notifications.models import DROPPED, QUEUED, WAITING, MailDelivery, Notice, Preference
from portal.notifications.registry import still_sees
from portal.notifications.selectors import get_notice, mine, of_one_act, preferences
from portal.notifications.services.gate import take_turn

KEPT = timedelta(days=90)
BATCH = 500


@transaction.atomic
def mark_read(*, actor: Acting, uuid: UUID | str) -> Notice:
    """Mark one notice as read, with those of its kind and act that the inbox shows as one; Http404
    where the actor has none such."""
    notice = get_notice(actor, uuid)
    if notice.bulk:
        group = of_one_act(actor, notice).filter(read_at__isnull=True)
        group.update(read_at=now())
        notice.refresh_from_db(fields=["read_at"])
    elif notice.read_at is None:
        notice.read_at = now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_all_read(*, actor: Acting, upto: UUID | str | None = None) -> int:
    """Mark the actor's inbox as read, up to the newest notice she was shown; returns how many."""
    rows = mine(actor).filter(read_at__isnull=True)
    if upto:
        rows = rows.filter(pk__lte=get_notice(actor, upto).pk)
    return rows.update(read_at=now())


@transaction.atomic
def set_preference(*, actor: Acting, kind: str, email: bool) -> None:
    """Choose whether a kind of event comes by e-mail. Raises Invalid for an alarm that is switched off."""
    if kind not in KINDS:
        raise Invalid(field="kind", remedy=_("Choose one of the listed kinds."))
    if KINDS[kind].alarm and not email:
        raise Invalid(
            field=kind, remedy=_("Alarms always come by e-mail: somebody's safety depends on it.")
        )
    if actor.user_id is None:
        raise Invalid(field="kind", remedy=_("A person chooses; a machine has no e-mail."))
    if KINDS[kind].alarm:
        return
    Preference.objects.update_or_create(user_id=actor.user_id, kind=kind, defaults={"email": email})
    if not email:
        queued = MailDelivery.objects.filter(user_id=actor.user_id, notice__kind=kind, state=QUEUED)
        _drop(queued.filter(bulk=""))
    record(actor=actor, verb="notices.chosen", subject=kind, detail={"email": email})


@transaction.atomic
def set_preferences(*, actor: Acting, chosen: Collection[str]) -> int:
    """Choose for every kind at once: these come by e-mail, the others do not. Returns how many changed."""
    unknown = set(chosen) - set(KINDS)
    if unknown:
        raise Invalid(field="email", remedy=_("Choose from the listed kinds."))
    changed = [
        choice.kind.code
        for _group, _name, choices in preferences(actor)
        for choice in choices
        if not choice.fixed and choice.email != (choice.kind.code in chosen)
    ]
    for code in changed:
        set_preference(actor=actor, kind=code, email=code in chosen)
    return len(changed)


@transaction.atomic
def withdraw(
    *,
    subject_kind: str,
    subject_uuid: UUID | None = None,
    case_id: int | None = None,
    desk_ids: Iterable[int] | None,
) -> int:
    """Take notices of a subject out of the inboxes of desks that may no longer see it.

    Call it after the rights have changed, in the same transaction. With ``case_id`` notices of
    other kinds of subject on that case are asked anew and leave too where the desk sees them no
    more. ``desk_ids`` None means every desk. Returns how many left.
    """
    if subject_uuid is None and case_id is None:
        raise ValueError("name the subject or the case")
    take_turn(subject_uuid=subject_uuid, case_id=case_id)
    rows = Notice.objects.filter(withdrawn_at__isnull=True)
    if desk_ids is not None:
        rows = rows.filter(desk_id__in=list(desk_ids))
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    gone = rows.filter(subject_kind=subject_kind)
    if subject_uuid is not None:
        gone = gone.filter(subject_uuid=subject_uuid)
    ids = set(gone.values_list("pk", flat=True))
    if case_id is not None:
        ids |= _no_longer_seen(rows.exclude(pk__in=ids))
    _drop(MailDelivery.objects.filter(notice_id__in=ids, bulk=""))
    return Notice.objects.filter(pk__in=ids).update(withdrawn_at=now())


def _no_longer_seen(rows: QuerySet[Notice]) -> set[int]:
    return {
        row.pk
        for row in rows.order_by("pk")
        if not still_sees(
            subject_kind=row.subject_kind, subject_uuid=row.subject_uuid, case_id=row.case_id,
            desk_id=row.desk_id, user_id=row.user_id,
        )
    }  # fmt: skip


def _drop(rows: QuerySet[MailDelivery]) -> None:
    rows.filter(state__in=WAITING).update(state=DROPPED, next_at=None, finished_at=now())


def tidy() -> int:
    """Delete notices older than 90 days, in batches; returns how many."""
    deleted = 0
    old = Notice.objects.filter(created_at__lt=now() - KEPT).filter(
        Q(mail__isnull=True) | ~Q(mail__state__in=WAITING)
    )
    while ids := list(old.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        Notice.objects.filter(pk__in=ids).delete()
        deleted += len(ids)
    return deleted
