"""Dates and births as people write them. Pure: today is an argument.

Refused with what is wrong: days that do not exist, births in the future, spreadsheet zero days.
Asked once per column: the order of 03/04/1990, the century of 5.6.95, a bare spreadsheet serial.
Kept as they are known: 1998, 03/1998, about 25, 16 to 19 (lessons L19, L24, L38).
"""

import re
from datetime import date, datetime, timedelta

from portal.tables.said import gettext_noop, said
from portal.tables.sheet import Cell
from referrals.htcds.ages import read_age
from referrals.htcds.birth import Birth, PartialDate
from referrals.htcds.date_rules import (
    CENTURY_1900,
    CENTURY_2000,
    CENTURY_PAST,
    DAY_FIRST,
    MONTH_FIRST,
    OLDEST_YEARS,
    SERIAL_1900,
    SERIAL_1904,
    SERIAL_NO,
    DateRules,
    answered,
    century_question,
    full_year,
    no_date,
    order_question,
    serial_question,
)
from referrals.htcds.reading import Reading, refuse
from referrals.htcds.text import clean, digits

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_YMD = re.compile(r"(\d{4})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{1,2})\.?)?")
_STAMP = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?"
)
_PARTS = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})\.?")
_MY = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{4})")
_DAY_WORD = re.compile(r"(\d{1,2})[\s./-]+([a-z]+)\.?,?[\s./-]+(\d{4}|\d{2})", re.IGNORECASE)
_WORD_DAY = re.compile(r"([a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})", re.IGNORECASE)
_WORD_YEAR = re.compile(r"([a-z]+)\.?,?[\s/-]+(\d{4})", re.IGNORECASE)


def read_date(cell: Cell, rules: DateRules) -> Reading:
    """A ``PartialDate`` (or, for a birth column, a ``Birth``) from a cell that is not blank."""
    if isinstance(cell, datetime):
        reading = Reading(PartialDate.of(cell.date()))
        if cell.time().replace(microsecond=0) != datetime.min.time():
            reading.notes.append(said(gettext_noop("the time of day was left out")))
    elif isinstance(cell, date):
        reading = Reading(PartialDate.of(cell))
    elif isinstance(cell, bool):
        reading = no_date(str(cell))
    elif isinstance(cell, int | float):
        reading = _number(cell, rules)
    else:
        text = digits(clean(cell or "", lines=False))
        reading = read_age(text, rules) or _written(text, rules)
    return _checked(reading, rules)


def _checked(reading: Reading, rules: DateRules) -> Reading:
    """The range, and for a birth the wrapping in ``Birth``."""
    value = reading.value
    if not isinstance(value, PartialDate):
        return reading
    if value.latest.year < rules.today.year - OLDEST_YEARS:
        return refuse(
            said(gettext_noop("%(date)s is before any date possible here"), date=value.iso),
            said(_remedy_for_old(value.year)),
        )
    if rules.latest and value.earliest > rules.latest:
        what = (
            gettext_noop("%(date)s: a birth in the future")
            if rules.birth
            else gettext_noop("%(date)s is in the future")
        )
        return refuse(
            said(what, date=value.iso),
            said(gettext_noop("check the year; write years of other calendars in the common one")),
        )
    if rules.birth:
        reading.value = Birth(born=value)
        if (value.month, value.day) == (1, 1):
            reading.notes.append(
                said(gettext_noop("1 January: where only the year is known, write the year alone"))
            )
    return reading


def _remedy_for_old(year: int) -> str:
    if year < 1500:
        return gettext_noop(
            "this looks like a year of the Islamic or the Afghan and Iranian calendar: write it in"
            " the common calendar"
        )
    return gettext_noop(
        "1899 and 1900 are what a spreadsheet writes for an empty date: empty the cell, or write"
        " the date"
    )


def _number(cell: int | float, rules: DateRules) -> Reading:
    if cell != int(cell):
        return no_date(str(cell))
    number = int(cell)
    if 1000 <= number <= 2999:
        return _made(number, None, None, str(number))
    if 10_000 <= number <= 80_000:
        return _serial(number, rules)
    return _written(str(number), rules) if len(str(number)) == 8 else no_date(str(number))


