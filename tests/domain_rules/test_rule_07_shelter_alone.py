"""Rule 7: where a shelter is, is the shelter's alone; which one shelters her, the lead's.

One line that makes this fail: in ``cases/placements.py`` read a location by no desk; in
``referrals/selectors/words.py`` name every winner to the asking side; in ``referrals/routing_facts.py``
give a capacity the desk's own uuid. (All in ``tests/support/mutations.py``.)
"""

import json

import pytest
from django.http import Http404

from cases import placements
from cases import selectors as of_cases
from cases.models import Alarm, ShelterLocation
from cases.services import break_glass
from portal.audit.models import Entry
from portal.core import outbox
from portal.core.clock import at, now
from portal.core.models import OutboxRow
from portal.core.problems import Problem
from portal.notifications.models import Notice
from portal.notifications.services import send_due_mail
from portal.organisations.models import Desk
from referrals import selectors as of_referrals
from referrals import services
from referrals.intake import Ask
from referrals.routing_facts import candidates
from tests.support import steps
from tests.support.whole_job import through_time

ADDRESS = "Behind the Old Mill 7"
KEEPS_OUT = ["border", "police", "coordinator", "ngo2", "authority", "oversight", "far_shelter"]
SECRET = ("Agency shelter", "shelter desk", "shelter 0", "shelter 1", ADDRESS)


def gives_away(world, text):
    """What of the shelters a text tells: names, addresses, or identifiers that could be joined."""
    marks = list(SECRET)
    for key in ("shelter", "shelter2"):
        desk = world.desks[key]
        marks += [str(desk.uuid), str(desk.organisation.uuid)]
    return [mark for mark in marks if mark in text]


@pytest.fixture
def sheltered(world):
    """A border guard found her; an NGO leads; the shelter took her, after the other one said no."""
    for key in ("shelter", "shelter2"):
        steps.add_places(world, key)
        placements.set_location(actor=world.actor(key), address=ADDRESS, directions=ADDRESS)
    case = steps.a_case(world, "border", vital_interest=True)
    urgent = {"vital_interest": True, "vital_reason": "He is at the gate.", "who": "border"}
    lead = steps.send(world, case, "transfer", ["ngo"], **urgent)
    bed = steps.send(
        world, case, "urgent_protection", ["shelter2", "shelter"], urgency="immediate_danger", **urgent
    )  # fmt: skip
    steps.accept(world, lead, "ngo")
    services.decline(
        actor=world.actor("shelter2"), ref=steps.offer_to(world, bed, "shelter2").uuid, reason="no_place_free"
    )  # fmt: skip
    steps.accept(world, bed, "shelter")
    case.refresh_from_db()
    return case, bed


@pytest.mark.parametrize("who", [*KEEPS_OUT, "ngo", "shelter2", "shelter_admin", "shelter"])
def test_the_address_opens_for_its_own_desk_alone(world, sheltered, who):
    actor = world.actor(who)
    try:
        told = placements.my_location(actor)
    except Http404:
        told = {}
    own = actor.desk_id in (world.desks["shelter"].pk, world.desks["shelter2"].pk)
    assert (ADDRESS in json.dumps(told)) is own


def test_the_address_is_sealed_and_its_opening_recorded(world, sheltered):
    row = ShelterLocation.objects.get(desk=world.desks["shelter"])
    assert ADDRESS.encode() not in bytes(row.sealed)
    assert placements.my_location(world.actor("shelter"))["address"] == ADDRESS
    assert Entry.objects.filter(verb="location.read", subject=str(row.uuid)).count() == 1


def told_of(actor, case, bed):
    """Everything that lists, answers and histories tell an actor of the case and its bed."""
    found = [str(list(of_referrals.sent_by(actor).values()))]
    try:
        case = of_cases.get_case(actor, case.uuid)
        names = of_cases.held(actor, case)
        found += [p.desk.organisation.name for p in of_cases.placements(actor, case, names)]
        found += [c.token + c.name for part in candidates(actor, [case], Ask("accommodation")) for c in part]  # fmt: skip
    except Http404:
        pass
    try:
        referral = of_referrals.get_referral(actor, bed.uuid)
    except Http404:
        return "\n".join(found)
    found += [f"{a.name} {a.words} {a.reason}" for a in of_referrals.asked(actor, referral)]
    found.append(str(of_referrals.handover_of(actor, referral)))
    found += [m.name for m in of_referrals.open_moves(actor, referral)]
    return "\n".join(found)


