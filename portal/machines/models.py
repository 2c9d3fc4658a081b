"""Clients of other agencies' systems, the addresses they want to be told at, and what was told."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from oauth2_provider.models import AbstractApplication

from portal.core.clock import now
from portal.core.models import Referenced, Versioned

QUEUED, SENDING, SENT, DROPPED, FAILED, STOPPED = (
    "queued", "sending", "sent", "dropped", "failed", "stopped",
)  # fmt: skip
WAITING = [QUEUED, SENDING]
STATES = [QUEUED, SENDING, SENT, DROPPED, FAILED, STOPPED]


class MachineClient(AbstractApplication, Referenced):
    """Another agency's computer, bound to one desk: its token is that desk, and nothing more.

    The toolkit's application with a desk, an end and a second secret, which is good for a while
    after the first was changed. Both are stored as hashes.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    desk = models.ForeignKey("organisations.Desk", on_delete=models.PROTECT, related_name="clients")
    scopes = ArrayField(models.CharField(max_length=40), default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    old_secret = models.CharField(max_length=255, blank=True, default="")
    old_secret_until = models.DateTimeField(null=True)
    secret_at = models.DateTimeField()
    token_at = models.DateTimeField(null=True)

    class Meta(AbstractApplication.Meta):
        default_permissions = ()
        indexes = [models.Index(fields=["desk", "-id"], name="client_of_desk")]

    def __str__(self) -> str:
        return f"{self.client_id} of {self.desk_id}"

    def runs(self, moment: datetime) -> bool:
        """Whether it may act: neither revoked nor past its end, its desk and organisation at work."""
        ended = self.revoked_at is not None or self.expires_at <= moment
        return not ended and self.desk.active and self.desk.organisation.active

    def old_secret_runs(self, moment: datetime) -> bool:
        """Whether the secret before this one is still good."""
        until = self.old_secret_until
        return bool(self.old_secret) and until is not None and until > moment

    def is_usable(self, request: Any) -> bool:
        """Asked by the toolkit before it gives a token."""
        return self.runs(now())


class Endpoint(Referenced, Versioned):
    """An address that a desk's events are sent to. Its secret is sealed: it signs, so it must be read."""

    desk = models.ForeignKey(
        "organisations.Desk", on_delete=models.PROTECT, related_name="endpoints"
    )
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    active = models.BooleanField(default=True)
    stopped_why = models.CharField(max_length=20, blank=True, default="")
    stopped_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    sequence = models.PositiveBigIntegerField(default=0)
    sealed_secret = models.BinaryField()
    secret_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["desk", "id"],
                name="endpoint_of_desk",
                condition=Q(removed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"endpoint {self.uuid}"


class Delivery(Referenced):
    """One event on its way to one address: at least once on the wire, always under the same id.

    Holds codes, a reference and ids; the body is built of them, the same bytes at every attempt.
    """

    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=200)
    sequence = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=40, blank=True, default="")
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject_uuid = models.UUIDField(null=True)
    case_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, default=QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    tries = models.JSONField(default=list)
    created_at = models.DateTimeField()
    since = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "key"], name="once_an_endpoint"),
            models.UniqueConstraint(fields=["endpoint", "sequence"], name="one_number_each"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="delivery_state_known"),
        ]
        indexes = [
            models.Index(fields=["next_at", "id"], name="delivery_due", condition=Q(next_at__isnull=False)),
            models.Index(fields=["finished_at"], name="delivery_age"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.state} {self.uuid}"

    @property
    def message_id(self) -> str:
        """What the receiver tells a repeat by."""
        return f"msg_{self.uuid.hex}"

    @property
    def last_status(self) -> int | None:
        """The status of the last attempt; None where there was no answer, or no attempt."""
        return self.tries[-1].get("status") if self.tries else None


def new_client_id() -> str:
    """A client's public name: it stands in the record beside what it did."""
    return f"concord-{uuid4().hex[:24]}"