def _serial(number: int, rules: DateRules) -> Reading:
    by_1900 = date(1899, 12, 30) + timedelta(days=number)
    by_1904 = date(1904, 1, 1) + timedelta(days=number)
    if SERIAL_1900 in rules.answers:
        return Reading(PartialDate.of(by_1900))
    if SERIAL_1904 in rules.answers:
        return Reading(PartialDate.of(by_1904))
    if SERIAL_NO in rules.answers:
        return no_date(str(number))
    return Reading(asks=[serial_question(number, by_1900)])


def _made(year: int, month: int | None, day: int | None, text: str) -> Reading:
    """A date from its parts, or a refusal that says which part cannot be."""
    try:
        return Reading(PartialDate(year, month, day))
    except ValueError:
        pass
    if month is not None and not 1 <= month <= 12:
        what = said(
            gettext_noop("'%(value)s': there is no month %(month)d"), value=text, month=month
        )
    else:
        what = said(
            gettext_noop("'%(value)s': %(month)02d/%(year)d has no day %(day)d"),
            value=text, year=year, month=month or 0, day=day or 0,
        )  # fmt: skip
    return refuse(
        what, said(gettext_noop("write the date as it stands in the papers, or the year alone"))
    )


def _written(text: str, rules: DateRules) -> Reading:
    if found := _YMD.fullmatch(text):
        year, month, day = found.groups()
        return _made(int(year), int(month), int(day) if day else None, text)
    if found := _STAMP.fullmatch(text):
        return _stamp(found, text, rules)
    if found := _PARTS.fullmatch(text):
        return _parts(found, text, rules)
    if found := _MY.fullmatch(text):
        return _made(int(found[2]), int(found[1]), None, text)
    if re.fullmatch(r"\d{4}", text):
        return _made(int(text), None, None, text)
    if re.fullmatch(r"\d{5}", text):
        return _serial(int(text), rules)
    if re.fullmatch(r"\d{8}", text):
        return _made(int(text[:4]), int(text[4:6]), int(text[6:]), text)
    return _month_named(text, rules) or no_date(text)


def _stamp(found: re.Match[str], text: str, rules: DateRules) -> Reading:
    """A date with a time. A zone may have moved the day: such a birth is refused (L38)."""
    midnight = not found[2].strip("0:.")
    if found[3] and not midnight:
        return refuse(
            said(
                gettext_noop("'%(value)s' has a time and a zone, the day may have slipped"),
                value=text,
            ),
            said(gettext_noop("write the day alone: 1998-03-07")),
        )
    year, month, day = (int(part) for part in found[1].split("-"))
    reading = _made(year, month, day, text)
    if not midnight:
        reading.notes.append(said(gettext_noop("the time of day was left out")))
    return reading


def _parts(found: re.Match[str], text: str, rules: DateRules) -> Reading:
    """Day, month and year in the order of the dots, of the answer, or the only one possible."""
    first, second, asks = int(found[1]), int(found[3]), []
    both = first <= 12 and second <= 12 and first != second
    answer = DAY_FIRST if found[2] == "." else answered(rules, DAY_FIRST, MONTH_FIRST)
    if both and not answer:
        asks.append(order_question(text))
    if not answer:
        answer = MONTH_FIRST if second > 12 >= first else DAY_FIRST
    day, month = (first, second) if answer == DAY_FIRST else (second, first)
    year = int(found[4])
    if len(found[4]) == 2:
        century = answered(rules, CENTURY_PAST, CENTURY_1900, CENTURY_2000)
        if not century:
            asks.append(century_question(text))
        year = full_year(year, century or CENTURY_PAST, rules.today)
    if asks:
        return Reading(asks=asks)
    return _made(year, month, day, text)


def _month_named(text: str, rules: DateRules) -> Reading | None:
    if found := _DAY_WORD.fullmatch(text):
        word, day, year = found[2], int(found[1]), found[3]
    elif found := _WORD_DAY.fullmatch(text):
        word, day, year = found[1], int(found[2]), found[3]
    elif found := _WORD_YEAR.fullmatch(text):
        word, day, year = found[1], None, found[2]
    else:
        return None
    month = _MONTHS.get(word.casefold())
    if month is None:
        return None
    if len(year) == 4:
        return _made(int(year), month, day, text)
    century = answered(rules, CENTURY_PAST, CENTURY_1900, CENTURY_2000)
    if not century:
        return Reading(asks=[century_question(text)])
    return _made(full_year(int(year), century, rules.today), month, day, text)
