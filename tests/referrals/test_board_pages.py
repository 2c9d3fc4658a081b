"""The coordinator's board: what is wrong, how long, who has it; never a shelter, never a person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Alarm
from cases.services import open_alarm
from portal.core import clock
from portal.core.models import OutboxRow
from portal.core.problems import NotOpen
from portal.deadlines.services import strike_due
from referrals import services
from referrals.board import agencies, alarms, past_half, purposes_to_open
from referrals.models import Referral
from tests.support import steps
from tests.support.pages import browser, text

BOARD = "/board/"
VITAL = {"vital_interest": True, "vital_reason": "Hurt, at the gate."}


def guards_case(world, **more):
    """A border guard's case with a transfer and a bed asked for."""
    case = steps.a_case(world, "border", **more)
    ask = steps.send(world, case, "transfer", ["ngo"], who="border", **VITAL)
    bed = steps.send(world, case, "urgent_protection", ["shelter"], who="border", **VITAL)
    return case, ask, bed


@pytest.fixture
def unplaced(world):
    """The only shelter declined: the alarm 'no receiver left' is open."""
    steps.add_places(world)
    case, ask, bed = guards_case(world)
    steps.accept(world, ask, "ngo")
    services.decline(
        actor=world.actor("shelter"),
        ref=steps.offer_to(world, bed, "shelter").uuid,
        reason="no_place_free",
    )
    case.refresh_from_db()
    world.case, world.bed = case, bed
    return world


@pytest.mark.parametrize(
    "who", ["ngo", "border", "shelter", "oversight", "ngo_admin", "rapporteur"]
)
def test_it_is_there_for_coordinators_alone(unplaced, who):
    alarm = Alarm.objects.get(kind="unplaced")
    client = browser(unplaced, who)
    assert client.get(BOARD).status_code == 404
    assert client.post(f"/board/alarms/{alarm.uuid}/take/").status_code == 404
    assert client.get(f"/board/referrals/{unplaced.bed.uuid}/message/").status_code == 404
    assert client.get(f"/cases/{unplaced.case.uuid}/open-for/").status_code == 404


def test_an_alarm_says_how_long_and_why_and_names_nobody(unplaced):
    with clock.at(timezone.now() + timedelta(hours=3)):
        said = text(browser(unplaced, "coordinator").get(BOARD))
    assert "One alarm , one that nobody has taken" in said.replace("alarm,", "alarm ,")
    assert (
        "No receiver left" in said
        and "For 3 hours" in said
        and "1 asked: No place free (1)" in said
    )
    assert unplaced.bed.ref in said and "Nobody has taken it" in said
    assert "Agency shelter" not in said and steps.CANARY not in said


def test_taking_names_her_and_rests_for_an_hour_and_a_second_is_told(unplaced):
    alarm, now = Alarm.objects.get(kind="unplaced"), timezone.now()
    take = reverse("referrals:alarm_take", args=[alarm.uuid])
    with clock.at(now):
        assert browser(unplaced, "coordinator").post(take).status_code == 303
        said = text(browser(unplaced, "coordinator").get(BOARD))
        assert "Taken by you, rests until" in said and "I have it" not in said
        assert "Taken by Person coordinator" in text(browser(unplaced, "coordinator_b").get(BOARD))
        second = browser(unplaced, "coordinator_b").post(take, follow=True)
        assert "Somebody else took this alarm" in second.content.decode()
    alarm.refresh_from_db()
    assert alarm.taken_by == unplaced.people["coordinator"]
    assert alarm.rests_until == now + timedelta(hours=1)
    with clock.at(now + timedelta(minutes=61)):
        assert "no longer resting" in text(browser(unplaced, "coordinator_b").get(BOARD))
        browser(unplaced, "coordinator_b").post(take)
    alarm.refresh_from_db()
    assert alarm.taken_by == unplaced.people["coordinator_b"]


