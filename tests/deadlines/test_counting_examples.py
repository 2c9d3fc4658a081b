"""The worked examples of Regulation 1182/71 and its neighbours, and what staff counted wrongly.

Expected values are written out by hand here; the calendars are those of the ``holidays`` library.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.deadlines.calendars import library_calendar
from portal.deadlines.counting import Calendar, Counted, Mode, Pause, RuleSpec, due

ZONES = {
    "GB-ENG": "Europe/London", "GB-SCT": "Europe/London", "GB-NIR": "Europe/London",
    "RO": "Europe/Bucharest", "MD": "Europe/Chisinau", "HU": "Europe/Budapest", "IL": "Asia/Jerusalem",
    "DE-BE": "Europe/Berlin", "NL": "Europe/Amsterdam", "PT": "Europe/Lisbon", "PL": "Europe/Warsaw",
    "NO": "Europe/Oslo", "IE": "Europe/Dublin", "CH-ZH": "Europe/Zurich", "CH-GE": "Europe/Zurich",
    "BG": "Europe/Sofia", "ES-MD": "Europe/Madrid", "IT": "Europe/Rome",
}  # fmt: skip
WD, DAYS, MONTHS = Mode.AFTER_WORKING_DAYS, Mode.AFTER_DAYS, Mode.AFTER_MONTHS


def calendar(place: str) -> Calendar:
    country, _, region = place.partition("-")
    return library_calendar(country, region, ZONES[place], 2019, 2031)


def count(place: str, mode: Mode, length: int, start: str, **more: bool) -> Counted:
    began = datetime.fromisoformat(start)
    if began.tzinfo is None:
        began = began.replace(tzinfo=ZoneInfo(ZONES[place]))
    return due(began, RuleSpec(mode, length, **more), calendar(place))


ROLL = {"roll": True}
EXAMPLES = [
    # number, place, mode, length, event, last day, more
    ("1 Easter in England", "GB-ENG", WD, 5, "2026-04-02", "2026-04-13", {}),
    ("2 Easter in Scotland", "GB-SCT", WD, 5, "2026-04-02", "2026-04-10", {}),
    ("2 Easter in Northern Ireland", "GB-NIR", WD, 5, "2026-04-02", "2026-04-13", {}),
    ("3 Christmas in England", "GB-ENG", WD, 5, "2026-12-23", "2027-01-04", {}),
    ("4 Christmas in Scotland", "GB-SCT", WD, 5, "2026-12-23", "2027-01-05", {}),
    ("5 three substitutes", "GB-ENG", WD, 5, "2027-12-23", "2028-01-04", {}),
    ("6 Orthodox Easter", "RO", WD, 5, "2026-04-09", "2026-04-20", {}),
    ("7 rolls over all of Easter", "DE-BE", DAYS, 30, "2026-03-04", "2026-04-07", ROLL),
    ("8 beginning with the day", "GB-ENG", Mode.BEGINNING_WITH, 30, "2026-03-04", "2026-04-02", {}),
    ("8 after days without roll", "GB-ENG", DAYS, 30, "2026-03-04", "2026-04-03", {}),
    ("9 Easter Monday in Moldova", "MD", DAYS, 30, "2026-03-14", "2026-04-14", ROLL),
    ("10 leap day stands for 30", "NL", MONTHS, 1, "2028-01-30", "2028-02-29", {}),
    ("11 short month, then Sunday", "NL", MONTHS, 1, "2027-01-31", "2027-03-01", ROLL),
    ("12 across the year's end", "RO", DAYS, 90, "2027-11-29", "2028-02-28", ROLL),
    ("13 no 31 February", "PT", MONTHS, 6, "2026-08-31", "2027-03-01", ROLL),
    ("14 validity does not roll", "PL", MONTHS, 3, "2026-11-30", "2027-02-28", {}),
    ("15 a child's four months", "PL", MONTHS, 4, "2026-10-31", "2027-02-28", {}),
    ("16 no 31 September", "NO", MONTHS, 6, "2026-03-31", "2026-09-30", {}),
    (
        "20 two working days",
        "NL",
        DAYS,
        2,
        "2026-04-24",
        "2026-04-29",
        {"roll": True, "two_wd": True},
    ),
    ("20 without them", "NL", DAYS, 2, "2026-04-24", "2026-04-28", ROLL),
    ("21 appeal in Ireland", "IE", DAYS, 30, "2026-12-01", "2026-12-31", {}),
    ("22 roll must be in the row", "IE", DAYS, 30, "2026-11-26", "2026-12-28", ROLL),
    ("22 and without it", "IE", DAYS, 30, "2026-11-26", "2026-12-26", {}),
    ("23 unpaused", "GB-ENG", WD, 5, "2026-11-02", "2026-11-09", {}),
    ("24 received on a Saturday", "GB-ENG", WD, 5, "2026-11-07T23:50", "2026-11-13", {}),
    ("25 the date is the State's", "GB-ENG", WD, 5, "2026-06-30T23:30+00:00", "2026-07-08", {}),
    ("26 1 May in Zurich", "CH-ZH", WD, 3, "2026-04-30", "2026-05-06", {}),
    ("26 not in Geneva", "CH-GE", WD, 3, "2026-04-30", "2026-05-05", {}),
    ("27 1 and 6 May", "BG", WD, 3, "2026-04-30", "2026-05-07", {}),
    ("28 Ascension", "NO", WD, 3, "2026-05-13", "2026-05-19", {}),
    ("29 Madrid", "ES-MD", DAYS, 90, "2026-07-20", "2026-10-19", ROLL),
    ("30 a Saturday without substitute", "IT", WD, 3, "2026-08-13", "2026-08-18", {}),
    ("31 move-on", "GB-ENG", DAYS, 45, "2028-01-14", "2028-02-28", {}),
    ("32 leap anniversary", "RO", MONTHS, 12, "2028-02-29", "2029-02-28", {}),
    ("staff: a substitute in December", "GB-ENG", WD, 5, "2026-12-24", "2027-01-05", {}),
    ("staff: Orthodox Good Friday", "RO", WD, 5, "2027-04-28", "2027-05-07", {}),
    ("staff: Good Friday is worked in Moldova", "MD", WD, 5, "2027-04-28", "2027-05-06", {}),
    ("L36 a Saturday worked by decree", "HU", WD, 5, "2026-08-06", "2026-08-12", {}),
    ("staff: weekend is Friday and Saturday", "IL", WD, 5, "2026-11-25", "2026-12-02", {}),
    ("staff: reflection, 29 January", "RO", DAYS, 30, "2027-01-29", "2027-02-28", {}),
    ("staff: reflection, leap year", "RO", DAYS, 30, "2028-01-30", "2028-02-29", {}),
    ("L37 60 days", "RO", DAYS, 60, "2020-04-30", "2020-06-29", {}),
    ("staff: exit + 1 month", "RO", MONTHS, 1, "2027-01-31", "2027-02-28", {}),
    ("staff: exit + 3 months", "RO", MONTHS, 3, "2027-01-31", "2027-04-30", {}),
    ("staff: exit + 6 months", "RO", MONTHS, 6, "2027-01-31", "2027-07-31", {}),
    ("staff: exit + 12 months", "RO", MONTHS, 12, "2027-01-31", "2028-01-31", {}),
]


@pytest.mark.parametrize(
    ("place", "mode", "length", "start", "last", "more"),
    [e[1:] for e in EXAMPLES],
    ids=[e[0] for e in EXAMPLES],
)
def test_the_last_day_is_the_one_counted_by_hand(place, mode, length, start, last, more):
    counted = count(place, mode, length, start, **more)
    assert counted.last_day == date.fromisoformat(last)
    midnight = datetime.combine(
        counted.last_day + timedelta(days=1), datetime.min.time(), ZoneInfo(ZONES[place])
    )
    assert counted.due_at == midnight


HOURS = [
    ("17 clocks forward", "RO", Mode.ELAPSED, 24, "2026-03-28T20:10", "2026-03-29T21:10+03:00"),
    (
        "17 by the Regulation",
        "RO",
        Mode.AFTER_HOURS,
        24,
        "2026-03-28T20:10",
        "2026-03-29T22:00+03:00",
    ),
    ("18 clocks back", "IE", Mode.ELAPSED, 72, "2026-10-23T09:30", "2026-10-26T08:30+00:00"),
    (
        "18 by the Regulation",
        "IE",
        Mode.AFTER_HOURS,
        72,
        "2026-10-23T09:30",
        "2026-10-26T09:00+00:00",
    ),
    (
        "19 an hour that is not there",
        "GB-ENG",
        Mode.ELAPSED,
        2,
        "2026-03-29T00:30",
        "2026-03-29T03:30+01:00",
    ),
    (
        "19 by the Regulation",
        "GB-ENG",
        Mode.AFTER_HOURS,
        2,
        "2026-03-29T00:30",
        "2026-03-29T04:00+01:00",
    ),
    ("L39 urgent answer", "RO", Mode.ELAPSED, 24, "2027-03-27T22:00", "2027-03-28T23:00+03:00"),
    ("standard answer", "RO", Mode.ELAPSED, 72, "2027-03-27T10:00", "2027-03-30T11:00+03:00"),
    ("answer in danger", "RO", Mode.ELAPSED, 2, "2027-03-28T02:30", "2027-03-28T05:30+03:00"),
]


@pytest.mark.parametrize(
    ("place", "mode", "length", "start", "end"), [e[1:] for e in HOURS], ids=[e[0] for e in HOURS]
)
def test_hours_are_real_hours_across_a_clock_change(place, mode, length, start, end):
    assert count(place, mode, length, start).due_at == datetime.fromisoformat(end)


def test_23_a_working_day_counts_only_if_the_clock_ran_all_that_day():
    zone = ZoneInfo("Europe/London")
    stood = Pause(datetime(2026, 11, 4, 10, tzinfo=zone), datetime(2026, 11, 9, 15, tzinfo=zone))
    spec = RuleSpec(WD, 5, pausable=True)
    start = datetime(2026, 11, 2, 9, tzinfo=zone)
    counted = due(start, spec, calendar("GB-ENG"), [stood])
    assert counted.last_day == date(2026, 11, 13)
    not_counted = [s.day for s in counted.explanation if s.code == "stood"]
    assert not_counted == [date(2026, 11, d) for d in (4, 5, 6, 9)]
    never_stands = due(start, RuleSpec(WD, 5), calendar("GB-ENG"), [stood])
    assert never_stands.last_day == date(2026, 11, 9), "pauses do not touch what protects her"


def test_no_final_decision_before_the_day_after_the_reflection_period():
    assert count("RO", DAYS, 30, "2027-01-29").day_after == date(2027, 3, 1)
    assert count("RO", DAYS, 30, "2028-01-30").day_after == date(2028, 3, 1)


def test_a_reflection_period_may_roll_forward_but_never_back():
    plain = count("DE-BE", DAYS, 30, "2026-03-04")
    rolled = count("DE-BE", DAYS, 30, "2026-03-04", roll=True)
    assert plain.last_day == date(2026, 4, 3)
    assert rolled.last_day > plain.last_day


def test_the_counting_is_shown():
    counted = count("GB-ENG", WD, 5, "2026-04-02")
    off = [s.day for s in counted.explanation if s.code == "off"]
    assert off == [date(2026, 4, d) for d in (3, 4, 5, 6, 11, 12)]
    assert counted.counted_days == 5
    assert (counted.explanation[0].code, counted.explanation[-1].code) == ("event", "last_day")


def test_overlapping_pauses_are_counted_once():
    start = datetime(2026, 5, 4, 8, tzinfo=UTC)
    one = Pause(start + timedelta(hours=1), start + timedelta(hours=4))
    two = Pause(start + timedelta(hours=2), start + timedelta(hours=5))
    later = Pause(start + timedelta(hours=40), start + timedelta(hours=50))
    spec = RuleSpec(Mode.ELAPSED, 10, pausable=True)
    assert due(start, spec, calendar("RO"), [later, two, one]).due_at == start + timedelta(hours=14)


def test_calendar_days_and_months_run_on_by_the_days_they_stood():
    zone = ZoneInfo("Europe/Bucharest")
    stood = [Pause(datetime(2026, 5, 6, 10, tzinfo=zone), datetime(2026, 5, 8, 0, 0, tzinfo=zone))]
    start = datetime(2026, 5, 4, 8, tzinfo=zone)
    days = due(start, RuleSpec(DAYS, 10, pausable=True), calendar("RO"), stood)
    assert days.last_day == date(2026, 5, 16), (
        "6 and 7 May stood; the 8th began at midnight and counts"
    )
    months = due(start, RuleSpec(MONTHS, 1, pausable=True), calendar("RO"), stood)
    assert months.last_day == date(2026, 6, 6)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        due(datetime(2026, 5, 4, 8), RuleSpec(DAYS, 1), calendar("RO"))


def test_a_calendar_refuses_years_that_it_did_not_load():
    with pytest.raises(ValueError, match="2032"):
        calendar("RO").is_working(date(2032, 1, 5))


def test_the_name_of_a_calendar_says_where_it_comes_from():
    assert calendar("GB-SCT").name.startswith("GB-SCT, holidays ")
