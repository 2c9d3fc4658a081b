"""Adult from which day (lessons L40, L41): birth and today, in the child's favour."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.deadlines.ages import LEAP_TO_FEBRUARY, adult_from, last_day_of_childhood


@pytest.mark.parametrize(
    ("born", "adult"),
    [
        ((2008, 2, 29), date(2026, 3, 1)),
        ((2008,), date(2027, 1, 1)),
        ((2008, 12), date(2027, 1, 1)),
        ((2008, 6), date(2026, 7, 1)),
        ((2008, 7, 14), date(2026, 7, 14)),
        ((2006, 12, 31), date(2024, 12, 31)),
    ],
)
def test_adult_from(born, adult):
    assert adult_from(*born) == adult


def test_a_state_may_say_28_february():
    assert adult_from(2008, 2, 29, leap_birthday=LEAP_TO_FEBRUARY) == date(2026, 2, 28)


def test_protection_runs_to_the_end_of_the_day_before():
    assert last_day_of_childhood(2008, 2, 29) == date(2026, 2, 28)
    assert last_day_of_childhood(2008) == date(2026, 12, 31)


@given(st.dates(date(1950, 1, 1), date(2050, 12, 31)))
def test_knowing_less_never_makes_her_adult_earlier(born):
    exact = adult_from(born.year, born.month, born.day)
    assert exact <= adult_from(born.year, born.month) <= adult_from(born.year)
    assert exact - born >= timedelta(days=18 * 365)
