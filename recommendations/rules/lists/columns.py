"""Fields of a list and the headings under which others write them. Another heading: by an option."""

import re
from collections.abc import Iterable, Mapping, Sequence

FIELDS: Mapping[str, tuple[str, ...]] = {
    "reference": ("reference", "ref", "code", "number", "paragraph", "recommendation number", "para"),
    "section": ("section", "chapter"),
    "title": ("title", "short title", "heading"),
    "text": ("text", "paraphrase", "recommendation", "recommendation text", "recommendations"),
    "addressees": ("addressees", "addressee", "addressed to", "responsible"),
    "made_by": ("made by", "from", "recommending state", "body", "issued by"),
    "state": ("state", "country", "to", "state under review", "state concerned"),
    "approach": ("approach",),
    "activities": ("activities", "activity"),
    "response": ("response", "answer", "position", "state response", "support", "status of acceptance"),
    "verb": ("verb", "urgency"),
    "targets": ("targets", "target", "sdg", "sdg targets", "sdgs"),
    "links": ("links", "linked to", "related"),
    "themes": ("themes", "theme", "issue", "issues", "topic"),
    "cycle": ("session", "cycle", "round"),
}  # fmt: skip
"""Field -> headings, in their plain form; the first heading of a list that fits wins."""

NEEDED = ("text",)


def plain(heading: str) -> str:
    """A heading without case, marks and doubled spaces."""
    return " ".join(re.sub(r"[^\w ]", " ", heading.casefold().replace("_", " ")).split())


def known(cell: str) -> bool:
    """Whether a cell reads like a heading of such a list."""
    word = plain(cell)
    return any(word in names for names in FIELDS.values())


def mapping(
    headings: Sequence[str], asked: Mapping[str, str], *, of: Iterable[str] = FIELDS
) -> tuple[dict[int, str], list[str]]:
    """Column -> field, and the headings that mean nothing to us.

    ``asked`` says 'this heading is that field' ('' leaves it out) and goes before what is guessed.
    """
    found: dict[int, str] = {}
    said = {plain(heading): field for heading, field in asked.items()}
    for at, heading in enumerate(headings):
        if plain(heading) in said and said[plain(heading)]:
            found[at] = said[plain(heading)]
    for field in of:
        if field in found.values():
            continue
        for at, heading in enumerate(headings):
            if at not in found and plain(heading) not in said and plain(heading) in FIELDS[field]:
                found[at] = field
                break
    unknown = [h for at, h in enumerate(headings) if at not in found and h.strip()]
    return found, unknown
