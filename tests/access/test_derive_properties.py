from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.access.consents import FOREVER, Consent, GivenBy, Road, StateGround
from portal.access.coordination import CoordinationFacts
from portal.access.derive import BasisFact, CaseFacts, consent_purposes, derive
from portal.access.matrix import (
    CHILD_PURPOSES,
    HOLDERS,
    LIAISON_KINDS,
    MATRIX,
    PERMISSIONS,
    AgeStatus,
    Basis,
    Cell,
    ConsentPurpose,
    Kind,
    Role,
    Section,
    never,
    section_of,
)
from tests.access.facts import NOW

CODENAMES = {name for name, _ in PERMISSIONS}
POLICE = {Kind.POLICE, Kind.BORDER_GUARD, Kind.CUSTOMS, Kind.INTELLIGENCE_SERVICE}

moments = st.integers(-200, 200).map(lambda hours: NOW + timedelta(hours=hours))
ends = st.none() | moments
organisations = st.integers(10, 13)


@st.composite
def basis_facts(draw):
    basis = draw(st.sampled_from(Basis))
    honest = draw(st.booleans()) and HOLDERS[basis]
    holder = draw(st.sampled_from(HOLDERS[basis])) if honest else None
    role = holder.role if holder else draw(st.sampled_from(Role))
    kinds = sorted(holder.kinds) if holder and holder.kinds else list(Kind)
    desk = draw(st.integers(1, 4))
    return BasisFact(
        desk_id=desk,
        organisation_id=desk + 9,
        kind=draw(st.sampled_from(kinds)),
        role=role,
        basis=basis,
        since=draw(moments),
        until=draw(ends),
        vital_interest_until=draw(ends),
        first_lead=draw(st.booleans()),
        road=draw(st.none() | moments.map(lambda since: Road(since, timedelta(hours=24)))),
    )


@st.composite
def consents(draw):
    return Consent(
        purpose=draw(st.sampled_from(ConsentPurpose)),
        sections=draw(st.frozensets(st.sampled_from(Section))),
        kinds=draw(st.frozensets(st.sampled_from(Kind))),
        since=draw(moments),
        until=draw(ends),
        only=draw(st.frozensets(organisations, max_size=2)),
        never=draw(st.frozensets(organisations, max_size=2)),
        withdrawn_at=draw(ends),
        evidence_only=draw(st.booleans()),
        given_by=draw(st.sampled_from(GivenBy)),
    )


grounds = st.builds(
    StateGround,
    purpose=st.sampled_from(ConsentPurpose),
    section=st.sampled_from(Section),
    article=st.just("art. 1"),
    until=ends,
)
facts_of_a_case = st.builds(
    CaseFacts,
    age=st.sampled_from(AgeStatus),
    bases=st.lists(basis_facts(), max_size=5).map(tuple),
    consents=st.lists(consents(), max_size=4).map(tuple),
    age_before=st.none() | st.sampled_from(AgeStatus),
    age_set_by=st.none() | st.integers(1, 4),
    state_grounds=st.lists(grounds, max_size=2).map(tuple),
    walls=st.frozensets(organisations, max_size=2),
    wrote=st.dictionaries(st.integers(1, 4), st.frozensets(st.sampled_from(Section))),
    coordination=st.builds(
        CoordinationFacts,
        left=st.booleans(),
        made_by=st.none() | st.sampled_from(Kind),
        vital_interest=st.booleans(),
    ),
    closed=st.booleans(),
)
steps = st.sampled_from([1, 9])
more = settings(max_examples=300, deadline=None)


def ends_of(rights):
    return {key: right.until or FOREVER for key, right in rights.items()}


def no_longer(smaller, larger):
    return all(key in larger and larger[key] >= end for key, end in smaller.items())


@more
@given(facts_of_a_case, steps)
def test_a_right_comes_from_a_running_basis_of_that_desk_and_ends_with_it(facts, step):
    for (desk, name), right in derive(facts, NOW, step).items():
        assert name in CODENAMES
        sources = [
            fact
            for fact in facts.bases
            if fact.desk_id == desk
            and fact.basis is right.basis
            and fact.since <= NOW < fact.ends
            and MATRIX[fact.basis][section_of(name)] is not Cell.NOTHING
        ]
        assert sources
        assert right.until is None or right.until > NOW
        assert (right.until or FOREVER) <= max(fact.ends for fact in sources)


@more
@given(facts_of_a_case, steps)
def test_a_wall_gives_nothing(facts, step):
    walled = {fact.desk_id for fact in facts.bases if fact.organisation_id in facts.walls}
    assert not walled & {desk for desk, _ in derive(facts, NOW, step)}


@more
@given(facts_of_a_case, organisations, steps)
def test_a_further_wall_never_adds(facts, organisation, step):
    before = ends_of(derive(facts, NOW, step))
    walled = replace(facts, walls=facts.walls | {organisation})
    assert no_longer(ends_of(derive(walled, NOW, step)), before)


