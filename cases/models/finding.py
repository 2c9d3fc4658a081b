"""What a search by name found: a handle, so that no name stands in an address."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.core.clock import now
from portal.core.models import Referenced
from portal.organisations.models import Desk, User

OPEN_FOR = timedelta(minutes=15)


class FoundList(Referenced):
    """The cases that one person's search named, and why each; who was asked for is not kept.

    The rows are shown again with the rights of that moment, to her at this desk, for 15 minutes.
    """

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    cases = ArrayField(models.BigIntegerField(), default=list)
    reasons = models.JSONField(default=list)
    too_common = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "made_at"], name="found_list_user")]

    def __str__(self) -> str:
        return f"found {self.uuid}"
