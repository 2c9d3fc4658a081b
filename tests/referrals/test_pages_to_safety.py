"""The jobs step by step on the pages, different people taking turns."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from cases.models import Placement
from portal.core import outbox
from referrals.models import Offer, Referral
from tests.referrals.pages import browser, form_on, offer_url, press, referral_url, text_of
from tests.support import steps


def test_an_ngo_asks_a_shelter_answers_and_she_arrives(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    mira, dana = browser(world, "ngo"), browser(world, "shelter")
    url = reverse("referrals:refer", args=[case.uuid])

    page = mira.post(url, {"step": "look", "purpose": "accommodation", "urgency": "urgent"})
    assert page.status_code == 200
    assert "Agency shelter" in text_of(page)
    assert "2 places free, as of" in text_of(page)
    shelter = str(world.desks["shelter"].uuid)
    answer = press(mira, page, url, receivers=[shelter])
    referral = Referral.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, referral_url(referral))
    assert "Sent to 1 receiver." in mira.get(referral_url(referral)).content.decode()

    offer = Offer.objects.get()
    page = dana.get("/inbox/")
    assert "One referral waits for your answer" in text_of(page)
    page = dana.get(offer_url(offer))
    answer = press(dana, page, offer_url(offer, "claim"))
    assert answer["Location"] == offer_url(offer)
    page = dana.get(offer_url(offer))
    assert "Claimed by you" in text_of(page)
    press(dana, page, offer_url(offer, "accept"))
    page = dana.get(offer_url(offer))
    assert case.ref in text_of(page)
    assert reverse("cases:detail", args=[case.uuid]) in page.content.decode()

    page = dana.get(offer_url(offer, "meeting"))
    press(dana, page, offer_url(offer, "meeting"), meeting_point="The big clock", hour="from 19:30")
    page = mira.get(referral_url(referral))
    assert "The big clock" in text_of(page)
    assert "from 19:30" in text_of(page)

    outbox.deliver()
    page = mira.get("/notifications/")
    assert "A place and hour to meet were proposed" in text_of(page)
    assert "A new arrival time was set" not in text_of(page)

    page = mira.get(referral_url(referral, "leave"))
    assert "Proposed by the receiver: from 19:30." in text_of(page)
    assert form_on(page, referral_url(referral, "leave"))["meeting_point"] == ["The big clock"]
    local = timezone.localtime(timezone.now() + timedelta(hours=6))
    press(
        mira, page, referral_url(referral, "leave"), meeting_point="The big clock", transport="By train, with a volunteer",
        expected_at=local.strftime("%Y-%m-%dT%H:%M"), her_word="yes",
    )  # fmt: skip
    referral.refresh_from_db()
    assert referral.state == "handed_over"
    assert "By train, with a volunteer" in text_of(dana.get(offer_url(offer)))
    page = dana.get(offer_url(offer, "arrive"))
    press(dana, page, offer_url(offer, "arrive"))
    referral.refresh_from_db()
    assert referral.state == "arrived"
    assert Placement.objects.get().state == "occupied"
    assert "Arrived" in text_of(mira.get(referral_url(referral)))
    assert case.ref in text_of(dana.get(reverse("cases:placements")))


def test_a_border_guard_asks_a_nameless_capacity_and_reads_arrived_never_where(world):
    steps.add_places(world)
    case = steps.a_case(world, "border")
    guard, ngo = browser(world, "border"), browser(world, "ngo")
    url = reverse("referrals:refer", args=[case.uuid])
    vital = {"vital_interest": "on", "vital_reason": "He is at the gate."}

    page = guard.get(url + "?purpose=urgent_protection")
    words = text_of(page)
    assert "Agency shelter" not in page.content.decode()
    assert "Capacity" in words
    page = guard.post(url, {"step": "look", "purpose": "transfer", "urgency": "immediate_danger"})
    press(guard, page, url, receivers=[str(world.desks["ngo"].uuid)], **vital)
    page = guard.post(
        url, {"step": "look", "purpose": "urgent_protection", "urgency": "immediate_danger"}
    )
    token = steps.token(world, "border", case, "urgent_protection", "shelter")
    assert token.startswith("cap-")
    answer = press(guard, page, url, receivers=[token], **vital)
    assert answer.status_code == 303, text_of(answer)
    bed = Referral.objects.get(purpose="urgent_protection")
    to_lead = Offer.objects.get(referral__purpose="transfer")
    press(ngo, ngo.get(offer_url(to_lead)), offer_url(to_lead, "accept"))
    steps.accept(world, bed)

    page = guard.get(referral_url(bed))
    assert "Capacity 1" in text_of(page)
    assert "Agency shelter" not in page.content.decode()
    page = ngo.get(referral_url(bed))
    assert "Agency shelter" in text_of(page), "the winner is told to the lead"
    coordinator = browser(world, "coordinator").get(referral_url(bed))
    assert "Agency shelter" not in coordinator.content.decode()
    steps.leave(world, bed, "border", her_word="vital_interest")
    steps.arrive(world, bed)
    page = guard.get(referral_url(bed))
    assert "Arrived" in text_of(page)
    assert "Agency shelter" not in page.content.decode()
