"""Alarms: what must not wait, until somebody takes it and until it is over."""

from django.db import models

from cases.models.case import Case
from portal.core.clock import now
from portal.core.models import Referenced
from portal.organisations.models import Desk, User


class Alarm(Referenced):
    """Something that endangers a person's way to safety: unplaced, late, missing, no guardian.

    While it is open a coordinator of a case in coordination holds the basis ``alarm``.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="alarms")
    kind = models.CharField(max_length=32)
    referral_uuid = models.UUIDField(null=True)
    opened_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=40, blank=True, default="")
    taken_by_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, related_name="+")
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "referral_uuid"],
                condition=models.Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="one_open_alarm",
            )
        ]
        indexes = [
            models.Index(
                fields=["opened_at"], name="alarm_open", condition=models.Q(closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"
