"""Where the proceedings of one desk stand, in codes; and how they came there."""

from django.db import models

from cases.models.case import Case
from cases.vocabulary import EndedWhy, Stage
from portal.core.clock import now
from portal.core.models import Referenced, Versioned
from portal.organisations.models import Desk, User


class Proceeding(Referenced, Versioned):
    """The proceedings of one desk on one case: the status line, without content.

    ``since`` is the day on which they came to their stage, as the desk says it. Nothing of assistance
    reads this table but for who may see what (rule 1).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="proceedings")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="proceedings")
    own_report = models.BooleanField(default=False)
    stage = models.CharField(max_length=24, default=Stage.REPORTED.value)
    ended_why = models.CharField(max_length=24, blank=True, default="")
    since = models.DateField()
    opened_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["case", "desk"], name="one_proceeding_a_desk"),
            models.CheckConstraint(
                name="proceeding_stage", condition=models.Q(stage__in=[s.value for s in Stage])
            ),
            models.CheckConstraint(
                name="proceeding_ends_with_a_reason",
                condition=models.Q(
                    stage=Stage.ENDED.value, ended_why__in=[w.value for w in EndedWhy]
                )
                | (~models.Q(stage=Stage.ENDED.value) & models.Q(ended_why="")),
            ),
        ]
        indexes = [
            models.Index(fields=["desk", "-changed_at", "uuid"], name="proceeding_desk"),
        ]

    def __str__(self) -> str:
        return f"proceedings {self.uuid}"


class ProceedingStep(models.Model):
    """One step that was taken: to which stage, on which day, why; never changed."""

    proceeding = models.ForeignKey(Proceeding, on_delete=models.CASCADE, related_name="steps")
    stage = models.CharField(max_length=24)
    ended_why = models.CharField(max_length=24, blank=True, default="")
    day = models.DateField()
    at = models.DateTimeField(default=now)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.stage} of {self.proceeding_id}"
