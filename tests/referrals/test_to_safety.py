"""One person reaches safety: the thread through all floors."""

from cases.models import Case, Placement
from cases.selectors import get_case, held, open_section
from portal.access.matrix import Section
from portal.audit.models import Entry
from portal.core.models import OutboxRow
from referrals.models import Offer
from tests.support import steps


def test_an_ngo_brings_her_own_case_to_a_shelter(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    assert held(world.actor("coordinator"), case) == frozenset()
    steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation")
    offer = steps.accept(world, referral)
    assert Placement.objects.get(case=case).state == "reserved"
    assert "view_identity" in held(world.actor("shelter"), case)
    steps.leave(world, referral)
    steps.arrive(world, referral)
    referral.refresh_from_db()
    assert referral.state == "arrived"
    assert Placement.objects.get(case=case).state == "occupied"
    _, said = open_section(world.actor("shelter"), case.uuid, Section.IDENTITY)
    assert said[0].document.given_names == steps.CANARY
    assert Entry.objects.filter(verb="looked", case_id=case.pk, section="identity").count() == 1
    assert {"referral.send", "referral.accept", "referral.leave", "referral.arrive"} <= set(
        Entry.objects.filter(case_id=case.pk).values_list("verb", flat=True)
    )
    assert OutboxRow.objects.filter(topic="notice", kind="arrived").exists()
    assert Offer.objects.get(pk=offer.pk).state == "accepted"


def test_a_border_guard_sends_and_sees_arrived_never_where(world):
    steps.add_places(world)
    guard = world.actor("border")
    case = steps.a_case(world, "border", vital_interest=True)
    to_lead = steps.send(
        world,
        case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="He is at the gate.",
    )
    bed = steps.send(
        world,
        case,
        "urgent_protection",
        ["shelter"],
        who="border",
        vital_interest=True,
        vital_reason="He is at the gate.",
        urgency="immediate_danger",
    )
    steps.accept(world, to_lead, "ngo")
    case.refresh_from_db()
    assert case.lead_desk == world.desks["ngo"]
    steps.accept(world, bed, "shelter")
    steps.leave(world, bed, "border", her_word="vital_interest")
    steps.arrive(world, bed)
    names = held(guard, case)
    assert "view_envelope" in names and "view_placement" not in names
    from referrals.selectors import asked, get_referral

    shown = asked(guard, get_referral(guard, bed.uuid))
    assert [(a.name, a.capacity, a.state) for a in shown] == [("", 1, "accepted")]
    lead_sees = asked(world.actor("ngo"), get_referral(world.actor("ngo"), bed.uuid))
    assert lead_sees[0].name == "Agency shelter"


def test_hidden_is_missing(world):
    import pytest
    from django.http import Http404

    case = steps.a_case(world, "ngo")
    for key in (
        "ngo2",
        "border",
        "coordinator",
        "shelter",
        "far_ngo",
        "rapporteur",
        "ngo_admin",
        "oversight",
    ):
        with pytest.raises(Http404):
            get_case(world.actor(key), case.uuid)
    assert Case.objects.count() == 1
