"""Rule 2: a child goes the child's way. No means and no consent needed; in doubt, a child."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.age import Birth, status_on
from cases.palermo import Outcome, Reason, assess
from portal.access.consents import Recipient, SendGround, ground_to_send
from portal.access.coordination import CoordinationFacts, coordination_ground
from portal.access.derive import BasisFact, CaseFacts, derive
from portal.access.matrix import AgeStatus, Basis, Kind, Purpose, Role

NOW = datetime(2026, 11, 24, 21, 40, tzinfo=UTC)
TODAY = date(2026, 11, 24)
IN_DOUBT = [
    Birth.aged(16, 19, TODAY),
    Birth.about(19, TODAY),
    Birth.in_year(2008),
    Birth.child_seen(TODAY),
    Birth.unknown(),
]
PROTECTS = [
    (Basis.ACCOMMODATION, Role.PLACEMENT_OFFICER, Kind.SHELTER, "view_health"),
    (Basis.MEDICAL, Role.CASEWORKER, Kind.HEALTH_PROVIDER, "view_health"),
    (Basis.PSYCHOLOGICAL, Role.CASEWORKER, Kind.NGO, "view_health"),
    (Basis.LEGAL_AID, Role.CASEWORKER, Kind.LEGAL_AID, "view_immigration"),
    (Basis.IDENTIFICATION, Role.DECISION_MAKER, Kind.COMPETENT_AUTHORITY, "view_screening"),
]


@pytest.mark.parametrize("birth", IN_DOUBT, ids=lambda birth: birth.precision)
def test_who_may_be_a_child_is_assessed_as_a_child(birth):
    found = assess(["transportation"], [], ["begging"], status_on(birth, TODAY))
    assert found.outcome is Outcome.INDICATED_CHILD
    assert found.consent_irrelevant
    assert Reason.MEANS_NOT_NEEDED in found.reasons


def test_an_adult_needs_a_means():
    adult = status_on(Birth.on(date(2008, 11, 24)), TODAY)
    assert assess(["transportation"], [], ["begging"], adult).outcome is Outcome.ELEMENTS_MISSING


def test_the_day_before_the_eighteenth_birthday_is_a_childs():
    born = Birth.on(date(2008, 11, 25))
    assert status_on(born, TODAY) is AgeStatus.CHILD
    assert status_on(born, TODAY + timedelta(days=1)) is AgeStatus.ADULT


@pytest.mark.parametrize(("basis", "role", "kind", "codename"), PROTECTS)
@pytest.mark.parametrize("age", list(AgeStatus))
def test_who_protects_a_child_sees_what_it_needs_without_consent(basis, role, kind, codename, age):
    fact = BasisFact(1, 10, kind, role, basis, NOW)
    held = derive(CaseFacts(age, (fact,)), NOW)
    assert ((1, codename) in held) is (age is not AgeStatus.ADULT)


NEEDS_NO_CONSENT = {
    "identification",
    "accommodation",
    "urgent_protection",
    "medical",
    "psychological",
    "legal_aid",
    "interpretation",
    "child_protection",
    "transfer",
}


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_child_is_referred_without_consent_only_where_that_protects(purpose):
    ground = ground_to_send(purpose, Recipient(10, Kind.NGO), AgeStatus.MAY_BE_CHILD, NOW)
    assert ground is (SendGround.CHILD if purpose in NEEDS_NO_CONSENT else None)


def test_a_childs_own_case_stays_hidden_until_it_leaves():
    inside = CoordinationFacts(left=False, made_by=Kind.NGO)
    assert coordination_ground(inside, [], AgeStatus.CHILD, NOW) is None
