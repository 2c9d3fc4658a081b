"""Webhooks through the API: the organisation's administrator, or a system at her desk."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import answered, pressed_once, size_sent, version_sent
from portal.core.clock import now
from portal.core.paging import page
from portal.core.schema import ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.machines import selectors, services
from portal.machines.api.shapes import (
    ChangedWebhook,
    DeliveryPage,
    DeliveryShape,
    NewWebhook,
    WebhookPage,
    WebhookSecretShape,
    WebhookShape,
)
from portal.machines.models import Delivery, Endpoint
from portal.machines.services.endpoints import secrets_of
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView

UUID, WHEN = "6f4f7a52-0b1c-4d1c-9a53-0a51c7d1f3aa", "2026-11-24T20:40:00Z"
URL = "https://cases.agency.example/concord"
WEBHOOK = {
    "uuid": UUID, "version": 1, "desk": {"uuid": UUID, "name": "Caseworkers"}, "url": URL,
    "kinds": ["offer_open", "accepted"], "active": True, "stopped_why": "", "stopped_at": None,
    "failing_since": None, "created_at": WHEN,
}  # fmt: skip
WITH_SECRET = {**WEBHOOK, "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}
DELIVERY = {
    "uuid": UUID, "id": "msg_6f4f7a520b1c4d1c9a530a51c7d1f3aa", "sequence": 12, "kind": "offer_open",
    "state": "sent", "attempts": 2,
    "tries": [
        {"at": WHEN, "status": 503, "error": "", "ms": 41},
        {"at": WHEN, "status": 204, "error": "", "ms": 18},
    ],
    "created_at": WHEN, "next_at": None, "finished_at": WHEN,
}  # fmt: skip
SENT = {"desk": UUID, "url": URL, "kinds": ["offer_open", "accepted"]}
SHOWN = [example("On", WEBHOOK)]


def body(row: Endpoint) -> dict[str, Any]:
    """One webhook, without its secret."""
    names = ("uuid", "version", "url", "kinds", "active", "stopped_why", "stopped_at",
             "failing_since", "created_at")  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "desk": {"uuid": row.desk.uuid, "name": row.desk.name}
    }


def line(row: Delivery) -> dict[str, Any]:
    """One line of the log."""
    names = ("uuid", "sequence", "kind", "state", "attempts", "tries", "created_at", "next_at",
             "finished_at")  # fmt: skip
    return {name: getattr(row, name) for name in names} | {"id": row.message_id}


def with_secret(actor: Actor, ref: str, status: int) -> Response:
    """A webhook with its running secret: for who has just made or changed it."""
    row = selectors.get_endpoint(actor, ref)
    [secret, *_before] = secrets_of(row, now())
    shape = told(WebhookSecretShape, {**body(row), "secret": secret})
    return answered(shape, status_=status, version=row.version)


class Webhooks(DeskView):
    """The webhooks of an organisation."""

    @extend_schema(
        operation_id="webhooks_list", tags=["webhooks"], summary="Your organisation's webhooks",
        parameters=PAGING, responses=WebhookPage,
        examples=[example("A page", {"results": [WEBHOOK], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """In the order they were registered. For the organisation's administrator."""
        found = page(
            selectors.endpoints(self.actor), keys=("created_at", "uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        rows = [body(row) for row in found.rows]
        return Response(told(WebhookPage, {"results": rows, "next": found.next}))

    @extend_schema(
        operation_id="webhooks_register", tags=["webhooks"], summary="Register a webhook",
        parameters=[KEY, ETAG], request=NewWebhook, responses={201: WebhookSecretShape},
        examples=[example("Two kinds", SENT, sent=True), example("Made", WITH_SECRET, status="201")],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """https alone, out into the world alone. The secret is told here and after `secret/`."""
        sent = read(NewWebhook, request.data)

        def act() -> tuple[int, str]:
            row, _secret = services.register(actor=self.actor, **sent)
            return 201, str(row.uuid)

        answer = pressed_once(request, act)
        return with_secret(self.actor, answer.reference, answer.status)


class Webhook(DeskView):
    """One webhook."""

    @extend_schema(
        operation_id="webhooks_read", tags=["webhooks"], summary="One webhook",
        parameters=[ETAG], responses=WebhookShape, examples=SHOWN,
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """With its version."""
        row = selectors.get_endpoint(self.actor, ref)
        return answered(told(WebhookShape, body(row)), version=row.version)

    @extend_schema(
        operation_id="webhooks_change", tags=["webhooks"], summary="Change it, switch it off or on",
        parameters=[IF_MATCH, ETAG], request=ChangedWebhook, responses=WebhookShape,
        examples=[example("Off", {"url": URL, "kinds": [], "active": False}, sent=True), *SHOWN],
    )  # fmt: skip
    def put(self, request: Request, ref: str) -> Response:
        """Switched off, what waits is stopped; it can be replayed later."""
        version, sent = version_sent(request), read(ChangedWebhook, request.data)
        row = services.change(actor=self.actor, ref=ref, version=version, **sent)
        return answered(told(WebhookShape, body(row)), version=row.version)

    @extend_schema(
        operation_id="webhooks_remove", tags=["webhooks"], summary="Take it away",
        parameters=[IF_MATCH], request=None, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, ref: str) -> Response:
        """What waits is stopped."""
        services.remove(actor=self.actor, ref=ref, version=version_sent(request))
        return Response(status=204)


class WebhookSecret(DeskView):
    """Its signing secret."""

    @extend_schema(
        operation_id="webhooks_rotate", tags=["webhooks"], summary="A new signing secret",
        parameters=[KEY, ETAG], request=None, responses={200: WebhookSecretShape},
        examples=[example("New", WITH_SECRET)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """For 24 hours both secrets sign: change yours in that time."""

        def act() -> tuple[int, str]:
            row, _secret = services.rotate(actor=self.actor, ref=ref)
            return 200, str(row.uuid)

        answer = pressed_once(request, act)
        return with_secret(self.actor, answer.reference, answer.status)


def shown_line(actor: Actor, endpoint: str, ref: str, status: int) -> Response:
    """One line of the log as it stands now."""
    row = selectors.get_delivery(actor, endpoint, ref)
    return answered(told(DeliveryShape, line(row)), status_=status)


class WebhookTest(DeskView):
    """A message that means nothing."""

    @extend_schema(
        operation_id="webhooks_test", tags=["webhooks"], summary="Send a message to try it",
        parameters=[KEY], request=None, responses={201: DeliveryShape},
        examples=[example("On its way", {**DELIVERY, "kind": "webhook_test"}, status="201")],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Its type is `webhook_test`."""

        def act() -> tuple[int, str]:
            return 201, str(services.test(actor=self.actor, ref=ref).uuid)

        answer = pressed_once(request, act)
        return shown_line(self.actor, ref, answer.reference, answer.status)


class Deliveries(DeskView):
    """The log of a webhook."""

    @extend_schema(
        operation_id="webhooks_deliveries", tags=["webhooks"], summary="What was sent, newest first",
        parameters=PAGING, responses=DeliveryPage,
        examples=[example("A page", {"results": [DELIVERY], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Kept for 30 days. A gap in the numbers is what the desk may not see any more."""
        after = request.query_params.get("after", "")
        found = selectors.deliveries(self.actor, ref, after=after, size=size_sent(request))
        rows = [line(row) for row in found.rows]
        return Response(told(DeliveryPage, {"results": rows, "next": found.next}))


class Replay(DeskView):
    """One message, again."""

    @extend_schema(
        operation_id="webhooks_replay", tags=["webhooks"], summary="Send one message again",
        parameters=[KEY], request=None, responses={200: DeliveryShape},
        examples=[example("Again on its way", {**DELIVERY, "state": "queued"})],
    )  # fmt: skip
    def post(self, request: Request, ref: str, delivery: str) -> Response:
        """Under the same id and number. Not while it still waits, and not what may not be told."""

        def act() -> tuple[int, str]:
            return 200, str(services.replay(actor=self.actor, ref=ref, delivery=delivery).uuid)

        answer = pressed_once(request, act)
        return shown_line(self.actor, ref, answer.reference, answer.status)
