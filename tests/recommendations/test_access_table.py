"""Who may do what in the register: the table, walked cell by cell, and that it gives no case away."""

import pytest
from django.http import Http404

from cases.selectors import visible_cases
from portal.access.vocabulary import Kind, Role
from portal.organisations.actors import Actor
from recommendations.models import Implementation
from recommendations.rules.access import CIVIL_SOCIETY, TABLE, Act, Reach, Thing, may, reach_of
from recommendations.selectors.reach import ask, within
from tests.support import steps

HERE, ELSEWHERE = 1, 2
MINE, THEIRS = 10, 11


def actor(role, kind=Kind.POLICE, state=HERE, organisation=MINE):
    return Actor(1, 1, 1, role, organisation, kind, state)


def test_every_act_has_its_row():
    assert set(TABLE) == set(Act)
    for row in TABLE.values():
        assert set(row) <= {Role.FOCAL_POINT, Role.VALIDATOR, Role.RAPPORTEUR, Role.MODERATOR}


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
def test_reach_by_state_and_organisation(act, role):
    who = actor(role)
    reach = reach_of(act, who)
    own, colleague, foreign = (
        Thing(HERE, MINE), Thing(HERE, THEIRS), Thing(ELSEWHERE, MINE),
    )  # fmt: skip
    expected = {
        None: (False, False, False),
        Reach.OWN_ACTOR: (True, False, False),
        Reach.OWN_STATE: (True, True, False),
        Reach.EVERY_STATE: (True, True, True),
    }[reach]
    assert tuple(may(act, who, t) for t in (own, colleague, foreign)) == expected


def test_who_writes_does_not_publish_and_who_publishes_does_not_assess():
    for write, publish in (
        (Act.WRITE_REPORT, Act.VALIDATE_REPORT),
        (Act.WRITE_PLAN, Act.PUBLISH_PLAN),
        (Act.WRITE_LEGAL, Act.PUBLISH_LEGAL),
        (Act.WRITE_CAPACITY, Act.PUBLISH_CAPACITY),
        (Act.WRITE_PREVENTION, Act.PUBLISH_PREVENTION),
    ):
        assert set(TABLE[write]) & set(TABLE[publish]) == set()
    assert set(TABLE[Act.ASSESS]) == {Role.RAPPORTEUR}
    assert reach_of(Act.ASSESS, actor(Role.VALIDATOR)) is None


@pytest.mark.parametrize("kind", list(Kind))
def test_the_third_voice_is_civil_societys(kind):
    speaks = reach_of(Act.COMMENT, actor(Role.CASEWORKER, kind=kind))
    assert (speaks is Reach.OWN_STATE) is (kind in CIVIL_SOCIETY)
    assert reach_of(Act.COMMENT, actor(Role.FOCAL_POINT, kind=kind)) is None
    assert reach_of(Act.COMMENT, None) is None


def test_a_stranger_and_the_system_may_nothing():
    for act in Act:
        assert not may(act, None, Thing(HERE, MINE))
        assert not may(act, Actor(None, None, None, "system", None, "", None), Thing(HERE))


@pytest.mark.parametrize("who", ["focal", "validator", "moderator"])
def test_roles_of_the_register_see_no_case(register, who):
    steps.a_case(register, "ngo")
    steps.a_case(register, "border")
    assert not visible_cases(register.actor(who)).exists()


def test_the_filter_and_the_question_agree(register):
    who = register.actor("focal")
    assert within(Act.WRITE_REPORT, who) != within(Act.ASSESS, who)
    assert not Implementation.objects.filter(within(Act.ASSESS, who)).exists()
    ask(Act.WRITE_REPORT, who, state_id=who.state_id, organisation_id=who.organisation_id)
    with pytest.raises(Http404):
        ask(
            Act.WRITE_REPORT,
            who,
            state_id=register.other_state.pk,
            organisation_id=who.organisation_id,
        )
