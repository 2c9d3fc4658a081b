"""Wrapped data keys: one row for each subject and holder."""

from django.db import models

from portal.core.clock import now
from portal.sealing.blind_index import Kind

INSTALLATION = "installation"


class WrappedKey(models.Model):
    """A data key, wrapped under a key that lies outside the database.

    Destroying the row shuts everything that was sealed with it. The holder is the installation;
    later an organisation may hold the wrap for its own cases.
    """

    subject_kind = models.CharField(max_length=20)
    subject_uuid = models.UUIDField()
    holder = models.CharField(max_length=60, default=INSTALLATION)
    key_id = models.CharField(max_length=40)
    nonce = models.BinaryField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uuid", "holder"],
                name="one_wrap_a_subject_and_holder",
            )
        ]
        indexes = [models.Index(fields=["key_id", "id"], name="wraps_by_key")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_uuid} under {self.key_id}"


class BlindToken(models.Model):
    """Abstract: one blinded trait of a name or birth. The owner adds the key to its subject.

    ``token`` holds the kind in its upper half and two bytes of HMAC in its lower half. The owner's
    table wants an index on (token, subject).
    """

    token = models.IntegerField()
    index_key = models.CharField(max_length=40)

    class Meta:
        abstract = True

    @property
    def kind(self) -> Kind:
        """What the token stands for."""
        return Kind(self.token >> 16)
