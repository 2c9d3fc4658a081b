"""Who must give a second step: the policy's own rows, role by role."""

import re

import pytest

from portal.access.matrix import HOLDERS, MATRIX
from portal.access.vocabulary import Role, Section
from portal.organisations.models import User
from portal.sign_in.roles import OPENS_THE_DOOR, SEES_IDENTITY, must_give_second_step
from tests.policy.tables import rows


def of_the_policy():
    """Roles that a row of access.csv names and lets see identity; 'any desk' names none."""
    found = set()
    for row in rows("access"):
        if row["identity"] != "-":
            found |= {role for role in Role if re.search(rf"\b{role}\b", row["held_by"])}
    return found


def test_the_table_is_the_policys():
    assert set(SEES_IDENTITY) == of_the_policy()


@pytest.mark.parametrize(("role", "basis"), SEES_IDENTITY.items())
def test_each_row_names_a_basis_that_shows_identity(role, basis):
    assert role in {holder.role for holder in HOLDERS[basis]}
    assert MATRIX[basis][Section.IDENTITY] != "-"


@pytest.mark.parametrize("role", list(Role))
def test_role_by_role(role):
    needs = role in SEES_IDENTITY or role in OPENS_THE_DOOR
    assert must_give_second_step(User(), [role]) is needs
    assert must_give_second_step(User(), [Role.RAPPORTEUR, role]) is needs


def test_staff_and_nobody():
    assert must_give_second_step(User(is_staff=True), [])
    assert not must_give_second_step(User(), [])
