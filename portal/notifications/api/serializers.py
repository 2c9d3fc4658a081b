"""The shapes of the inbox's answers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.core.shapes import Code, Moment, Shape
from portal.notifications.kinds import CODES, KINDS
from portal.notifications.models import STATES, Notice


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """One notice: the kind of event, a reference, where to read on. Never a person."""

    text = serializers.SerializerMethodField()
    alarm = serializers.SerializerMethodField()
    together = serializers.IntegerField(
        read_only=True, help_text="How many of one act this row stands for."
    )
    created_at = Moment(read_only=True)
    read_at = Moment(read_only=True, allow_null=True)

    class Meta:
        model = Notice
        fields = (
            "uuid",
            "kind",
            "text",
            "alarm",
            "together",
            "reference",
            "link",
            "created_at",
            "read_at",
        )

    def get_text(self, notice: Notice) -> str:
        return str(KINDS[notice.kind].text)

    def get_alarm(self, notice: Notice) -> bool:
        return KINDS[notice.kind].alarm


class InboxSerializer(serializers.Serializer[Any]):
    """One page, newest first; ``next`` is the cursor of the older page, empty at the end."""

    results = NoticeSerializer(many=True)
    next = serializers.CharField(allow_blank=True)
    unread = serializers.IntegerField()


class ChoiceSerializer(serializers.Serializer[Any]):
    """Whether a kind of event comes by e-mail; ``fixed`` kinds are alarms and always do."""

    kind = serializers.ChoiceField(choices=CODES)
    email = serializers.BooleanField()
    text = serializers.CharField(read_only=True)
    fixed = serializers.BooleanField(read_only=True)


class CountSerializer(serializers.Serializer[Any]):
    marked = serializers.IntegerField()


class MailTry(Shape):
    """One attempt: empty where the mail server took it, else the kind of error and its code."""

    at = Moment()
    error = serializers.CharField(allow_blank=True)


class MailShape(Shape):
    """One e-mail, of one event or of several. Kind and reference are told to its reader alone."""

    uuid = serializers.UUIDField()
    to = serializers.CharField(help_text="The colleague's name.")
    mine = serializers.BooleanField()
    kind = Code(CODES, allow_blank=True)
    reference = serializers.CharField(allow_blank=True)
    state = Code(STATES)
    error = serializers.CharField(allow_blank=True)
    tries = MailTry(many=True)
    created_at = Moment()
    next_at = Moment(allow_null=True)
    finished_at = Moment(allow_null=True)


class MailLog(Shape):
    """One page, newest first; `next` is the cursor of the older page, empty at the end."""

    results = MailShape(many=True)
    next = serializers.CharField(allow_blank=True)


@extend_schema_field(
    {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["21:30"]}
)
class WallHour(serializers.TimeField):
    """Hour and minute by a clock on the wall: no offset, no seconds (JSON Schema's "time" has both)."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **more)
        self.error_messages["invalid"] = _("Give an hour and minutes, such as 21:30.")


class QuietShape(Shape):
    """Each day from `start` to `end` (on the next day where it lies before), and whole `days`
    (0 is Monday), by the clock of the desk's State. Without hours the days alone."""

    on = serializers.BooleanField(read_only=True)
    start = WallHour(allow_null=True, required=False, default=None)
    end = WallHour(allow_null=True, required=False, default=None)
    days = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), required=False, default=list,
        max_length=7,
    )  # fmt: skip


class FeedShape(Shape):
    """Whether a calendar of this desk's deadlines is open, and when one last read it."""

    on = serializers.BooleanField()
    created_at = Moment(allow_null=True)
    read_at = Moment(allow_null=True)


class NewFeedShape(FeedShape):
    """The address: told here alone, and the key of its own."""

    address = serializers.CharField()
