"""OHCHR's thematic list of UPR recommendations, a text taken from a document, as rows."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

OPENING = "Recommendation and recommending State"
PARAGRAPH = re.compile(r"(\d{1,3}\.\d{1,4}) +(.+)")
BY = re.compile(r"((?:\s*\([^()]+\))+)\s*;?\s*$")
NAMES = re.compile(r"\(([^()]+)\)")
GOAL = re.compile(r"- \d{1,2} - [A-Z ,]+$")


def is_thematic(text: str) -> bool:
    """Whether a text is such a list."""
    return OPENING in text[:400]


@dataclass(slots=True)
class _Paragraph:
    line: int
    reference: str
    words: list[str]
    answer: str = ""
    themes: list[str] = field(default_factory=list)

    def row(self) -> tuple[int, dict[str, str]]:
        text = " ".join(self.words)
        match = BY.search(text)
        by = ", ".join(NAMES.findall(match[1])) if match else ""
        text = text[: match.start()] if match else text
        return self.line, {
            "reference": self.reference, "text": text.strip().rstrip(";"), "made_by": by[:200],
            "response": self.answer, "themes": "; ".join(self.themes)[:500],
        }  # fmt: skip


def rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, cells) of each paragraph; one that stands under several themes comes once."""
    found: dict[str, _Paragraph] = {}
    now: _Paragraph | None = None
    themes_now = True
    for number, raw in enumerate(text.splitlines(), start=1):
        line = " ".join(html.unescape(raw).split())
        if match := PARAGRAPH.match(line):
            now = _Paragraph(number, match[1], [match[2]])
            now, themes_now = found.setdefault(match[1], now), True
            continue
        if now is None or not line:
            continue
        themes_now = _more(now, line, themes_now)
    for one in found.values():
        yield one.row()


def _more(now: _Paragraph, line: str, themes_now: bool) -> bool:
    """Add a line to its paragraph; returns whether bullets that follow are themes."""
    if line.startswith(("Source of Position", "Theme:")):
        return True
    if line.startswith("Groups of Persons"):
        return False
    if line.casefold() in ("supported", "noted", "supported/noted"):
        now.answer = line.split("/")[0]
    elif line.startswith("- "):
        theme = line[2:].strip()
        if themes_now and not GOAL.match(line) and theme not in now.themes:
            now.themes.append(theme)
    elif not now.answer and not now.themes:
        now.words.append(line)
    return themes_now
