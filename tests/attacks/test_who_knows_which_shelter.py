"""The winner of a place is told to the lead alone; no shelter's name reaches another (policy 8)."""

import pytest
from django.urls import reverse

from cases.services import open_alarm
from referrals.selectors import asked
from tests.api.callers import Caller
from tests.support import steps
from tests.support.pages import browser

WINNER = "Agency shelter2"


@pytest.fixture
def onward(world):
    """She lives in one shelter; it asks for the next, and another shelter accepts."""
    case = steps.a_case(world, "ngo")
    for house in ("shelter", "shelter2"):
        steps.add_places(world, house)
    steps.yes(world, case, "accommodation")
    first = steps.send(world, case, "accommodation", ["shelter"])
    steps.accept(world, first)
    steps.leave(world, first)
    steps.arrive(world, first)
    second = steps.send(world, case, "accommodation", ["shelter2"], who="shelter")
    return case, second


def test_a_shelter_that_asks_hears_that_it_is_accepted_never_by_whom(world, onward):
    _case, second = onward
    before = [a.name for a in asked(world.actor("shelter"), second)]
    steps.accept(world, second, "shelter2")
    second.refresh_from_db()
    after = [a.name for a in asked(world.actor("shelter"), second)]
    assert (before, after) == ([""], [""])
    api = Caller(world.people["shelter"]).get(f"referrals/{second.uuid}/").content.decode()
    page = browser(world, "shelter").get(reverse("referrals:referral", args=[second.uuid]))
    home = browser(world, "shelter").get(reverse("home"))
    for shown in (api, page.content.decode(), home.content.decode()):
        assert WINNER not in shown
    assert [a.name for a in asked(world.actor("ngo"), second)] == [WINNER]


def test_a_shelter_that_asks_chooses_among_numbered_capacities(world, onward):
    case, _second = onward
    found = Caller(world.people["shelter"]).get(
        f"candidates/?case={case.uuid}&purpose=accommodation"
    )
    assert WINNER not in found.content.decode()
    page = browser(world, "shelter").get(
        reverse("referrals:refer", args=[case.uuid]) + "?purpose=accommodation"
    )
    assert page.status_code == 200
    assert WINNER not in page.content.decode()


def test_an_alarm_taken_by_a_shelters_caseworker_names_no_shelter(world):
    case = steps.a_case(world, "border")
    ask = steps.send(
        world, case, "transfer", ["ngo"], who="border", vital_interest=True, vital_reason="Hurt."
    )
    world.desks["ngo"].organisation.kind = "shelter"
    world.desks["ngo"].organisation.save()
    row = open_alarm(
        actor=world.actor("border"), case=case, kind="unplaced", referral_uuid=ask.uuid
    )
    row.taken_by, row.taken_by_desk = world.people["ngo"], world.desks["ngo"]
    row.save()
    home = browser(world, "border").get(reverse("home")).content.decode()
    assert "Taken by the receiver" in home