@pytest.mark.parametrize("who", KEEPS_OUT)
def test_no_list_answer_or_candidate_names_a_shelter(world, sheltered, who):
    assert gives_away(world, told_of(world.actor(who), *sheltered)) == []


def test_the_lead_knows_where_she_is(world, sheltered):
    assert "Agency shelter" in gives_away(world, told_of(world.actor("ngo"), *sheltered))


def test_broken_glass_tells_where_she_is_for_its_hour(world, sheltered):
    case, _bed = sheltered
    coordinator = world.actor("coordinator")
    break_glass(actor=coordinator, ref=case.uuid, reason="She called from a stairwell.")
    assert "view_placement" in of_cases.held(coordinator, case)
    assert "view_placement" not in of_cases.held(world.actor("coordinator_b"), case)


@pytest.mark.parametrize("who", ["border", "coordinator"])
def test_notices_mails_and_alarms_name_no_shelter(world, sheltered, mailbox, who):
    case, bed = sheltered
    steps.leave(world, bed, "border", her_word="vital_interest")
    through_time()
    with at(now().replace(year=now().year + 1)):
        outbox.deliver(1_000)
        send_due_mail(limit=1_000)
    desk = world.desks[who]
    rows = [r for r in OutboxRow.objects.all() if {"desk_id": desk.pk, "user_id": None} in r.payload["to"]]  # fmt: skip
    assert rows
    notices = list(Notice.objects.filter(desk=desk).values())
    assert notices
    assert Alarm.objects.filter(case=case, kind="late").exists()
    letters = [mailbox.to(world.people[who])]
    assert gives_away(world, f"{[(r.key, r.payload) for r in rows]} {notices} {letters}") == []
    assert gives_away(world, str(list(Alarm.objects.values()))) == []


def test_who_comes_too_late_hears_taken_never_by_whom(world, sheltered):
    _case, bed = sheltered
    steps.yes(world, sheltered[0], "accommodation", ["shelter"])
    again = steps.send(world, sheltered[0], "accommodation", ["shelter", "shelter2"])
    steps.accept(world, again, "shelter2")
    with pytest.raises(Problem) as answer:
        steps.accept(world, again, "shelter")
    said = f"{answer.value.detail} {answer.value.errors} {answer.value.extra}"
    assert gives_away(world, said.replace("shelter desk", "")) == []
    with pytest.raises(Problem) as answer:
        services.withdraw_referral(
            actor=world.actor("border"), ref=bed.uuid, version=1, why=services.Coded("no_longer_needed")
        )  # fmt: skip
    assert gives_away(world, f"{answer.value.detail} {answer.value.errors} {answer.value.extra}") == []  # fmt: skip


def test_capacities_of_two_persons_cannot_be_joined(world, sheltered):
    guard = world.actor("border")
    cases = [steps.a_case(world, "border"), steps.a_case(world, "border")]
    tokens = []
    for case in cases:
        found = [c for part in candidates(guard, [case], Ask("urgent_protection")) for c in part]
        nameless = [c for c in found if c.number is not None]
        assert {c.name for c in nameless} == {""}
        assert len(nameless) == 2
        tokens.append({c.token for c in nameless})
    assert tokens[0] & tokens[1] == set()


@pytest.mark.parametrize("who", ["border", "police", "coordinator"])
def test_pages_and_api_name_no_shelter(world, sheltered, client, who):
    case, bed = sheltered
    client.force_login(world.people[who])
    paths = [f"/cases/{case.uuid}/", "/cases/", f"/cases/{case.uuid}/history/", "/notifications/"]
    paths += [f"/api/v1/{p}" for p in (
        "cases/", f"cases/{case.uuid}/", f"cases/{case.uuid}/history/", f"cases/{case.uuid}/placements/",
        "referrals/", f"referrals/{bed.uuid}/", "alarms/", "notifications/",
        f"candidates/?case={case.uuid}&purpose=accommodation",
    )]  # fmt: skip
    answers = {p: client.get(p) for p in paths}
    assert {p: a.status_code for p, a in answers.items() if a.status_code >= 500} == {}
    if who == "border":
        assert answers[paths[0]].status_code == answers[f"/api/v1/referrals/{bed.uuid}/"].status_code == 200  # fmt: skip
    told = {p: gives_away(world, a.content.decode()) for p, a in answers.items()}
    assert {p: found for p, found in told.items() if found} == {}
    assert Desk.objects.filter(organisation__name="Agency shelter").exists()
