"""A person says when she wants no e-mail; alarms reach her all the same."""

from collections.abc import Collection
from datetime import time

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.notifications.models import OF_THE_NIGHT, QUEUED, MailDelivery, QuietHours

WEEK = range(7)


@transaction.atomic
def set_quiet_hours(
    *, actor: Acting, start: time | None, end: time | None, days: Collection[int] = ()
) -> QuietHours:
    """E-mails that are no alarm wait each day from ``start`` to ``end``, and on whole ``days`` of the
    week (0 is Monday). What waits already comes now, and what comes next keeps to the new hours.

    Raises Invalid for one hour without the other, a day that is none, or a week without an hour left.
    """
    user_id = _person(actor)
    if (start is None) != (end is None):
        field = "start" if start is None else "end"
        raise Invalid(field=field, remedy=_("Give both hours, or neither."))
    if not set(days) <= set(WEEK):
        raise Invalid(field="days", remedy=_("Choose days of the week."))
    if set(days) == set(WEEK):
        raise Invalid(field="days", remedy=_("Leave at least one day on which e-mails come."))
    if start is not None and start == end:
        raise Invalid(field="end", remedy=_("Choose an end other than the beginning."))
    if start is None and not days:
        raise Invalid(field="start", remedy=_("Give two hours, or a day."))
    nothing = time(0)
    row, _made = QuietHours.objects.update_or_create(
        user_id=user_id,
        defaults={"start": start or nothing, "end": end or nothing, "days": sorted(set(days))},
    )
    _release(user_id)
    record(actor=actor, verb="notices.quiet", detail={"on": True})
    return row


@transaction.atomic
def end_quiet_hours(*, actor: Acting) -> int:
    """No quiet hours any more; what waited for their end comes now. Returns how many had been set."""
    user_id = _person(actor)
    gone, _by_model = QuietHours.objects.filter(user_id=user_id).delete()
    _release(user_id)
    if gone:
        record(actor=actor, verb="notices.quiet", detail={"on": False})
    return gone


def _person(actor: Acting) -> int:
    if actor.user_id is None:
        raise Invalid(field="start", remedy=_("A person chooses; a machine has no e-mail."))
    return actor.user_id


def _release(user_id: int) -> None:
    waiting = MailDelivery.objects.filter(
        user_id=user_id, state=QUEUED, bulk__startswith=OF_THE_NIGHT
    )
    waiting.filter(next_at__gt=now()).update(next_at=now(), since=now())
