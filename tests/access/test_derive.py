import pytest

from portal.access.consents import GivenBy, Road, StateGround
from portal.access.coordination import CoordinationFacts
from portal.access.derive import derive
from portal.access.matrix import AgeStatus, Basis, Kind, Role, Section
from tests.access.facts import (
    ALL,
    DAY,
    HOUR,
    IN_COORDINATION,
    NOW,
    basis,
    case,
    consent,
    names,
    until,
)

SHELTER = basis("accommodation", kind=Kind.SHELTER)
SHELTER_CLOSED = {
    "view_envelope", "view_summary", "own_identity", "own_contact_and_safety",
    "edit_contact_and_safety", "own_needs_and_assistance", "edit_needs_and_assistance",
    "own_health", "view_placement", "edit_placement", "own_documents", "edit_documents",
    "own_notes", "edit_notes", "own_consent", "edit_consent",
}  # fmt: skip
SHELTER_OPEN = {
    "view_envelope", "view_summary", "view_identity", "view_contact_and_safety",
    "edit_contact_and_safety", "view_needs_and_assistance", "edit_needs_and_assistance",
    "view_health", "view_placement", "edit_placement", "own_documents", "edit_documents",
    "own_notes", "edit_notes", "own_consent", "edit_consent",
}  # fmt: skip


def test_no_basis_no_right():
    assert derive(case(), NOW) == {}


def test_a_shelter_without_consent_sees_what_it_wrote():
    assert names(case(SHELTER)) == SHELTER_CLOSED


def test_a_shelter_with_consent_sees_its_row():
    facts = case(SHELTER, consents=[consent("accommodation", Kind.SHELTER)])
    assert names(facts) == SHELTER_OPEN


def test_the_lead_has_the_leads_row():
    lead = basis("lead", kind=Kind.NGO)
    held = names(case(lead, consents=[consent("lead", Kind.NGO)]))
    assert {"view_identity", "edit_identity", "view_health", "edit_health"} <= held
    assert {"status_proceedings", "view_placement", "own_intelligence"} <= held
    assert not held & {"view_proceedings", "edit_placement", "view_intelligence", "edit_history"}


def test_a_first_reporter_keeps_little_once_a_lead_has_accepted():
    after = basis("first_reporter_after", role=Role.LIAISON, kind=Kind.BORDER_GUARD)
    assert names(case(after)) == {
        "view_envelope", "own_screening", "own_intelligence", "own_documents", "edit_documents",
        "own_notes", "edit_notes", "own_consent",
    }  # fmt: skip


WRONG_CONSENTS = [
    consent("medical", Kind.SHELTER),
    consent("accommodation", Kind.NGO),
    consent("accommodation", Kind.SHELTER, sections={Section.SCREENING}),
    consent("accommodation", Kind.SHELTER, never=frozenset({10})),
    consent("accommodation", Kind.SHELTER, only=frozenset({11})),
    consent("accommodation", Kind.SHELTER, withdrawn_at=NOW),
    consent("accommodation", Kind.SHELTER, until=NOW),
    consent("accommodation", Kind.SHELTER, since=NOW + HOUR),
    consent("accommodation", Kind.SHELTER, evidence_only=True),
    consent("accommodation", Kind.SHELTER, provisional=True),
    consent("accommodation", Kind.SHELTER, given_by=GivenBy.GUARDIAN),
]


@pytest.mark.parametrize("wrong", WRONG_CONSENTS)
def test_a_consent_that_does_not_cover_opens_nothing(wrong):
    assert names(case(SHELTER, consents=[wrong])) == SHELTER_CLOSED


def test_a_consent_opens_only_its_sections():
    facts = case(
        SHELTER, consents=[consent("accommodation", Kind.SHELTER, sections={Section.IDENTITY})]
    )
    assert names(facts) == SHELTER_CLOSED - {"own_identity"} | {"view_identity"}


def test_an_expiry_ends_the_right_by_itself_and_leaves_what_she_wrote():
    facts = case(SHELTER, consents=[consent("accommodation", Kind.SHELTER, until=NOW + DAY)])
    assert until(facts, "view_health") == NOW + DAY
    assert until(facts, "own_health") is None
    assert until(facts, "view_placement") is None
    assert names(facts, now=NOW + DAY) == SHELTER_CLOSED


def test_of_two_consents_the_longer_stands():
    both = [
        consent("accommodation", Kind.SHELTER, until=NOW + DAY),
        consent("accommodation", Kind.SHELTER, sections={Section.HEALTH}, until=NOW + 3 * DAY),
    ]
    assert until(case(SHELTER, consents=both), "view_health") == NOW + 3 * DAY
    assert until(case(SHELTER, consents=both), "view_identity") == NOW + DAY


