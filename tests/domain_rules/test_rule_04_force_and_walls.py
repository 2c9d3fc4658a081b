"""Rule 4: the default is nothing. A wall stands above every basis; force opens one case to one person."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from cases.selectors import get_case, held
from cases.services import break_glass, place_wall
from portal.access.grants import BREAK_GLASS_CODENAMES
from portal.core import clock
from tests.support import steps

SUMMARY = {"view_envelope", "view_summary"}


def test_a_coordinator_sees_a_summary_until_she_breaks_the_glass_and_again_after_an_hour(world):
    case, now = steps.a_case(world, "border"), timezone.now()
    me, colleague = world.actor("coordinator"), world.actor("coordinator_b")
    with clock.at(now):
        assert held(me, case) == SUMMARY
        break_glass(actor=me, ref=case.uuid, reason="She texted that he stands at the door.")
        assert held(me, case) == SUMMARY | BREAK_GLASS_CODENAMES
        assert held(colleague, case) == SUMMARY
    with clock.at(now + timedelta(minutes=60)):
        assert held(me, case) == SUMMARY


def test_force_never_reaches_an_own_case(world):
    case = steps.a_case(world, "ngo")
    with pytest.raises(Http404):
        break_glass(
            actor=world.actor("coordinator"),
            ref=case.uuid,
            reason="She texted that he stands at the door.",
        )


@pytest.mark.parametrize("whom", ["organisation", "user"])
def test_behind_a_wall_there_is_nothing_whatever_the_bases(world, whom):
    case = steps.a_case(world, "border")
    against = (
        {"organisation": world.desks["border"].organisation}
        if whom == "organisation"
        else {"user": world.people["border"]}
    )
    assert held(world.actor("border"), case)
    place_wall(
        actor=world.actor("coordinator"),
        ref=case.uuid,
        ground="allegation",
        reason="Said by her.",
        **against,
    )
    assert held(world.actor("border"), case) == frozenset()
    with pytest.raises(Http404):
        get_case(world.actor("border"), case.uuid)
