"""Sessions that name their person, devices that were seen, terms, and who accepted which."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from portal.core.clock import now
from portal.core.models import Referenced


class Session(AbstractBaseSession, Referenced):
    """One signed-in browser or program; without a user, a stranger's. Its row gone, it is over.

    ``device`` is the family of browser and system, no more: no address, no full user agent.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    device = models.CharField(max_length=60, blank=True, default="")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-seen_at"], name="session_user")]

    def __str__(self) -> str:
        return f"session {self.uuid}"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from portal.sign_in.sessions import SessionStore

        return SessionStore


class Device(models.Model):
    """A browser in which somebody signed in before: a keyed hash of its mark, nothing of the device."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices"
    )
    mark = models.CharField(max_length=64)
    first_at = models.DateTimeField(default=now)
    last_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "mark"], name="one_device")]

    def __str__(self) -> str:
        return f"device {self.pk} of {self.user_id}"


class Terms(models.Model):
    """A version of the terms of use, or of the code of conduct; the newest in force is asked for."""

    kind = models.CharField(max_length=16)
    version = models.PositiveIntegerField()
    in_force_from = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="one_version")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.version}"


class TermsText(models.Model):
    """What a version says in one language."""

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    body = models.TextField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["terms", "language"], name="one_text_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.terms_id} {self.language}"


class Acceptance(models.Model):
    """Somebody accepted a version, once. Never changed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="accepted_terms"
    )
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "terms"], name="accepted_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.terms_id}"
