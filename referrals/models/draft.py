"""What somebody is still typing: kept on the server, sealed with a key of its own."""

from django.db import models

from portal.core.clock import now
from portal.core.models import Referenced, Versioned
from portal.organisations.models import Desk, User


class Draft(Referenced, Versioned):
    """A screening, not yet sent or saved as a case. It belongs to the desk; its author is named.

    Untouched for the State's number of days it is deleted with its personal data, after a warning.
    """

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="drafts")
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(default=now)
    touched_at = models.DateTimeField()
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["desk", "-touched_at"], name="draft_desk")]

    def __str__(self) -> str:
        return f"draft {self.uuid}"
