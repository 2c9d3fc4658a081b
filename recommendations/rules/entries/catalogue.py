"""All kinds by their code, in the order of the pages. Pure."""

from collections.abc import Mapping

from recommendations.rules.entries import doing, plan
from recommendations.rules.entries.kinds import EntryKind, Part

ALL: tuple[EntryKind, ...] = (
    plan.MEASURE, plan.INDICATOR, plan.PROGRESS, plan.STATUS, plan.DEFINITION, plan.STANDARD,
    plan.STANDARD_CHECK, *doing.KINDS,
)  # fmt: skip
KINDS: Mapping[str, EntryKind] = {one.code: one for one in ALL}
KIND_CODES: list[tuple[str, str]] = [(code, code) for code in KINDS]


def of_part(part: str) -> tuple[EntryKind, ...]:
    """The kinds of a part."""
    return tuple(one for one in ALL if one.part == part)


def below(kind: EntryKind) -> tuple[EntryKind, ...]:
    """The kinds whose entries hang below one of this kind."""
    return tuple(
        one for one in ALL if one.parent is not None and one.parent.parent == kind.code
    )  # fmt: skip


PARTS: tuple[Part, ...] = tuple(Part)
