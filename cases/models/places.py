"""Shelter places as rows: the database itself makes double booking impossible."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models.case import Case
from portal.core.clock import now
from portal.core.models import Referenced, Versioned
from portal.organisations.models import Desk, User

LIVE = ("held", "reserved", "occupied")
"""States in which somebody has a place. 'Held' waits for her choice; only the others are hers."""
HERS = ("reserved", "occupied")
ONLY_HELD = "only_held"


class Place(Referenced, Versioned):
    """One bed of a shelter's desk, under the shelter's own name for it."""

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="places")
    label = models.CharField(max_length=60)
    takes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    usable = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_how = models.CharField(max_length=8, default="page")

    class Meta:
        default_permissions = ()
        ordering = ["label", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "label"], name="one_label_a_shelter")
        ]

    def __str__(self) -> str:
        return f"place {self.uuid}"


class Placement(Referenced):
    """A person has a place: held for her choice, or reserved at the accept; occupied; then ended."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="placements")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="placements")
    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="placements")
    referral_uuid = models.UUIDField()
    state = models.CharField(max_length=12, default="reserved")
    reserved_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(state__in=LIVE), name="one_person_a_place"
            ),
            models.UniqueConstraint(
                fields=["case", "referral_uuid"],
                condition=models.Q(state__in=HERS),
                name="one_place_a_referral",
            ),
            models.CheckConstraint(
                name="placement_state",
                condition=models.Q(state__in=(*LIVE, "ended")),
            ),
        ]

    def __str__(self) -> str:
        return f"placement {self.uuid}"


class ShelterLocation(Referenced, Versioned):
    """Where a shelter is: sealed under its own key, opened for its own desk alone (rule 7)."""

    desk = models.OneToOneField(Desk, on_delete=models.PROTECT, related_name="location")
    sealed = models.BinaryField()
    changed_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"location {self.uuid}"
