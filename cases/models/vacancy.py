"""Vacancy that is fresh: what a shelter expects to be free, and the link by which it says 'still so'."""

from django.db import models

from portal.core.clock import now
from portal.core.models import Referenced
from portal.organisations.models import Desk, User


class PlacesAhead(models.Model):
    """'2 from Friday': how many places a shelter expects to have free from a day on.

    No person stands behind it. Nothing is reserved by it: a place is given when it is there.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="places_ahead")
    from_day = models.DateField()
    free = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField(default=now)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["from_day"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "from_day"], name="one_expectation_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.free} from {self.from_day}"


class VacancyLink(Referenced):
    """One question to a shelter, 'are these places still free?', asked by e-mail.

    The link carries this row's uuid, signed; it names nobody, works once and until its time.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"question {self.uuid}"
