"""Counting a period of time (Regulation 1182/71 and its neighbours), as a pure function.

The day of the event does not count, the last day ends at 24:00 of the State's zone. Hours of a
protective clock are real elapsed hours, across nights, holidays and clock changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
UNITS = {"minutes": timedelta(minutes=1), "hours": HOUR}


class Mode(StrEnum):
    ELAPSED = "elapsed"  # real time, never rolls: the portal's own rule for danger
    AFTER_HOURS = "after_hours"  # art. 3(1): the hour of the event is not counted
    AFTER_DAYS = "after_days"  # art. 3(2)(b)
    AFTER_WORKING_DAYS = "after_working_days"
    AFTER_MONTHS = "after_months"  # art. 3(2)(c): a missing date stands for the last of its month
    BEGINNING_WITH = "beginning_with"  # the day of the event is day 1


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """What counting needs of a rule. ``unit`` matters to ELAPSED only: minutes or hours."""

    mode: Mode
    length: int
    unit: str = "hours"
    roll: bool = False  # art. 3(4): a last day off runs on to the next working day
    two_wd: bool = False  # art. 3(5): two days or more hold at least two working days
    pausable: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood still from ``since`` to ``until``, both aware."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Calendar:
    """A State's (or region's) working days in the years ``first`` to ``last``."""

    zone: str
    name: str
    first: int
    last: int
    weekend: frozenset[int] = frozenset({5, 6})
    holidays: frozenset[date] = field(default=frozenset(), repr=False)
    workdays: frozenset[date] = field(default=frozenset(), repr=False)

    def is_working(self, day: date) -> bool:
        """Whether a day is worked; raises ValueError outside the years that were loaded."""
        if not self.first <= day.year <= self.last:
            raise ValueError(f"calendar {self.name} was not loaded for {day.year}")
        if day in self.workdays:
            return True
        return day.weekday() not in self.weekend and day not in self.holidays

    def date_of(self, moment: datetime) -> date:
        """The date of an event is its date in the State's zone."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def end_of(self, day: date) -> datetime:
        """24:00 of a day in the State's zone, in UTC."""
        return datetime.combine(day + DAY, time.min, ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the counting that a person can follow; ``code`` is worded in labels."""

    code: str
    day: date | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """When a period ends. ``last_day`` is None where hours were counted."""

    due_at: datetime
    last_day: date | None
    counted_days: int
    explanation: tuple[Step, ...]

    @property
    def day_after(self) -> date | None:
        """The first day on which what the period protects from may be done."""
        return self.last_day + DAY if self.last_day else None


def due(
    start: datetime, rule: RuleSpec, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> Counted:
    """When a period that began with the event at ``start`` ends; raises ValueError for a naive start."""
    if start.tzinfo is None:
        raise ValueError("a moment without a zone cannot be counted from")
    held = tuple(_merged(pauses)) if rule.pausable else ()
    if rule.mode in (Mode.ELAPSED, Mode.AFTER_HOURS):
        return _hours(start, rule, held)
    event = calendar.date_of(start)
    steps = [Step("event", event)]
    stood = _paused_days(held, calendar)
    if rule.mode is Mode.AFTER_WORKING_DAYS:
        last = _working_days(event, rule.length, calendar, stood, steps)
    elif rule.mode is Mode.AFTER_MONTHS:
        last = _run_on(event + DAY, _months_after(event, rule.length), stood, steps)
    else:
        first = event if rule.mode is Mode.BEGINNING_WITH else event + DAY
        last = _run_on(first, first + (rule.length - 1) * DAY, stood, steps)
    last = _rolled(event, last, rule, calendar, steps)
    steps.append(Step("last_day", last, rule.length))
    counted = rule.length if rule.mode is not Mode.AFTER_MONTHS else (last - event).days
    return Counted(calendar.end_of(last), last, counted, tuple(steps))


def _hours(start: datetime, rule: RuleSpec, pauses: Sequence[Pause]) -> Counted:
    begin = start.astimezone(UTC)
    steps = [Step("elapsed", number=rule.length)]
    if rule.mode is Mode.AFTER_HOURS:
        begin = begin.replace(minute=0, second=0, microsecond=0) + HOUR
        steps = [Step("hour_not_counted"), Step("hours", number=rule.length)]
    unit = UNITS[rule.unit] if rule.mode is Mode.ELAPSED else HOUR
    end = begin + rule.length * unit
    for pause in pauses:
        if pause.since < end and pause.until > begin:
            stood = pause.until.astimezone(UTC) - max(pause.since.astimezone(UTC), begin)
            end += stood
            steps.append(Step("stood_minutes", number=int(stood.total_seconds() // 60)))
    return Counted(end, None, 0, tuple(steps))


def _merged(pauses: Sequence[Pause]) -> Iterator[Pause]:
    current: Pause | None = None
    for pause in sorted(pauses, key=lambda p: p.since):
        if current and pause.since <= current.until:
            current = Pause(current.since, max(current.until, pause.until))
            continue
        if current:
            yield current
        current = pause
    if current:
        yield current


def _paused_days(pauses: Sequence[Pause], calendar: Calendar) -> frozenset[date]:
    """Days on which the clock did not run all day."""
    days: set[date] = set()
    for pause in pauses:
        day = calendar.date_of(pause.since)
        last = calendar.date_of(pause.until - timedelta(microseconds=1))
        while day <= last:
            days.add(day)
            day += DAY
    return frozenset(days)


def _working_days(
    event: date, length: int, calendar: Calendar, stood: frozenset[date], steps: list[Step]
) -> date:
    day, left = event, length
    while left:
        day += DAY
        if not calendar.is_working(day):
            steps.append(Step("off", day))
        elif day in stood:
            steps.append(Step("stood", day))
        else:
            left -= 1
    return day


def _run_on(first: date, last: date, stood: frozenset[date], steps: list[Step]) -> date:
    """Calendar days from ``first``, longer by each day on which the clock stood."""
    if not stood:
        return last
    day, left = first - DAY, (last - first).days + 1
    while left > 0:
        day += DAY
        if day in stood:
            steps.append(Step("stood", day))
        else:
            left -= 1
    return day


def _months_after(event: date, months: int) -> date:
    index = event.year * 12 + event.month - 1 + months
    year, month = divmod(index, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(event.day, (following - DAY).day))


def _rolled(event: date, last: date, rule: RuleSpec, calendar: Calendar, steps: list[Step]) -> date:
    if rule.roll and not calendar.is_working(last):
        steps.append(Step("rolled_from", last))
        last = _next_working(last, calendar)
    if rule.two_wd and rule.length >= 2:
        days = ((event + (i + 1) * DAY) for i in range((last - event).days))
        worked = sum(calendar.is_working(day) for day in days)
        for _ in range(2 - worked):
            steps.append(Step("two_working_days", last))
            last = _next_working(last, calendar)
    return last


def _next_working(day: date, calendar: Calendar) -> date:
    day += DAY
    while not calendar.is_working(day):
        day += DAY
    return day
