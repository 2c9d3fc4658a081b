"""Notices in the inbox, choices, and e-mails under way."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from portal.core.models import Referenced

QUEUED, SENDING, SENT, DROPPED, FAILED = "queued", "sending", "sent", "dropped", "failed"
WAITING = [QUEUED, SENDING]
STATES = [QUEUED, SENDING, SENT, DROPPED, FAILED]
OF_THE_NIGHT = "quiet:"
"""How the ``bulk`` of an e-mail begins that joins what came in somebody's quiet hours."""
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
    told_in = models.ForeignKey(
        "MailDelivery", null=True, on_delete=models.SET_NULL, related_name="tells"
    )
    """The e-mail that tells of it, alone or with others of one act, or of one night."""
    together = 1
    """How many of one act the inbox shows as this row; no column."""

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
            models.Index(fields=["bulk"], name="notice_bulk", condition=NOT_WITHDRAWN & ~Q(bulk="")),
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


class QuietHours(models.Model):
    """When a person wants no e-mail but alarms: each day from ``start`` to ``end``, and whole days
    of the week (0 is Monday), by the clock of her desk's State."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="quiet_hours"
    )
    start = models.TimeField()
    end = models.TimeField()
    days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"quiet hours of {self.user_id}"


class CalendarFeed(models.Model):
    """A person's address for the deadlines of one desk. Of the address only a hash is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    desk = models.ForeignKey(
        "organisations.Desk", on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "desk"], name="one_feed_for_a_desk")]

    def __str__(self) -> str:
        return f"calendar of {self.user_id} at {self.desk_id}"


class MailDelivery(Referenced):
    """One e-mail to one person: at least once on the wire, always under the same Message-ID; sent
    again by somebody's act, under a new one.

    ``notice`` is the first that it tells of; ``bulk`` joins those of one act, or of one night. The
    address is read when it is sent and stored nowhere here.
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
    tries = models.JSONField(default=list)
    created_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "bulk"], condition=~Q(bulk=""), name="one_mail_for_a_bulk"
            ),
            models.CheckConstraint(
                condition=Q(state__in=STATES),
                name="mail_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at", "id"], name="mail_due", condition=Q(next_at__isnull=False)
            ),
            models.Index(fields=["user", "-id"], name="mail_failed", condition=Q(state=FAILED)),
            models.Index(fields=["user", "-id"], name="mail_log"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.uuid}"
