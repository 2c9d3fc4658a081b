"""Notices in the inbox, choices, and e-mails under way."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.core.models import Referenced

QUEUED, SENDING, SENT, DROPPED, FAILED = "queued", "sending", "sent", "dropped", "failed"
WAITING = [QUEUED, SENDING]
NOT_WITHDRAWN = Q(withdrawn_at__isnull=True)


class Notice(Referenced):
    """One event, told to one person at one desk (``user`` null: a desk without members, whoever
    comes first). Holds codes and references only; ``case_id`` is a number, no key points up."""

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    desk = models.ForeignKey("organisations.Desk", on_delete=models.PROTECT, related_name="notices")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="notices"
    )
    reference = models.CharField(max_length=40, blank=True, default="")
    link = models.CharField(max_length=200, blank=True, default="")
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject_uuid = models.UUIDField(null=True)
    case_id = models.BigIntegerField(null=True)
    bulk = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["key", "desk", "user"], name="once_for_the_person", nulls_distinct=False
            )
        ]
        indexes = [
            models.Index(fields=["desk", "user", "-id"], name="notice_inbox", condition=NOT_WITHDRAWN),
            models.Index(
                fields=["desk", "user"], name="notice_unread",
                condition=NOT_WITHDRAWN & Q(read_at__isnull=True),
            ),
            models.Index(fields=["subject_uuid"], name="notice_subject", condition=NOT_WITHDRAWN),
            models.Index(fields=["case_id"], name="notice_case", condition=NOT_WITHDRAWN),
            models.Index(fields=["created_at"], name="notice_age"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class Preference(models.Model):
    """A person's choice for one kind of event; alarms have none."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    kind = models.CharField(max_length=40)
    email = models.BooleanField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class MailDelivery(Referenced):
    """One e-mail to one person: at least once on the wire, always under the same Message-ID.

    The address is read when it is sent and stored nowhere here.
    """

    notice = models.OneToOneField(Notice, on_delete=models.CASCADE, related_name="mail")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_deliveries"
    )
    bulk = models.CharField(max_length=60, blank=True, default="")
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=8, default=QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "bulk"], condition=~Q(bulk=""), name="one_mail_for_a_bulk"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[QUEUED, SENDING, SENT, DROPPED, FAILED]),
                name="mail_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"], name="mail_due", condition=Q(next_at__isnull=False)
            ),
            models.Index(fields=["user", "-id"], name="mail_failed", condition=Q(state=FAILED)),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.uuid}"
