"""Walls (policy 9): nothing at all, above every basis; what was in hand goes back; two of two houses lift."""

import pytest
from django.http import Http404

from cases.models import Alarm, CaseBasis, Placement, Wall
from cases.selectors import get_case, held
from cases.services import close_case, lift_wall, open_alarm, place_wall
from cases.services.checking import differences
from portal.audit.models import Entry
from portal.core.models import OutboxRow
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.models import Clock
from portal.notifications.selectors import mine
from referrals.models import Offer, Referral
from referrals.selectors import get_offer, get_referral, inbox, open_moves
from tests.support import steps

ALLEGED = {"ground": "allegation", "reason": "Said by her."}


def wall(world, who, against="", person=""):
    return place_wall(
        actor=world.actor(who), ref=world.case.uuid, **ALLEGED,
        organisation=world.desks[against].organisation if against else None,
        user=world.people[person] if person else None,
    )  # fmt: skip


@pytest.fixture
def led(world):
    """A border guard's case, led by an NGO."""
    world.case = steps.a_case(world, "border")
    ask = steps.send(
        world,
        world.case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="Hurt.",
    )
    steps.accept(world, ask, "ngo")
    world.case.refresh_from_db()
    steps.add_places(world)
    steps.yes(world, world.case, "accommodation")
    return world


@pytest.mark.parametrize("who", ["ngo", "coordinator", "oversight"])
def test_lead_coordinator_and_oversight_place_it(led, who):
    wall(led, who, "ngo2")
    assert Wall.objects.get().organisation == led.desks["ngo2"].organisation


@pytest.mark.parametrize(
    "who", ["border", "shelter", "ngo_admin", "rapporteur", "ngo2", "far_coordinator"]
)
def test_nobody_else_does(led, who):
    with pytest.raises(Http404):
        wall(led, who, "ngo2")


def test_child_protection_places_it_for_its_child(world):
    world.case = steps.a_case(world, "border", adult=False)
    ask = steps.send(world, world.case, "child_protection", ["child"], who="border")
    steps.accept(world, ask, "child")
    wall(world, "child", "police")
    assert Wall.objects.count() == 1


def test_a_wall_is_against_one_and_never_oneself(led):
    for more in ({}, {"against": "ngo2", "person": "ngo2"}, {"against": "ngo"}, {"person": "ngo"}):
        with pytest.raises(Invalid):
            wall(led, "ngo", **more)
    with pytest.raises(Invalid) as found:
        place_wall(
            actor=led.actor("ngo"),
            ref=led.case.uuid,
            ground="dislike",
            reason=" ",
            organisation=led.desks["ngo2"].organisation,
        )
    assert set(found.value.errors) == {"ground", "reason"}
    assert not Wall.objects.exists()


def test_the_first_reporter_sees_nothing_any_more_and_is_not_told(led):
    assert held(led.actor("border"), led.case)
    wall(led, "ngo", "border")
    assert held(led.actor("border"), led.case) == frozenset()
    with pytest.raises(Http404):
        get_case(led.actor("border"), led.case.uuid)
    told = OutboxRow.objects.filter(topic="notice", kind="wall_placed").get().payload["to"]
    assert {t["desk_id"] for t in told} == {led.desks["ngo"].pk, led.desks["coordinator"].pk}
    assert list(differences()) == []


def test_open_offers_close_and_leave_the_inbox(led):
    asked = steps.send(led, led.case, "accommodation", ["shelter", "shelter2"])
    wall(led, "ngo", "shelter")
    assert steps.offer_to(led, asked, "shelter").state == "withdrawn"
    assert steps.offer_to(led, asked, "shelter2").state == "open"
    assert not inbox(led.actor("shelter")).exists()
    with pytest.raises(Http404):
        get_offer(led.actor("shelter"), steps.offer_to(led, asked, "shelter").uuid)


def test_what_was_accepted_goes_back_with_an_alarm(led):
    asked = steps.send(led, led.case, "accommodation", ["shelter"])
    steps.accept(led, asked)
    wall(led, "ngo", "shelter")
    asked.refresh_from_db()
    assert steps.offer_to(led, asked, "shelter").state == "given_back"
    assert asked.state == "unplaced"
    kinds = set(Alarm.objects.filter(case=led.case, closed_at=None).values_list("kind", flat=True))
    assert kinds == {"given_back", "unplaced"}
    assert not Placement.objects.filter(case=led.case, state__in=["reserved", "occupied"]).exists()
    assert not CaseBasis.objects.filter(
        desk=led.desks["shelter"], ended_at=None, basis="accommodation"
    ).exists()


