"""Who sees what: the one table, equal to the policy (access.csv). Default: nothing.

A cell: `-` nothing, V view, E view and edit; `c` only while a consent covers it, `o` only what
this desk wrote, `s` the status line without content. `derive` turns cells into rights.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.access.vocabulary import (
    CHILD_PURPOSES,
    LEAD_KINDS,
    LEAD_OF_OWN_KINDS,
    LIAISON_KINDS,
    MOVING_PURPOSES,
    OWN_CASE_KINDS,
    PLACE_PURPOSES,
    PROTECTIVE_PURPOSES,
    AgeStatus,
    Basis,
    Cell,
    ConsentPurpose,
    Kind,
    Purpose,
    Role,
    Section,
    Verb,
)
from portal.core.workflow import ACTIVE_STEP

__all__ = [
    "ACTIVE_STEP",
    "BREAK_GLASS_CODENAMES",
    "CHILD_PURPOSES",
    "HOLDERS",
    "LEAD_KINDS",
    "LEAD_OF_OWN_KINDS",
    "LIAISON_KINDS",
    "MATRIX",
    "MOVING_PURPOSES",
    "OWN_CASE_KINDS",
    "PERMISSIONS",
    "PLACE_PURPOSES",
    "PROTECTIVE_PURPOSES",
    "STEP",
    "WITHOUT_GRANTS",
    "AgeStatus",
    "Basis",
    "Cell",
    "ConsentPurpose",
    "Holder",
    "Kind",
    "Purpose",
    "Role",
    "Section",
    "Verb",
    "basis_for",
    "codename",
    "codenames",
    "held_by",
    "is_live",
    "never",
    "section_of",
    "sections_asking_consent",
]

_TABLE = """
basis                     step env sum ide con scr imm nee hea pro int pla doc not con dec his
lead                      1    V   V   E   E   E   E   E   Ec  Vs  Eo  V   E   E   E   V   V
first_reporter            1    V   V   Eo  Eo  Eo  -   -   -   -   Eo  -   Eo  Eo  Eo  -   -
first_reporter_after      1    V   -   -   -   Vo  -   -   -   -   Vo  -   Eo  Eo  Vo  -   -
preview                   1    V   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
accommodation             1    V   V   Vc  Ec  -   -   Ec  Vc  -   -   E   Eo  Eo  Eo  -   -
urgent_protection_shelter 1    V   V   V   E   -   -   Eo  V   -   -   E   Eo  Eo  Eo  -   -
urgent_protection_care    1    V   V   V   E   -   -   Eo  V   -   -   -   Eo  Eo  Eo  -   -
urgent_protection_police  1    V   V   V   E   -   -   -   -   -   -   -   Eo  Eo  -   -   -
identification            1    V   V   Vc  Vc  Vc  Vc  -   Vc  V   -   -   Ec  Eo  V   E   -
medical                   1    V   V   Vc  Vc  -   -   Vc  Ec  -   -   -   Ec  Eo  V   -   -
psychological             1    V   V   Vc  Vc  -   -   Vc  Ec  -   -   -   Ec  Eo  V   -   -
legal_aid                 1    V   V   Vc  Vc  Vc  Ec  -   -   Vc  -   -   Ec  Eo  V   Vc  -
interpretation            1    V   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
child_protection          1    V   V   V   E   V   V   E   V   V   -   V   E   Eo  E   V   -
investigation             2    V   V   Vc  Vc  Vc  -   -   -   E   E   -   Ec  Eo  V   -   -
own_investigation         2    V   V   -   -   Vo  -   -   -   E   E   -   Vo  Eo  Vo  -   -
witness_protection        4    V   V   Vc  Ec  -   -   -   -   V   V   -   Eo  Eo  V   -   -
labour_inspection         2    V   -   -   -   Vc  -   -   -   -   Ec  -   Eo  Eo  V   -   -
residence                 3    V   V   Vc  -   -   Ec  -   -   -   -   -   Ec  Eo  V   Vc  -
travel_documents          3    V   -   Vc  -   -   -   -   -   -   -   -   Eo  -   V   -   -
return_reintegration      3    V   V   Vc  Vc  -   Vc  Vc  Vc  -   -   -   Eo  Eo  V   -   -
family_tracing            3    V   -   Vc  Vc  -   -   -   -   -   -   -   -   Eo  V   -   -
employment_education      3    V   -   Vc  -   -   -   Vc  -   -   -   -   -   Eo  V   -   -
former_holder             1    V   -   Vo  Vo  Vo  Vo  Vo  Vo  Vo  Vo  -   Vo  Vo  Vo  Vo  -
coordination              1    V   V   -   -   -   -   -   -   -   -   -   -   -   -   -   -
alarm                     1    V   V   -   -   -   -   -   -   -   -   -   -   -   -   -   -
break_glass               1    V   V   V   V   V   -   -   -   -   -   V   -   -   -   -   -
conference                4    V   -   Vc  -   -   -   -   -   -   -   -   -   -   -   -   -
oversight                 1    -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   Vs
herself                   8    V   -   -   -   -   -   -   -   -   -   -   -   -   E   V   Vs
administration            1    V   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
rapporteur                1    -   -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
"""
_ROWS = tuple(
    (Basis(name), int(step), cells)
    for name, step, *cells in map(str.split, _TABLE.split("\n")[2:-1])
)

MATRIX: dict[Basis, dict[Section, Cell]] = {
    basis: dict(zip(Section, map(Cell, cells), strict=True)) for basis, _, cells in _ROWS
}
STEP: dict[Basis, int] = {basis: step for basis, step, _ in _ROWS}
"""The issue in which a row comes alive."""

WITHOUT_GRANTS = frozenset(
    {
        Basis.PREVIEW,
        Basis.BREAK_GLASS,
        Basis.OVERSIGHT,
        Basis.HERSELF,
        Basis.ADMINISTRATION,
        Basis.RAPPORTEUR,
    }
)
"""Read from the offer, from the actor's own row or by selectors of their own: never grants."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A role, and the kinds of organisation it must be of; no kinds means any."""

    role: Role
    kinds: frozenset[Kind] = frozenset()

    def fits(self, role: str, kind: str) -> bool:
        """True for a desk of this role in an organisation of such a kind."""
        return role == self.role and (not self.kinds or kind in self.kinds)


