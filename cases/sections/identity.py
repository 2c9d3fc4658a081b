"""Who she is. Names are optional one by one: a person of one name is complete."""

from dataclasses import dataclass, field
from typing import Any

from django.db import models

from cases.sections.base import Document, SectionRecord, constraints
from portal.sealing.models import BlindToken


@dataclass(frozen=True, slots=True)
class Identity(Document):
    """Names as she gives them; birth as known (``cases.age``), with who says so."""

    given_names: str = ""
    family_name: str = ""
    other_names: str = ""
    birth: dict[str, Any] = field(default_factory=dict)
    gender: str = ""
    citizenships: tuple[str, ...] = ()
    document_numbers: str = ""
    said_by: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Every name of hers, whole."""
        full = " ".join(filter(None, [self.given_names, self.family_name]))
        return [name for name in (full, self.other_names) if name]


class IdentityRecord(SectionRecord):
    document = Identity
    section = "identity"

    class Meta(SectionRecord.Meta):
        abstract = False
        constraints = constraints("identity")


class IndexToken(BlindToken):
    """A blind trait of a name or a birth: cut short, keyed, of no use without the key."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="tokens")

    class Meta(BlindToken.Meta):
        abstract = False
        default_permissions = ()
        indexes = [models.Index(fields=["token", "case"], name="index_token")]

    def __str__(self) -> str:
        return f"token of {self.case_id}"
