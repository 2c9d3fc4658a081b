"""What is known of a birth, and what follows for a day: adult, child, or may be a child.

A birth is kept as exactly as it is known, never as an invented 1 January, and ages on. Doubt is
in the child's favour (CoE Convention art. 10(3)). Plain rules: the day comes in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from portal.access.vocabulary import AgeStatus, Coded, gettext_noop
from portal.deadlines.ages import LEAP_TO_MARCH, MAJORITY, adult_from

ABOUT_MARGIN = 3
"""Years to either side of 'about 25': an estimate by eye is no better, doubt is the child's."""
OLDEST = 120
REVIEW_BEFORE = timedelta(days=60)
REVIEW_LATEST = timedelta(days=30)


class Precision(Coded):
    """How exactly a birth is known."""

    EXACT = "exact", gettext_noop("Date of birth")
    MONTH = "month", gettext_noop("Month and year of birth")
    YEAR = "year", gettext_noop("Year of birth")
    RANGE = "range", gettext_noop("Born between two days")
    AGE_RANGE = "age_range", gettext_noop("Age between, on a day")
    ABOUT = "about", gettext_noop("About an age, on a day")
    UNKNOWN = "unknown", gettext_noop("Not known")


class SaidBy(Coded):
    """Who says so."""

    HERSELF = "herself", gettext_noop("The person")
    FAMILY = "family", gettext_noop("Family")
    DOCUMENT = "document", gettext_noop("A document")
    SCREENER = "screener", gettext_noop("Seen by the screener")
    AGE_ASSESSMENT = "age_assessment", gettext_noop("An age assessment")
    AGENCY = "agency", gettext_noop("Another agency")
    NOT_SAID = "not_said", gettext_noop("Not said")


