"""What the section tables have in common: one row a version, sealed, with its author's desk."""

from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, Self

from django.db import models

from portal.core.clock import now
from portal.core.models import Referenced


@dataclass(frozen=True, slots=True)
class Document:
    """A section's content, typed; sealed as JSON. Unknown keys of an older version are kept away."""

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: dict[str, Any]) -> Self:
        known = {f.name for f in fields(cls)}
        return cls(**{k: _tuples(v) for k, v in raw.items() if k in known})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


class SectionRecord(Referenced):
    """One version of one record of a section, by one desk. Never updated but for ``current``.

    ``record`` is the same for all versions; the lead's record is shown first, others beneath as
    'said by'. The content opens only through ``selectors.open_section``.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    record = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=True)
    author_desk = models.ForeignKey(
        "organisations.Desk", on_delete=models.PROTECT, related_name="+"
    )
    author_user = models.ForeignKey(
        "organisations.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(default=now)
    imported = models.BooleanField(default=False)
    sealed = models.BinaryField()

    document: ClassVar[type[Document]]
    section: ClassVar[str]

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.section} {self.record} v{self.version}"


def constraints(name: str) -> list[models.BaseConstraint]:
    """One row a version, one current version a record."""
    return [
        models.UniqueConstraint(fields=["record", "version"], name=f"{name}_version"),
        models.UniqueConstraint(
            fields=["record"], condition=models.Q(current=True), name=f"{name}_current"
        ),
    ]
