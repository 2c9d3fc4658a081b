"""Starting and stopping clocks."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.deadlines.models import STOPPED, Clock, Rule
from portal.deadlines.selectors import live, rule_for
from portal.deadlines.services.reckoning import reckon
from portal.organisations.models import State


@transaction.atomic
def start(
    *,
    actor: Acting,
    code: str,
    state: State,
    subject_kind: str,
    subject_uuid: UUID,
    case_id: int | None = None,
    section: str = "",
    owner_desk_id: int | None = None,
    at: datetime | None = None,
    length_override: int | None = None,
    due_at: datetime | None = None,
) -> Clock:
    """Start the clock of a rule for a subject; the live one is returned where it already runs.

    ``length_override`` is in the rule's own unit, within its least and most; ``due_at`` gives the
    end itself. Raises Invalid for a length that the rule does not allow, LookupError where the
    State has no such rule.
    """
    running = live(subject_kind, [subject_uuid], code=code).select_for_update(of=("self",)).first()
    if running is not None:
        return running
    moment = now()
    rule = rule_for(code, state.pk, moment)
    check_length(rule, length_override)
    clock = Clock(
        code=code,
        rule=rule,
        jurisdiction=state,
        subject_kind=subject_kind,
        subject_uuid=subject_uuid,
        case_id=case_id,
        section=section,
        owner_desk_id=owner_desk_id,
        started_at=at or moment,
        length_override=length_override,
        fixed=due_at is not None,
    )
    if due_at is not None:
        clock.due_at = due_at
    reckon(clock, rule, moment)
    try:
        with transaction.atomic():
            clock.save()
    except IntegrityError:  # somebody started it at the same moment
        return live(subject_kind, [subject_uuid], code=code).get()
    _recorded(actor, clock, "deadline.started")
    return clock


@transaction.atomic
def stop(
    *, actor: Acting, subject_kind: str, subject_uuid: UUID, code: str | None = None, outcome: str
) -> int:
    """Stop a subject's live clocks, all of them without ``code``; returns how many."""
    return _stop(actor, live(subject_kind, [subject_uuid], code=code), outcome)


@transaction.atomic
def stop_case(*, actor: Acting, case_id: int, outcome: str) -> int:
    """Stop every live clock of a case; returns how many."""
    return _stop(actor, Clock.objects.filter(case_id=case_id).exclude(state=STOPPED), outcome)


@transaction.atomic
def restart(
    *,
    actor: Acting,
    subject_kind: str,
    subject_uuid: UUID,
    code: str,
    at: datetime | None = None,
    length_override: int | None = None,
    due_at: datetime | None = None,
) -> Clock:
    """Run again from now (a new expected arrival): the old row stops, a new one starts.

    Raises Clock.DoesNotExist where none runs.
    """
    old = live(subject_kind, [subject_uuid], code=code).select_for_update(of=("self",)).get()
    _stop(actor, Clock.objects.filter(pk=old.pk), "restarted")
    return start(
        actor=actor,
        code=code,
        state=old.jurisdiction,
        subject_kind=subject_kind,
        subject_uuid=subject_uuid,
        case_id=old.case_id,
        section=old.section,
        owner_desk_id=old.owner_desk_id,
        at=at,
        length_override=length_override,
        due_at=due_at,
    )


@transaction.atomic
def hand_over(
    *,
    actor: Acting,
    to_desk_id: int,
    case_id: int | None = None,
    from_desk_id: int | None = None,
    subject_uuid: UUID | None = None,
) -> int:
    """Give live clocks of a case, a desk or one subject to another desk. Due times do not change."""
    if case_id is None and from_desk_id is None and subject_uuid is None:
        raise ValueError("name a case, a subject or the desk that gives")
    rows = Clock.objects.exclude(state=STOPPED).exclude(owner_desk_id=to_desk_id)
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    if subject_uuid is not None:
        rows = rows.filter(subject_uuid=subject_uuid)
    if from_desk_id is not None:
        rows = rows.filter(owner_desk_id=from_desk_id)
    clocks = list(rows.select_for_update(of=("self",)).order_by("id"))
    for clock in clocks:
        record(
            actor=actor, verb="deadline.handed_over", case_id=clock.case_id, section=clock.section,
            subject=str(clock.uuid),
            detail={"code": clock.code, "from": clock.owner_desk_id, "to": to_desk_id},
        )  # fmt: skip
        clock.owner_desk_id = to_desk_id
    Clock.objects.bulk_update(clocks, ["owner_desk"], batch_size=200)
    return len(clocks)


def check_length(rule: Rule, length: int | None) -> None:
    """Raises Invalid where a length lies outside what the rule allows."""
    if length is None:
        return
    if rule.length_min is not None and length < rule.length_min:
        raise Invalid(
            field="length",
            remedy=_("At least %(n)s, by %(source)s.") % _said(rule, rule.length_min),
        )
    if rule.length_max is not None and length > rule.length_max:
        raise Invalid(
            field="length", remedy=_("At most %(n)s, by %(source)s.") % _said(rule, rule.length_max)
        )


def _said(rule: Rule, n: int) -> dict[str, object]:
    return {"n": n, "source": rule.legal_source}


def _stop(actor: Acting, rows: QuerySet[Clock], outcome: str) -> int:
    clocks = list(rows.select_for_update(of=("self",)).order_by("id"))
    moment = now()
    for clock in clocks:
        clock.pauses.filter(until__isnull=True).update(until=moment)
        clock.state, clock.outcome = STOPPED, outcome
        clock.stopped_at, clock.next_at = moment, None
        _recorded(actor, clock, "deadline.stopped", outcome=outcome)
    Clock.objects.bulk_update(clocks, ["state", "outcome", "stopped_at", "next_at"], batch_size=200)
    return len(clocks)


def _recorded(actor: Acting, clock: Clock, verb: str, **detail: str) -> None:
    record(
        actor=actor,
        verb=verb,
        case_id=clock.case_id,
        section=clock.section,
        subject=str(clock.uuid),
        detail={
            "code": clock.code,
            "rule_version": clock.rule_version,
            "due_at": clock.due_at.isoformat(),
            **detail,
        },
    )
