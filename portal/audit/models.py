"""The record and its seals. Numbers and codes only: no foreign key, no name, no text."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from portal.audit.append_only import APPEND_ONLY, append_only, append_only_triggers
from portal.audit.seals import Position, leaf, row_bytes
from portal.core.horizon import XidField

__all__ = ["APPEND_ONLY", "Entry", "Seal"]


@append_only
class Entry(models.Model):
    """Something was changed, looked at, or refused."""

    xid = XidField()
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    desk_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    case_id = models.BigIntegerField(null=True)
    cases = ArrayField(models.BigIntegerField(), null=True)
    section = models.CharField(max_length=40, default="")
    subject = models.CharField(max_length=80, default="")
    detail = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        triggers = append_only_triggers()
        indexes = [
            models.Index(fields=["xid", "id"], name="entry_order"),
            models.Index(
                fields=["case_id", "-id"],
                name="entry_of_case",
                condition=models.Q(case_id__isnull=False),
            ),
            GinIndex(
                fields=["cases"], name="entry_of_list", condition=models.Q(cases__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"

    @property
    def position(self) -> Position:
        """Its place in the order of events."""
        return Position(self.xid, self.pk)

    def sealed_values(self) -> list[Any]:
        """All columns, in the order in which they are sealed; a new column goes to the end."""
        return [
            *(self.pk, str(self.xid), self.at, self.user_id, self.desk_id, self.organisation_id),
            *(self.role, self.verb, self.case_id, self.cases, self.section, self.subject),
            self.detail,
        ]

    def leaf(self) -> bytes:
        """The hash that a seal keeps of this row."""
        return leaf(row_bytes(self.sealed_values()))


@append_only
class Seal(models.Model):
    """The Merkle root over the rows since the seal before, chained to it.

    ``leaves`` keeps each row's number and hash, so that a changed row can be named. An empty seal
    opens each day (UTC): its forerunner is the last of the day before.
    """

    number = models.BigIntegerField(unique=True)
    made_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    last_xid = models.BigIntegerField()
    last_id = models.BigIntegerField()
    leaves = models.BinaryField()
    root = models.BinaryField()
    previous = models.BinaryField()
    chain = models.BinaryField()

    class Meta:
        default_permissions = ()
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"seal {self.number}"

    @property
    def last(self) -> Position:
        """The place of the last row that is sealed."""
        return Position(self.last_xid, self.last_id)