def test_own_cases_and_walled_cases_are_not_on_it(world):
    own = steps.a_case(world, "ngo")
    open_alarm(actor=world.actor("ngo"), case=own, kind="lead_missing")
    client = browser(world, "coordinator")
    assert "No alarm is open" in text(client.get(BOARD))
    alarm = Alarm.objects.get()
    assert client.post(f"/board/alarms/{alarm.uuid}/take/").status_code == 404
    assert agencies(world.actor("coordinator")) == []


def test_past_half_of_the_answer_time_reassigning_opens(world):
    steps.add_places(world)
    _case, _ask, bed = guards_case(world)
    coordinator, now = world.actor("coordinator"), timezone.now()
    assert not past_half(coordinator).exists()
    with pytest.raises(NotOpen):
        services.reassign(
            actor=coordinator, ref=bed.uuid, version=None, receivers=["x"], reason="Too slow."
        )
    with clock.at(now + timedelta(hours=36, minutes=1)):
        assert {r.uuid for r in past_half(coordinator)} == {r.uuid for r in Referral.objects.all()}
        said = text(browser(world, "coordinator").get(BOARD))
        assert "Past half of the answer time" in said and "has not answered" in said
        page = browser(world, "coordinator").get(
            reverse("referrals:referral_move", args=[bed.uuid, "reassign"])
        )
        assert (
            page.status_code == 200
            and "Capacity" in text(page)
            and "Agency shelter" not in text(page)
        )
        assert "Speaks" not in text(page).split("Proposed")[1].split("What they see")[0].replace(
            "Speaks:", ""
        )


def test_reassigning_asks_others_and_the_sender_stays(world):
    steps.add_places(world)
    steps.add_places(world, "shelter2")
    _case, ask, bed = guards_case(world)
    steps.accept(world, ask, "ngo")
    coordinator = world.actor("coordinator")
    with clock.at(timezone.now() + timedelta(hours=40)):
        from referrals.routing_facts import candidates
        from referrals.selectors import cases_of
        from referrals.services.sending import ask_of

        proposed, _left = candidates(coordinator, cases_of(bed), ask_of(bed), referral=bed)
        nameless = [c for c in proposed if c.role == "placement_officer"]
        assert [(c.name, c.number) for c in nameless] == [("", nameless[0].number)]
        fresh = services.reassign(
            actor=coordinator,
            ref=bed.uuid,
            version=None,
            receivers=[nameless[0].token],
            reason="Nobody answers.",
        )
    bed.refresh_from_db()
    assert bed.state == "withdrawn" and fresh.replaces == bed
    assert fresh.sender_desk == world.desks["ngo"], "the lead"
    assert steps.offer_to(world, fresh, "shelter2").state == "open"


def test_clocks_stand_by_agency_and_shelters_together_without_a_name(unplaced):
    with CaptureQueriesContext(connection) as found:
        rows = agencies(unplaced.actor("coordinator"))
    assert len([q for q in found if "deadlines_clock" in q["sql"]]) == 1
    assert all("shelter" not in one.name for one in rows)
    said = text(browser(unplaced, "coordinator").get(BOARD))
    assert "Clocks by agency" in said and "Agency shelter" not in said


def test_a_clock_of_a_section_that_is_not_hers_is_not_counted(world):
    case, ask, _bed = guards_case(world)
    steps.accept(world, ask, "ngo")
    rows = {one.name: one for one in agencies(world.actor("coordinator"))}
    from portal.deadlines.models import Clock

    hidden = Clock.objects.exclude(state="stopped").filter(
        case_id=case.pk, section="contact_and_safety"
    )
    assert hidden.exists()
    seen = (
        Clock.objects.exclude(state="stopped")
        .filter(owner_desk=world.desks["ngo"])
        .exclude(pk__in=hidden)
    )
    assert rows["Agency ngo"].running == seen.count()


