"""What a column of dates may hold, and the questions it may raise. Pure."""

from dataclasses import dataclass
from datetime import date

from portal.tables.said import gettext_noop, said
from referrals.htcds.reading import Ask, Reading, refuse

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
CENTURY_PAST, CENTURY_1900, CENTURY_2000 = "century_past", "century_1900", "century_2000"
SERIAL_1900, SERIAL_1904, SERIAL_NO = "serial_1900", "serial_1904", "serial_no"
ANSWERS = frozenset(
    {DAY_FIRST, MONTH_FIRST, CENTURY_PAST, CENTURY_1900, CENTURY_2000}
    | {SERIAL_1900, SERIAL_1904, SERIAL_NO}
)
OLDEST_YEARS = 120


@dataclass(frozen=True, slots=True)
class DateRules:
    """What a column of dates may hold. ``latest`` is the last day possible, None where free.

    ``about_day`` is the day to which an age without its own day refers; ``answers`` are tokens
    of ``ANSWERS`` given for the column.
    """

    today: date
    latest: date | None
    birth: bool = False
    about_day: date | None = None
    answers: frozenset[str] = frozenset()


def no_date(text: str) -> Reading:
    """The refusal of a text that is no date at all."""
    return refuse(
        said(gettext_noop("'%(value)s' is no date"), value=text),
        said(
            gettext_noop(
                "write 07.03.1998 or 1998-03-07; for a birth also 1998, 03/1998 or 'about 25';"
                " leave it empty where unknown"
            )
        ),
    )


def answered(rules: DateRules, *tokens: str) -> str:
    """The first of ``tokens`` that was given as an answer, else an empty text."""
    return next((token for token in tokens if token in rules.answers), "")


def full_year(short: int, century: str, today: date) -> int:
    """A year of two digits in the century answered."""
    if century == CENTURY_1900:
        return 1900 + short
    if century == CENTURY_2000 or 2000 + short <= today.year:
        return 2000 + short
    return 1900 + short


def order_question(text: str) -> Ask:
    """Does the day or the month stand first?"""
    question = said(gettext_noop("In dates like %(value)s, what stands first?"), value=text)
    choices = (
        (DAY_FIRST, gettext_noop("the day")),
        (MONTH_FIRST, gettext_noop("the month")),
    )
    return Ask("dates", question, choices, text, "order")


def century_question(text: str) -> Ask:
    """Which century do two digits mean?"""
    question = said(gettext_noop("Which century do years like %(value)s mean?"), value=text)
    choices = (
        (CENTURY_PAST, gettext_noop("the latest one that is not in the future")),
        (CENTURY_1900, gettext_noop("1900 to 1999")),
        (CENTURY_2000, gettext_noop("2000 to 2099")),
    )
    return Ask("dates", question, choices, text, "century")


def serial_question(number: int, by_1900: date) -> Ask:
    """Is this bare number a spreadsheet's day number?"""
    question = said(
        gettext_noop("%(number)s looks like a spreadsheet's day number: is it %(date)s?"),
        number=number,
        date=by_1900.isoformat(),
    )
    choices = (
        (SERIAL_1900, gettext_noop("yes, days counted from 1900")),
        (SERIAL_1904, gettext_noop("days counted from 1904 (old Macintosh files)")),
        (SERIAL_NO, gettext_noop("no, it is no date")),
    )
    return Ask("dates", question, choices, str(number), "serial")
