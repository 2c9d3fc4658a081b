"""From which day a person is an adult. Pure: age follows from birth and the day, never from a flag."""

from datetime import date, timedelta

LEAP_TO_MARCH = "1 March"
LEAP_TO_FEBRUARY = "28 February"
MAJORITY = 18


def adult_from(
    year: int,
    month: int | None = None,
    day: int | None = None,
    *,
    leap_birthday: str = LEAP_TO_MARCH,
) -> date:
    """The first day on which nobody may doubt that she is an adult.

    What is not known of a birth date is presumed in the child's favour: a year alone makes a child
    to its very end (CoE Convention art. 10(3)). Born on 29 February: 1 March unless the State says
    28 February.
    """
    turning = year + MAJORITY
    if month is None:
        return date(turning + 1, 1, 1)
    if day is None:
        return date(turning + month // 12, month % 12 + 1, 1)
    born = date(year, month, day)
    if (born.month, born.day) == (2, 29) and not _is_leap(turning):
        return date(turning, 2, 28) if leap_birthday == LEAP_TO_FEBRUARY else date(turning, 3, 1)
    return born.replace(year=turning)


def last_day_of_childhood(
    year: int,
    month: int | None = None,
    day: int | None = None,
    *,
    leap_birthday: str = LEAP_TO_MARCH,
) -> date:
    """Protection as a child runs to 24:00 of this day."""
    return adult_from(year, month, day, leap_birthday=leap_birthday) - timedelta(days=1)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
