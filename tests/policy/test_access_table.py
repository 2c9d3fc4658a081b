import pytest

from portal.access.conditions import CONDITIONS
from portal.access.matrix import (
    ACTIVE_STEP,
    BREAK_GLASS_CODENAMES,
    HOLDERS,
    MATRIX,
    PERMISSIONS,
    STEP,
    Basis,
    Cell,
    ConsentPurpose,
    Kind,
    Purpose,
    Role,
    Section,
    basis_for,
    codenames,
    held_by,
    is_live,
    never,
    section_of,
)
from tests.policy.tables import rows

ROWS = rows("access")
SECTIONS = list(ROWS[0])[5:]


def test_the_table_has_the_same_rows_and_columns_in_the_same_order():
    assert [row["basis"] for row in ROWS] == [str(basis) for basis in Basis] == list(MATRIX)
    assert [str(section) for section in Section] == SECTIONS
    assert len(SECTIONS) == 16


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["basis"])
def test_every_cell_is_the_policys(row):
    basis = Basis(row["basis"])
    assert {str(s): str(cell) for s, cell in MATRIX[basis].items()} == {
        section: row[section] for section in SECTIONS
    }
    assert STEP[basis] == int(row["step"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["basis"])
def test_every_sentence_is_the_policys(row):
    condition = CONDITIONS[Basis(row["basis"])]
    assert (condition.held_by, condition.needs, condition.limit) == (
        row["held_by"],
        row["needs"],
        row["limit"],
    )


def test_rows_of_later_steps_are_held_back():
    assert ACTIVE_STEP == 2
    late = {Basis(row["basis"]) for row in ROWS if int(row["step"]) > 2}
    assert late == {basis for basis in Basis if not is_live(basis)}
    assert Basis.RESIDENCE in late and Basis.INVESTIGATION not in late
    assert basis_for("investigation", "liaison", "police", step=1) is None
    assert basis_for("investigation", "liaison", "police") is Basis.INVESTIGATION


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["basis"])
def test_the_holders_are_those_the_policy_names(row):
    said = row["held_by"].replace("-", "")
    named_kinds = {kind for kind in Kind if _names(said, kind)}
    named_roles = {role for role in Role if _names(said.split("(")[0], role)}
    holders = HOLDERS[Basis(row["basis"])]
    if said.startswith("any desk"):
        assert {holder.role for holder in holders} == set(Role)
        return
    assert {holder.role for holder in holders} == named_roles
    kinds = frozenset().union(*(holder.kinds for holder in holders))
    if "any kind" in said:
        assert kinds == frozenset()
    else:
        assert kinds == named_kinds


def _names(text, word):
    return str(word) in [part.strip("();,. ") for part in text.replace(";", " ").split()]


CODENAMES = {
    "-": ([], []),
    "V": (["view"], ["view"]),
    "E": (["edit", "view"], ["edit", "view"]),
    "Vc": (["view"], ["own"]),
    "Ec": (["edit", "view"], ["edit", "own"]),
    "Vo": (["own"], ["own"]),
    "Eo": (["edit", "own"], ["edit", "own"]),
    "Vs": (["status"], ["status"]),
}


@pytest.mark.parametrize("cell", list(Cell))
def test_a_cell_becomes_the_codenames_the_policy_says(cell):
    opened, closed = CODENAMES[str(cell)]
    assert sorted(codenames(cell, Section.HEALTH)) == [f"{verb}_health" for verb in opened]
    assert sorted(codenames(cell, Section.HEALTH, consented=False)) == [
        f"{verb}_health" for verb in closed
    ]


def test_there_are_sixty_four_permissions():
    names = [name for name, _ in PERMISSIONS]
    assert len(names) == len(set(names)) == 64
    assert {section_of(name) for name in names} == set(Section)
    assert "status_needs_and_assistance" in names


def test_break_glass_adds_six_views_and_no_edit():
    assert {
        "view_envelope",
        "view_summary",
        "view_identity",
        "view_contact_and_safety",
        "view_screening",
        "view_placement",
    } == BREAK_GLASS_CODENAMES


def test_a_consent_may_name_each_purpose_and_four_more():
    assert {str(p) for p in ConsentPurpose} == {str(p) for p in Purpose} | {
        "lead",
        "coordination",
        "conference",
        "statistics",
    }


RECEIVERS = [
    ("identification", "decision_maker", "competent_authority", Basis.IDENTIFICATION),
    ("identification", "decision_maker", "ngo", Basis.IDENTIFICATION),
    ("identification", "caseworker", "competent_authority", None),
    ("accommodation", "placement_officer", "ngo", Basis.ACCOMMODATION),
    ("accommodation", "caseworker", "shelter", None),
    ("urgent_protection", "placement_officer", "shelter", Basis.URGENT_PROTECTION_SHELTER),
    ("urgent_protection", "caseworker", "health_provider", Basis.URGENT_PROTECTION_CARE),
    ("urgent_protection", "liaison", "border_guard", Basis.URGENT_PROTECTION_POLICE),
    ("urgent_protection", "liaison", "customs", None),
    ("medical", "caseworker", "health_provider", Basis.MEDICAL),
    ("medical", "caseworker", "ngo", None),
    ("psychological", "caseworker", "ngo", Basis.PSYCHOLOGICAL),
    ("legal_aid", "caseworker", "legal_aid", Basis.LEGAL_AID),
    ("interpretation", "caseworker", "hotline", Basis.INTERPRETATION),
    ("child_protection", "caseworker", "social_services", Basis.CHILD_PROTECTION),
    ("transfer", "caseworker", "shelter", Basis.LEAD),
    ("transfer", "caseworker", "legal_aid", None),
    ("transfer", "liaison", "police", None),
    ("residence", "liaison", "immigration", None),
]


@pytest.mark.parametrize(("purpose", "role", "kind", "basis"), RECEIVERS)
def test_accepting_a_purpose_gives_one_basis(purpose, role, kind, basis):
    assert basis_for(purpose, role, kind) is basis


def test_every_purpose_has_a_basis_in_some_step():
    for purpose in Purpose:
        found = {basis_for(purpose, role, kind, step=9) for role in Role for kind in Kind} - {None}
        assert found, purpose


@pytest.mark.parametrize("basis", list(Basis))
def test_no_row_crosses_a_fixed_line(basis):
    for holder in HOLDERS[basis]:
        if len(HOLDERS[basis]) > 1:
            continue
        for kind in holder.kinds or Kind:
            for section in never(holder.role, kind):
                if held_by(basis, holder.role, kind) and holder.kinds:
                    assert MATRIX[basis][section] is Cell.NOTHING
