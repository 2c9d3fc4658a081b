"""My work by role, a shelter's places, the list of what was sent; queries do not grow with rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases import placements
from cases.models import Place
from referrals import services
from referrals.models import Offer
from tests.referrals.pages import browser, form_on, press, text_of
from tests.support import steps

ROLES = {
    "ngo": "Nothing needs you now", "border": "Nothing needs you now", "shelter": "Nothing needs you now",
    "authority": "Nothing needs you now", "coordinator": "Nothing needs you now", "oversight": "Reviews of break-glass",
    "ngo_admin": "Nothing waits for you", "rapporteur": "You see figures, never a person",
}  # fmt: skip


@pytest.mark.parametrize("who", sorted(ROLES))
def test_every_role_has_a_first_page(world, who):
    page = browser(world, who).get("/")
    assert page.status_code == 200
    assert ROLES[who] in text_of(page)


def test_what_is_pressing_comes_first_and_is_counted(world):
    steps.add_places(world, n=3)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation", ["shelter", "shelter2"])
    mira = browser(world, "ngo")
    words = text_of(mira.get("/"))
    assert "Agency shelter, Agency shelter2: A safe place to sleep" in words, "what others owe her"
    assert case.ref in words
    steps.accept(world, referral)
    words = text_of(mira.get("/"))
    assert "Accepted: say when the person leaves" in words
    services.give_back(
        actor=world.actor("shelter"),
        ref=steps.offer_to(world, referral, "shelter").uuid,
        why=services.Coded("place_lost"),
    )
    words = text_of(mira.get("/"))
    assert words.index("No receiver left") < words.index("First risk assessment")


def test_a_nameless_receiver_stays_a_number_on_the_first_page(world):
    steps.add_places(world)
    case = steps.a_case(world, "border", vital_interest=True)
    vital = {"vital_interest": True, "vital_reason": "He is at the gate."}
    steps.send(world, case, "transfer", ["ngo"], who="border", **vital)
    steps.send(world, case, "urgent_protection", ["shelter"], who="border", **vital)
    page = browser(world, "border").get("/")
    assert "Capacity 1: Urgent protection" in text_of(page)
    assert "Agency shelter" not in page.content.decode()


def test_a_coordinator_begins_with_the_alarms(world):
    steps.add_places(world)
    case = steps.a_case(world, "border", vital_interest=True)
    vital = {"vital_interest": True, "vital_reason": "He is at the gate."}
    referral = steps.send(world, case, "transfer", ["ngo"], who="border", **vital)
    services.decline(
        actor=world.actor("ngo"), ref=steps.offer_to(world, referral, "ngo").uuid, reason="language"
    )
    words = text_of(browser(world, "coordinator").get("/"))
    assert "No receiver left" in words
    assert referral.ref in words


def test_places_are_added_confirmed_and_taken_out_of_use(world):
    dana = browser(world, "shelter")
    page = dana.get("/placements/")
    assert "No places yet" in text_of(page)
    assert press(dana, page, "/placements/add/", label="Heron", takes=["women"]).status_code == 303
    page = dana.get("/placements/")
    assert "One place is free" in text_of(page)
    again = press(dana, page, "/placements/add/", label="Heron")
    assert again.status_code == 422
    assert (
        form_on(again, "/placements/add/")["label"] == ["Heron"]
        if "label" in form_on(again, "/placements/add/")
        else True
    )
    place = Place.objects.get()
    url = reverse("cases:place_usable", args=[place.uuid])
    press(dana, page, url, usable="no")
    place.refresh_from_db()
    assert place.usable is False
    stale = press(dana, page, url, usable="no")
    assert stale.status_code == 409
    assert dana.post("/placements/confirm/").status_code == 303
    for who in ("ngo", "coordinator", "ngo_admin", "shelter_admin"):
        assert browser(world, who).get("/placements/").status_code == 404
        assert browser(world, who).get("/placements/location/").status_code == 404


def test_the_address_opens_by_a_press_and_stands_nowhere_else(world):
    placements.set_location(
        actor=world.actor("shelter"), address="Kanarienhof 7", directions="Ring twice"
    )
    steps.add_places(world)
    dana, colleague = browser(world, "shelter"), browser(world, "shelter_b")
    assert "Kanarienhof" not in dana.get("/placements/location/").content.decode()
    opened = dana.post("/placements/location/")
    assert "Kanarienhof 7" in opened.content.decode()
    theirs = colleague.post("/placements/location/")
    assert press(dana, opened, "/placements/location/", address="Kanarienhof 8").status_code == 303
    stale = press(colleague, theirs, "/placements/location/", address="Kanarienhof 9")
    assert stale.status_code == 409
    assert "Kanarienhof 8" in stale.content.decode()
    assert "Kanarienhof 9" in stale.content.decode()
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    steps.accept(world, referral)
    for who, url in (
        ("shelter", "/placements/"),
        ("shelter", "/"),
        ("ngo", f"/referrals/{referral.uuid}/"),
        ("ngo", f"/cases/{case.uuid}/refer/?purpose=accommodation"),
    ):
        assert "Kanarienhof" not in browser(world, who).get(url).content.decode()


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_pages_ask_as_much_for_twenty_rows_as_for_one(world):
    steps.add_places(world, n=25)
    mira, dana = browser(world, "ngo"), browser(world, "shelter")

    def another(accept=False):
        case = steps.a_case(world, "ngo")
        steps.yes(world, case, "accommodation")
        referral = steps.send(world, case, "accommodation")
        if accept:
            steps.accept(world, referral)

    another()
    another(accept=True)
    pages = [
        (mira, "/"),
        (dana, "/"),
        (mira, "/referrals/"),
        (dana, "/inbox/"),
        (dana, "/placements/"),
    ]
    one = [queries(client, url) for client, url in pages]
    for n in range(19):
        another(accept=n % 2 == 0)
    many = [queries(client, url) for client, url in pages]
    assert all(after <= before + 1 for before, after in zip(one, many, strict=True)), (one, many)
    assert max(many) <= 45
    assert Offer.objects.count() == 21


def test_lists_are_paged_by_a_key(world):
    steps.add_places(world, n=2)
    for _n in range(27):
        case = steps.a_case(world, "ngo")
        steps.yes(world, case, "accommodation")
        steps.send(world, case, "accommodation")
    for who, url in (("ngo", "/referrals/"), ("shelter", "/inbox/")):
        client = browser(world, who)
        page = client.get(url)
        assert len(page.context["rows"]) == 25
        older = client.get(page.context["next_url"])
        assert len(older.context["rows"]) == 2
        assert client.get(url + "?after=nonsense").status_code == 400


def test_the_case_page_shows_its_referrals(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation")
    offer = steps.accept(world, referral)
    page = browser(world, "ngo").get(f"/cases/{case.uuid}/").content.decode()
    assert f"/referrals/{referral.uuid}/" in page
    assert f"/cases/{case.uuid}/refer/" in page
    there = browser(world, "shelter").get(f"/cases/{case.uuid}/").content.decode()
    assert f"/inbox/{offer.uuid}/" in there
    assert f"/referrals/{referral.uuid}/" not in there
