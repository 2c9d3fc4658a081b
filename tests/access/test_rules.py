import pytest

from portal.access.consents import (
    GivenBy,
    Recipient,
    SendGround,
    StateGround,
    covers,
    ground_to_send,
)
from portal.access.coordination import CoordinationFacts, CoordinationGround, coordination_ground
from portal.access.matrix import AgeStatus, Basis, Kind, Purpose, Role, Section
from portal.access.rules import (
    Leading,
    has_own_cases,
    leads_by_accepting,
    may_lead,
    may_screen,
    may_send,
    opens_own_case,
    reporter_basis,
    shelter_stays_nameless,
    someone_can_lead,
)
from tests.access.facts import DAY, HOUR, NOW, consent

LEADERS = {"ngo", "shelter", "social_services", "child_protection", "international_organisation"}
OWN = LEADERS | {"legal_aid", "health_provider", "hotline"}


@pytest.mark.parametrize("kind", list(Kind))
def test_who_leads_and_whose_cases_are_their_own(kind):
    assert may_lead(kind, "caseworker") is (kind in LEADERS)
    assert may_lead(kind, "caseworker", own=True) is (kind in OWN)
    assert not may_lead(kind, "liaison", own=True)
    assert not may_lead(kind, "placement_officer", own=True)
    assert has_own_cases(kind) is (kind in OWN)
    assert opens_own_case(kind, "caseworker") is (kind in OWN)
    assert not opens_own_case(kind, "liaison")


ACCEPTED = [
    ("transfer", "ngo", "caseworker", True, Leading.LEAD),
    ("transfer", "ngo", "caseworker", False, Leading.LEAD),
    ("urgent_protection", "ngo", "caseworker", False, Leading.INTERIM),
    ("urgent_protection", "ngo", "caseworker", True, None),
    ("child_protection", "social_services", "caseworker", False, Leading.INTERIM),
    ("medical", "ngo", "caseworker", False, None),
    ("urgent_protection", "shelter", "placement_officer", False, None),
    ("urgent_protection", "police", "liaison", False, None),
    ("urgent_protection", "health_provider", "caseworker", False, None),
]


@pytest.mark.parametrize(("purpose", "kind", "role", "has_lead", "becomes"), ACCEPTED)
def test_who_becomes_lead_by_accepting(purpose, kind, role, has_lead, becomes):
    assert leads_by_accepting(purpose, kind, role, has_lead=has_lead) is becomes


def test_a_desk_may_screen_when_its_states_row_says_so():
    assert may_screen("liaison", "border_guard")
    assert may_screen("caseworker", "hotline")
    assert not may_screen("placement_officer", "shelter")
    assert not may_screen("coordinator", "coordination_body")
    assert not may_screen("liaison", "intelligence_service")
    assert not may_screen("liaison", "border_guard", state_row=[("caseworker", "ngo")])
    assert may_screen("caseworker", "court", state_row=[("caseworker", "court")])


SENDING = [
    ({Basis.LEAD}, "investigation", True, True),
    ({Basis.FIRST_REPORTER}, "accommodation", False, True),
    ({Basis.FIRST_REPORTER}, "accommodation", True, False),
    ({Basis.FIRST_REPORTER_AFTER}, "accommodation", True, False),
    ({Basis.CHILD_PROTECTION}, "return_reintegration", True, True),
    ({Basis.ACCOMMODATION}, "medical", True, True),
    ({Basis.ACCOMMODATION}, "accommodation", True, True),
    ({Basis.ACCOMMODATION}, "investigation", True, False),
    ({Basis.URGENT_PROTECTION_POLICE}, "psychological", True, True),
    ({Basis.LEGAL_AID}, "identification", True, True),
    ({Basis.LEGAL_AID}, "medical", True, False),
    ({Basis.MEDICAL}, "psychological", True, False),
    ({Basis.COORDINATION}, "transfer", False, False),
    (set(), "medical", False, False),
]


@pytest.mark.parametrize(("bases", "purpose", "has_lead", "may"), SENDING)
def test_who_sends(bases, purpose, has_lead, may):
    assert may_send(bases, purpose, has_lead=has_lead) is may


def test_nothing_goes_out_before_somebody_can_lead():
    shelter = ("shelter", "placement_officer")
    assert not someone_can_lead(
        has_lead=False, protective_receivers=[shelter, ("police", "liaison")]
    )
    assert someone_can_lead(has_lead=False, protective_receivers=[shelter, ("ngo", "caseworker")])
    assert someone_can_lead(has_lead=True, protective_receivers=[])


