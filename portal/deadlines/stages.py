"""The stages of a clock: reminders before its end, the end, the grace, then repeats. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class StrikeKind(StrEnum):
    HALF = "half"  # at the rule's fraction of the time
    BEFORE = "before"  # n minutes before the end
    DUE = "due"
    GRACE = "grace"  # the end and the grace have passed
    REPEAT = "repeat"  # the nth since then


@dataclass(frozen=True, slots=True)
class Plan:
    """A clock's times. ``round`` counts how often its end was moved from the past to the future."""

    started_at: datetime
    due_at: datetime
    grace: timedelta = timedelta()
    reminder: float | None = None
    before: tuple[int, ...] = ()
    repeat: timedelta | None = None
    round: int = 0
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    kind: StrikeKind
    n: int
    at: datetime


def once_each(plan: Plan) -> tuple[Stage, ...]:
    """The stages that come once, in order."""
    found = [Stage(StrikeKind.DUE, plan.round, plan.due_at)]
    if plan.reminder:
        half = plan.started_at + (plan.due_at - plan.started_at) * plan.reminder
        found.append(Stage(StrikeKind.HALF, plan.round, half))
    warned = (Stage(StrikeKind.BEFORE, m, plan.due_at - timedelta(minutes=m)) for m in plan.before)
    found += [stage for stage in warned if stage.at >= plan.started_at]
    if plan.grace:
        found.append(Stage(StrikeKind.GRACE, plan.round, plan.due_at + plan.grace))
    return tuple(sorted(found, key=lambda s: s.at))


def struck_now(plan: Plan, struck: Iterable[tuple[str, int]]) -> tuple[StrikeKind, int]:
    """What a clock that is due strikes: the first stage that has not come, else one more repeat."""
    done = set(struck)
    for stage in once_each(plan):
        if (stage.kind.value, stage.n) not in done:
            return stage.kind, stage.n
    return StrikeKind.REPEAT, plan.repeats + 1


def next_stage(
    plan: Plan, struck: Iterable[tuple[str, int]], now: datetime, rest_until: datetime | None = None
) -> Stage | None:
    """What strikes next, None when nothing is left.

    A stage that comes once is never left out, however late. Repeats that were slept through are
    one: the next lies after ``now``. Rest holds back repeats only.
    """
    done = set(struck)
    for stage in once_each(plan):
        if (stage.kind.value, stage.n) not in done:
            return stage
    if not plan.repeat:
        return None
    base = plan.due_at + plan.grace
    not_before = max(now, base, rest_until or now)
    passed = (not_before - base) // plan.repeat
    at = base + passed * plan.repeat
    if at <= now or at < not_before:
        at += plan.repeat
    return Stage(StrikeKind.REPEAT, plan.repeats + 1, at)