@pytest.mark.parametrize("arrived", [False, True])
def test_if_she_is_there_or_on_the_road_it_alarms_that_she_must_move(led, arrived):
    asked = steps.send(led, led.case, "accommodation", ["shelter"])
    steps.accept(led, asked)
    steps.leave(led, asked)
    if arrived:
        steps.arrive(led, asked)
    wall(led, "ngo", "shelter")
    assert Alarm.objects.filter(case=led.case, kind="must_move", closed_at=None).count() == 1
    steps.add_places(led, "shelter2")
    from referrals import services

    services.offer_next(
        actor=led.actor("ngo"), ref=asked.uuid, version=None,
        receivers=[steps.token(led, "ngo", led.case, "accommodation", "shelter2")],
    )  # fmt: skip
    steps.accept(led, asked, "shelter2")
    assert not Alarm.objects.filter(kind="given_back", closed_at=None).exists()
    assert Alarm.objects.filter(kind="must_move", closed_at=None).exists()
    steps.leave(led, asked)
    steps.arrive(led, asked, "shelter2")
    assert not Alarm.objects.filter(case=led.case, closed_at=None).exists()


def test_what_the_walled_one_sent_passes_to_the_lead(led):
    world = led
    world.case = steps.a_case(world, "border")
    ask = steps.send(
        world,
        world.case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="Hurt.",
    )
    bed = steps.send(
        world,
        world.case,
        "urgent_protection",
        ["shelter"],
        who="border",
        vital_interest=True,
        vital_reason="Hurt.",
    )
    steps.accept(world, ask, "ngo")
    wall(world, "ngo", "border")
    bed.refresh_from_db()
    assert bed.sender_desk == world.desks["ngo"]
    assert "withdraw" in {m.name for m in open_moves(world.actor("ngo"), bed)}
    with pytest.raises(Http404):
        get_referral(world.actor("border"), bed.uuid)
    assert (
        not Clock.objects.filter(owner_desk=world.desks["border"])
        .exclude(state="stopped")
        .filter(case_id=world.case.pk)
        .exists()
    )


def test_without_a_lead_it_passes_to_coordination(world):
    world.case = steps.a_case(world, "border")
    ask = steps.send(
        world,
        world.case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="Hurt.",
    )
    wall(world, "coordinator", "border")
    ask.refresh_from_db()
    assert ask.sender_desk == world.desks["coordinator"]
    assert "withdraw" in {m.name for m in open_moves(world.actor("coordinator"), ask)}


def test_a_walled_lead_counts_as_none_and_coordination_is_alarmed(led):
    wall(led, "coordinator", "ngo")
    led.case.refresh_from_db()
    assert led.case.lead_desk is None
    none = Clock.objects.exclude(state="stopped").get(code="lead.none", subject_uuid=led.case.uuid)
    first = Referral.objects.filter(carried__case=led.case).earliest("sent_at")
    assert none.started_at == first.sent_at and none.owner_desk == led.desks["coordinator"]
    assert (
        not Clock.objects.exclude(state="stopped")
        .filter(case_id=led.case.pk, owner_desk=led.desks["ngo"])
        .exists()
    )
    assert held(led.actor("ngo"), led.case) == frozenset()


def test_a_walled_person_sees_nothing_while_her_colleague_goes_on(led):
    asked = steps.send(led, led.case, "accommodation", ["shelter"])
    from referrals import services

    offer = services.claim(
        actor=led.actor("shelter"), ref=steps.offer_to(led, asked, "shelter").uuid, version=None
    )
    open_alarm(actor=led.actor("ngo"), case=led.case, kind="stalled")
    wall(led, "ngo", person="shelter")
    offer.refresh_from_db()
    assert (offer.state, offer.claimed_by) == ("open", None)
    assert not inbox(led.actor("shelter")).exists() and inbox(led.actor("shelter_b")).exists()
    assert held(led.actor("shelter"), led.case) == frozenset()


def test_notices_vanish_from_the_inbox_of_a_walled_desk_and_of_a_walled_person(led):
    from portal.core.outbox import deliver

    asked = steps.send(led, led.case, "accommodation", ["shelter"])
    deliver()
    assert (
        mine(led.actor("shelter")).exists()
        and mine(led.actor("border")).filter(withdrawn_at=None).exists()
    )
    wall(led, "ngo", person="shelter")
    assert not mine(led.actor("shelter")).exists() and mine(led.actor("shelter_b")).exists()
    wall(led, "ngo", "border")
    deliver()
    assert not mine(led.actor("border")).exists() and not mine(led.actor("border_admin")).exists()
    assert asked.state == "sent"


# ---------- Lifting


