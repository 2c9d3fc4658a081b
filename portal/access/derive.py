"""From what is so to who may: bases, consents, ages and walls in, rights out. Plain and repeatable.

`derive` is asked at every change; a right that ends by time carries its `until`, so that it ends
by itself even if nobody asks again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.access.consents import (
    FOREVER,
    Consent,
    Recipient,
    Road,
    StateGround,
    needs_no_consent_for_child,
    open_until,
    speaks_for,
)
from portal.access.coordination import CoordinationFacts, coordination_ends
from portal.access.matrix import (
    ACTIVE_STEP,
    MATRIX,
    WITHOUT_GRANTS,
    AgeStatus,
    Basis,
    Cell,
    ConsentPurpose,
    Kind,
    Purpose,
    Role,
    Section,
    Verb,
    codename,
    codenames,
    held_by,
    is_live,
    never,
)

URGENT = frozenset(
    {
        Basis.URGENT_PROTECTION_SHELTER,
        Basis.URGENT_PROTECTION_CARE,
        Basis.URGENT_PROTECTION_POLICE,
    }
)
URGENT_SECTIONS = frozenset({Section.IDENTITY, Section.CONTACT_AND_SAFETY, Section.HEALTH})
_AFTER_URGENCY = {Cell.V: Cell.VC, Cell.E: Cell.EC}
_UNTIL_CLOSED = frozenset({Basis.FIRST_REPORTER, Basis.FIRST_REPORTER_AFTER, Basis.ALARM})
_IN_COORDINATION = frozenset({Basis.COORDINATION, Basis.ALARM})

_CONSENT_PURPOSES: dict[Basis, tuple[ConsentPurpose, ...]] = {
    Basis.LEAD: (ConsentPurpose.LEAD, ConsentPurpose.TRANSFER),
    Basis.OWN_INVESTIGATION: (ConsentPurpose.INVESTIGATION,),
} | dict.fromkeys(URGENT, (ConsentPurpose.URGENT_PROTECTION,))


@dataclass(frozen=True, slots=True)
class BasisFact:
    """One row 'this desk holds this basis on the case'.

    `vital_interest_until`: until then urgent protection opens identity, contact and health without
    consent. `first_lead`: a lead basis of the case's first lead (README 4). `road`: its referral is
    handed over and has not arrived (README 3). `basis_id` comes back with the right.
    """

    desk_id: int
    organisation_id: int
    kind: Kind
    role: Role
    basis: Basis
    since: datetime
    until: datetime | None = None
    purpose: Purpose | None = None
    vital_interest_until: datetime | None = None
    first_lead: bool = False
    road: Road | None = None
    basis_id: int | None = None

    @property
    def ends(self) -> datetime:
        """When the basis itself ends; FOREVER where nothing says so."""
        return self.until or FOREVER


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """All that access to one case depends on.

    `age` is the status in force: it changes when a person records it, not at midnight.
    `age_set_by` is the desk that changed it last from `age_before`, until another seconds it:
    its own change never widens its own rights. `wrote`: sections in which a desk wrote.
    """

    age: AgeStatus
    bases: tuple[BasisFact, ...] = ()
    consents: tuple[Consent, ...] = ()
    age_before: AgeStatus | None = None
    age_set_by: int | None = None
    state_grounds: tuple[StateGround, ...] = ()
    walls: frozenset[int] = frozenset()
    wrote: Mapping[int, frozenset[Section]] = field(default_factory=dict)
    coordination: CoordinationFacts = field(default_factory=CoordinationFacts)
    closed: bool = False
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Right:
    """One codename of one desk: `until` None has no end; `basis` is where it comes from."""

    until: datetime | None
    basis: Basis
    basis_id: int | None = None


Rights = dict[tuple[int, str], Right]


def derive(facts: CaseFacts, now: datetime, step: int = ACTIVE_STEP) -> Rights:
    """All rights on a case now, as {(desk id, codename): Right}. No basis, no right.

    When two bases give one codename the longer one stands. Source: policy/README.md 1 to 9.
    """
    rights: Rights = {}
    if facts.erased:
        return rights
    for fact in facts.bases:
        if not _counts(fact, facts, now, step):
            continue
        for name, ends in _rights_of(fact, facts, now):
            _keep_longer(rights, (fact.desk_id, name), ends, fact)
    return rights


def _counts(fact: BasisFact, facts: CaseFacts, now: datetime, step: int) -> bool:
    """True if the basis runs, its desk may hold it, and nothing stands above it."""
    if fact.organisation_id in facts.walls or fact.basis in WITHOUT_GRANTS:
        return False
    if facts.closed and fact.basis in _UNTIL_CLOSED:
        return False
    if not (fact.since <= now < fact.ends):
        return False
    return is_live(fact.basis, step) and held_by(fact.basis, fact.role, fact.kind)


def _keep_longer(rights: Rights, key: tuple[int, str], ends: datetime, fact: BasisFact) -> None:
    present = rights.get(key)
    if present is not None and (present.until or FOREVER) >= ends:
        return
    rights[key] = Right(None if ends == FOREVER else ends, fact.basis, fact.basis_id)


def _rights_of(fact: BasisFact, facts: CaseFacts, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Every codename that one basis gives now, with its end."""
    ends = fact.ends
    if fact.basis in _IN_COORDINATION:
        ends = min(ends, coordination_ends(facts.coordination, facts.consents, facts.age, now))
    if ends <= now:
        return
    closed = never(fact.role, fact.kind)
    for section, cell in MATRIX[fact.basis].items():
        if section in closed or not _has_written(fact, facts, section):
            continue
        yield from _rights_in(_cell(fact, section, cell), section, fact, facts, now, ends)


