"""What she needs and what is done about it."""

from dataclasses import dataclass, field
from typing import Any

from cases.sections.base import Document, SectionRecord, constraints


@dataclass(frozen=True, slots=True)
class Needs(Document):
    needs: tuple[str, ...] = ()
    care_level: str = ""
    plan: str = ""
    running: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class NeedsRecord(SectionRecord):
    document = Needs
    section = "needs_and_assistance"

    class Meta(SectionRecord.Meta):
        abstract = False
        constraints = constraints("needs")