@dataclass(frozen=True, slots=True)
class Birth:
    """The days between which she was born, both included; None is open. Use the makers below."""

    precision: Precision
    earliest: date | None = None
    latest: date | None = None
    said_by: SaidBy = SaidBy.NOT_SAID
    as_of: date | None = None
    age_low: int | None = None
    age_high: int | None = None

    @classmethod
    def on(cls, born: date, said_by: SaidBy = SaidBy.NOT_SAID) -> Self:
        """A full date of birth."""
        return cls(Precision.EXACT, born, born, said_by)

    @classmethod
    def in_month(cls, year: int, month: int, said_by: SaidBy = SaidBy.NOT_SAID) -> Self:
        """'03/1998'."""
        after = date(year + month // 12, month % 12 + 1, 1)
        return cls(Precision.MONTH, date(year, month, 1), after - timedelta(days=1), said_by)

    @classmethod
    def in_year(cls, year: int, said_by: SaidBy = SaidBy.NOT_SAID) -> Self:
        """'1998'."""
        return cls(Precision.YEAR, date(year, 1, 1), date(year, 12, 31), said_by)

    @classmethod
    def between(cls, first: date, last: date, said_by: SaidBy = SaidBy.NOT_SAID) -> Self:
        """Born on one of these days."""
        return cls(Precision.RANGE, first, last, said_by)

    @classmethod
    def aged(cls, low: int, high: int, as_of: date, said_by: SaidBy = SaidBy.NOT_SAID) -> Self:
        """'Between 16 and 19', said on a day."""
        earliest = _years_before(as_of, high + 1) + timedelta(days=1)
        latest = _years_before(as_of, low)
        return cls(Precision.AGE_RANGE, earliest, latest, said_by, as_of, low, high)

    @classmethod
    def about(cls, age: int, as_of: date, said_by: SaidBy = SaidBy.NOT_SAID) -> Self:
        """'About 25', said on a day; ABOUT_MARGIN years to either side."""
        low = max(0, age - ABOUT_MARGIN)
        wide = cls.aged(low, age + ABOUT_MARGIN, as_of, said_by)
        return cls(
            Precision.ABOUT, wide.earliest, wide.latest, said_by, as_of, low, age + ABOUT_MARGIN
        )

    @classmethod
    def adult_seen(cls, as_of: date, said_by: SaidBy = SaidBy.SCREENER) -> Self:
        """'18 or over' and no more."""
        return cls.aged(MAJORITY, OLDEST, as_of, said_by)

    @classmethod
    def child_seen(cls, as_of: date, said_by: SaidBy = SaidBy.SCREENER) -> Self:
        """'Under 18' and no more."""
        return cls.aged(0, MAJORITY - 1, as_of, said_by)

    @classmethod
    def unknown(cls) -> Self:
        """Nothing is known: she may be a child."""
        return cls(Precision.UNKNOWN)


def adult_on(birth: Birth, *, leap_birthday: str = LEAP_TO_MARCH) -> date | None:
    """The first day on which she is surely an adult; None if that cannot be said.

    A month, a year or a range of days makes a child to its very end.
    """
    if birth.latest is None:
        return None
    last = birth.latest
    if birth.precision is Precision.YEAR:
        return adult_from(last.year)
    if birth.precision is Precision.MONTH:
        return adult_from(last.year, last.month)
    certain = adult_from(last.year, last.month, last.day, leap_birthday=leap_birthday)
    return certain + timedelta(days=1) if birth.precision is Precision.RANGE else certain


def child_before(birth: Birth, *, leap_birthday: str = LEAP_TO_MARCH) -> date | None:
    """The first day on which she might be an adult; before it she is surely a child."""
    first = birth.earliest
    if first is None:
        return None
    return adult_from(first.year, first.month, first.day, leap_birthday=leap_birthday)


def status_on(birth: Birth, day: date, *, leap_birthday: str = LEAP_TO_MARCH) -> AgeStatus:
    """Adult, child or may be a child on `day`. Rights change by a recorded act, not by this."""
    grown = adult_on(birth, leap_birthday=leap_birthday)
    if grown is not None and day >= grown:
        return AgeStatus.ADULT
    might = child_before(birth, leap_birthday=leap_birthday)
    if might is not None and day < might:
        return AgeStatus.CHILD
    return AgeStatus.MAY_BE_CHILD


def status_of(
    births: Iterable[Birth], day: date, *, leap_birthday: str = LEAP_TO_MARCH
) -> AgeStatus:
    """The status where several sources speak: adult or child only if all agree, else doubt."""
    found = {status_on(birth, day, leap_birthday=leap_birthday) for birth in births}
    return found.pop() if len(found) == 1 else AgeStatus.MAY_BE_CHILD


def age_range(birth: Birth, day: date) -> tuple[int | None, int | None]:
    """The youngest and oldest age she may have on `day`; it moves with time."""
    low = None if birth.latest is None else _full_years(birth.latest, day)
    high = None if birth.earliest is None else _full_years(birth.earliest, day)
    return low, high


def majority_review(
    birth: Birth, *, leap_birthday: str = LEAP_TO_MARCH
) -> tuple[date, date] | None:
    """When the review opens (60 days before) and must be recorded (30 days after), or None."""
    grown = adult_on(birth, leap_birthday=leap_birthday)
    return None if grown is None else (grown - REVIEW_BEFORE, grown + REVIEW_LATEST)


class Impossible(Coded):
    """Why a birth cannot be."""

    IN_THE_FUTURE = "in_the_future", gettext_noop("The birth lies in the future.")
    TOO_LONG_AGO = "too_long_ago", gettext_noop("The birth lies more than 120 years back.")
    TURNED_ROUND = "turned_round", gettext_noop("The first day lies after the last.")


def why_impossible(birth: Birth, today: date) -> Impossible | None:
    """What is wrong with a birth, or None."""
    if birth.earliest and birth.latest and birth.earliest > birth.latest:
        return Impossible.TURNED_ROUND
    if birth.earliest is not None and birth.earliest > today:
        return Impossible.IN_THE_FUTURE
    if birth.latest is not None and _full_years(birth.latest, today) > OLDEST:
        return Impossible.TOO_LONG_AGO
    return None


def _years_before(day: date, years: int) -> date:
    year = day.year - years
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _full_years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