def _has_written(fact: BasisFact, facts: CaseFacts, section: Section) -> bool:
    """A former holder keeps the sections she wrote in, and the envelope if she wrote at all."""
    if fact.basis is not Basis.FORMER_HOLDER:
        return True
    wrote = facts.wrote.get(fact.desk_id, frozenset())
    return section in wrote or (section is Section.ENVELOPE and bool(wrote))


def _cell(fact: BasisFact, section: Section, cell: Cell) -> Cell:
    """Urgent protection's open cells ask consent once vital interest is over."""
    if fact.basis in URGENT and section in URGENT_SECTIONS:
        return _AFTER_URGENCY.get(cell, cell)
    return cell


def _rights_in(
    cell: Cell, section: Section, fact: BasisFact, facts: CaseFacts, now: datetime, ends: datetime
) -> Iterator[tuple[str, datetime]]:
    if not cell.asks_consent:
        yield from ((name, ends) for name in codenames(cell, section))
        return
    opened = _opened_until(fact, section, facts, now)
    if opened is None or opened < ends:
        yield from ((name, ends) for name in codenames(cell, section, consented=False))
    if opened is not None:
        view = codename(Verb.VIEW, section)
        for name in codenames(cell, section):
            yield name, min(ends, opened) if name == view else ends


def _opened_until(
    fact: BasisFact, section: Section, facts: CaseFacts, now: datetime
) -> datetime | None:
    """To when a `c` is open for this desk; None if it is closed.

    The desk that changed the age reads it open only where both ages open it.
    """
    ages = {facts.age}
    if facts.age_set_by == fact.desk_id and facts.age_before is not None:
        ages.add(facts.age_before)
    ends = [_opened_at_age(fact, section, facts, now, age) for age in ages]
    known = [end for end in ends if end is not None]
    return min(known) if len(known) == len(ends) else None


def _opened_at_age(
    fact: BasisFact, section: Section, facts: CaseFacts, now: datetime, age: AgeStatus
) -> datetime | None:
    purposes = consent_purposes(fact.basis)
    if age.treated_as_child and any(
        needs_no_consent_for_child(purpose, first_lead=fact.first_lead) for purpose in purposes
    ):
        return FOREVER
    road = fact.road if section is Section.CONTACT_AND_SAFETY else None
    found = [
        open_until(
            (consent for consent in facts.consents if speaks_for(consent, age)),
            purposes,
            Recipient(fact.organisation_id, fact.kind),
            section,
            now,
            road=road,
        ),
        _vital_interest(fact),
    ]
    if age.treated_as_child:
        found += [
            ground.until or FOREVER
            for ground in facts.state_grounds
            if ground.purpose in purposes and ground.section == section
        ]
    return max((end for end in found if end is not None and end > now), default=None)


def _vital_interest(fact: BasisFact) -> datetime | None:
    return fact.vital_interest_until if fact.basis in URGENT else None


def consent_purposes(basis: Basis) -> tuple[str, ...]:
    """The purposes of which one must be consented to, for a `c` of this basis to open."""
    return _CONSENT_PURPOSES.get(basis, (basis.value,))