def test_of_two_bases_the_longer_gives_the_codename():
    short = basis("medical", kind=Kind.HEALTH_PROVIDER, until=NOW + DAY, basis_id=1)
    long = basis("psychological", kind=Kind.HEALTH_PROVIDER, until=NOW + 2 * DAY, basis_id=2)
    for order in ((short, long), (long, short)):
        right = derive(case(*order), NOW)[1, "view_envelope"]
        assert (right.until, right.basis, right.basis_id) == (
            NOW + 2 * DAY, Basis.PSYCHOLOGICAL, 2,
        )  # fmt: skip


def test_a_basis_that_has_not_begun_or_is_over_gives_nothing():
    assert names(case(basis("medical", since=NOW + HOUR))) == set()
    assert names(case(basis("medical", until=NOW))) == set()


def test_a_desk_that_may_not_hold_a_basis_gets_nothing_by_it():
    assert names(case(basis("accommodation", role=Role.CASEWORKER))) == set()
    assert names(case(basis("medical", kind=Kind.NGO))) == set()
    assert (
        names(case(basis("coordination", role=Role.CASEWORKER), coordination=IN_COORDINATION))
        == set()
    )


def test_rows_of_later_steps_give_nothing_yet():
    police = basis("investigation", kind=Kind.POLICE)
    assert names(case(police)) == set()
    assert "edit_proceedings" in names(case(police), step=2)


@pytest.mark.parametrize(
    "name", ["preview", "break_glass", "oversight", "administration", "rapporteur"]
)
def test_bases_read_elsewhere_write_no_grant(name):
    assert names(case(basis(name), coordination=IN_COORDINATION)) == set()


URGENT = [
    ("urgent_protection_shelter", Kind.SHELTER, True),
    ("urgent_protection_care", Kind.HEALTH_PROVIDER, True),
    ("urgent_protection_police", Kind.POLICE, False),
]


@pytest.mark.parametrize(("name", "kind", "health"), URGENT)
def test_urgent_protection_opens_for_72_hours_and_then_asks_consent(name, kind, health):
    urgent = basis(name, kind=kind, vital_interest_until=NOW + 72 * HOUR)
    opened = {"view_identity", "view_contact_and_safety"} | ({"view_health"} if health else set())
    assert opened <= names(case(urgent))
    for codename in opened:
        assert until(case(urgent), codename) == NOW + 72 * HOUR
    after = names(case(urgent), now=NOW + 72 * HOUR)
    assert not opened & after
    assert {"view_envelope", "own_identity", "edit_contact_and_safety"} <= after
    yes = [consent("urgent_protection", kind)]
    assert opened <= names(case(urgent, consents=yes), now=NOW + 72 * HOUR)


def test_urgent_protection_without_vital_interest_asks_consent_at_once():
    urgent = basis("urgent_protection_shelter", kind=Kind.SHELTER)
    assert "view_identity" not in names(case(urgent))


def test_the_72_hours_do_not_shorten_a_consent():
    urgent = basis(
        "urgent_protection_shelter", kind=Kind.SHELTER, vital_interest_until=NOW + 72 * HOUR
    )
    facts = case(urgent, consents=[consent("urgent_protection", Kind.SHELTER, until=NOW + 9 * DAY)])
    assert until(facts, "view_identity") == NOW + 9 * DAY


def test_contact_stays_24_hours_when_she_withdraws_on_the_road():
    gone = [consent("accommodation", Kind.SHELTER, withdrawn_at=NOW)]
    road = basis("accommodation", kind=Kind.SHELTER, road=Road(NOW - HOUR, 24 * HOUR))
    facts = case(road, consents=gone)
    assert until(facts, "view_contact_and_safety") == NOW + 24 * HOUR
    assert "view_identity" not in names(facts)
    assert "view_contact_and_safety" not in names(facts, now=NOW + 24 * HOUR)
    assert "view_contact_and_safety" not in names(case(SHELTER, consents=gone))


def test_a_consent_that_ended_before_she_left_gives_no_contact_on_the_road():
    gone = [consent("accommodation", Kind.SHELTER, since=NOW - DAY, withdrawn_at=NOW - 2 * HOUR)]
    road = basis("accommodation", kind=Kind.SHELTER, road=Road(NOW - HOUR, 24 * HOUR))
    assert "view_contact_and_safety" not in names(case(road, consents=gone))


def test_the_envelope_stays_when_a_consent_is_withdrawn():
    gone = [consent("accommodation", Kind.SHELTER, withdrawn_at=NOW)]
    assert "view_envelope" in names(case(SHELTER, consents=gone))


def test_a_former_holder_keeps_what_it_wrote_and_no_more():
    former = basis("former_holder", role=Role.CASEWORKER)
    wrote = {1: frozenset({Section.HEALTH, Section.PLACEMENT})}
    assert names(case(former)) == set()
    assert names(case(former, wrote=wrote)) == {"view_envelope", "own_health"}


