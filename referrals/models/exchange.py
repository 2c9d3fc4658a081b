"""Lists that come in and go out. Answers, reports and files are sealed under a key of their own."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models import Case
from portal.core.clock import now
from portal.core.models import Referenced, Versioned
from portal.organisations.models import Desk, Organisation, User


class ImportState(models.TextChoices):
    """Where an import stands; a run that was cut off stays where it was and is taken up again."""

    CHECKING = "checking"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    UNREADABLE = "unreadable"


class ImportRun(Referenced, Versioned):
    """One file of one person: read in a dry run, then taken over row by row.

    The file lies sealed on the storage under the uuid; ``answers`` and ``report`` are sealed here.
    Only counts and codes stand in clear. It goes, with its key, when its clock is over.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=16, choices=ImportState.choices, default=ImportState.CHECKING
    )
    keep = models.CharField(max_length=8, default="all")
    may_import = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    answers = models.BinaryField()
    report = models.BinaryField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-created_at"], name="import_uploader")]

    def __str__(self) -> str:
        return f"import {self.uuid}"

    @property
    def taken(self) -> int:
        """Rows that are in, whether they were new or not."""
        return self.created + self.updated + self.unchanged


class ImportPage(models.Model):
    """Fifty lines of a report, sealed: what is to correct, or what each row came to."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="pages")
    kind = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["run", "kind", "number"], name="one_import_page")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of import {self.run_id}"


class ImportedRow(models.Model):
    """A row that was taken over: its case, and what its content was (keyed, so unreadable).

    Written in the transaction that writes the case: neither is ever there without the other.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=12)
    taken_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="one_row_key")]

    def __str__(self) -> str:
        return f"row of {self.organisation_id}: {self.outcome}"


class ExportState(models.TextChoices):
    """Where an export stands."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    REFUSED = "refused"


class ExportRun(Referenced, Versioned):
    """A list of a desk's cases that somebody asked for; the file lies sealed on the storage."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=16, choices=ExportState.choices)
    form = models.CharField(max_length=8)
    headers = models.CharField(max_length=8, default="names")
    case_ids = ArrayField(models.BigIntegerField(), default=list)
    own_cases = models.BooleanField(default=False)
    written = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["organisation", "-created_at"], name="export_newest")]

    def __str__(self) -> str:
        return f"export {self.uuid}"
