"""Rule 4: no basis, no right. What one may not see is what is not there.

One line that makes this fail: in ``portal/access/grants.py`` let ``visible`` return the queryset to
whoever has no group; in ``held`` leave the wall out; in ``cases/selectors.py`` look a case up among
all of them. (All in ``tests/support/mutations.py``.)
"""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from cases import selectors as of_cases
from cases.models import Case
from cases.services import break_glass, open_alarm, place_wall, withdraw_consent
from cases.services.recompute import lock_cases
from portal.access.matrix import Section
from portal.core import outbox
from portal.core.clock import at, now
from portal.core.references import new_reference
from portal.notifications.models import Notice
from portal.organisations.actors import SYSTEM, actor_of
from portal.organisations.middleware import actor_for
from portal.organisations.models import Desk, User
from referrals import selectors as of_referrals
from tests.support import steps
from tests.support.whole_job import through_time

OUTSIDE = [
    "ngo2", "border", "police", "shelter", "authority", "health", "lawyer", "child", "coordinator",
    "oversight", "rapporteur", "far_ngo", "far_coordinator", "ngo2_admin", "border_admin",
]  # fmt: skip


def lists(actor):
    """How many rows every list and count shows to an actor."""
    return {
        "cases": of_cases.visible_cases(actor).count(),
        "listed": of_cases.listed_cases(actor).count(),
        "administered": of_cases.administered_cases(actor).count(),
        "referrals": of_referrals.visible_referrals(actor).count(),
        "offers": of_referrals.visible_offers(actor).count(),
        "inbox": of_referrals.inbox(actor).count(),
        "sent": of_referrals.sent_by(actor).count(),
        "drafts": of_referrals.drafts(actor).count(),
        "notices": Notice.objects.filter(desk_id=actor.desk_id).count(),
    }


def nothing(seen):
    return {name: n for name, n in seen.items() if n} == {}


@pytest.mark.parametrize("who", OUTSIDE)
def test_an_own_case_is_nowhere_for_others_whatever_happens_in_it(world, who):
    """Opened, overdue, alarmed, consented to: no list, no count, no notice outside its organisation."""
    case = steps.a_case(world, "ngo", adult=False)
    [locked] = lock_cases([case])
    open_alarm(actor=world.actor("ngo"), case=locked, kind="guardian_missing")
    through_time()
    with at(now().replace(year=now().year + 1)):
        outbox.deliver(1_000)
        assert Notice.objects.filter(desk=world.desks["ngo"]).exists()
        assert nothing(lists(world.actor(who)))


@pytest.mark.parametrize("who", [*OUTSIDE, "ngo_admin"])
def test_hidden_answers_as_missing_and_as_malformed(world, who):
    """The same exception, without arguments that tell them apart, after the same number of queries."""
    case, actor = steps.a_case(world, "ngo"), world.actor(who)

    def asked(ref):
        with (
            CaptureQueriesContext(
                connection,
            ) as queries,
            pytest.raises(Http404) as answer,
        ):
            of_cases.get_case(actor, ref)
        return answer.value.args, len(queries)

    assert asked(case.uuid) == asked(uuid4())
    assert asked("no-uuid")[0] == asked(case.uuid)[0]
    for ask in (
        lambda: of_cases.open_section(actor, case.uuid, Section.IDENTITY),
        lambda: of_referrals.get_referral(actor, case.uuid),
        lambda: of_referrals.get_offer(actor, case.uuid),
    ):
        with pytest.raises(Http404):
            ask()
    if who != "ngo_admin":
        with pytest.raises(Http404):
            of_cases.find_by_reference(actor, case.ref)
        with pytest.raises(Http404):
            of_cases.find_by_reference(actor, new_reference("XA"))


def every_permission():
    return Permission.objects.filter(content_type__app_label="cases")


def test_a_superuser_sees_nothing(world):
    case = steps.a_case(world, "border")
    user = world.people["ngo2"]
    user.is_superuser = user.is_staff = True
    user.save()
    user.user_permissions.set(every_permission())
    assert user.has_perm("cases.view_identity"), "Django itself would let her"
    actor = world.actor("ngo2")
    assert nothing(lists(actor))
    assert of_cases.held(actor, case) == frozenset()


def test_a_permission_on_the_whole_model_opens_nothing(world):
    case = steps.a_case(world, "border")
    world.desks["ngo2"].group.permissions.set(every_permission())
    world.people["ngo2"].groups.add(world.desks["ngo2"].group)
    assert nothing(lists(world.actor("ngo2")))
    assert of_cases.held(world.actor("ngo2"), case) == frozenset()


def test_being_put_into_a_desks_group_opens_nothing(world):
    """The group is the key of the desk's grants; a person comes to a desk by membership alone."""
    steps.a_case(world, "ngo")
    stranger = User.objects.create(email="stranger@example.org", name="Stranger")
    stranger.groups.add(world.desks["ngo"].group)

    class Request:
        user, session = stranger, {}

    assert actor_for(Request()) is None


@pytest.mark.parametrize("actor", [SYSTEM], ids=["system"])
def test_who_has_no_desk_sees_nothing(world, actor):
    case = steps.a_case(world, "border")
    assert nothing(lists(actor))
    assert of_cases.held(actor, case) == frozenset()


def test_a_new_desk_of_the_same_organisation_sees_nothing(world):
    from tests.support.world import make_desk

    steps.a_case(world, "ngo")
    second = make_desk(world.desks["ngo"].organisation, "caseworker", "second")
    fresh = Desk.objects.select_related("organisation").get(pk=second.pk)
    assert nothing(lists(actor_of(fresh, world.people["ngo"].pk)))


def test_a_wall_closes_every_list_and_the_glass_too(world):
    case = steps.a_case(world, "border")
    coordinator = world.actor("coordinator")
    break_glass(actor=coordinator, ref=case.uuid, reason="The house may be watched tonight.")
    assert "view_identity" in of_cases.held(coordinator, case)
    place_wall(
        actor=world.actor("oversight"), ref=case.uuid, ground="allegation", reason="Said by her.",
        organisation=world.desks["coordinator"].organisation,
    )  # fmt: skip
    assert nothing(lists(coordinator))
    assert of_cases.held(coordinator, case) == frozenset()


def test_a_consent_taken_back_closes_what_it_carried_at_once(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    yes = steps.yes(world, case, "accommodation", ["shelter"])
    steps.accept(world, steps.send(world, case, "accommodation"))
    shelter = world.actor("shelter")
    assert "view_identity" in of_cases.held(shelter, case)
    withdraw_consent(actor=world.actor("ngo"), ref=case.uuid, consent=yes.uuid, version=1)
    assert "view_identity" not in of_cases.held(shelter, case)
    assert "view_envelope" in of_cases.held(shelter, case)
    assert Case.objects.count() == 1


def test_a_right_whose_time_is_over_is_none_even_while_the_worker_sleeps(world):
    case = steps.a_case(world, "border")
    coordinator = world.actor("coordinator")
    break_glass(actor=coordinator, ref=case.uuid, reason="The house may be watched tonight.")
    assert "view_identity" in of_cases.held(coordinator, case)
    with at(now().replace(year=now().year + 1)):
        assert "view_identity" not in of_cases.held(coordinator, case)
