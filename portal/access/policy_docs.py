"""The access policy and the preview as Markdown, from the code's own tables."""

from collections.abc import Iterable, Sequence

from portal.access.conditions import CONDITIONS
from portal.access.matrix import ACTIVE_STEP, MATRIX, STEP, WITHOUT_GRANTS, Basis, Section
from portal.access.preview import COLUMNS, FOR_EVERY_PURPOSE, PreviewField

GENERATED = "<!-- Written by `manage.py policy_docs` from the code's tables. Do not edit. -->"
SHORT: dict[Section, str] = {
    Section.CONTACT_AND_SAFETY: "contact, safety",
    Section.NEEDS_AND_ASSISTANCE: "needs, assistance",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def render_access() -> str:
    """`docs/policy/access.md`: every basis and what it gives, then who may hold it and how long."""
    matrix = table(
        ["basis", "step", *(SHORT.get(section, str(section)) for section in Section)],
        ([_named(basis), str(STEP[basis]), *MATRIX[basis].values()] for basis in Basis),
    )
    conditions = table(
        ["basis", "held by", "needs", "how long"],
        (
            [_named(basis), condition.held_by, condition.needs, condition.limit]
            for basis, condition in CONDITIONS.items()
        ),
    )
    return f"""{GENERATED}
# Who may see and do

One row is one *basis* on which a desk holds something of a case. No basis, no right; a wall is
nothing at all, above every basis.

`-` nothing · `V` view · `E` view and edit · `c` only while a consent of the person covers this
purpose, this recipient and this section · `o` only what this desk itself wrote · `s` the status
line, no content. A closed `c` leaves what the desk wrote itself. Rows of a step above
{ACTIVE_STEP} are held back. Bases with a star write no grant: they are read from the offer, from
the person's own row, or by a selector of their own.

{matrix}

## On what each basis rests

{conditions}
"""


def _named(basis: Basis) -> str:
    star = " ★" if basis in WITHOUT_GRANTS else ""
    return f"`{basis}`{star}"


def render_preview() -> str:
    """`docs/policy/preview.md`: what a receiver sees before answering."""
    rows = (
        [field.label, *("yes" if _shows(field, adds) else "-" for _, _, adds in COLUMNS)]
        for field in PreviewField
    )
    return f"""{GENERATED}
# What a receiver sees before answering

By purpose: that and nothing else, also in the API, the notice and the history. An offer has a
reference of its own, so that those who refused cannot join offers to a case. It never shows a
name, a nationality, a form of exploitation or a place below the region.

{table(["field", *(title for title, _, _ in COLUMNS)], rows)}
"""


def _shows(field: PreviewField, adds: frozenset[PreviewField]) -> bool:
    return field in FOR_EVERY_PURPOSE or field in adds
