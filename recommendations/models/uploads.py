"""A list of recommendations that somebody uploaded, its dry run, and what came of it."""

from django.db import models
from django.db.models import Q

from portal.core.clock import now
from portal.core.models import Referenced


class SourceUpload(Referenced):
    """The bytes of a public document's list, kept for a week so that a dry run can be acted on."""

    desk = models.ForeignKey("organisations.Desk", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    source = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    taken_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["desk", "-created_at"], name="source_uploads"),
            models.Index(
                fields=["created_at"], name="source_uploads_old", condition=~Q(content=b"")
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.uuid}"