def test_the_reporter_keeps_her_row_while_her_own_referral_moves_the_person():
    assert reporter_basis(has_lead=False, states_of_moving_referrals=[]) is Basis.FIRST_REPORTER
    for state in ("sent", "unplaced", "accepted", "handed_over", "missing"):
        held = reporter_basis(has_lead=True, states_of_moving_referrals=[state])
        assert held is Basis.FIRST_REPORTER
    for state in ("draft", "arrived", "ended", "withdrawn"):
        held = reporter_basis(has_lead=True, states_of_moving_referrals=[state])
        assert held is Basis.FIRST_REPORTER_AFTER


def test_a_shelter_is_a_numbered_capacity_for_whoever_may_not_see_placement():
    shelter = ("placement_officer", "ngo")
    assert shelter_stays_nameless({"view_identity"}, "accommodation", *shelter)
    assert shelter_stays_nameless({"own_placement"}, "urgent_protection", *shelter)
    assert not shelter_stays_nameless({"view_placement"}, "accommodation", *shelter)
    assert not shelter_stays_nameless(set(), "medical", "caseworker", "ngo")
    assert not shelter_stays_nameless(set(), "urgent_protection", "liaison", "police")


NGO = Recipient(10, Kind.NGO)


def test_a_consent_covers_purpose_recipient_and_section():
    yes = consent("medical", Kind.NGO, sections={Section.HEALTH}, only=frozenset({10}))
    assert covers(yes, "medical", NGO, Section.HEALTH, NOW)
    assert covers(yes, Purpose.MEDICAL, NGO)
    assert not covers(yes, "legal_aid", NGO)
    assert not covers(yes, "medical", NGO, Section.IDENTITY)
    assert not covers(yes, "medical", Recipient(11, Kind.NGO))
    assert not covers(yes, "medical", Recipient(10, Kind.POLICE))
    assert not covers(yes, "medical", Recipient(None, Kind.NGO))
    assert not covers(yes, "medical", NGO, Section.HEALTH, NOW - DAY)


ADULT, CHILD = AgeStatus.ADULT, AgeStatus.CHILD
YES = [consent("medical", Kind.NGO), consent("investigation", Kind.NGO)]
GUARDIANS = [consent("investigation", Kind.NGO, given_by=GivenBy.GUARDIAN)]
ROW = [StateGround("investigation", Section.IDENTITY, "art. 9")]
SENDS = [
    ("medical", ADULT, {}, None),
    ("medical", ADULT, {"consents": YES}, SendGround.CONSENT),
    ("medical", CHILD, {}, SendGround.CHILD),
    ("medical", AgeStatus.UNKNOWN, {}, SendGround.CHILD),
    ("medical", ADULT, {"vital_interest_reason": "bleeding"}, SendGround.VITAL_INTEREST),
    ("medical", ADULT, {"vital_interest_reason": "  "}, None),
    ("investigation", ADULT, {"vital_interest_reason": "urgent"}, None),
    ("investigation", CHILD, {"consents": YES}, None),
    ("investigation", CHILD, {"consents": GUARDIANS}, SendGround.GUARDIAN_CONSENT),
    ("investigation", CHILD, {"state_grounds": ROW}, SendGround.STATE_RULE),
    ("investigation", ADULT, {"state_grounds": ROW}, None),
    ("transfer", CHILD, {"has_lead": False}, SendGround.CHILD),
    ("transfer", CHILD, {"has_lead": True}, None),
]


@pytest.mark.parametrize(("purpose", "age", "more", "ground"), SENDS)
def test_a_case_goes_out_only_on_a_ground(purpose, age, more, ground):
    assert ground_to_send(purpose, NGO, age, NOW, **more) is ground


def test_the_ground_of_coordination_is_named():
    left = CoordinationFacts(left=True, made_by=Kind.NGO)
    yes = consent("coordination", Kind.COORDINATION_BODY, until=NOW + HOUR)
    assert coordination_ground(left, [yes], ADULT, NOW) is CoordinationGround.CONSENT
    assert coordination_ground(left, [yes], ADULT, NOW + HOUR) is None
    assert coordination_ground(left, [], CHILD, NOW) is CoordinationGround.CHILD
    elsewhere = consent("coordination", Kind.POLICE)
    assert coordination_ground(left, [elsewhere], ADULT, NOW) is None
    own = CoordinationFacts(left=False, made_by=Kind.NGO)
    assert coordination_ground(own, [yes], CHILD, NOW) is None


def test_roles_and_kinds_are_those_of_the_design():
    assert len(Kind) == 22
    assert {"caseworker", "liaison", "placement_officer", "decision_maker"} <= {
        str(r) for r in Role
    }
