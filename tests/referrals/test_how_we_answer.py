"""Each organisation sees its own response rate and time, and nobody else's."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from portal.core.clock import at, now
from portal.organisations.actors import CLOCK
from referrals import selectors, services
from referrals.selectors.answering import how_we_answer
from tests.referrals.pages import browser, text_of
from tests.support import steps

HOUR = timedelta(hours=1)


def send(world, to):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    return steps.send(world, case, "accommodation", to=to)


def test_rate_and_time_are_of_what_was_answered_or_due(world):
    steps.add_places(world, n=4)
    steps.add_places(world, "shelter2", 4)
    none = how_we_answer(world.actor("shelter"))
    assert (none.asked, none.rate, none.typical) == (0, None, None), "nothing asked is no nought"
    first, second = send(world, ("shelter", "shelter2")), send(world, ("shelter",))
    send(world, ("shelter",))
    with at(now() + 2 * HOUR):
        steps.accept(world, first)  # shelter2's is taken: not its doing
    with at(now() + 4 * HOUR):
        services.decline(
            actor=world.actor("shelter"), ref=steps.offer_to(world, second, "shelter").uuid,
            reason="language",
        )  # fmt: skip
        waits = how_we_answer(world.actor("shelter"))
        assert (waits.asked, waits.answered, waits.rate) == (2, 2, 100), "the third still has time"
    with at(now() + 25 * HOUR):
        mine = how_we_answer(world.actor("shelter"))
    assert (mine.asked, mine.answered, mine.in_time, mine.rate) == (3, 2, 2, 67)
    assert round(mine.typical / HOUR) == 3
    assert how_we_answer(world.actor("shelter2")).asked == 0
    assert how_we_answer(world.actor("shelter_admin")).asked == 2, "her organisation's, now"
    with at(now() + timedelta(days=92)):
        assert how_we_answer(world.actor("shelter")).asked == 0


def test_the_page_and_the_api_say_the_same_to_its_own_people(world):
    steps.add_places(world)
    steps.accept(world, send(world, ("shelter",)))
    client = browser(world, "shelter")
    page = text_of(client.get(reverse("referrals:how_we_answer")))
    assert "100 %" in page
    assert "1 of 1" in page
    told = client.get("/api/v1/how-we-answer/").json()
    assert (told["asked"], told["rate"], told["typical_minutes"]) == (1, 100, 0)
    other = browser(world, "shelter2").get("/api/v1/how-we-answer/").json()
    assert other == {"asked": 0, "answered": 0, "in_time": 0, "rate": None, "typical_minutes": None}
    assert "Nothing yet" in text_of(
        browser(world, "shelter2").get(reverse("referrals:how_we_answer"))
    )
    with pytest.raises(Http404):
        selectors.how_we_answer(CLOCK)
