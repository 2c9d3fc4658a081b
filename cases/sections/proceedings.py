"""What an investigating desk writes of its own proceedings; where they stand is a row of codes."""

from dataclasses import dataclass, field
from typing import Any

from cases.sections.base import Document, SectionRecord, constraints


@dataclass(frozen=True, slots=True)
class Proceedings(Document):
    """Suspects, places and vehicles are no part of it: they are intelligence (policy 11)."""

    file_number: str = ""
    offences: tuple[str, ...] = ()
    article: str = ""
    authority: str = ""
    court: str = ""
    next_hearing: str = ""
    account: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


class ProceedingsRecord(SectionRecord):
    document = Proceedings
    section = "proceedings"

    class Meta(SectionRecord.Meta):
        abstract = False
        constraints = constraints("proceedings")
