"""Whom one can ask: what nobody told of a person neither proposes a desk nor rules it out."""

import pytest

from cases.vocabulary import Takes
from portal.access.vocabulary import AgeStatus
from referrals.routing import DOES_NOT_TAKE, GENDER_NOT_TOLD, TAKES_HER, Offered, Person, fit

MEN = frozenset({Takes.MEN.value, Takes.BOYS_FROM_12.value})
BOTH = frozenset({Takes.MEN.value, Takes.WOMEN.value})


def weigh(takes, *persons):
    desk = Offered(
        desk_id=1, organisation_id=1, takes=takes, languages=frozenset(), accessibility=frozenset(),
        regions=frozenset(), accepting=True, free=3, holds_basis=True, serves=True,
    )  # fmt: skip
    return fit(desk, persons, places=True)


@pytest.mark.parametrize("said", ["", "not_said"])
def test_a_gender_that_nobody_told_is_a_doubt_where_a_desk_takes_only_some(said):
    nobody_said = Person(age=AgeStatus.ADULT, gender=said)
    some, both = weigh(MEN, nobody_said), weigh(BOTH, nobody_said)
    assert (some.proposed, some.doubts) == (True, (GENDER_NOT_TOLD,))
    assert TAKES_HER not in some.why
    assert both.doubts == ()
    assert TAKES_HER in both.why
    assert both.order < some.order, "what is sure stands before what is doubtful"


def test_a_gender_that_was_told_fits_or_does_not():
    assert TAKES_HER in weigh(MEN, Person(age=AgeStatus.ADULT, gender="man")).why
    assert weigh(MEN, Person(age=AgeStatus.ADULT, gender="woman")).left_out == DOES_NOT_TAKE
    assert weigh(frozenset(), Person(age=AgeStatus.ADULT)).doubts == ()
