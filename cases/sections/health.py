"""Her health, never seen by police."""

from dataclasses import dataclass, field
from typing import Any

from cases.sections.base import Document, SectionRecord, constraints


@dataclass(frozen=True, slots=True)
class Health(Document):
    urgent: str = ""
    conditions: str = ""
    medication: str = ""
    pregnancy: str = ""
    account: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class HealthRecord(SectionRecord):
    document = Health
    section = "health"

    class Meta(SectionRecord.Meta):
        abstract = False
        constraints = constraints("health")
