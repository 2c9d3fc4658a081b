"""What the person agreed to: for which purpose, which recipients, which sections, until when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from cases.models.case import Case
from portal.core.models import Referenced, Versioned
from portal.organisations.models import Desk, User


class Consent(Referenced, Versioned):
    """A yes of the person (or of a child's guardian). Withdrawal cuts access in the same commit.

    ``evidence_only``: it came with an import and opens nothing (policy 5).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    sections = ArrayField(models.CharField(max_length=40), default=list)
    recipient_kinds = ArrayField(models.CharField(max_length=40), default=list)
    only_organisations = ArrayField(models.BigIntegerField(), default=list)
    never_organisations = ArrayField(models.BigIntegerField(), default=list)
    given_by = models.CharField(max_length=16, default="herself")
    language = models.CharField(max_length=8, blank=True, default="")
    interpreter = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    evidence_only = models.BooleanField(default=False)
    author_desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="+")
    author_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["case"], name="consent_case")]

    def __str__(self) -> str:
        return f"consent {self.uuid}"