def _caseworker(*kinds: Kind) -> Holder:
    return Holder(Role.CASEWORKER, frozenset(kinds))


def _liaison(*kinds: Kind) -> Holder:
    return Holder(Role.LIAISON, frozenset(kinds))


ANYBODY: tuple[Holder, ...] = tuple(Holder(role) for role in Role)
HOLDERS: dict[Basis, tuple[Holder, ...]] = {
    Basis.LEAD: (_caseworker(*LEAD_KINDS, *LEAD_OF_OWN_KINDS),),
    Basis.FIRST_REPORTER: ANYBODY,
    Basis.FIRST_REPORTER_AFTER: ANYBODY,
    Basis.PREVIEW: ANYBODY,
    Basis.ACCOMMODATION: (Holder(Role.PLACEMENT_OFFICER),),
    Basis.URGENT_PROTECTION_SHELTER: (Holder(Role.PLACEMENT_OFFICER),),
    Basis.URGENT_PROTECTION_CARE: (
        _caseworker(Kind.HEALTH_PROVIDER, Kind.NGO, Kind.SOCIAL_SERVICES, Kind.CHILD_PROTECTION),
    ),
    Basis.URGENT_PROTECTION_POLICE: (_liaison(Kind.POLICE, Kind.BORDER_GUARD),),
    Basis.IDENTIFICATION: (Holder(Role.DECISION_MAKER),),
    Basis.MEDICAL: (_caseworker(Kind.HEALTH_PROVIDER),),
    Basis.PSYCHOLOGICAL: (_caseworker(Kind.HEALTH_PROVIDER, Kind.NGO),),
    Basis.LEGAL_AID: (_caseworker(Kind.LEGAL_AID, Kind.NGO),),
    Basis.INTERPRETATION: (_caseworker(),),
    Basis.CHILD_PROTECTION: (_caseworker(Kind.CHILD_PROTECTION, Kind.SOCIAL_SERVICES),),
    Basis.INVESTIGATION: (_liaison(Kind.POLICE, Kind.PROSECUTION),),
    Basis.OWN_INVESTIGATION: (_liaison(Kind.POLICE, Kind.PROSECUTION),),
    Basis.WITNESS_PROTECTION: (_liaison(Kind.POLICE, Kind.PROSECUTION),),
    Basis.LABOUR_INSPECTION: (_caseworker(Kind.LABOUR_INSPECTORATE),),
    Basis.RESIDENCE: (_liaison(Kind.IMMIGRATION),),
    Basis.TRAVEL_DOCUMENTS: (_caseworker(Kind.CONSULATE),),
    Basis.RETURN_REINTEGRATION: (_caseworker(Kind.INTERNATIONAL_ORGANISATION, Kind.NGO),),
    Basis.FAMILY_TRACING: (_caseworker(),),
    Basis.EMPLOYMENT_EDUCATION: (_caseworker(),),
    Basis.FORMER_HOLDER: ANYBODY,
    Basis.COORDINATION: (Holder(Role.COORDINATOR),),
    Basis.ALARM: (Holder(Role.COORDINATOR),),
    Basis.BREAK_GLASS: (Holder(Role.COORDINATOR),),
    Basis.CONFERENCE: ANYBODY,
    Basis.OVERSIGHT: (
        Holder(Role.OVERSIGHT, frozenset({Kind.DATA_PROTECTION_AUTHORITY, Kind.AUDITOR})),
    ),
    Basis.HERSELF: (),
    Basis.ADMINISTRATION: (Holder(Role.ORGANISATION_ADMIN),),
    Basis.RAPPORTEUR: (Holder(Role.RAPPORTEUR),),
}

