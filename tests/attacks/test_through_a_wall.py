"""A wall is nothing at all: no page, answer or file tells a walled party of the case (policy 9)."""

import pytest
from django.http import Http404
from django.urls import reverse

from cases.models import Consent
from cases.services import open_alarm, place_wall
from portal.core.problems import NotOpen
from referrals.services import exchange
from tests.api.callers import Caller
from tests.exchange.lists import a_list, cases_of, counts, imported
from tests.support import steps
from tests.support.pages import browser

ALLEGED = {"ground": "allegation", "reason": "Said by her."}


def wall(world, case, who, *, against="", person=""):
    return place_wall(
        actor=world.actor(who), ref=case.uuid, **ALLEGED,
        organisation=world.desks[against].organisation if against else None,
        user=world.people[person] if person else None,
    )  # fmt: skip


@pytest.fixture
def moved(world):
    """An own case of one NGO that another leads now; it never came into coordination."""
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "transfer")
    steps.accept(world, steps.send(world, case, "transfer", ["ngo2"]), "ngo2")
    case.refresh_from_db()
    assert case.coordination_ground == ""
    open_alarm(actor=world.actor("ngo2"), case=case, kind="no_guardian")
    return case


@pytest.mark.parametrize("walled", [False, True])
def test_an_administrator_hears_of_no_alarm_that_is_not_her_organisations(world, moved, walled):
    if walled:
        wall(world, moved, "ngo2", against="ngo")
    for who, hears in (("ngo_admin", False), ("ngo2_admin", True)):
        listed = Caller(world.people[who]).ok("alarms/")["results"]
        home = browser(world, who).get(reverse("home")).content.decode()
        assert (moved.ref in home, bool(listed)) == (hears, hears)


def test_the_list_of_guests_names_no_case_that_is_walled_from_this_person(world):
    case = steps.a_case(world, "ngo")
    steps.add_places(world)
    steps.yes(world, case, "accommodation")
    asked = steps.send(world, case, "accommodation")
    steps.accept(world, asked)
    assert len(Caller(world.people["shelter"]).ok("places/guests/")["results"]) == 1
    wall(world, case, "ngo", person="shelter")
    assert Caller(world.people["shelter"]).ok("places/guests/")["results"] == []
    assert len(Caller(world.people["shelter_b"]).ok("places/guests/")["results"]) == 1


def test_a_file_made_before_the_wall_is_shut_after_it(world):
    case, other = steps.a_case(world, "ngo"), steps.a_case(world, "ngo")
    actor = world.actor("ngo")
    run = exchange.ask_export(actor=actor, form="csv")
    run = exchange.make(actor=actor, run=run)
    assert b"".join(exchange.file_of(actor=actor, run=run))
    place_wall(
        actor=world.actor("ngo_b"), ref=case.uuid, **ALLEGED, user=world.people["ngo"],
        organisation=None,
    )  # fmt: skip
    with pytest.raises((Http404, NotOpen)):
        b"".join(exchange.file_of(actor=actor, run=run))
    assert other.pk


def test_a_list_writes_no_evidence_through_a_wall(world):
    no, yes = a_list(1).replace(b"Yes", b"No"), a_list(1)
    imported(world, no)
    [case] = cases_of(world)
    assert not Consent.objects.filter(case=case).exists()
    wall(world, case, "ngo_b", person="ngo")
    run = imported(world, yes)
    assert counts(run) == (0, 0, 0, 1)
    assert not Consent.objects.filter(case=case).exists()
