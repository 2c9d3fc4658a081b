"""What a State does, kind by kind: entries that change, and editions of them that never do."""

from django.db import models
from django.db.models import Q

from portal.audit.append_only import append_only, append_only_triggers
from portal.core.clock import now
from portal.core.models import Referenced, Versioned
from recommendations.rules.stages import Stage

LONGEST_CODE = 40


class Entry(Referenced, Versioned):
    """Something that a State does, on its way to be published: a measure, an instrument, a campaign.

    ``document`` holds the fields of its kind (``rules.entries``), read and judged before they are
    kept. ``code`` is stable and its State's own; entries below it name it.
    """

    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=LONGEST_CODE)
    state = models.ForeignKey(
        "organisations.State", on_delete=models.PROTECT, related_name="register_entries"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    desk = models.ForeignKey("organisations.Desk", on_delete=models.PROTECT, related_name="+")
    written_by = models.BigIntegerField(null=True)
    document = models.JSONField(default=dict)
    stage = models.CharField(max_length=12, default=Stage.DRAFT.value)
    returned_because = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(fields=["state", "kind", "code"], name="one_entry_a_code"),
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in Stage]), name="entry_stage_known"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-changed_at"], name="entries_own"),
            models.Index(
                fields=["state", "changed_at"], name="entries_waiting",
                condition=Q(stage="submitted"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


@append_only
class EntryEdition(Referenced):
    """What was published of an entry on a day. The plan of a day is each entry's edition of then.

    ``withdrawn`` is the edition that takes an entry out: what stood before stays readable.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="editions")
    edition = models.PositiveIntegerField()
    document = models.JSONField()
    withdrawn = models.BooleanField(default=False)
    published_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["entry_id", "-edition"]
        triggers = append_only_triggers()
        constraints = [
            models.UniqueConstraint(fields=["entry", "edition"], name="one_edition_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} edition {self.edition}"