def test_coordinator_and_the_leads_administrator_lift_it(led):
    row = wall(led, "ngo", "border")
    before = held(led.actor("coordinator"), led.case)
    lift_wall(actor=led.actor("coordinator"), wall=row.uuid)
    assert held(led.actor("border"), led.case) == frozenset()
    lift_wall(actor=led.actor("ngo_admin"), wall=row.uuid)
    assert "view_envelope" in held(led.actor("border"), led.case)
    assert held(led.actor("coordinator"), led.case) == before
    assert list(differences()) == []
    assert list(Entry.objects.filter(verb__startswith="wall.").order_by("pk").values_list("verb", flat=True)) == [
        "wall.placed", "wall.lift_proposed", "wall.lifted",
    ]  # fmt: skip


@pytest.mark.parametrize("second", ["coordinator", "coordinator_b"])
def test_one_house_alone_does_not_lift_it(led, second):
    row = wall(led, "ngo", "border")
    lift_wall(actor=led.actor("coordinator"), wall=row.uuid)
    with pytest.raises(NotOpen):
        lift_wall(actor=led.actor(second), wall=row.uuid)
    row.refresh_from_db()
    assert row.lifted_at is None


@pytest.mark.parametrize(
    "who",
    ["ngo", "border", "border_admin", "oversight", "ngo2_admin", "far_coordinator", "rapporteur"],
)
def test_nobody_but_the_two_may_lift_it(led, who):
    row = wall(led, "ngo", "border")
    with pytest.raises(Http404):
        lift_wall(actor=led.actor(who), wall=row.uuid)


def test_oversight_stands_in_for_a_walled_lead_and_a_walled_coordination(led):
    row = wall(led, "coordinator", "ngo")
    lift_wall(actor=led.actor("oversight"), wall=row.uuid)
    lift_wall(actor=led.actor("coordinator"), wall=row.uuid)
    row.refresh_from_db()
    assert row.lifted_at is not None
    led.case.refresh_from_db()
    assert led.case.lead_desk is None
    assert "view_envelope" in held(led.actor("ngo"), led.case), "what it wrote stays its own"


def test_a_walled_coordination_is_replaced_by_oversight(led):
    row = wall(led, "ngo", "coordinator")
    with pytest.raises(Http404):
        lift_wall(actor=led.actor("coordinator"), wall=row.uuid)
    lift_wall(actor=led.actor("ngo_admin"), wall=row.uuid)
    lift_wall(actor=led.actor("oversight"), wall=row.uuid)
    row.refresh_from_db()
    assert row.lifted_at is not None


def test_a_wall_in_an_own_case_is_known_and_lifted_inside_its_organisation(world):
    world.case = steps.a_case(world, "ngo")
    row = wall(world, "ngo", person="ngo_b")
    assert held(world.actor("ngo_b"), world.case) == frozenset()
    for who in ("oversight", "coordinator", "ngo_b"):
        with pytest.raises(Http404):
            lift_wall(actor=world.actor(who), wall=row.uuid)
    lift_wall(actor=world.actor("ngo"), wall=row.uuid)
    with pytest.raises(NotOpen):
        lift_wall(actor=world.actor("ngo"), wall=row.uuid)
    lift_wall(actor=world.actor("ngo_admin"), wall=row.uuid)
    assert held(world.actor("ngo_b"), world.case)


# ---------- Closing


def test_closing_waits_until_nothing_runs_then_ends_what_ends(led):
    asked = steps.send(led, led.case, "accommodation", ["shelter"])
    with pytest.raises(NotOpen) as still:
        close_case(actor=led.actor("ngo"), ref=led.case.uuid, reason="goals_met")
    assert asked.ref in still.value.detail
    from referrals import services

    for row in Referral.objects.filter(carried__case=led.case, state__in=["sent", "accepted"]):
        services.withdraw_referral(
            actor=led.actor("ngo"),
            ref=row.uuid,
            version=None,
            why=services.Coded("no_longer_needed"),
        )
    open_alarm(actor=led.actor("ngo"), case=led.case, kind="guardian_missing")
    with pytest.raises(NotOpen):
        close_case(actor=led.actor("border"), ref=led.case.uuid, reason="goals_met")
    with pytest.raises(Invalid):
        close_case(actor=led.actor("ngo"), ref=led.case.uuid, reason="tired")
    close_case(actor=led.actor("ngo"), ref=led.case.uuid, reason="goals_met")
    led.case.refresh_from_db()
    assert led.case.closed_at is not None and led.case.closed_why == "goals_met"
    assert held(led.actor("border"), led.case) == frozenset()
    assert "view_identity" in held(led.actor("ngo"), led.case)
    assert not Alarm.objects.filter(case=led.case, closed_at=None).exists()
    assert not Clock.objects.filter(case_id=led.case.pk).exclude(state="stopped").exists()
    assert not Offer.objects.filter(state="open").exists()
    with pytest.raises(NotOpen):
        close_case(actor=led.actor("ngo"), ref=led.case.uuid, reason="goals_met")
    assert list(differences()) == []
