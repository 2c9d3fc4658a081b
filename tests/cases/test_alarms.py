"""Alarms: open once, let coordination in while they are open, are taken, rest, repeat and close."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from cases.models import Alarm, CaseBasis
from cases.services import close_alarm, open_alarm, record_guardian, take_alarm
from cases.services.alarms import coordination_or_administrator
from portal.core import clock
from portal.core.models import OutboxRow
from portal.core.problems import NotOpen
from portal.deadlines.models import Clock
from portal.deadlines.services import strike_due
from referrals import services
from referrals.selectors import handover_of, sees_handover
from tests.support import steps

VITAL = {"vital_interest": True, "vital_reason": "Hurt, at the gate."}


def strike(moment):
    with clock.at(moment):
        while strike_due(now=moment):
            pass


def test_one_is_open_at_a_time_and_coordination_holds_the_basis_meanwhile(world):
    case = steps.a_case(world, "border")
    first = open_alarm(actor=world.actor("border"), case=case, kind="stalled")
    assert open_alarm(actor=world.actor("border"), case=case, kind="stalled") == first
    rows = CaseBasis.objects.filter(case=case, basis="alarm", ended_at=None)
    assert [r.desk for r in rows] == [world.desks["coordinator"]]
    assert close_alarm(actor=world.actor("border"), case=case, kind="stalled", why="left") == 1
    assert not rows.all().exists() and Alarm.objects.get().closed_why == "left"


def test_whom_coordinator_means(world):
    own, shared = steps.a_case(world, "ngo"), steps.a_case(world, "border")
    ngo, border = world.desks["ngo"].organisation_id, world.desks["border"].organisation_id
    assert coordination_or_administrator(own, ngo) == [world.desks["ngo_admin"].pk]
    assert coordination_or_administrator(shared, border) == [world.desks["coordinator"].pk]


def test_a_child_with_neither_parent_nor_guardian_is_an_alarm_until_somebody_stands_there(world):
    case, now = steps.a_case(world, "border", adult=False), timezone.now()
    strike(now + timedelta(hours=23))
    assert not Alarm.objects.exists()
    strike(now + timedelta(hours=24, minutes=1))
    assert Alarm.objects.get().kind == "guardian_missing"
    told = OutboxRow.objects.filter(kind="guardian_missing").first().payload["to"]
    assert world.desks["coordinator"].pk in {t["desk_id"] for t in told}
    with clock.at(now + timedelta(hours=25)):
        record_guardian(actor=world.actor("border"), case=case, guardian="appointed")
    assert not Alarm.objects.filter(closed_at=None).exists()
    assert not Clock.objects.filter(code__startswith="guardian").exclude(state="stopped").exists()


def test_in_an_own_case_its_administrator_hears_it_and_nobody_in_coordination(world):
    steps.a_case(world, "ngo", adult=False)
    strike(timezone.now() + timedelta(hours=24, minutes=1))
    told = {
        t["desk_id"]
        for row in OutboxRow.objects.filter(kind="guardian_missing")
        for t in row.payload["to"]
    }
    assert told == {world.desks["ngo"].pk, world.desks["ngo_admin"].pk}
    assert not CaseBasis.objects.filter(basis__in=["alarm", "coordination"]).exists()


def test_nobody_leads_24_hours_after_the_first_referral(world):
    case = steps.a_case(world, "border")
    ask = steps.send(world, case, "transfer", ["ngo"], who="border", **VITAL)
    strike(timezone.now() + timedelta(hours=24, minutes=1))
    assert Alarm.objects.filter(case=case, kind="lead_missing", closed_at=None).count() == 1
    with clock.at(timezone.now() + timedelta(hours=25)):
        services.accept(actor=world.actor("ngo"), ref=steps.offer_to(world, ask, "ngo").uuid)
    assert not Alarm.objects.filter(kind="lead_missing", closed_at=None).exists()


def test_taking_is_named_rests_an_hour_and_is_not_taken_from_another(world):
    case, now = (
        steps.a_case(world, "border", adult=False),
        timezone.now() + timedelta(hours=24, minutes=1),
    )
    strike(now)
    alarm = Alarm.objects.get()
    with clock.at(now):
        services.take_any_alarm(actor=world.actor("coordinator"), alarm=alarm.uuid)
        services.take_any_alarm(actor=world.actor("coordinator"), alarm=alarm.uuid)
        with pytest.raises(NotOpen):
            services.take_any_alarm(actor=world.actor("coordinator_b"), alarm=alarm.uuid)
    alarm.refresh_from_db()
    assert (alarm.taken_by, alarm.rests_until) == (
        world.people["coordinator"],
        now + timedelta(hours=1),
    )
    rested = Clock.objects.filter(subject_uuid=case.uuid, code="guardian.alarm").exclude(
        state="stopped"
    )
    assert {c.rest_until for c in rested} == {now + timedelta(hours=1)}
    assert OutboxRow.objects.filter(kind="alarm_taken").exists()
    with clock.at(now + timedelta(minutes=61)):
        services.take_any_alarm(actor=world.actor("coordinator_b"), alarm=alarm.uuid)


def test_one_that_is_over_cannot_be_taken(world):
    case = steps.a_case(world, "border")
    alarm = open_alarm(actor=world.actor("border"), case=case, kind="lead_missing")
    close_alarm(actor=world.actor("border"), case=case, kind="lead_missing", why="lead")
    with pytest.raises(NotOpen):
        take_alarm(actor=world.actor("coordinator"), alarm=alarm)


@pytest.mark.parametrize("who", ["far_coordinator", "ngo2", "shelter", "oversight", "rapporteur"])
def test_who_does_not_see_the_case_takes_nothing(world, who):
    alarm = open_alarm(
        actor=world.actor("border"), case=steps.a_case(world, "border"), kind="lead_missing"
    )
    with pytest.raises(Http404):
        services.take_any_alarm(actor=world.actor(who), alarm=alarm.uuid)


def test_the_coordinator_sees_the_hand_over_while_its_alarm_is_open(world):
    steps.add_places(world)
    case = steps.a_case(world, "border")
    steps.accept(world, steps.send(world, case, "transfer", ["ngo"], who="border", **VITAL), "ngo")
    bed = steps.send(world, case, "urgent_protection", ["shelter"], who="ngo", **VITAL)
    steps.accept(world, bed)
    steps.leave(world, bed, "ngo")
    coordinator, case_list = world.actor("coordinator"), [case]
    bed.refresh_from_db()
    assert not sees_handover(coordinator, bed, case_list) and handover_of(coordinator, bed) == {}
    strike(timezone.now() + timedelta(hours=2, minutes=31))
    assert Alarm.objects.get(closed_at=None).kind == "late"
    assert handover_of(coordinator, bed)["meeting_point"] == "The bus station, hall 2"
    steps.arrive(world, bed)
    bed.refresh_from_db()
    assert not Alarm.objects.filter(closed_at=None).exists()
    assert handover_of(coordinator, bed) == {}


def test_a_new_lead_takes_over_the_clocks_and_nothing_is_due_later(world):
    case = steps.a_case(world, "border")
    before = dict(Clock.objects.filter(case_id=case.pk).values_list("code", "due_at"))
    steps.accept(world, steps.send(world, case, "transfer", ["ngo"], who="border", **VITAL), "ngo")
    running = Clock.objects.filter(case_id=case.pk).exclude(state="stopped")
    assert running.exists() and {c.owner_desk for c in running} == {world.desks["ngo"]}
    assert {c.code: c.due_at for c in running}.items() <= before.items()
