"""Her papers and her stay."""

from dataclasses import dataclass, field
from typing import Any

from cases.sections.base import Document, SectionRecord, constraints


@dataclass(frozen=True, slots=True)
class Immigration(Document):
    status: str = ""
    papers_held_by: str = ""
    permit_until: str = ""
    account: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class ImmigrationRecord(SectionRecord):
    document = Immigration
    section = "immigration"

    class Meta(SectionRecord.Meta):
        abstract = False
        constraints = constraints("immigration")