def test_she_opens_for_a_child_with_nobody(world):
    case = steps.a_case(world, "border", adult=False)
    client = browser(world, "coordinator")
    url = f"/cases/{case.uuid}/open-for/"
    page = client.get(url)
    assert page.status_code == 200
    assert "Nobody stands beside the person yet" in text(page)
    token = str(world.desks["child"].uuid)
    empty = client.post(
        url,
        {
            "purpose": "child_protection",
            "urgency": "urgent",
            "idempotency_key": str(uuid4()),
            "reason": "",
            "receivers": [token],
        },
    )
    assert empty.status_code == 422 and "Say why, in a sentence." in empty.content.decode()
    assert not Referral.objects.exists()
    sent = {
        "purpose": "child_protection",
        "urgency": "urgent",
        "idempotency_key": str(uuid4()),
        "reason": "A child alone at the gate.",
        "receivers": [token],
    }
    assert client.post(url, sent).status_code == 303
    assert client.post(url, sent).status_code == 303
    made = Referral.objects.get()
    assert made.sender_desk == world.desks["border"] and made.purpose == "child_protection"
    again = client.post(url, {**sent, "idempotency_key": str(uuid4())})
    assert again.status_code == 409 and "asked already" in again.content.decode()
    steps.accept(world, made, "child")
    case.refresh_from_db()
    assert case.lead_desk == world.desks["child"]


def test_a_case_with_a_lead_is_the_leads_to_ask_for(unplaced):
    assert purposes_to_open(unplaced.actor("coordinator"), unplaced.case) == ()
    assert (
        browser(unplaced, "coordinator").get(f"/cases/{unplaced.case.uuid}/open-for/").status_code
        == 404
    )


def test_a_message_reaches_both_ends_and_the_lead_sealed_and_unnamed(unplaced):
    url = f"/board/referrals/{unplaced.bed.uuid}/message/"
    client = browser(unplaced, "coordinator")
    assert "Write to both ends" in text(client.get(f"/referrals/{unplaced.bed.uuid}/"))
    assert client.post(url, {"text": " "}).status_code == 422
    words = "A driver is free after ten."
    assert client.post(url, {"text": words, "idempotency_key": str(uuid4())}).status_code == 303
    assert words in text(browser(unplaced, "border").get(f"/referrals/{unplaced.bed.uuid}/"))
    assert words in text(browser(unplaced, "ngo").get(f"/referrals/{unplaced.bed.uuid}/"))
    unplaced.bed.refresh_from_db()
    assert words.encode() not in bytes(unplaced.bed.sealed_words)
    told = OutboxRow.objects.filter(kind="mention").get().payload
    assert words not in str(told)
    assert {t["desk_id"] for t in told["to"]} == {
        unplaced.desks["border"].pk,
        unplaced.desks["ngo"].pk,
    }


def test_without_an_alarm_there_is_nobody_to_write_to(world):
    _case, _ask, bed = guards_case(world)
    answer = browser(world, "coordinator").post(
        f"/board/referrals/{bed.uuid}/message/", {"text": "Hello there."}
    )
    assert answer.status_code == 409 and "Hello there." in answer.content.decode()


def test_no_lead_for_24_hours_is_an_alarm_on_it(world):
    case, _ask, _bed = guards_case(world)
    with clock.at(timezone.now() + timedelta(hours=25)):
        strike_due(now=clock.now())
        kinds = {a.kind for a in alarms(world.actor("coordinator"))}
        assert "lead_missing" in kinds
        assert "A case without a lead" in text(browser(world, "coordinator").get(BOARD))
    assert Alarm.objects.filter(case=case, kind="lead_missing", closed_at=None).count() == 1


def test_the_board_reads_as_many_queries_for_twenty_alarms_as_for_one(world):
    guards_case(world)
    for kind in ("stalled",):
        open_alarm(actor=world.actor("border"), case=guards_case(world)[0], kind=kind)
    client = browser(world, "coordinator")
    client.get(BOARD)
    with CaptureQueriesContext(connection) as few:
        client.get(BOARD)
    for _ in range(8):
        open_alarm(actor=world.actor("border"), case=guards_case(world)[0], kind="stalled")
    with CaptureQueriesContext(connection) as many:
        client.get(BOARD)
    assert len(many) <= len(few) + 1, [q["sql"][:90] for q in many]


def test_check_grants_says_nothing_on_a_world_of_many_cases(unplaced, capsys):
    call_command("check_grants")
    assert "no difference" in capsys.readouterr().out
