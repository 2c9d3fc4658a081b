"""Her papers and her stay."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from cases.sections.base import Document, SectionRecord, constraints


@dataclass(frozen=True, slots=True)
class Immigration(Document):
    status: str = ""
    papers_held_by: str = ""
    permit_until: str = ""
    account: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class ImmigrationRecord(SectionRecord):
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="immigrations")
    document = Immigration
    section = "immigration"

    class Meta(SectionRecord.Meta):
        abstract = False
        constraints = constraints("immigration")
