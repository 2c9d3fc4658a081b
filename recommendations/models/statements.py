"""What the three voices say of an implementation: drafts that change, statements that never do."""

import pgtrigger
from django.db import models
from django.db.models import Q

from portal.audit.append_only import append_only, append_only_triggers
from portal.core.clock import now
from portal.core.models import Referenced, Versioned
from recommendations.models.implementation import Implementation, ReportingPeriod
from recommendations.rules.evidence import EvidenceKind
from recommendations.rules.levels import Confidence, Level, Voice
from recommendations.rules.stages import Stage

LEVELS = [level.value for level in Level]
VOICES = [voice.value for voice in Voice]
SURE = [one.value for one in Confidence]


class Submission(Referenced, Versioned):
    """Something being written: a report, an assessment, a comment, on its way to be published.

    ``organisation`` is who speaks; for a report the responsible actor, for an assessment the
    rapporteur's office.
    """

    implementation = models.ForeignKey(
        Implementation, on_delete=models.PROTECT, related_name="submissions"
    )
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="submissions"
    )
    voice = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    desk = models.ForeignKey("organisations.Desk", on_delete=models.PROTECT, related_name="+")
    written_by = models.BigIntegerField(null=True)
    level = models.CharField(max_length=24, blank=True, default="")
    confidence = models.CharField(max_length=8, blank=True, default="")
    justification = models.TextField(blank=True, default="")
    stage = models.CharField(max_length=12, default=Stage.DRAFT.value)
    returned_because = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["implementation", "period", "voice", "organisation"],
                condition=Q(stage__in=["draft", "submitted", "returned"]),
                name="one_open_submission",
            ),
            models.CheckConstraint(condition=Q(voice__in=VOICES), name="submission_voice"),
            models.CheckConstraint(condition=Q(level__in=["", *LEVELS]), name="submission_level"),
            models.CheckConstraint(
                condition=Q(confidence__in=["", *SURE]), name="submission_confidence"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[s.value for s in Stage]), name="submission_stage"
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "changed_at"], name="submission_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.voice} {self.uuid}"


@append_only
class Statement(Referenced):
    """One published word on an implementation in a period. Never overwritten: a correction is the
    next ``edition``, and all editions stay readable."""

    implementation = models.ForeignKey(
        Implementation, on_delete=models.PROTECT, related_name="statements"
    )
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="statements")
    voice = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    edition = models.PositiveIntegerField(default=1)
    level = models.CharField(max_length=24)
    confidence = models.CharField(max_length=8, blank=True, default="")
    justification = models.TextField()
    submission = models.OneToOneField(
        Submission, on_delete=models.PROTECT, related_name="statement"
    )
    published_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        ordering = ["-period__ends_on", "-edition"]
        triggers = append_only_triggers()
        constraints = [
            models.UniqueConstraint(
                fields=["implementation", "period", "voice", "organisation", "edition"],
                name="one_edition",
            ),
            models.CheckConstraint(condition=Q(voice__in=VOICES), name="statement_voice"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="statement_level"),
            models.CheckConstraint(
                condition=Q(confidence__in=["", *SURE]), name="statement_confidence"
            ),
        ]
        indexes = [
            models.Index(
                fields=["implementation", "voice", "-period", "-edition"], name="statement_latest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice} {self.level} {self.edition}"


class Evidence(Referenced):
    """What a statement rests on: a file, a link, or a live figure by its code.

    Belongs to a submission; once that is published the database refuses every change.
    """

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    address = models.URLField(max_length=500, blank=True, default="")
    figure = models.CharField(max_length=60, blank=True, default="")
    content_type = models.CharField(max_length=40, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    published = models.BooleanField(default=False)
    added_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering = ["added_at", "id"]
        triggers = [
            pgtrigger.Protect(
                name="published_evidence_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in EvidenceKind]), name="evidence_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"
