"""Two people at the same moment, each with a connection of her own: one winner, one clear answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from cases.models import Placement
from referrals.models import Offer, Referral
from tests.referrals.pages import browser, form_on, offer_url, text_of
from tests.support import steps
from tests.support.world import make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial]


@pytest.fixture
def world(transactional_db):
    return make_world()


def at_once(*presses):
    """Send forms from threads of their own that start together."""
    together = Barrier(len(presses))

    def go(press):
        client, url, fields = press
        try:
            together.wait(10)
            return client.post(url, fields)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(go, presses))


def ready(world, who, offer):
    client = browser(world, who)
    url = offer_url(offer, "accept")
    return client, url, form_on(client.get(offer_url(offer)), url)


def test_two_shelters_accept_at_once(world):
    steps.add_places(world)
    steps.add_places(world, "shelter2")
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    referral = steps.send(world, case, "accommodation", ["shelter", "shelter2"])
    offers = [steps.offer_to(world, referral, to) for to in ("shelter", "shelter2")]
    answers = at_once(ready(world, "shelter", offers[0]), ready(world, "shelter2", offers[1]))
    assert sorted(a.status_code for a in answers) == [303, 409]
    loser = next(a for a in answers if a.status_code == 409)
    assert "Taken by another" in text_of(loser)
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "taken"]
    assert Placement.objects.filter(state="reserved").count() == 1


def test_two_colleagues_accept_at_once(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    offer = steps.offer_to(world, steps.send(world, case, "accommodation"), "shelter")
    answers = at_once(ready(world, "shelter", offer), ready(world, "shelter_b", offer))
    assert sorted(a.status_code for a in answers) == [303, 409]
    loser = next(a for a in answers if a.status_code == 409)
    assert "Your desk has accepted this already" in text_of(loser)


def test_two_clicks_at_once_send_once(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    url = reverse("referrals:refer", args=[case.uuid])
    clients = [browser(world, "ngo"), browser(world, "ngo")]
    page = clients[0].post(url, {"step": "look", "purpose": "accommodation", "urgency": "urgent"})
    chosen = {"receivers": [str(world.desks["shelter"].uuid)], "read_back": "yes"}
    fields = {**form_on(page, url), **chosen}
    answers = at_once(*((client, url, fields) for client in clients))
    assert [a.status_code for a in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Referral.objects.count(), Offer.objects.count()) == (1, 1)
