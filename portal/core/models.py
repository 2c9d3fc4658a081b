"""Base models, the outbox row and the idempotency key."""

import uuid

from django.db import models

from portal.core.clock import now
from portal.core.horizon import XidField


class Versioned(models.Model):
    """Every editable thing counts its versions; a writer names the one she read."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    @property
    def etag(self) -> str:
        return f'"{self.version}"'


class Referenced(models.Model):
    """An opaque identifier for URLs and the API; the integer stays inside."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class OutboxRow(models.Model):
    """Something to be told once a change has committed; written in the change's transaction."""

    topic = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    xid = XidField()
    created_at = models.DateTimeField(default=now)
    not_before = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=120, default="")

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["not_before", "id"],
                name="outbox_due",
                condition=models.Q(done_at__isnull=True),
            ),
            models.Index(fields=["topic", "xid", "id"], name="outbox_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}/{self.kind} {self.pk}"


class IdempotencyKey(models.Model):
    """One key, one answer: status and reference are kept, the body is built again."""

    client = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    reference = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.client} {self.pk}"
