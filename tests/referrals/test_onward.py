"""The desk where she is: it says 'left', 'turned back' and her no, and learns of no other house."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases import placements
from cases.models import Placement
from cases.services import place_wall
from portal.core import outbox
from portal.notifications.models import Notice
from referrals import services
from referrals.models import Referral
from referrals.states import ReferralState
from tests.referrals.pages import browser, press
from tests.support import steps

API = "/api/v1/onward/"
NEXT_HOUSE = "Agency shelter2"


@pytest.fixture
def moving(world):
    """She lives with one shelter; a second has accepted her."""
    steps.add_places(world)
    steps.add_places(world, "shelter2")
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    first = steps.send(world, case, "accommodation")
    steps.accept(world, first)
    steps.leave(world, first)
    steps.arrive(world, first)
    second = steps.send(world, case, "accommodation", ["shelter2"])
    return case, second


def accepted(world, moving):
    steps.accept(world, moving[1], "shelter2")
    return moving


def fresh(referral):
    return Referral.objects.get(pk=referral.pk)


def test_before_an_accept_there_is_nothing(world, moving):
    _case, second = moving
    here = browser(world, "shelter")
    assert here.get(f"{API}{second.uuid}/").status_code == 404
    assert here.get(reverse("referrals:onward", args=[second.uuid])).status_code == 404
    assert here.get(API).json()["results"] == []


def test_the_page_and_the_answer_name_no_house_no_purpose_and_no_sender(world, moving):
    case, second = accepted(world, moving)
    here = browser(world, "shelter")
    listed = here.get(reverse("cases:detail", args=[case.uuid]))
    address = reverse("referrals:onward", args=[second.uuid])
    assert address in listed.content.decode()
    for answer in (here.get(address), here.get(f"{API}{second.uuid}/"), here.get(API), listed):
        assert answer.status_code == 200
        said = answer.content.decode()
        assert NEXT_HOUSE not in said
        assert str(world.desks["shelter2"].organisation.uuid) not in said
    told = here.get(f"{API}{second.uuid}/").json()
    assert set(told) == {
        "uuid", "reference", "state", "accepted_at", "left_at", "expected_at", "cases", "handover", "moves", "places",
    }  # fmt: skip
    assert set(told["moves"]) == {"she_declines", "leave"}
    assert [c["uuid"] for c in told["cases"]] == [str(case.uuid)]


def test_she_reads_where_they_meet(world, moving):
    _case, second = accepted(world, moving)
    services.propose_meeting(
        actor=world.actor("shelter2"), ref=steps.offer_to(world, second, "shelter2").uuid,
        meeting_point="The bus station, hall 2", hour="At eight",
    )  # fmt: skip
    here = browser(world, "shelter")
    assert "hall 2" in here.get(reverse("referrals:onward", args=[second.uuid])).content.decode()
    assert here.get(f"{API}{second.uuid}/").json()["handover"]["hour"] == "At eight"


def test_she_leaves_from_there(world, moving):
    _case, second = accepted(world, moving)
    here = browser(world, "shelter")
    address = reverse("referrals:onward_move", args=[second.uuid, "leave"])
    when = timezone.localtime() + timedelta(hours=6)
    done = press(
        here, here.get(address), address, meeting_point="Bus station", transport="By car",
        expected_at=when.strftime("%Y-%m-%dT%H:%M"), her_word="yes",
    )  # fmt: skip
    assert done.status_code == 303, done.content.decode()[:3000]
    assert fresh(second).state == ReferralState.HANDED_OVER
    again = here.get(address)
    assert again.status_code == 409
    assert "Nothing is open" not in again.content.decode()
    assert NEXT_HOUSE not in again.content.decode()


def post(client, referral, move, body, version=None):
    return client.post(
        f"{API}{referral.uuid}/moves/{move}/", body, content_type="application/json",
        headers={"If-Match": f'"{version or fresh(referral).version}"', "Idempotency-Key": move},
    )  # fmt: skip


def test_turned_back_by_program_and_those_who_sent_her_are_told(world, moving):
    _case, second = accepted(world, moving)
    steps.leave(world, second)
    here = browser(world, "shelter")
    done = post(here, second, "turn_back", {"reason": "other", "words": "The road is closed."})
    assert (done.status_code, done.json()) == (200, {"onward": None})
    assert fresh(second).state == ReferralState.WITHDRAWN
    assert Placement.objects.filter(desk=world.desks["shelter"], state="occupied").count() == 1
    outbox.deliver()
    told = Notice.objects.filter(kind="turned_back").values_list("desk_id", flat=True)
    assert set(told) == {world.desks["ngo"].pk, world.desks["shelter2"].pk}
    assert here.get(f"{API}{second.uuid}/").status_code == 404


def test_her_no_is_heard_where_she_is(world, moving):
    _case, second = accepted(world, moving)
    done = post(browser(world, "shelter"), second, "she_declines", {"reason": "too_far"})
    assert (done.status_code, done.json()) == (200, {"onward": None})
    assert fresh(second).state == ReferralState.UNPLACED
    assert (
        not placements.my_places(world.actor("shelter2"))
        .filter(placements__state="reserved")
        .exists()
    )


def test_what_its_row_does_not_give_is_not_open(world, moving):
    _case, second = accepted(world, moving)
    here = browser(world, "shelter")
    for address in (f"/api/v1/referrals/{second.uuid}/", f"/referrals/{second.uuid}/"):
        assert here.get(address).status_code == 404
    leave = {
        "meeting_point": "x", "transport": "x", "her_word": "yes",
        "expected_at": (timezone.now() + timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    for move, body in (("withdraw", {"reason": "other"}), ("leave", leave)):
        tried = here.post(
            f"/api/v1/referrals/{second.uuid}/moves/{move}/", body, content_type="application/json",
            headers={"If-Match": '"1"'},
        )  # fmt: skip
        assert tried.status_code == 404
    assert fresh(second).state == ReferralState.ACCEPTED


def test_urgent_protection_without_a_place_is_where_she_is_too(world):
    """A clinic that protects her occupies no bed, and says 'left' for the shelter all the same."""
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    profile = world.desks["health"].profile
    profile.purposes = [*profile.purposes, "urgent_protection"]
    profile.save()
    urgent = steps.send(
        world, case, "urgent_protection", ["health"], vital_interest=True, vital_reason="Hurt."
    )
    steps.accept(world, urgent, "health")
    steps.leave(world, urgent)
    steps.arrive(world, urgent, "health")
    steps.yes(world, case, "accommodation", ["shelter"])
    bed = steps.send(world, case, "accommodation")
    steps.accept(world, bed)
    told = browser(world, "health").get(f"{API}{bed.uuid}/")
    assert told.status_code == 200
    assert set(told.json()["moves"]) == {"she_declines", "leave"}
    assert "Agency shelter" not in told.content.decode()


@pytest.mark.parametrize("who", ["shelter2", "health", "border", "far_shelter"])
def test_to_every_other_desk_it_is_missing(world, moving, who):
    _case, second = accepted(world, moving)
    other = browser(world, who)
    assert other.get(f"{API}{second.uuid}/").status_code == 404
    assert other.get(reverse("referrals:onward", args=[second.uuid])).status_code == 404


def test_a_wall_takes_it_away(world, moving):
    case, second = accepted(world, moving)
    place_wall(
        actor=world.actor("coordinator") if case.in_coordination else world.actor("ngo"),
        ref=case.uuid, ground="allegation", reason="Why.",
        organisation=world.desks["shelter"].organisation,
    )  # fmt: skip
    here = browser(world, "shelter")
    assert here.get(f"{API}{second.uuid}/").status_code == 404
    assert here.get(API).json()["results"] == []


def test_once_she_has_arrived_the_former_house_hears_no_more(world, moving):
    _case, second = accepted(world, moving)
    steps.leave(world, second)
    steps.arrive(world, second, "shelter2")
    assert browser(world, "shelter").get(f"{API}{second.uuid}/").status_code == 404


def test_what_moves_nobody_is_not_told_there(world, moving):
    case, _second = moving
    steps.yes(world, case, "medical", ["health_provider"])
    doctor = steps.send(world, case, "medical", ["health"])
    steps.accept(world, doctor, "health")
    here = browser(world, "shelter")
    assert here.get(API).json()["results"] == []
    assert here.get(f"{API}{doctor.uuid}/").status_code == 404


def test_a_list_of_many_asks_no_more_questions(world, moving):
    accepted(world, moving)
    here = browser(world, "shelter")
    here.get(API)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            rows = here.get(API).json()["results"]
        return len(queries), len(rows)

    one, rows = asked()
    for n in range(4):
        for house in ("shelter", "shelter2"):
            placements.add_place(actor=world.actor(house), label=f"more {n}")
    for _ in range(3):
        case = steps.a_case(world, "ngo")
        steps.yes(world, case, "accommodation", ["shelter"])
        first = steps.send(world, case, "accommodation")
        steps.accept(world, first)
        steps.leave(world, first)
        steps.arrive(world, first)
        steps.accept(world, steps.send(world, case, "accommodation", ["shelter2"]), "shelter2")
    many, more = asked()
    assert (rows, more) == (1, 4)
    assert many <= one
