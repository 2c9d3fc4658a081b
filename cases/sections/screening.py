"""What was seen and heard at first contact: signs, act, means, purpose, her own words."""

from dataclasses import dataclass, field
from typing import Any

from cases.sections.base import Document, SectionRecord, constraints


@dataclass(frozen=True, slots=True)
class Screening(Document):
    """``answers``: sign or indicator code -> {answer, source}; never a verdict."""

    acts: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    answers: dict[str, Any] = field(default_factory=dict)
    account: str = ""
    seen_at: str = ""
    outcome: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class ScreeningRecord(SectionRecord):
    document = Screening
    section = "screening"

    class Meta(SectionRecord.Meta):
        abstract = False
        constraints = constraints("screening")
