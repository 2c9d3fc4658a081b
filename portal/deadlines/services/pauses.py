"""A clock that stands while a question is open, and an alarm that rests."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import NotOpen
from portal.deadlines.models import OVERDUE, PAUSED, RESTING, RUNNING, STOPPED, Clock, Pause
from portal.deadlines.selectors import live
from portal.deadlines.services.reckoning import RECKONED, reckon, set_next


@transaction.atomic
def pause(
    *, actor: Acting, subject_kind: str, subject_uuid: UUID, code: str, question: str
) -> Clock:
    """Let the clock stand while ``question`` (a code or a reference) is open.

    Raises NotOpen where the rule does not let it stand (a child's guardian, a risk assessment, an
    answer), or where it does not run.
    """
    clock = _locked(subject_kind, subject_uuid, code)
    if not clock.rule.pausable:
        raise NotOpen(
            _("This clock never stands still."), field="question", remedy=_("Answer in time.")
        )
    if clock.state != RUNNING:
        raise NotOpen(
            _("This clock does not run."), field="question", remedy=_("Look at its state.")
        )
    Pause.objects.create(clock=clock, question=question, since=now())
    clock.state, clock.next_at = PAUSED, None
    clock.save(update_fields=["state", "next_at"])
    _recorded(actor, clock, "deadline.paused", question)
    return clock


@transaction.atomic
def resume(*, actor: Acting, subject_kind: str, subject_uuid: UUID, code: str) -> Clock:
    """The question is answered: the clock runs on, its end counted again. Raises NotOpen."""
    clock = _locked(subject_kind, subject_uuid, code)
    open_pause = clock.pauses.filter(until__isnull=True).first()
    if open_pause is None:
        raise NotOpen(
            _("This clock runs already."), field="question", remedy=_("Look at its state.")
        )
    open_pause.until = now()
    open_pause.save(update_fields=["until"])
    clock.state = RUNNING
    reckon(clock, clock.rule, now())
    clock.save(update_fields=RECKONED)
    _recorded(actor, clock, "deadline.resumed", open_pause.question)
    return clock


@transaction.atomic
def rest(
    *,
    actor: Acting,
    subject_kind: str,
    subject_uuid: UUID,
    code: str | None = None,
    until: datetime,
) -> int:
    """Somebody took the alarm: no repeats until then. An end or a grace still strikes. Returns how many."""
    rows = live(subject_kind, [subject_uuid], code=code).filter(state__in=[OVERDUE, RESTING])
    clocks = list(rows.select_for_update(of=("self",)).order_by("id"))
    for clock in clocks:
        clock.state, clock.rest_until = RESTING, until
        set_next(clock, clock.rule, now())
        clock.save(update_fields=["state", "rest_until", "next_at"])
        _recorded(actor, clock, "deadline.rests", until.isoformat())
    return len(clocks)


def _locked(subject_kind: str, subject_uuid: UUID, code: str) -> Clock:
    rows = live(subject_kind, [subject_uuid], code=code).exclude(state=STOPPED)
    clock = rows.select_for_update(of=("self",)).first()
    if clock is None:
        raise NotOpen(
            _("This clock does not run."), field="question", remedy=_("Look at its state.")
        )
    return clock


def _recorded(actor: Acting, clock: Clock, verb: str, why: str) -> None:
    record(
        actor=actor,
        verb=verb,
        case_id=clock.case_id,
        section=clock.section,
        subject=str(clock.uuid),
        detail={"code": clock.code, "why": why, "due_at": clock.due_at.isoformat()},
    )
