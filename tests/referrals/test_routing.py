"""Whom one can ask: what nobody told of a person neither proposes a desk nor rules it out."""

import pytest
from django.urls import reverse

from cases.vocabulary import Takes
from portal.access.vocabulary import AgeStatus
from referrals.routing import DOES_NOT_TAKE, GENDER_NOT_TOLD, TAKES_HER, Offered, Person, fit
from tests.referrals.pages import browser, text_of
from tests.support import steps

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


def test_only_who_leads_and_leads_on_is_told_so(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    url = reverse("referrals:refer", args=[case.uuid])
    mira = browser(world, "ngo")
    said = {p: text_of(mira.get(f"{url}?purpose={p}")) for p in ("accommodation", "transfer")}
    assert "The first to accept takes it" in said["accommodation"]
    assert "You keep the lead." in said["accommodation"]
    assert "The first to accept takes it" in said["transfer"]
    assert "You keep the lead." not in said["transfer"]
