"""Unmet need: a row without identity for each search that found nobody and each refusal."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404
from django.urls import reverse

from portal.core.clock import at, now
from portal.deadlines.services import strike_due
from referrals import selectors, services
from referrals.models import UnmetNeed
from referrals.reasons import Withdraw
from referrals.services import Coded
from tests.referrals.pages import browser, press, text_of
from tests.support import steps
from tests.support.budget import queries

HOUR = timedelta(hours=1)
SAYS = {
    "id", "uuid", "jurisdiction", "region", "need", "reason", "persons", "hours_waited",
    "in_coordination", "thread", "at", "then", "then_at",
}  # fmt: skip


def told(world):
    return [(r.need, r.reason, r.then) for r in selectors.unmet(world.actor("coordinator")).order_by("at", "pk")]  # fmt: skip


@pytest.fixture
def coordinated(world):
    """A border guard's person, in coordination at once, led by an NGO."""
    case = steps.a_case(world, "border")
    steps.yes(world, case, "transfer", ["ngo"], who="border")
    steps.accept(world, steps.send(world, case, "transfer", to=("ngo",), who="border"), "ngo")
    case.refresh_from_db()
    steps.yes(world, case, "accommodation", ["shelter"])
    UnmetNeed.objects.all().delete()
    return case


def decline(world, referral, to="shelter", reason="no_place_free"):
    return services.decline(
        actor=world.actor(to), ref=steps.offer_to(world, referral, to).uuid, reason=reason
    )


def test_a_row_says_nobodys_name(world, coordinated):
    steps.add_places(world)
    decline(world, steps.send(world, coordinated, "accommodation"))
    row = UnmetNeed.objects.get()
    assert {f.name for f in UnmetNeed._meta.get_fields()} == SAYS
    for value in (str(coordinated.uuid), coordinated.uuid.hex, coordinated.ref, steps.CANARY):
        assert value not in str(row.__dict__)


def test_a_search_that_finds_nobody_is_a_row_and_a_look_is_none(world, coordinated):
    client, url = browser(world, "ngo"), reverse("referrals:refer", args=[coordinated.uuid])
    page = client.get(f"{url}?purpose=accommodation")
    client.get(f"/api/v1/candidates/?case={coordinated.uuid}&purpose=accommodation")
    assert not UnmetNeed.objects.exists(), "a GET writes nothing"
    ask = {"purpose": "accommodation", "urgency": "urgent", "region": "XA-S", "step": "look"}
    assert press(client, page, url, **ask).status_code == 200
    assert [(r.need, r.reason, r.region.code) for r in UnmetNeed.objects.all()] == [
        ("accommodation", "nobody_fits", "XA-S")
    ]
    steps.add_places(world)
    press(client, page, url, **ask | {"region": "XA-N"})
    assert UnmetNeed.objects.count() == 1, "somebody fits: nothing is unmet"


def test_a_search_by_the_api_and_the_hours_since_the_first(world, coordinated):
    client, body = browser(world, "ngo"), {"cases": [str(coordinated.uuid)], "purpose": "accommodation", "region": "XA-S"}  # fmt: skip
    send = lambda: client.post("/api/v1/candidates/", body, content_type="application/json")  # noqa: E731
    assert send().json()["proposed"] == []
    with at(now() + 5 * HOUR):
        send()
    assert list(UnmetNeed.objects.order_by("at").values_list("hours_waited", flat=True)) == [0, 5]
    foreign = browser(world, "ngo2").post(
        "/api/v1/candidates/", body, content_type="application/json"
    )
    nothing = client.post(
        "/api/v1/candidates/", body | {"cases": ["x"]}, content_type="application/json"
    )
    assert foreign.status_code == nothing.status_code == 404


def test_each_refusal_is_a_row_and_says_what_happened_then(world, coordinated):
    steps.add_places(world)
    steps.add_places(world, "shelter2")
    referral = steps.send(world, coordinated, "accommodation", to=("shelter", "shelter2"))
    with at(now() + 3 * HOUR):
        decline(world, referral)
        assert told(world) == [("accommodation", "no_place_free", "open")]
        assert UnmetNeed.objects.get().hours_waited == 3
        decline(world, referral, "shelter2", "language")
    assert {then for _n, _r, then in told(world)} == {"nobody_left"}
    referral.refresh_from_db()
    services.offer_next(
        actor=world.actor("ngo"), ref=referral.uuid, version=None,
        receivers=[steps.token(world, "ngo", coordinated, "accommodation", "shelter")],
    )  # fmt: skip
    assert {then for _n, _r, then in told(world)} == {"asked"}
    services.accept(
        actor=world.actor("shelter"),
        ref=referral.offers.get(desk=world.desks["shelter"], state="open").uuid,
    )
    assert told(world) == [
        ("accommodation", "no_place_free", "found"), ("accommodation", "language", "found"),
    ]  # fmt: skip


def test_silence_is_a_refusal_and_withdrawn_settles_it(world, coordinated):
    steps.add_places(world)
    referral = steps.send(world, coordinated, "accommodation", urgency="immediate_danger")
    with at(now() + 3 * HOUR):
        for _ in range(6):
            strike_due(now())
    assert ("accommodation", "no_answer", "nobody_left") in told(world)
    why = Coded(Withdraw.NO_LONGER_NEEDED.value, "")
    services.withdraw_referral(actor=world.actor("ngo"), ref=referral.uuid, version=None, why=why)
    assert ("accommodation", "no_answer", "withdrawn") in told(world)


def test_an_own_case_tells_coordination_nothing(world):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    client = browser(world, "ngo")
    body = {"cases": [str(case.uuid)], "purpose": "accommodation", "region": "XA-S"}
    client.post("/api/v1/candidates/", body, content_type="application/json")
    assert UnmetNeed.objects.filter(in_coordination=False).count() == 1
    assert told(world) == []
    page = browser(world, "coordinator").get(reverse("referrals:unmet"))
    assert "Nothing was left unmet" in text_of(page)
    assert selectors.unmet_by_need(world.actor("coordinator")) == []


def test_only_the_coordinator_of_the_state_reads_it(world, coordinated):
    steps.add_places(world)
    decline(world, steps.send(world, coordinated, "accommodation"))
    for who in ("ngo", "shelter", "border", "oversight", "rapporteur", "ngo_admin"):
        with pytest.raises(Http404):
            selectors.unmet(world.actor(who))
        assert browser(world, who).get(reverse("referrals:unmet")).status_code == 404
        assert browser(world, who).get("/api/v1/unmet-needs/").status_code == 404
    assert selectors.unmet(world.actor("far_coordinator")).count() == 0
    here = browser(world, "coordinator")
    page = text_of(here.get(reverse("referrals:unmet")))
    assert "No place free" in page
    assert "Agency shelter" not in page
    assert coordinated.ref not in page
    [row] = here.get("/api/v1/unmet-needs/").json()["results"]
    assert (row["need"], row["unmet_reason"], row["persons"]) == (
        "accommodation",
        "no_place_free",
        1,
    )
    assert "What could not be met" in text_of(here.get(reverse("referrals:board")))


def test_twenty_rows_cost_no_more_than_one(world, coordinated):
    steps.add_places(world)
    decline(world, steps.send(world, coordinated, "accommodation"))
    client, url = browser(world, "coordinator"), reverse("referrals:unmet")
    one = len(queries(lambda: client.get(url)))
    row = UnmetNeed.objects.get()
    for _ in range(20):
        row.pk, row.uuid = None, uuid4()
        row.save(force_insert=True)
    assert len(queries(lambda: client.get(url))) == one