_BASES_OF_PURPOSE: dict[Purpose, tuple[Basis, ...]] = {
    Purpose.URGENT_PROTECTION: (
        Basis.URGENT_PROTECTION_SHELTER,
        Basis.URGENT_PROTECTION_CARE,
        Basis.URGENT_PROTECTION_POLICE,
    ),
    Purpose.TRANSFER: (Basis.LEAD,),
}


def held_by(basis: Basis, role: str, kind: str) -> bool:
    """True if a desk of this role and kind may hold the basis at all."""
    return any(holder.fits(role, kind) for holder in HOLDERS[basis])


def is_live(basis: Basis, step: int = ACTIVE_STEP) -> bool:
    """True once the row's issue has come."""
    return STEP[basis] <= step


def basis_for(purpose: str, role: str, kind: str, step: int = ACTIVE_STEP) -> Basis | None:
    """The basis that accepting a referral of this purpose gives to such a desk, or None."""
    aim = Purpose(purpose)
    for basis in _BASES_OF_PURPOSE.get(aim) or (Basis(aim.value),):
        if is_live(basis, step) and held_by(basis, role, kind):
            if basis is Basis.LEAD and kind in LEAD_OF_OWN_KINDS:
                return None
            return basis
    return None


def codename(verb: Verb, section: Section) -> str:
    """The permission's codename, such as `view_identity`."""
    return f"{verb}_{section}"


def section_of(name: str) -> Section:
    """The section of a codename."""
    return Section(name.split("_", 1)[1])


_VERBS: dict[Cell, tuple[Verb, ...]] = {
    Cell.NOTHING: (),
    Cell.V: (Verb.VIEW,),
    Cell.E: (Verb.VIEW, Verb.EDIT),
    Cell.VC: (Verb.VIEW,),
    Cell.EC: (Verb.VIEW, Verb.EDIT),
    Cell.VO: (Verb.OWN,),
    Cell.EO: (Verb.OWN, Verb.EDIT),
    Cell.VS: (Verb.STATUS,),
}
_CLOSED: dict[Cell, Cell] = {Cell.VC: Cell.VO, Cell.EC: Cell.EO}


def codenames(cell: Cell, section: Section, *, consented: bool = True) -> frozenset[str]:
    """What a cell gives on a section; a closed `c` turns view into own."""
    shown = cell if consented else _CLOSED.get(cell, cell)
    return frozenset(codename(verb, section) for verb in _VERBS[shown])


PERMISSIONS: tuple[tuple[str, str], ...] = tuple(
    (codename(verb, section), f"{verb} {section}".replace("_", " "))
    for section in Section
    for verb in Verb
)
"""The 64 rows of `Case.Meta.permissions`."""

BREAK_GLASS_CODENAMES: frozenset[str] = frozenset().union(
    *(codenames(cell, section) for section, cell in MATRIX[Basis.BREAK_GLASS].items())
)
"""What an open break-glass adds for the one person who opened it; never a grant."""

POLICE_LIKE = frozenset({Kind.POLICE, Kind.BORDER_GUARD, Kind.CUSTOMS, Kind.INTELLIGENCE_SERVICE})


def never(role: str, kind: str) -> frozenset[Section]:
    """The fixed lines: sections that such a desk holds nothing of, whatever its bases say."""
    closed = set()
    if role == Role.LIAISON or kind in POLICE_LIKE:
        closed.add(Section.HEALTH)
    if role == Role.PLACEMENT_OFFICER:
        closed.add(Section.PROCEEDINGS)
    return frozenset(closed)


def sections_asking_consent(bases: Iterable[Basis]) -> tuple[Section, ...]:
    """The sections that a consent can open for these bases, in the table's order."""
    rows = [MATRIX[basis] for basis in bases]
    return tuple(section for section in Section if any(row[section].asks_consent for row in rows))
