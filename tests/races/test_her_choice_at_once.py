"""Her yes at once with another's: a colleague's, the clock's, a receiver's own no."""

from datetime import timedelta

import pytest

from cases.models import Placement
from portal.core.clock import at, now
from portal.core.problems import NotOpen, Stale
from portal.deadlines.services import strike_due
from referrals import services
from referrals.models import Offer
from tests.support import steps
from tests.support.threads import together
from tests.support.world import make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial]
TIMES = 3


@pytest.fixture
def land(transactional_db):
    made = make_world()
    for shelter in ("shelter", "shelter2"):
        steps.add_places(made, shelter, TIMES * 2)
    return made


def asked(land):
    case = steps.a_case(land, "ngo")
    steps.yes(land, case, "accommodation", ["shelter"])
    return steps.send(land, case, "accommodation", ["shelter", "shelter2"], urgency="standard")


def says(land, who, referral, to):
    actor, number = land.actor(who), steps.offer_to(land, referral, to).number
    return lambda: services.her_yes(actor=actor, ref=referral.uuid, number=number)


def hers(referral):
    rows = Placement.objects.filter(referral_uuid=referral.uuid).exclude(state="ended")
    return list(rows.values_list("state", flat=True))


def test_two_yeses_to_two_places_make_one_hers(land):
    for _ in range(TIMES):
        referral = asked(land)
        steps.hold(land, referral, "shelter")
        steps.hold(land, referral, "shelter2")
        answers = together(
            says(land, "ngo", referral, "shelter"), says(land, "ngo_b", referral, "shelter2")
        )
        lost = [a for a in answers if isinstance(a, (NotOpen, Stale))]
        assert len(lost) == 1, answers
        assert hers(referral) == ["reserved"]
        assert Offer.objects.filter(referral=referral, state="accepted").count() == 1


def test_her_yes_as_the_time_ends_is_either_hers_or_let_go(land):
    for _ in range(TIMES):
        referral = asked(land)
        until = now() + timedelta(hours=3)
        offer = steps.hold(land, referral, "shelter", until=until)

        def over(until=until):
            with at(until + timedelta(seconds=1)):
                return strike_due(now=now())

        yes, _struck = together(says(land, "ngo", referral, "shelter"), over)
        strike_due(now=until + timedelta(minutes=10))
        offer.refresh_from_db()
        if isinstance(yes, NotOpen):
            assert (offer.state, hers(referral)) == ("lapsed", [])
        else:
            assert (yes.state, offer.state, hers(referral)) == (
                "accepted",
                "accepted",
                ["reserved"],
            )


def test_her_yes_and_the_desks_no_at_once(land):
    for _ in range(TIMES):
        referral = asked(land)
        offer = steps.hold(land, referral, "shelter")
        shelter = land.actor("shelter")
        yes, no = together(
            says(land, "ngo", referral, "shelter"),
            lambda o=offer, s=shelter: services.decline(
                actor=s, ref=o.uuid, reason="no_place_free"
            ),
        )
        assert isinstance(yes, NotOpen) is not isinstance(no, NotOpen), (yes, no)
        offer.refresh_from_db()
        assert hers(referral) == (["reserved"] if offer.state == "accepted" else [])
