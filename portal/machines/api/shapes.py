"""The shapes of webhooks."""

from typing import Any

from rest_framework import serializers

from portal.core.shapes import Code, Codes, Moment, Shape, Text, page_of
from portal.machines.models import STATES
from portal.notifications.kinds import CODES


class TokenForm(serializers.Serializer[Any]):
    """A form, as RFC 6749 has it; id and secret may stand in an Authorization: Basic header instead."""

    grant_type = Code(("client_credentials",))
    client_id = serializers.CharField(required=False)
    client_secret = serializers.CharField(required=False)
    scope = serializers.CharField(
        required=False, help_text="Parted by spaces; all of the client's without it."
    )


class TokenShape(Shape):
    """A token: send it as `Authorization: Bearer`, and ask for another when its seconds are over."""

    access_token = serializers.CharField()
    expires_in = serializers.IntegerField()
    token_type = Code(("Bearer",))
    scope = serializers.CharField()


class RevokeForm(serializers.Serializer[Any]):
    """A token to be given back, with the id and secret of its client."""

    token = serializers.CharField()
    client_id = serializers.CharField(required=False)
    client_secret = serializers.CharField(required=False)


class OAuthError(Shape):
    """An error as RFC 6749 writes it."""

    error = serializers.CharField()
    error_description = serializers.CharField(required=False)


class DeskRef(Shape):
    """A desk of your organisation."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()


class NewWebhook(Shape):
    """Where a desk's events shall go; without kinds, all of them."""

    desk = serializers.UUIDField()
    url = Text(required=True, allow_blank=False, max_length=500)
    kinds = Codes(CODES)


class ChangedWebhook(Shape):
    """Address, kinds, and whether it is on."""

    url = Text(required=True, allow_blank=False, max_length=500)
    kinds = Codes(CODES)
    active = serializers.BooleanField(required=True)


class WebhookShape(Shape):
    """One webhook. `stopped_why`: switched_off, gone (it answered 410), not_answering (24 h)."""

    uuid = serializers.UUIDField()
    version = serializers.IntegerField()
    desk = DeskRef()
    url = serializers.CharField()
    kinds = Codes(CODES)
    active = serializers.BooleanField()
    stopped_why = serializers.CharField(allow_blank=True)
    stopped_at = Moment(allow_null=True)
    failing_since = Moment(allow_null=True)
    created_at = Moment()


class WebhookSecretShape(WebhookShape):
    """One webhook with its signing secret: keep it, it is told here alone."""

    secret = serializers.CharField()


class TryShape(Shape):
    """One attempt: the status that came, or a code for why none did."""

    at = Moment()
    status = serializers.IntegerField(allow_null=True)
    error = serializers.CharField(allow_blank=True)
    ms = serializers.IntegerField()


class DeliveryShape(Shape):
    """One message: `id` is its webhook-id, `sequence` its number for this webhook."""

    uuid = serializers.UUIDField()
    id = serializers.CharField()
    sequence = serializers.IntegerField()
    kind = serializers.CharField()
    state = Code(STATES)
    attempts = serializers.IntegerField()
    tries = TryShape(many=True)
    created_at = Moment()
    next_at = Moment(allow_null=True)
    finished_at = Moment(allow_null=True)


WebhookPage = page_of(WebhookShape, "WebhookPage")
DeliveryPage = page_of(DeliveryShape, "DeliveryPage")
