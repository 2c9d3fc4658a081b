"""The inbox: what a receiver may read before she answers, who is first, who takes over, who is told."""

import csv
from pathlib import Path

import pytest
from django.urls import reverse

from cases.models import Case
from portal.access.matrix import Purpose
from portal.access.preview import PreviewField, fields_for
from referrals import previews, services
from referrals.models import Offer, Referral
from tests.referrals.pages import browser, form_on, offer_url, press, referral_url, text_of
from tests.support import steps

TABLE = Path(__file__).parents[1] / "policy" / "preview.csv"
COLUMN = {
    "accommodation": "accommodation and urgent_protection", "urgent_protection": "accommodation and urgent_protection",
    "medical": "medical and psychological", "psychological": "medical and psychological", "legal_aid": "legal_aid",
    "child_protection": "child_protection and transfer", "transfer": "child_protection and transfer",
    "identification": "identification", "investigation": "investigation",
}  # fmt: skip
RECEIVER = {
    "accommodation": "shelter", "urgent_protection": "shelter", "medical": "health", "psychological": "health",
    "legal_aid": "lawyer", "child_protection": "child", "transfer": "ngo2", "identification": "authority",
    "investigation": "police",
}  # fmt: skip


def allowed(purpose: str) -> list[str]:
    """The policy's own rows for this purpose, read from the table that the coordinator reads."""
    with TABLE.open() as lines:
        rows = list(csv.DictReader(lines))
    labels = [r["field"] for r in rows if r["all purposes"] == "y" or r[COLUMN[purpose]] == "y"]
    return [f.value for f in PreviewField if f.label in labels]


@pytest.fixture
def asked(world):
    """One person of whom much is known, and a referral for each purpose."""
    steps.add_places(world, n=4)
    profile = world.desks["shelter"].profile
    profile.takes = ["women"]
    profile.save()

    def ask(purpose: str) -> Offer:
        case = steps.a_case(
            world, "ngo", accessibility=("wheelchair",), no_go_account="Kanarienhof 7"
        )
        steps.yes(world, case, purpose)
        referral = steps.send(
            world, case, purpose, [RECEIVER[purpose]], urgency="urgent", conflict_kinds=("police",)
        )
        return Offer.objects.get(referral=referral)

    return ask


@pytest.mark.parametrize("purpose", sorted(RECEIVER))
def test_a_preview_has_the_policys_fields_and_no_canary(world, asked, purpose):
    offer = asked(purpose)
    page = browser(world, RECEIVER[purpose]).get(offer_url(offer))
    fields = page.context["preview_fields"]
    gender = "gender" if purpose in ("accommodation", "urgent_protection") else ""
    expected = [f for f in allowed(purpose) if f != "gender" or gender]
    assert fields == expected
    assert set(fields) <= {f.value for f in fields_for(purpose)}
    words = page.content.decode()
    case = Case.objects.get()
    for canary in (
        steps.CANARY,
        "+40 700 555 123",
        "said so",
        "Kanarienhof",
        case.ref,
        str(case.uuid),
        offer.referral.ref,
    ):
        assert canary not in words, canary
    assert offer.ref in words


def test_gender_is_told_only_to_a_service_that_takes_only_some(world, asked):
    offer = asked("accommodation")
    actor = world.actor("shelter")
    assert "gender" in [f.field for f in previews.preview(actor, _fresh(offer))]
    profile = world.desks["shelter"].profile
    profile.takes = ["women", "men", "non_binary", "children"]
    profile.save()
    assert "gender" not in [f.field for f in previews.preview(actor, _fresh(offer))]


def _fresh(offer: Offer) -> Offer:
    return previews.with_persons(Offer.objects.all()).get(pk=offer.pk)


def test_several_persons_are_told_how_many_and_kept_together(world):
    from cases.services import link_family

    steps.add_places(world, n=3)
    mother = steps.a_case(world, "ngo")
    child = steps.a_case(world, "ngo", adult=False)
    link_family(actor=world.actor("ngo"), parent=mother, children=[child])
    steps.yes(world, mother, "accommodation")
    mira = browser(world, "ngo")
    url = reverse("referrals:refer", args=[mother.uuid])
    ask = {
        "purpose": "accommodation",
        "urgency": "standard",
        "persons": [str(child.uuid)],
        "keep_together": "on",
    }
    page = mira.post(url, {"step": "look", **ask})
    press(mira, page, url, receivers=[str(world.desks["shelter"].uuid)])
    offer = Offer.objects.get()
    assert offer.referral.cases.count() == 2
    words = text_of(browser(world, "shelter").get(offer_url(offer)))
    assert "Two persons, to be kept together" in words
    assert "one adult, one who may be a child" in words or "one adult, one child" in words


