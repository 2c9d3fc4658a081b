"""Whatever people do in whatever order: grants are those the facts give, and fixed lines hold."""

import random

import pytest
from django.http import Http404

from cases.models import BreakGlass, Case, CaseDeskGrant, Wall
from cases.selectors import get_case, held, visible_cases
from cases.services.checking import differences
from portal.access.grants import BREAK_GLASS_CODENAMES
from portal.access.matrix import Kind
from portal.access.rules import has_own_cases
from portal.core import clock
from portal.notifications.selectors import mine
from portal.organisations.models import Desk
from referrals.models import Offer
from referrals.selectors import inbox, visible_referrals
from referrals.states import RUNNING_STATES
from tests.support import steps
from tests.support.histories import History

STEPS = 30
OUTER = {"view_envelope", "view_summary"}


@pytest.mark.parametrize("seed", range(6))
def test_grants_follow_the_facts_and_fixed_lines_hold(world, seed):
    steps.add_places(world, "shelter", 3)
    steps.add_places(world, "shelter2", 3)
    history = History(world, random.Random(seed))
    history.begin()
    for _ in range(STEPS):
        history.step()
        with clock.at(history.moment):
            said = f"seed {seed}: {history.told}"
            found = [line for d in differences() for line in d.lines()]
            assert found == [], said
            fixed_lines(said)
            walls_stand(world, said)
            own_cases_stay_own(world, said)
            coordinators_see_summaries(world, said)


def fixed_lines(said):
    """Police never health, placement officers never proceedings."""
    rows = CaseDeskGrant.objects.select_related("permission", "group__desk__organisation")
    for row in rows:
        desk, name = row.group.desk, row.permission.codename
        police = desk.role == "liaison" or desk.organisation.kind in ("police", "border_guard")
        assert not (police and name.endswith("_health")), said
        assert not (desk.role == "placement_officer" and name.endswith("_proceedings")), said


def walls_stand(world, said):
    """Nothing at all, above every basis: no grant, no case, no offer, no referral, no notice."""
    for wall in Wall.objects.filter(lifted_at__isnull=True).select_related("case"):
        for key, desk in world.desks.items():
            if desk.organisation_id != wall.organisation_id:
                continue
            actor = world.actor(key)
            assert not CaseDeskGrant.objects.filter(
                group_id=desk.group_id, content_object=wall.case
            ).exists(), said
            _sees_nothing(actor, wall.case, said)
            assert not Offer.objects.filter(
                referral__carried__case=wall.case,
                desk=desk,
                state__in=["open", "claimed", "accepted"],
                referral__state__in=[s.value for s in RUNNING_STATES],
            ).exists(), said
        for key, person in world.people.items():
            if person.pk == wall.user_id:
                _sees_nothing(world.actor(key), wall.case, said)


def _sees_nothing(actor, case, said):
    assert held(actor, case) == frozenset(), said
    assert not visible_cases(actor).filter(pk=case.pk).exists(), said
    assert not inbox(actor).filter(referral__carried__case=case).exists(), said
    assert not visible_referrals(actor).filter(carried__case=case).exists(), said
    assert not mine(actor).filter(case_id=case.pk).exists(), said


def own_cases_stay_own(world, said):
    """Until it leaves, nobody else knows that it exists (policy 7)."""
    for case in Case.objects.filter(left_at__isnull=True).select_related(
        "reporter_desk__organisation"
    ):
        house = case.reporter_desk.organisation
        if not has_own_cases(Kind(house.kind)):
            continue
        groups = CaseDeskGrant.objects.filter(content_object=case).values_list(
            "group_id", flat=True
        )
        houses = set(
            Desk.objects.filter(group_id__in=list(groups)).values_list("organisation_id", flat=True)
        )
        assert houses <= {house.pk}, said
        assert not case.in_coordination, said
        for key in ("coordinator", "ngo2_admin", "oversight", "shelter", "rapporteur"):
            with pytest.raises(Http404):
                get_case(world.actor(key), case.uuid)


def coordinators_see_summaries(world, said):
    """More than a summary only by her own open break-glass."""
    for key in ("coordinator", "coordinator_b"):
        actor = world.actor(key)
        for case in visible_cases(actor):
            glass = BreakGlass.objects.filter(
                case=case, user_id=actor.user_id, until__gt=clock.now(), closed_at__isnull=True
            )
            more = BREAK_GLASS_CODENAMES if glass.exists() else frozenset()
            assert held(actor, case) - OUTER <= more, said
