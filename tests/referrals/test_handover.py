"""The hand-over is of one acceptance: who comes after it does not inherit where the other would meet."""

import pytest

from cases.services import place_wall
from referrals import selectors, services
from referrals.reasons import GiveBack, HerReason
from referrals.services import Coded
from tests.support import steps

CLOCK = "The big clock"


@pytest.fixture
def met(world):
    """Accepted by one shelter, which proposed where to meet."""
    for key in ("shelter", "shelter2"):
        steps.add_places(world, key)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation", ["shelter"])
    offer = steps.accept(world, referral)
    services.propose_meeting(
        actor=world.actor("shelter"), ref=offer.uuid, meeting_point=CLOCK, hour="19:30"
    )
    referral.refresh_from_db()
    assert selectors.handover_of(world.actor("ngo"), referral)["meeting_point"] == CLOCK
    return referral


def gives_back(world, referral):
    offer = steps.offer_to(world, referral, "shelter")
    services.give_back(
        actor=world.actor("shelter"), ref=offer.uuid, why=Coded(next(iter(GiveBack)).value, "")
    )


def she_says_no(world, referral):
    services.she_declines(
        actor=world.actor("ngo"),
        ref=referral.uuid,
        version=None,
        reason=next(iter(HerReason)).value,
    )


def is_walled(world, referral):
    place_wall(
        actor=world.actor("ngo"), ref=selectors.cases_of(referral)[0].uuid, ground="allegation",
        reason="A cousin works there.", organisation=world.desks["shelter"].organisation,
    )  # fmt: skip


@pytest.mark.parametrize("ends", [gives_back, she_says_no, is_walled])
def test_the_next_receiver_does_not_read_where_the_former_would_meet(world, met, ends):
    ends(world, met)
    met.refresh_from_db()
    services.offer_next(
        actor=world.actor("ngo"), ref=met.uuid, version=None,
        receivers=[steps.token(world, "ngo", selectors.cases_of(met)[0], "accommodation", "shelter2")],
    )  # fmt: skip
    steps.accept(world, met, "shelter2")
    met.refresh_from_db()
    for who in ("shelter2", "ngo"):
        assert selectors.handover_of(world.actor(who), met) == {}, who