@more
@given(facts_of_a_case, st.data(), steps)
def test_withdrawing_or_losing_a_consent_never_adds(facts, data, step):
    if not facts.consents:
        return
    before = ends_of(_views(derive(facts, NOW, step)))
    index = data.draw(st.integers(0, len(facts.consents) - 1))
    taken = facts.consents[index]
    withdrawn = replace(taken, withdrawn_at=min(taken.withdrawn_at or NOW, NOW))
    for kept in ((withdrawn,), ()):
        consents = (*facts.consents[:index], *kept, *facts.consents[index + 1 :])
        after = derive(replace(facts, consents=consents), NOW, step)
        assert no_longer(ends_of(_views(after)), before)


def _views(rights):
    """`own` takes the place of a closed `view`, so it alone may appear."""
    return {key: right for key, right in rights.items() if not key[1].startswith("own_")}


@more
@given(facts_of_a_case, steps)
def test_who_is_in_a_police_desk_never_has_health(facts, step):
    bound = {
        fact.desk_id
        for fact in facts.bases
        if all(
            other.role is Role.LIAISON or other.kind in POLICE
            for other in facts.bases
            if other.desk_id == fact.desk_id
        )
    }
    for desk, name in derive(facts, NOW, step):
        assert not (desk in bound and name.endswith("_health"))


@more
@given(facts_of_a_case, steps)
def test_placement_officers_never_have_proceedings(facts, step):
    bound = {fact.desk_id for fact in facts.bases if fact.role is Role.PLACEMENT_OFFICER}
    mixed = {fact.desk_id for fact in facts.bases if fact.role is not Role.PLACEMENT_OFFICER}
    for desk, name in derive(facts, NOW, step):
        assert not (desk in bound - mixed and name.endswith("_proceedings"))


def test_the_fixed_lines_hold_for_every_row_desk_and_age():
    everywhere = {Section(section) for section in Section}
    for basis in Basis:
        for role in Role:
            for kind in Kind:
                fact = BasisFact(1, 10, kind, role, basis, NOW, first_lead=True)
                for age in (AgeStatus.CHILD, AgeStatus.ADULT):
                    facts = CaseFacts(age, (fact,), _every_consent(basis), wrote={1: everywhere})
                    held = {section_of(name) for _, name in derive(facts, NOW, step=9)}
                    assert not held & never(role, kind)
    assert never(Role.LIAISON, Kind.POLICE) == {Section.HEALTH}
    assert never(Role.DECISION_MAKER, Kind.POLICE) == {Section.HEALTH}
    assert never(Role.PLACEMENT_OFFICER, Kind.NGO) == {Section.PROCEEDINGS}
    assert never(Role.CASEWORKER, Kind.NGO) == set()
    assert all(Section.HEALTH in never(Role.LIAISON, kind) for kind in LIAISON_KINDS)


def _every_consent(basis):
    return tuple(
        Consent(purpose, frozenset(Section), frozenset(Kind), NOW)
        for purpose in consent_purposes(basis)
    )


@more
@given(facts_of_a_case, steps)
def test_a_child_never_loses_what_protects_her(facts, step):
    """Whatever consents say, a running protection basis of an unwalled desk gives its whole row."""
    child = replace(facts, age=AgeStatus.CHILD, age_set_by=None)
    rights = derive(child, NOW, step)
    without_consents = derive(replace(child, consents=(), state_grounds=()), NOW, step)
    for fact in facts.bases:
        protects = not {str(p) for p in CHILD_PURPOSES}.isdisjoint(consent_purposes(fact.basis))
        runs = fact.since <= NOW < fact.ends and fact.organisation_id not in facts.walls
        fits = any(holder.fits(fact.role, fact.kind) for holder in HOLDERS[fact.basis])
        if protects and runs and fits:
            wanted = {(fact.desk_id, f"view_{section}") for section in _shown(fact)}
            assert wanted <= set(rights)
            assert wanted <= set(without_consents)


def _shown(fact):
    bound = never(fact.role, fact.kind)
    seen = {Cell.V, Cell.E, Cell.VC, Cell.EC}
    return {s for s, cell in MATRIX[fact.basis].items() if cell in seen and s not in bound}


@more
@given(facts_of_a_case, steps)
def test_changing_the_age_oneself_never_adds(facts, step):
    if facts.age_before is None:
        return
    now = derive(replace(facts, age_set_by=1), NOW, step)
    before = derive(replace(facts, age=facts.age_before, age_set_by=None), NOW, step)
    coordination = {Basis.COORDINATION, Basis.ALARM}
    mine = {
        name
        for (desk, name), right in now.items()
        if desk == 1 and not name.startswith("own_") and right.basis not in coordination
    }
    assert mine <= {name for desk, name in before if desk == 1}


@more
@given(facts_of_a_case, steps)
def test_an_erased_case_gives_nothing_and_the_order_of_bases_does_not_matter(facts, step):
    assert derive(replace(facts, erased=True), NOW, step) == {}
    turned = replace(facts, bases=facts.bases[::-1], consents=facts.consents[::-1])
    assert ends_of(derive(turned, NOW, step)) == ends_of(derive(facts, NOW, step))
