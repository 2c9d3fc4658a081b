"""Unmet need: a search that found nobody, a refusal. Nobody's name, no case, no receiver."""

from django.db import models

from portal.core.models import Referenced
from portal.organisations.models import Region, State
from referrals.reasons import Then, Unmet


class UnmetNeed(Referenced):
    """One row for each search without a fitting place, and for each refusal.

    ``thread`` is a keyed hash of whose need it was, so that 'what happened then' finds its rows;
    nobody reads it back. ``in_coordination`` as it stood then: of an own case coordination hears
    nothing, later neither (policy 7).
    """

    jurisdiction = models.ForeignKey(State, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    need = models.CharField(max_length=40)
    reason = models.CharField(max_length=40)
    persons = models.PositiveSmallIntegerField(default=1)
    hours_waited = models.PositiveIntegerField(default=0)
    in_coordination = models.BooleanField(default=False)
    thread = models.CharField(max_length=32)
    at = models.DateTimeField()
    then = models.CharField(max_length=16, default=Then.OPEN.value)
    then_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="unmet_reason", condition=models.Q(reason__in=[r.value for r in Unmet])
            ),
            models.CheckConstraint(
                name="unmet_then", condition=models.Q(then__in=[t.value for t in Then])
            ),
        ]
        indexes = [
            models.Index(
                fields=["jurisdiction", "-at", "-uuid"], name="unmet_board",
                condition=models.Q(in_coordination=True),
            ),
            models.Index(fields=["thread"], name="unmet_thread"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.need}: {self.reason}"
