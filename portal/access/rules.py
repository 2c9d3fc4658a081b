"""Who leads, screens, sends, and who has cases of her own: plain questions (README 6 and 7)."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from portal.access.matrix import (
    LEAD_KINDS,
    LEAD_OF_OWN_KINDS,
    LIAISON_KINDS,
    OWN_CASE_KINDS,
    PLACE_PURPOSES,
    PROTECTIVE_PURPOSES,
    Basis,
    Kind,
    Purpose,
    Role,
    Section,
    basis_for,
    never,
)

LAST_STEP = 9
"""Every row of the table, come alive or not."""

SCREENERS: frozenset[tuple[Role, Kind]] = frozenset(
    {(Role.LIAISON, kind) for kind in LIAISON_KINDS - {Kind.COURT, Kind.INTELLIGENCE_SERVICE}}
    | {
        (Role.CASEWORKER, kind)
        for kind in OWN_CASE_KINDS | {Kind.LABOUR_INSPECTORATE, Kind.CONSULATE}
    }
)
"""The screening desks of a State without a row of its own."""

_SHELTERING = frozenset({Basis.ACCOMMODATION, Basis.URGENT_PROTECTION_SHELTER})
_URGENT = frozenset({Basis.URGENT_PROTECTION_CARE, Basis.URGENT_PROTECTION_POLICE})
_CARE_NEEDS = frozenset(
    {Purpose.MEDICAL, Purpose.PSYCHOLOGICAL, Purpose.INTERPRETATION, Purpose.ACCOMMODATION}
)
_SENDS: dict[Basis, frozenset[Purpose]] = dict.fromkeys(_SHELTERING | _URGENT, _CARE_NEEDS) | {
    Basis.LEGAL_AID: frozenset({Purpose.IDENTIFICATION, Purpose.RESIDENCE})
}
RUNNING = frozenset({"sent", "unplaced", "accepted", "handed_over", "missing"})
"""States of a referral that keep its sender the first reporter (row `first_reporter`)."""


class Leading(StrEnum):
    """How a desk comes to lead by accepting a referral."""

    LEAD = "lead"
    INTERIM = "interim"


def may_lead(kind: str, role: str, *, own: bool = False) -> bool:
    """True for a caseworker desk of a leading kind; `own` = it opened the case as its own."""
    kinds = LEAD_KINDS | LEAD_OF_OWN_KINDS if own else LEAD_KINDS
    return role == Role.CASEWORKER and kind in kinds


def leads_by_accepting(purpose: str, kind: str, role: str, *, has_lead: bool) -> Leading | None:
    """What accepting makes of the receiver: lead by transfer, interim lead, or neither."""
    if not may_lead(kind, role):
        return None
    if purpose == Purpose.TRANSFER:
        return Leading.LEAD
    return Leading.INTERIM if purpose in PROTECTIVE_PURPOSES and not has_lead else None


def may_screen(role: str, kind: str, state_row: Collection[tuple[str, str]] | None = None) -> bool:
    """True if the State's row names this desk; a State without a row has SCREENERS."""
    return (role, kind) in (SCREENERS if state_row is None else state_row)


def has_own_cases(kind: str) -> bool:
    """True for the organisations whose cases nobody else knows of (README 7)."""
    return kind in OWN_CASE_KINDS


def opens_own_case(kind: str, role: str) -> bool:
    """True if a case made by this desk begins as its organisation's own, led by it."""
    return has_own_cases(kind) and may_lead(kind, role, own=True)


def may_send(bases: Collection[str], purpose: str, *, has_lead: bool) -> bool:
    """True if a desk holding `bases` may send a referral of this purpose (README 6)."""
    if Basis.LEAD in bases or Basis.CHILD_PROTECTION in bases:
        return True
    if Basis.FIRST_REPORTER in bases and not has_lead:
        return True
    return any(purpose in _SENDS.get(Basis(basis), ()) for basis in bases)


def someone_can_lead(*, has_lead: bool, protective_receivers: Iterable[tuple[str, str]]) -> bool:
    """The guard of `send`: a lead, or a desk (kind, role) that may lead among the receivers of a
    protective referral of the case, sent before or with this one and not closed.
    """
    return has_lead or any(may_lead(kind, role) for kind, role in protective_receivers)


def reporter_basis(*, has_lead: bool, states_of_moving_referrals: Iterable[str]) -> Basis:
    """Which row the desk that made the case holds, by its own referrals that move her."""
    if not has_lead or any(state in RUNNING for state in states_of_moving_referrals):
        return Basis.FIRST_REPORTER
    return Basis.FIRST_REPORTER_AFTER


def purposes_shown(role: str, kind: str) -> frozenset[str] | None:
    """The purposes whose consents such a desk may read of another desk's recording; None for all.

    Whoever never sees health (fixed line) does not read either that she agreed to a doctor, to
    counselling or to a bed: only consents for what a desk of its kind can be asked for.
    """
    if Section.HEALTH not in never(role, kind):
        return None
    return frozenset(p.value for p in Purpose if basis_for(p, role, kind, LAST_STEP) is not None)


def hides_the_address(role: str, kind: str, cells: Collection[str]) -> bool:
    """Whether, while she has a place, the address in her contact is where she sleeps, and closed:
    to a desk of the same fixed line whose placement cell gives nothing."""
    return Section.HEALTH in never(role, kind) and "view_placement" not in cells


def shelter_stays_nameless(cells: Collection[str], purpose: str, role: str, kind: str) -> bool:
    """README 8: a shelter is a numbered capacity for whoever may not see `placement`.

    `cells` are the codenames the sender or coordinator holds; `role` and `kind` the receiver's.
    """
    shelters = role == Role.PLACEMENT_OFFICER or kind == Kind.SHELTER
    return purpose in PLACE_PURPOSES and shelters and "view_placement" not in cells