def test_a_wall_is_nothing_at_all_above_every_basis():
    facts = case(basis("lead", kind=Kind.NGO), basis("medical", desk=2), walls=frozenset({10}))
    assert derive(facts, NOW) == {}
    other = case(basis("medical", organisation=11), walls=frozenset({10}))
    assert "view_envelope" in names(other)


def test_an_erased_case_gives_nothing_and_a_closed_one_no_longer_the_reporters_row():
    reporter = basis("first_reporter", role=Role.LIAISON, kind=Kind.POLICE)
    assert names(case(reporter, erased=True)) == set()
    assert names(case(reporter, closed=True)) == set()
    assert "view_envelope" in names(case(SHELTER, closed=True))


COORDINATOR = basis("coordination", kind=Kind.COORDINATION_BODY)
GROUNDS = [
    (CoordinationFacts(left=True, made_by=Kind.POLICE), AgeStatus.ADULT, True),
    (CoordinationFacts(left=False, made_by=Kind.POLICE), AgeStatus.ADULT, False),
    (CoordinationFacts(left=True, made_by=Kind.NGO), AgeStatus.ADULT, False),
    (CoordinationFacts(left=True, made_by=Kind.NGO), AgeStatus.MAY_BE_CHILD, True),
    (CoordinationFacts(left=False, made_by=Kind.NGO), AgeStatus.CHILD, False),
    (CoordinationFacts(True, Kind.NGO, vital_interest=True), AgeStatus.ADULT, True),
    (CoordinationFacts(True, Kind.NGO, state_article="art. 5"), AgeStatus.ADULT, True),
]


@pytest.mark.parametrize(("coordination", "age", "known"), GROUNDS)
def test_a_coordinator_knows_of_a_case_only_on_a_ground(coordination, age, known):
    for bases in ((COORDINATOR,), (basis("alarm"),)):
        held = names(case(*bases, age=age, coordination=coordination))
        assert held == ({"view_envelope", "view_summary"} if known else set())


def test_consent_to_coordination_ends_it_when_it_ends():
    yes = consent("coordination", Kind.COORDINATION_BODY, until=NOW + DAY)
    facts = case(
        COORDINATOR, consents=[yes], coordination=CoordinationFacts(left=True, made_by=Kind.NGO)
    )
    assert until(facts, "view_summary") == NOW + DAY
    assert names(facts, now=NOW + DAY) == set()


# Who is or may be a child (README 4)


@pytest.mark.parametrize("age", [AgeStatus.CHILD, AgeStatus.MAY_BE_CHILD, AgeStatus.UNKNOWN])
def test_for_a_child_no_consent_is_asked_where_she_is_protected(age):
    assert names(case(SHELTER, age=age)) == SHELTER_OPEN
    assert until(case(SHELTER, age=age), "view_health") is None


def test_for_a_childs_other_purposes_her_guardian_speaks():
    returning = basis("return_reintegration", kind=Kind.NGO)
    own_word = consent("return_reintegration", Kind.NGO)
    guardians = consent("return_reintegration", Kind.NGO, given_by=GivenBy.GUARDIAN)
    child = AgeStatus.CHILD
    assert "view_identity" not in names(case(returning, age=child, consents=[own_word]), step=3)
    assert "view_identity" in names(case(returning, age=child, consents=[guardians]), step=3)


def test_a_states_row_stands_in_for_the_guardian_in_its_section_only():
    returning = basis("return_reintegration", kind=Kind.NGO)
    ground = StateGround("return_reintegration", Section.HEALTH, "art. 16(7)")
    held = names(case(returning, age=AgeStatus.CHILD, state_grounds=(ground,)), step=3)
    assert "view_health" in held
    assert "view_identity" not in held
    adult = names(case(returning, age=AgeStatus.ADULT, state_grounds=(ground,)), step=3)
    assert "view_health" not in adult


def test_a_childs_first_lead_needs_no_consent_and_a_later_lead_does():
    first = basis("lead", kind=Kind.NGO, first_lead=True)
    later = basis("lead", kind=Kind.NGO)
    assert "view_health" in names(case(first, age=AgeStatus.CHILD))
    assert "view_health" not in names(case(later, age=AgeStatus.CHILD))
    assert "view_health" not in names(case(first, age=AgeStatus.ADULT))


def test_a_desks_own_change_of_age_never_widens_its_own_rights():
    other = basis("accommodation", desk=2, organisation=11, kind=Kind.SHELTER)
    facts = case(SHELTER, other, age=AgeStatus.CHILD, age_before=AgeStatus.ADULT, age_set_by=1)
    assert names(facts, desk=1) == SHELTER_CLOSED
    assert names(facts, desk=2) == SHELTER_OPEN


def test_every_section_is_covered_by_the_helper():
    assert len(ALL) == 16
