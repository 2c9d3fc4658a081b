"""A coordination desk that came later: its rights on what is in coordination already, and no others."""

from cases.models import CaseBasis
from cases.selectors import visible_cases
from cases.services import place_wall
from cases.services.checking import differences
from cases.services.coordinating import let_new_coordinators_in
from cases.tasks import fill_coordination
from portal.access.matrix import Kind, Role
from portal.organisations.actors import actor_of
from portal.organisations.models import Organisation
from tests.support import steps
from tests.support.world import make_desk, make_person


def newcomer(world, state=None, name="second"):
    body = Organisation.objects.create(
        name="Second body", kind=Kind.COORDINATION_BODY.value, state=state or world.state
    )
    desk = make_desk(body, Role.COORDINATOR.value)
    return actor_of(desk, make_person(name, desk).pk)


def told(world, who="police"):
    return steps.a_case(world, who)


def test_it_sees_what_is_in_coordination_and_no_own_case(world):
    known, own = told(world), steps.a_case(world, "ngo")
    actor = newcomer(world)
    assert list(visible_cases(actor)) == []
    assert fill_coordination() == 1
    assert list(visible_cases(actor)) == [known]
    assert not CaseBasis.objects.filter(case=own, desk_id=actor.desk_id).exists()
    assert list(differences()) == []


def test_a_cut_loses_nothing_and_a_second_run_does_nothing(world):
    for _n in range(3):
        told(world)
    actor = newcomer(world)
    assert let_new_coordinators_in(most=2) == 2
    assert visible_cases(actor).count() == 2
    assert (let_new_coordinators_in(most=2), let_new_coordinators_in(most=2)) == (1, 0)
    assert visible_cases(actor).count() == 3


def test_a_walled_newcomer_gets_nothing(world):
    case = told(world)
    actor = newcomer(world)
    place_wall(
        actor=world.actor("coordinator"), ref=case.uuid, ground="allegation", reason="Why.",
        organisation=Organisation.objects.get(pk=actor.organisation_id),
    )  # fmt: skip
    CaseBasis.objects.filter(desk_id=actor.desk_id).delete()
    assert (fill_coordination(), fill_coordination()) == (1, 0)
    assert list(visible_cases(actor)) == []
    assert list(differences()) == []


def test_a_closed_body_and_another_states_get_nothing(world):
    told(world)
    actor = newcomer(world)
    Organisation.objects.filter(pk=actor.organisation_id).update(active=False)
    newcomer(world, world.other_state, "far")
    assert fill_coordination() == 0
