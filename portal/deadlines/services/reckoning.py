"""From a clock's row and its rule to its times. Changes the object, saves nothing."""

from datetime import datetime, timedelta

from portal.core.clock import now
from portal.deadlines.calendars import calendar_for
from portal.deadlines.counting import Calendar, Counted, Mode, due
from portal.deadlines.counting import Pause as Stood
from portal.deadlines.models import OVERDUE, PAUSED, RESTING, RUNNING, Clock, Rule
from portal.deadlines.stages import Plan, next_stage

HOURS = (Mode.ELAPSED, Mode.AFTER_HOURS)
SPAN = {Mode.AFTER_MONTHS: 12, Mode.AFTER_WORKING_DAYS: 200}  # shortest year in the rule's unit
RECKONED = [
    "rule", "rule_version", "calendar", "due_at", "last_day", "next_at", "state", "round", "rest_until",
]  # fmt: skip


def count(clock: Clock, rule: Rule) -> tuple[Counted, Calendar]:
    """When the clock's period ends by ``rule``, and by which calendar that was counted."""
    spec = rule.spec(clock.length_override)
    state = clock.jurisdiction
    if spec.mode in HOURS:
        calendar = Calendar(zone=state.zone, name="", first=1, last=9999)
    else:
        first = clock.started_at.year - 1
        last = max(clock.started_at.year, now().year) + spec.length // SPAN.get(spec.mode, 300) + 2
        calendar = calendar_for(state, first, last)
    stood = (
        []
        if clock._state.adding
        else [Stood(p.since, p.until) for p in clock.pauses.all() if p.until]
    )
    return due(clock.started_at, spec, calendar, stood), calendar


def plan_of(clock: Clock, rule: Rule) -> Plan:
    """The clock's stages by ``rule``."""
    return Plan(
        started_at=clock.started_at,
        due_at=clock.due_at,
        grace=timedelta(minutes=rule.grace_minutes),
        reminder=rule.reminder_at,
        before=tuple(rule.remind_before),
        repeat=timedelta(minutes=rule.repeat_minutes) if rule.repeat_minutes else None,
        round=clock.round,
        repeats=clock.repeats,
    )


def struck(clock: Clock) -> set[tuple[str, int]]:
    """The stages that came once already."""
    if clock._state.adding:
        return set()
    return set(clock.strikes.exclude(kind="repeat").values_list("kind", "n"))


def reckon(clock: Clock, rule: Rule, moment: datetime) -> None:
    """Count again, by this version of the rule; an end moved to the future opens a new round."""
    if not clock.fixed:
        counted, calendar = count(clock, rule)
        clock.due_at, clock.last_day, clock.calendar = (
            counted.due_at,
            counted.last_day,
            calendar.name,
        )
    clock.rule, clock.rule_version = rule, rule.version
    if clock.state in (OVERDUE, RESTING) and clock.due_at > moment:
        clock.state, clock.rest_until = RUNNING, None
        clock.round += 1
    set_next(clock, rule, moment)


def set_next(clock: Clock, rule: Rule, moment: datetime) -> None:
    """When the clock strikes next; a clock that stands strikes never."""
    if clock.state == PAUSED:
        clock.next_at = None
        return
    stage = next_stage(plan_of(clock, rule), struck(clock), moment, clock.rest_until)
    clock.next_at = stage.at if stage else None
