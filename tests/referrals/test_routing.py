"""Whom one can ask: what nobody told of a person neither proposes a desk nor rules it out."""

import pytest
from django.urls import reverse

from cases.services import place_wall
from cases.vocabulary import Takes
from portal.access.vocabulary import AgeStatus
from referrals.routing import (
    DOES_NOT_TAKE,
    GENDER_NOT_TOLD,
    NOT_AVAILABLE,
    NOT_THIS_REGION,
    TAKES_HER,
    Offered,
    Person,
    fit,
)
from tests.referrals.pages import browser, text_of
from tests.support import steps

MEN = frozenset({Takes.MEN.value, Takes.BOYS_FROM_12.value})
BOTH = frozenset({Takes.MEN.value, Takes.WOMEN.value})


def weigh(takes, *persons, region=None, **more):
    known = {
        "desk_id": 1, "organisation_id": 1, "takes": takes, "languages": frozenset(["ti"]),
        "accessibility": frozenset(), "regions": frozenset([1]), "accepting": True, "free": 3,
        "holds_basis": True, "serves": True,
    }  # fmt: skip
    return fit(Offered(**{**known, **more}), persons, places=True, region=region)


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
    assert "You keep the lead." in said["accommodation"]
    assert "The first to accept takes it" in said["transfer"]
    assert "You keep the lead." not in said["transfer"]


def test_a_wall_a_full_house_and_a_closed_one_read_alike():
    """Policy 9: 'not available now', as one that is closed or full; nothing beside it tells which."""
    woman = Person(age=AgeStatus.ADULT, gender="woman", languages=frozenset(["ti"]))
    walled, full, closed = (
        weigh(BOTH, woman, **how) for how in ({"walled": True}, {"free": 0}, {"accepting": False})
    )
    assert walled == full == closed
    assert (walled.left_out, walled.why, walled.doubts) == (NOT_AVAILABLE, (), ())
    assert weigh(BOTH, woman, region=2, walled=True).left_out == NOT_THIS_REGION
    assert weigh(MEN, woman, walled=True).left_out == DOES_NOT_TAKE


def test_the_api_gives_no_figure_of_who_is_left_out(world):
    steps.add_places(world, n=1)
    steps.add_places(world, "shelter2", 2)
    case = steps.a_case(world, "ngo")
    place_wall(actor=world.actor("ngo"), ref=case.uuid, ground="allegation", reason="Why.",
               organisation=world.desks["shelter2"].organisation)  # fmt: skip
    other = steps.a_case(world, "ngo")
    steps.yes(world, other, "accommodation", ["shelter"])
    steps.accept(world, steps.send(world, other, "accommodation", urgency="urgent"))
    answer = browser(world, "ngo").get(
        f"/api/v1/candidates/?case={case.uuid}&purpose=accommodation"
    )
    left = {one["name"]: one for one in answer.json()["left_out"]}
    full, walled = left["Agency shelter"], left["Agency shelter2"]
    same = ("places", "why", "doubts", "left_out")
    assert [full[name] for name in same] == [walled[name] for name in same]
    assert full["places"] is None