def test_a_shelter_that_sends_reads_as_protection_lead(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    steps.yes(world, case, "medical")
    referral = steps.send(world, case, "accommodation")
    steps.accept(world, referral)
    steps.leave(world, referral)
    steps.arrive(world, referral)
    services.send_referral(
        actor=world.actor("shelter"), cases=[case.uuid], ask=steps.Ask(purpose="medical"),
        receivers=[steps.token(world, "shelter", case, "medical", "health")],
    )  # fmt: skip
    offer = Offer.objects.get(desk=world.desks["health"])
    page = browser(world, "health").get(offer_url(offer))
    assert "Protection lead" in text_of(page)
    assert "Agency shelter" not in page.content.decode()


def test_a_colleague_takes_over_with_a_reason_and_sees_who(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    offer = steps.offer_to(world, steps.send(world, case, "accommodation"), "shelter")
    dana, colleague = browser(world, "shelter"), browser(world, "shelter_b")
    press(dana, dana.get(offer_url(offer)), offer_url(offer, "claim"))
    page = colleague.get(offer_url(offer))
    assert "Claimed by Person shelter" in text_of(page)
    assert offer_url(offer, "take_over") in page.content.decode()
    page = colleague.get(offer_url(offer, "take_over"))
    refused = press(colleague, page, offer_url(offer, "take_over"))
    assert refused.status_code == 422
    assert "Say why you take this over" in text_of(refused)
    done = press(
        colleague, refused, offer_url(offer, "take_over"), reason="Dana is on the night shift."
    )
    assert done.status_code == 303
    offer.refresh_from_db()
    assert offer.claimed_by == world.people["shelter_b"]
    assert "Claimed by Person shelter_b" in text_of(dana.get(offer_url(offer)))


def test_an_administrator_releases_a_claim_and_reads_nothing_of_it(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    offer = steps.offer_to(world, steps.send(world, case, "accommodation"), "shelter")
    services.claim(actor=world.actor("shelter"), ref=offer.uuid, version=None)
    admin = browser(world, "shelter_admin")
    home = admin.get("/")
    assert offer.ref in text_of(home)
    page = admin.get(offer_url(offer))
    assert "Claimed by Person shelter" in text_of(page)
    for told in ("Tigrinya", "adult", "Agency ngo", "Is looked for"):
        assert told not in text_of(page)
    assert "Nothing waits" in text_of(admin.get("/inbox/"))
    press(admin, page, offer_url(offer, "release"))
    offer.refresh_from_db()
    assert (offer.state, offer.claimed_by) == ("open", None)
    assert admin.get(offer_url(offer)).status_code == 404


def test_a_decline_reaches_the_sender_with_its_reason_and_words(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation", ["shelter", "shelter2"])
    offer = steps.offer_to(world, referral, "shelter")
    dana = browser(world, "shelter")
    page = dana.get(offer_url(offer))
    refused = press(dana, page, offer_url(offer, "decline"), reason="other", words="")
    assert refused.status_code == 422
    assert "Say in a sentence why" in text_of(refused)
    typed = press(
        dana, page, offer_url(offer, "decline"), reason="", words="The house is being painted."
    )
    assert typed.status_code == 422
    assert form_on(typed, offer_url(offer, "decline"))["words"] == [
        "The house is being painted."
    ], "nothing typed is lost"
    done = press(dana, typed, offer_url(offer, "decline"), reason="other")
    assert done["Location"] == "/inbox/"
    words = text_of(browser(world, "ngo").get(referral_url(referral)))
    assert "Other, in words" in words
    assert "The house is being painted." in words
    shut = dana.get(offer_url(offer))
    assert "Your desk declined this" in text_of(shut)
    assert "Tigrinya" not in text_of(shut)


def test_taken_by_another_says_so_and_never_by_whom(world):
    steps.add_places(world)
    steps.add_places(world, "shelter2")
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation", ["shelter", "shelter2"])
    late = steps.offer_to(world, referral, "shelter2")
    other = browser(world, "shelter2")
    page = other.get(offer_url(late))
    steps.accept(world, referral)
    answer = press(other, page, offer_url(late, "accept"))
    assert answer.status_code == 409
    assert "Taken by another" in text_of(answer)
    assert "Agency shelter " not in text_of(answer)
    assert "Tigrinya" not in text_of(answer)
    assert Referral.objects.get().state == "accepted"


def test_a_competent_authority_passes_on(world):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "identification")
    referral = steps.send(world, case, "identification", ["authority"])
    offer = steps.offer_to(world, referral, "authority")
    decider = browser(world, "authority")
    page = decider.get(offer_url(offer))
    assert "Decline" not in text_of(page)
    press(decider, page, offer_url(offer, "pass_on"), to=str(world.desks["authority2"].uuid))
    assert Offer.objects.get(desk=world.desks["authority2"]).state == "open"
    assert "passed to another authority" in text_of(
        browser(world, "ngo").get(referral_url(referral))
    )


def test_every_purpose_that_lives_has_a_column():
    from referrals.services.asking import live_purposes

    assert set(live_purposes()) - {Purpose.INTERPRETATION, Purpose.LABOUR_INSPECTION} == {
        Purpose(p) for p in COLUMN
    }
