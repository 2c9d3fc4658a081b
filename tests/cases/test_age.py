from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.age import (
    Birth,
    Impossible,
    Precision,
    SaidBy,
    adult_on,
    age_range,
    child_before,
    majority_review,
    status_of,
    status_on,
    why_impossible,
)
from portal.access.vocabulary import AgeStatus
from portal.deadlines.ages import LEAP_TO_FEBRUARY

DAY = date(2027, 1, 11)
ADULT, CHILD, MAY_BE = AgeStatus.ADULT, AgeStatus.CHILD, AgeStatus.MAY_BE_CHILD


def test_l40_born_on_the_29th_of_february_is_adult_from_the_first_of_march():
    born = Birth.on(date(2008, 2, 29))
    assert adult_on(born) == date(2026, 3, 1)
    assert status_on(born, date(2026, 2, 28)) is CHILD
    assert status_on(born, date(2026, 3, 1)) is ADULT
    assert adult_on(born, leap_birthday=LEAP_TO_FEBRUARY) == date(2026, 2, 28)


def test_l40_born_in_a_year_is_protected_to_its_very_end():
    born = Birth.in_year(2008)
    assert adult_on(born) == date(2027, 1, 1)
    assert status_on(born, date(2025, 12, 31)) is CHILD
    assert status_on(born, date(2026, 12, 31)).treated_as_child
    assert status_on(born, date(2027, 1, 1)) is ADULT


def test_l19_precision_is_kept_and_never_becomes_the_first_of_january():
    month = Birth.in_month(1998, 3)
    assert (month.precision, month.earliest, month.latest) == (
        Precision.MONTH, date(1998, 3, 1), date(1998, 3, 31),
    )  # fmt: skip
    assert Birth.in_month(1998, 12).latest == date(1998, 12, 31)
    assert Birth.in_year(1998).precision is Precision.YEAR


def test_l19_about_25_on_a_day_ages_on():
    born = Birth.about(25, DAY, SaidBy.SCREENER)
    assert (born.as_of, born.said_by) == (DAY, SaidBy.SCREENER)
    assert age_range(born, DAY) == (22, 28)
    assert age_range(born, date(2032, 1, 11)) == (27, 33)
    assert status_on(born, DAY) is ADULT


def test_l19_about_16_to_19_is_treated_as_a_child():
    born = Birth.aged(16, 19, DAY)
    assert status_on(born, DAY) is MAY_BE
    assert status_on(born, date(2029, 1, 10)) is MAY_BE
    assert status_on(born, date(2029, 1, 11)) is ADULT


@pytest.mark.parametrize(("age", "status"), [(14, CHILD), (15, MAY_BE), (20, MAY_BE), (21, ADULT)])
def test_an_estimate_by_eye_leaves_three_years_to_either_side(age, status):
    assert status_on(Birth.about(age, DAY), DAY) is status


def test_nothing_known_may_be_a_child():
    assert status_on(Birth.unknown(), DAY) is MAY_BE
    assert status_of([], DAY) is MAY_BE
    assert age_range(Birth.unknown(), DAY) == (None, None)
    assert adult_on(Birth.unknown()) is None
    assert majority_review(Birth.unknown()) is None


def test_what_a_screener_sees_counts_on_that_day():
    assert status_on(Birth.adult_seen(DAY), DAY) is ADULT
    assert status_on(Birth.child_seen(DAY), DAY) is CHILD
    assert status_on(Birth.child_seen(DAY), date(2028, 1, 11)) is MAY_BE
    assert status_on(Birth.child_seen(DAY), date(2045, 1, 11)) is ADULT


def test_where_sources_differ_she_may_be_a_child():
    paper = Birth.on(date(2000, 5, 5), SaidBy.DOCUMENT)
    word = Birth.on(date(2010, 5, 5), SaidBy.HERSELF)
    assert status_of([paper, word], DAY) is MAY_BE
    assert status_of([paper, Birth.adult_seen(DAY)], DAY) is ADULT


def test_born_between_two_days_is_protected_to_the_end_of_the_last():
    born = Birth.between(date(2008, 5, 1), date(2009, 5, 1))
    assert adult_on(born) == date(2027, 5, 2)
    assert child_before(born) == date(2026, 5, 1)


def test_the_majority_review_opens_60_days_before_and_is_due_30_days_after():
    born = Birth.on(date(2009, 3, 1))
    assert majority_review(born) == (date(2026, 12, 31), date(2027, 3, 31))


IMPOSSIBLE = [
    (Birth.on(date(2031, 5, 12)), Impossible.IN_THE_FUTURE),
    (Birth.on(date(1899, 12, 30)), Impossible.TOO_LONG_AGO),
    (Birth.between(date(2001, 1, 2), date(2001, 1, 1)), Impossible.TURNED_ROUND),
    (Birth.on(DAY), None),
    (Birth.in_year(2027), None),
    (Birth.unknown(), None),
]


@pytest.mark.parametrize(("born", "why"), IMPOSSIBLE)
def test_an_impossible_birth_says_why(born, why):
    assert why_impossible(born, DAY) is why


@given(st.dates(date(1950, 1, 1), date(2030, 1, 1)), st.integers(0, 40))
def test_less_precision_never_makes_an_adult_earlier(born, years):
    day = born + timedelta(days=365 * years)
    exact = status_on(Birth.on(born), day)
    for vague in (Birth.in_month(born.year, born.month), Birth.in_year(born.year)):
        found = status_on(vague, day)
        assert found is exact or found is MAY_BE
        assert adult_on(vague) >= adult_on(Birth.on(born))


@given(st.dates(date(1950, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.integers(0, 20))
def test_an_age_range_contains_the_ages_it_names_on_its_day(as_of, low, width):
    born = Birth.aged(low, low + width, as_of)
    assert age_range(born, as_of) == (low, low + width)
