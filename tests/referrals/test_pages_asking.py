"""Asking on the pages: her no binds, a missing yes is said, a double click sends once, stale forms keep text."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import CaseBasis
from cases.services import place_wall, recompute
from referrals import services
from referrals.models import Offer, Referral
from referrals.services import Coded
from tests.referrals.pages import browser, form_on, offer_url, press, referral_url, text_of
from tests.support import steps


@pytest.fixture
def case(world):
    steps.add_places(world)
    steps.add_places(world, "shelter2")
    return steps.a_case(world, "ngo")


def look(client, case, **ask):
    url = reverse("referrals:refer", args=[case.uuid])
    return client.post(
        url, {"step": "look", "purpose": "accommodation", "urgency": "standard", **ask}
    ), url


def test_looking_writes_nothing_and_the_address_tells_no_place(world, case):
    page, url = look(browser(world, "ngo"), case, region="XA-N")
    assert page.status_code == 200
    assert Referral.objects.count() == 0
    assert "?" not in url


def test_a_missing_yes_is_said_with_a_link_to_record_it(world, case):
    mira = browser(world, "ngo")
    page, url = look(mira, case)
    assert "No consent covers this yet" in text_of(page)
    record = form_on(page, reverse("cases:consent_new", args=[case.uuid]))
    assert record == {"purpose": ["accommodation"], "then": ["ask-standard"]}
    refused = press(mira, page, url, receivers=[str(world.desks["shelter"].uuid)])
    assert refused.status_code == 422
    assert "Record a yes for this purpose" in text_of(refused)
    assert str(world.desks["shelter"].uuid) in form_on(refused, url)["receivers"], (
        "what was chosen stays chosen"
    )
    assert Referral.objects.count() == 0


def test_a_double_click_sends_once(world, case):
    steps.yes(world, case, "accommodation")
    mira = browser(world, "ngo")
    page, url = look(mira, case)
    first = press(mira, page, url, receivers=[str(world.desks["shelter"].uuid)])
    second = press(mira, page, url, receivers=[str(world.desks["shelter"].uuid)])
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"] == second["Location"]
    assert (Referral.objects.count(), Offer.objects.count()) == (1, 1)


def test_her_no_binds_and_in_an_emergency_a_typed_reason_alone_passes(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo", no_go_organisations=(world.desks["shelter"].organisation_id,))
    steps.yes(world, case, "accommodation")
    mira = browser(world, "ngo")
    shelter = str(world.desks["shelter"].uuid)
    page, url = look(mira, case)
    assert "An organisation the person does not want" in text_of(page)
    assert "against the person" not in text_of(page).lower()
    forced = press(mira, page, url, receivers=[shelter], against_wishes="It is near.")
    assert forced.status_code == 422, "urgency standard: her no binds whatever is typed"
    page, url = look(mira, case, urgency="immediate_danger")
    assert "In an emergency: against the person" in text_of(page)
    assert press(mira, page, url, receivers=[shelter]).status_code == 422
    sent = press(mira, page, url, receivers=[shelter], against_wishes="He is at the door.")
    assert sent.status_code == 303
    assert Referral.objects.count() == 1


def test_a_reason_past_her_no_opens_no_wall(world):
    steps.add_places(world)
    organisation = world.desks["shelter"].organisation
    case = steps.a_case(world, "ngo", no_go_organisations=(organisation.pk,))
    steps.yes(world, case, "accommodation")
    place_wall(
        actor=world.actor("ngo"),
        ref=case.uuid,
        organisation=organisation,
        ground="allegation",
        reason="Her brother works there.",
    )
    mira = browser(world, "ngo")
    page, url = look(mira, case, urgency="immediate_danger")
    assert "brother" not in text_of(page)
    forced = press(
        mira,
        page,
        url,
        receivers=[str(world.desks["shelter"].uuid)],
        against_wishes="He is at the door.",
    )
    assert forced.status_code == 422
    assert "Not available now" in text_of(forced)


def test_who_may_not_send_is_pointed_to_the_lead(world, case):
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    steps.accept(world, referral)
    page = browser(world, "shelter").get(reverse("referrals:refer", args=[case.uuid]))
    assert page.status_code == 200, "a shelter may ask for medical help"
    assert "A doctor" in page.content.decode()
    assert 'value="transfer"' not in page.content.decode()


def test_a_stale_form_keeps_what_was_typed(world, case):
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    steps.accept(world, referral)
    mira = browser(world, "ngo")
    url = referral_url(referral, "leave")
    page = mira.get(url)
    Referral.objects.filter(pk=referral.pk).update(version=99)
    stale = press(
        mira, page, url, meeting_point="The big clock", transport="With a volunteer",
        expected_at=(timezone.localtime() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"), her_word="yes",
    )  # fmt: skip
    assert stale.status_code == 409
    assert "moved on while you were looking" in text_of(stale)
    kept = form_on(stale, url)
    assert kept["meeting_point"] == ["The big clock"]
    assert kept["version"] == ["99"]
    assert press(mira, stale, url).status_code == 303


def test_what_is_not_open_any_more_answers_409_with_what_is(world, case):
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    mira = browser(world, "ngo")
    url = referral_url(referral, "withdraw")
    page = mira.get(url)
    services.withdraw_referral(
        actor=world.actor("ngo"), ref=referral.uuid, version=None, why=Coded("no_longer_needed")
    )
    late = press(mira, page, url, reason="other", words="She found a room herself.")
    assert late.status_code == 409
    words = text_of(late)
    assert "She found a room herself." in words
    assert "Nothing is open to your desk now." in words
    assert mira.get(referral_url(referral, "leave")).status_code == 409
    assert mira.get(referral_url(referral, "no_such_move")).status_code == 404


def test_the_page_offers_only_the_moves_that_are_open(world, case):
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    mira = browser(world, "ngo")
    page = mira.get(referral_url(referral)).content.decode()
    assert referral_url(referral, "withdraw") in page
    assert referral_url(referral, "offer_next") in page
    for shut in (
        "leave",
        "turn_back",
        "delay",
        "found",
        "close_missing",
        "take_alarm",
        "reassign",
        "end",
    ):
        assert referral_url(referral, shut) not in page
    steps.accept(world, referral)
    page = mira.get(referral_url(referral)).content.decode()
    assert referral_url(referral, "leave") in page
    assert referral_url(referral, "she_declines") in page


def test_her_own_no_reads_not_chosen_there_and_its_reason_here(world, case):
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    steps.accept(world, referral)
    mira = browser(world, "ngo")
    url = referral_url(referral, "she_declines")
    assert press(mira, mira.get(url), url).status_code == 422
    assert press(mira, mira.get(url), url, reason="too_near").status_code == 303
    assert "The person’s own no: Too near" in text_of(mira.get(referral_url(referral)))
    offer = steps.offer_to(world, referral, "shelter")
    there = browser(world, "shelter").get(offer_url(offer))
    assert "Not chosen" in text_of(there)
    assert "Too near" not in text_of(there)


def test_the_next_are_asked_after_a_decline(world, case):
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    services.decline(
        actor=world.actor("shelter"),
        ref=steps.offer_to(world, referral, "shelter").uuid,
        reason="language",
    )
    referral.refresh_from_db()
    assert referral.state == "unplaced"
    mira = browser(world, "ngo")
    page = mira.get(referral_url(referral))
    assert "No receiver left" in text_of(page)
    assert referral_url(referral, "take_alarm") in page.content.decode()
    url = referral_url(referral, "offer_next")
    page = mira.get(url)
    assert "Was asked before" in text_of(page)
    done = press(mira, page, url, receivers=[str(world.desks["shelter2"].uuid)])
    assert done["Location"] == referral_url(referral)
    assert Offer.objects.get(desk=world.desks["shelter2"]).state == "open"


def test_missing_and_found_alarm_and_calm_both_ends(world, case):
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    offer = steps.accept(world, referral)
    steps.leave(world, referral)
    mira, dana = browser(world, "ngo"), browser(world, "shelter")
    url = offer_url(offer, "report_missing")
    assert (
        press(
            dana, dana.get(url), url, how="did_not_arrive", known="Not on the 19:30 train."
        ).status_code
        == 303
    )
    for who, where in ((mira, referral_url(referral)), (dana, offer_url(offer))):
        words = text_of(who.get(where))
        assert "Missing" in words
        assert "Not on the 19:30 train." in words
    assert "One thing needs you" in text_of(dana.get("/"))
    url = referral_url(referral, "take_alarm")
    assert press(mira, mira.get(url), url).status_code == 303
    assert "Taken by Agency ngo" in text_of(dana.get(offer_url(offer)))
    url = offer_url(offer, "found")
    assert press(dana, dana.get(url), url, what="safe_found", then="arrived").status_code == 303
    referral.refresh_from_db()
    assert referral.state == "arrived"


def test_a_missing_report_is_closed_by_a_second_person(world, case):
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    steps.accept(world, referral)
    services.report_missing(
        actor=world.actor("ngo"),
        ref=referral.uuid,
        version=None,
        how="not_known",
        known="Gone since noon.",
    )
    mira, colleague = browser(world, "ngo"), browser(world, "ngo_b")
    url = referral_url(referral, "close_missing")
    assert press(mira, mira.get(url), url).status_code == 422
    assert press(mira, mira.get(url), url, done="All hospitals were asked.").status_code == 303
    again = press(mira, mira.get(url), url)
    assert again.status_code == 409
    assert "A second person closes this" in text_of(again)
    page = colleague.get(url)
    assert "All hospitals were asked." in text_of(page)
    assert press(colleague, page, url).status_code == 303
    referral.refresh_from_db()
    assert referral.state == "ended"


HIDDEN = [
    ("ngo2", "refer"), ("ngo2", "referral"), ("ngo2", "offer"), ("shelter2", "offer"), ("shelter", "referral"),
    ("border", "referral"), ("far_ngo", "referral"), ("coordinator", "referral"), ("rapporteur", "offer"), ("ngo", "offer"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "what"), HIDDEN)
def test_hidden_is_missing(world, case, who, what):
    steps.yes(world, case, "accommodation", ["shelter"], sections=())
    referral = steps.send(world, case, "accommodation")
    offer = steps.offer_to(world, referral, "shelter")
    client = browser(world, who)
    uuid = {"refer": case.uuid, "referral": referral.uuid, "offer": offer.uuid}[what]
    nobody = "00000000-0000-4000-8000-000000000000"
    shapes = {
        "refer": ["/cases/{}/refer/"], "referral": ["/referrals/{}/", "/referrals/{}/withdraw/"],
        "offer": ["/inbox/{}/", "/inbox/{}/accept/", "/inbox/{}/arrive/"],
    }[what]  # fmt: skip
    for shape in shapes:
        answers = [client.get(shape.format(ref)) for ref in (uuid, nobody, "nonsense")]
        assert [a.status_code for a in answers] == [404, 404, 404]
        pages = {a.content.decode().split("<main")[1].split("</main")[0] for a in answers}
        assert len(pages) == 1
        posted = [
            client.post(shape.format(ref), {"version": "1"}).status_code
            for ref in (uuid, nobody, "nonsense")
        ]
        assert posted in ([404] * 3, [405] * 3)


def test_the_list_of_what_was_sent_names_no_case_the_desk_no_longer_holds(world):
    """Policy 13: a reader sees only those of its cases on which she holds a basis; as in the API."""
    case = steps.a_case(world, "border")
    referral = steps.send(
        world, case, "transfer", ["ngo"], who="border", vital_interest=True, vital_reason="Hurt."
    )
    mine = browser(world, "border")
    url = reverse("referrals:sent")
    assert case.ref in text_of(mine.get(url))
    CaseBasis.objects.filter(case=case, desk=world.desks["border"]).update(ended_at=timezone.now())
    recompute(case)
    assert referral.ref in text_of(mine.get(url))
    assert case.ref not in text_of(mine.get(url))
