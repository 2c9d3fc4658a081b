"""The case: references, who made it, who leads, and the codes that routing and clocks need."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.access.matrix import PERMISSIONS, AgeStatus
from portal.core.clock import now
from portal.core.models import Referenced, Versioned
from portal.organisations.models import Desk, State


class Case(Referenced, Versioned):
    """One person's way through the mechanism, in one State.

    It holds no personal data: identity, contact, health and the like are tables of their own,
    sealed. What stands here is derived from them by ``services.derive_summary`` and by moves;
    nobody edits it. ``left_at`` is empty while the case is its organisation's own (policy 7).
    """

    ref = models.CharField(max_length=16, unique=True)
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="cases")
    reporter_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="reported_cases")
    lead_desk = models.ForeignKey(
        Desk, on_delete=models.PROTECT, null=True, related_name="led_cases"
    )
    lead_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True)
    coordination_ground = models.CharField(max_length=40, blank=True, default="")
    coordination_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=24, blank=True, default="")
    imported = models.BooleanField(default=False)
    running = models.BooleanField(default=True)

    age_status = models.CharField(max_length=16, default=AgeStatus.UNKNOWN.value)
    age_before = models.CharField(max_length=16, blank=True, default="")
    age_set_by = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, related_name="+")
    vital_interest_at = models.DateTimeField(null=True)
    gender = models.CharField(max_length=32, blank=True, default="")
    dependants = models.PositiveSmallIntegerField(default=0)
    danger = models.CharField(max_length=32, blank=True, default="")
    languages = ArrayField(models.CharField(max_length=8), default=list)
    interpreter = models.CharField(max_length=32, blank=True, default="")
    accessibility = ArrayField(models.CharField(max_length=40), default=list)
    travels_alone = models.CharField(max_length=16, blank=True, default="")
    guardian = models.CharField(max_length=24, blank=True, default="")
    care_level = models.CharField(max_length=32, blank=True, default="")
    needs = ArrayField(models.CharField(max_length=40), default=list)
    no_go_regions = ArrayField(models.BigIntegerField(), default=list)
    no_go_organisations = ArrayField(models.BigIntegerField(), default=list)
    warnings = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        default_permissions = ()
        permissions: ClassVar = PERMISSIONS
        indexes = [
            models.Index(fields=["created_at", "uuid"], name="case_newest"),
            models.Index(fields=["lead_desk"], name="case_lead"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def treated_as_child(self) -> bool:
        return AgeStatus(self.age_status).treated_as_child

    @property
    def in_coordination(self) -> bool:
        return bool(self.coordination_ground)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CaseLink(models.Model):
    """Two persons who belong together, each with a case of her own: a parent and a child."""

    parent = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dependants_linked")
    child = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parents_linked")
    relation = models.CharField(max_length=24, default="parent")
    made_by = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["parent", "child"], name="one_link")]

    def __str__(self) -> str:
        return f"{self.parent_id} {self.relation} {self.child_id}"
