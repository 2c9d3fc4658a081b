"""Who carries out which recommendation in which State, and when reports on it are due."""

from django.db import models
from django.db.models import F, Q

from portal.core.clock import now
from portal.core.models import Referenced, Versioned
from recommendations.models.approaches import ActorType
from recommendations.models.sources import Recommendation


class Implementation(Referenced, Versioned):
    """A recommendation × a State × the organisation that answers for it there."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="implementations"
    )
    state = models.ForeignKey(
        "organisations.State", on_delete=models.PROTECT, related_name="implementations"
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="implementations"
    )
    actor_type = models.ForeignKey(
        ActorType, on_delete=models.PROTECT, related_name="implementations"
    )
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        ordering = ["recommendation__source__year", "recommendation__number", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "state", "organisation"], name="one_implementation"
            )
        ]
        indexes = [
            models.Index(fields=["state", "recommendation"], name="implementation_state"),
            models.Index(fields=["organisation"], name="implementation_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} in {self.state_id} by {self.organisation_id}"


class ReportingPeriod(Referenced, Versioned):
    """The time a State reports on, and until when. A closed one takes no more reports."""

    state = models.ForeignKey(
        "organisations.State", on_delete=models.PROTECT, related_name="reporting_periods"
    )
    code = models.CharField(max_length=20)
    begins_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["state__code", "ends_on"]
        constraints = [
            models.UniqueConstraint(fields=["state", "code"], name="one_period_a_code"),
            models.CheckConstraint(
                condition=Q(begins_on__lt=F("ends_on"), due_on__gte=F("ends_on")),
                name="period_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether reports are still taken."""
        return self.closed_at is None


class ReportDue(Referenced):
    """A report that is owed: one implementation, one period. A clock runs for it until it is in."""

    implementation = models.ForeignKey(
        Implementation, on_delete=models.PROTECT, related_name="reports_due"
    )
    period = models.ForeignKey(
        ReportingPeriod, on_delete=models.PROTECT, related_name="reports_due"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["implementation", "period"], name="owed_once")
        ]
        indexes = [
            models.Index(
                fields=["period", "implementation"], name="report_owed",
                condition=Q(answered_at__isnull=True),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"report {self.implementation_id} {self.period_id}"
