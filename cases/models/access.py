"""The concrete rows of access: why a desk holds something, what it holds, what stands before it."""

from django.db import models

from cases.models.case import Case
from portal.access.models import BreakGlassBase, DeskGrant, WallBase
from portal.core.models import Referenced
from portal.organisations.models import Desk, Organisation, User


class CaseBasis(Referenced):
    """Why a desk holds something of a case: leading, reporting, an accepted referral.

    ``referral_uuid`` names the referral by its uuid, since a lower floor knows no higher table.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="bases")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="bases")
    basis = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40, blank=True, default="")
    referral_uuid = models.UUIDField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    vital_since = models.DateTimeField(null=True)
    on_road_since = models.DateTimeField(null=True)
    first_lead = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["case", "desk", "basis", "referral_uuid"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_running_basis",
            )
        ]
        indexes = [models.Index(fields=["referral_uuid"], name="basis_referral")]

    def __str__(self) -> str:
        return f"{self.basis} of {self.desk_id} on {self.case_id}"


class CaseDeskGrant(DeskGrant):
    """What a desk's group holds on a case; derived, written by ``access.grants.write`` alone."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants")

    class Meta(DeskGrant.Meta):
        abstract = False
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.group_id} {self.permission_id} {self.content_object_id}"


class Wall(WallBase):
    """An organisation, or one person, from whom a case is closed altogether."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="walls")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    placed_by_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    placed_by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=24)
    sealed_reason = models.BinaryField()
    lift_first_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, related_name="+")
    lift_first_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="a_wall_is_against_one",
                condition=models.Q(organisation__isnull=True) ^ models.Q(user__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=models.Q(lifted_at__isnull=True, user__isnull=False),
                name="one_running_wall_user",
            ),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=models.Q(lifted_at__isnull=True, organisation__isnull=False),
                name="one_running_wall_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"wall {self.uuid}"


class BreakGlass(BreakGlassBase):
    """A coordinator opened one case by force; another coordinator, or oversight, reviews it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="broken_glass")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    sealed_reason = models.BinaryField()
    first_opened_at = models.DateTimeField()
    review_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=24, blank=True, default="")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "desk", "until"], name="broken_glass_running")]

    def __str__(self) -> str:
        return f"break-glass {self.uuid}"
