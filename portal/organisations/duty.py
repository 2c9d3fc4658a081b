"""When a desk is on duty: the hours of seven days, written as a person would. Plain rules.

Kept as seven entries, Monday first: ``["08:00", "18:00"]``, or nothing for a day off. A day that
closes before it opens runs into the next one; equal times are the whole day.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

DAYS = 7
Hours = tuple[time, time]
Week = tuple[Hours | None, ...]


def read_week(stored: object) -> Week:
    """The week as it is kept; nothing known is a week without hours. Raises ValueError."""
    if not stored:
        return (None,) * DAYS
    if not isinstance(stored, Sequence) or isinstance(stored, str) or len(stored) != DAYS:
        raise ValueError("a week has seven days")
    return tuple(_read(day) for day in stored)


def _read(day: object) -> Hours | None:
    if not day:
        return None
    if not isinstance(day, Sequence) or isinstance(day, str) or len(day) != 2:
        raise ValueError("a day has two times")
    return _clock(day[0]), _clock(day[1])


def _clock(text: object) -> time:
    if not isinstance(text, str) or len(text) != 5:
        raise ValueError("a time is written as 08:00")
    return time.fromisoformat(text)


def kept(week: Week) -> list[list[str] | None]:
    """The week as JSON keeps it; empty where no day has hours."""
    if not any(week):
        return []
    return [[f"{d[0]:%H:%M}", f"{d[1]:%H:%M}"] if d else None for d in week]


def on_duty(week: Week, local: datetime) -> bool:
    """Whether a desk is on duty at a moment, told in its State's own time."""
    today, before = week[local.weekday()], week[(local - timedelta(days=1)).weekday()]
    now = local.time().replace(tzinfo=None)
    if today and (_within(today, now)):
        return True
    return bool(before and before[1] < before[0] and now < before[1])


def _within(hours: Hours, now: time) -> bool:
    opens, closes = hours
    if opens == closes:
        return True
    return opens <= now and (now < closes or closes < opens)


def runs(week: Week) -> list[tuple[int, int, Hours]]:
    """Days that follow one another with the same hours: (first, last, hours), for one line each."""
    found: list[tuple[int, int, Hours]] = []
    for number, hours in enumerate(week):
        if hours is None:
            continue
        if found and found[-1][1] == number - 1 and found[-1][2] == hours:
            found[-1] = (found[-1][0], number, hours)
        else:
            found.append((number, number, hours))
    return found
