"""The shapes of the inbox's answers."""

from typing import Any

from rest_framework import serializers

from portal.core.shapes import Moment
from portal.notifications.kinds import CODES, KINDS
from portal.notifications.models import Notice


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """One notice: the kind of event, a reference, where to read on. Never a person."""

    text = serializers.SerializerMethodField()
    alarm = serializers.SerializerMethodField()
    created_at = Moment(read_only=True)
    read_at = Moment(read_only=True, allow_null=True)

    class Meta:
        model = Notice
        fields = ("uuid", "kind", "text", "alarm", "reference", "link", "created_at", "read_at")

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
