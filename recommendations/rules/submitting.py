"""What a report, an assessment or a comment must say before it is sent. Pure: field -> reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from recommendations.rules.levels import Confidence, Level, Voice
from recommendations.rules.texts import marked_up, unreadable

LONGEST = 5_000


class Wrong(StrEnum):
    """Why a field is refused; the edge has the remedy in words."""

    UNKNOWN_LEVEL = "unknown_level"
    UNKNOWN_CONFIDENCE = "unknown_confidence"
    LEVEL_MISSING = "level_missing"
    JUSTIFICATION_MISSING = "justification_missing"
    TOO_LONG = "too_long"
    MARKUP = "markup"
    UNREADABLE = "unreadable"
    EVIDENCE_MISSING = "evidence_missing"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody states of an implementation."""

    level: str = ""
    confidence: str = ""
    justification: str = ""


def broken(said: Said) -> dict[str, Wrong]:
    """What no draft may hold: unknown codes, markup, too much."""
    found: dict[str, Wrong] = {}
    if said.level and said.level not in set(Level):
        found["level"] = Wrong.UNKNOWN_LEVEL
    if said.confidence and said.confidence not in set(Confidence):
        found["confidence"] = Wrong.UNKNOWN_CONFIDENCE
    if reason := text_refused(said.justification, longest=LONGEST):
        found["justification"] = reason
    return found


def text_refused(text: str, *, longest: int) -> Wrong | None:
    """Why a text is refused: too long, markup, or characters nobody typed."""
    if len(text) > longest:
        return Wrong.TOO_LONG
    if unreadable(text):
        return Wrong.UNREADABLE
    return Wrong.MARKUP if marked_up(text) else None


def incomplete(said: Said, *, voice: str, evidence: Iterable[object]) -> dict[str, Wrong]:
    """What is missing before it goes to be published.

    A State that says 'full' proves it: a claim without evidence is what the register is against.
    """
    found = broken(said)
    if not said.level:
        found.setdefault("level", Wrong.LEVEL_MISSING)
    if not said.justification.strip():
        found.setdefault("justification", Wrong.JUSTIFICATION_MISSING)
    proved = any(True for _ in evidence)
    if voice == Voice.SELF and said.level == Level.FULL and not proved:
        found.setdefault("evidence", Wrong.EVIDENCE_MISSING)
    return found
