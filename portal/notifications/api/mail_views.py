"""E-mails that went out, quiet hours, and the calendar through the API."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.problems import Malformed
from portal.core.shapes import read, told
from portal.notifications import selectors, selectors_calendar, selectors_mail, services
from portal.notifications.api.serializers import (
    FeedShape,
    MailLog,
    MailShape,
    NewFeedShape,
    QuietShape,
)
from portal.notifications.models import STATES, CalendarFeed, MailDelivery
from portal.organisations.desk_view import DeskView

STATE = OpenApiParameter("state", str, enum=STATES, description="Those that stand there.")
AFTER = OpenApiParameter("after", str, description="Cursor of the page before (its `next`).")
NIGHT = {"start": "20:00", "end": "07:00", "days": [6]}


def _mail(actor: Any, mail: MailDelivery) -> dict[str, Any]:
    hers = selectors_mail.told_to_her(actor, mail)
    return {
        "uuid": mail.uuid, "to": mail.user.name, "mine": mail.user_id == actor.user_id,
        "kind": mail.notice.kind if hers else "",
        "reference": mail.notice.reference if hers and not mail.bulk else "",
        "state": mail.state, "error": mail.error, "tries": _tries(mail), "created_at": mail.created_at,
        "next_at": mail.next_at, "finished_at": mail.finished_at,
    }  # fmt: skip


def _tries(mail: MailDelivery) -> list[dict[str, Any]]:
    return [{"at": datetime.fromisoformat(t["at"]), "error": t["error"]} for t in mail.tries]


class Deliveries(DeskView):
    """The log of e-mails."""

    @extend_schema(
        operation_id="notifications_deliveries", summary="Which e-mails went out",
        description="Yours; for an administrator those to her organisation's desks, without what they said.",
        parameters=[AFTER, STATE], responses=MailLog,
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        state = request.query_params.get("state", "")
        if state and state not in STATES:
            raise Malformed(field="state", remedy="Send one of the states offered.")
        found = selectors_mail.log(
            self.actor, after=request.query_params.get("after", ""), state=state
        )
        rows = [_mail(self.actor, mail) for mail in found.rows]
        return Response(told(MailLog, {"results": rows, "next": found.next}))


class Resend(DeskView):
    """One of them once more."""

    @extend_schema(
        operation_id="notifications_resend", summary="Send an e-mail again", request=None,
        description="What it tells of is asked anew: what its reader may not see any more is not sent.",
        responses=MailShape,
    )  # fmt: skip
    def post(self, request: Request, uuid: str) -> Response:
        services.resend(actor=self.actor, uuid=uuid)
        row = selectors_mail.get_delivery(self.actor, uuid)
        return Response(told(MailShape, _mail(self.actor, row)))


class QuietHours(DeskView):
    """When no e-mail comes but alarms."""

    @extend_schema(
        operation_id="notifications_quiet", summary="My quiet hours", responses=QuietShape
    )
    def get(self, request: Request) -> Response:
        return self._told()

    @extend_schema(
        operation_id="notifications_quiet_set", summary="Set my quiet hours", request=QuietShape,
        description="E-mails wait until they end and come as one. Alarms come at any hour.",
        responses=QuietShape, examples=[OpenApiExample("Nights and Sundays", value=NIGHT, request_only=True)],
    )  # fmt: skip
    def put(self, request: Request) -> Response:
        services.set_quiet_hours(actor=self.actor, **read(QuietShape, request.data))
        return self._told()

    @extend_schema(
        operation_id="notifications_quiet_end", summary="No quiet hours any more",
        request=None, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request) -> Response:
        services.end_quiet_hours(actor=self.actor)
        return Response(status=204)

    def _told(self) -> Response:
        user = self.actor.user_id or 0
        quiet = selectors.quiet_hours([user]).get(user)
        hours = quiet is not None and quiet.start != quiet.end
        body = {
            "on": quiet is not None, "start": quiet.start if quiet and hours else None,
            "end": quiet.end if quiet and hours else None, "days": list(quiet.days) if quiet else [],
        }  # fmt: skip
        return Response(told(QuietShape, body))


def _feed(row: CalendarFeed | None) -> dict[str, Any]:
    return {
        "on": row is not None, "created_at": row.created_at if row else None,
        "read_at": row.read_at if row else None,
    }  # fmt: skip


class Calendar(DeskView):
    """The address of the desk's deadlines for a calendar program."""

    @extend_schema(
        operation_id="notifications_calendar", summary="My calendar of this desk", responses=FeedShape
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        return Response(told(FeedShape, _feed(selectors_calendar.feed_of(self.actor))))

    @extend_schema(
        operation_id="notifications_calendar_open", summary="A new address for my calendar",
        description="Deadlines by reference, nobody by name. An older address ends.",
        request=None, responses=NewFeedShape,
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        row, token = services.open_feed(actor=self.actor)
        address = settings.BASE_URL.rstrip("/") + reverse("notifications:feed", args=[token])
        answer = Response(told(NewFeedShape, {**_feed(row), "address": address}))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @extend_schema(
        operation_id="notifications_calendar_end", summary="End my calendar's address",
        request=None, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request) -> Response:
        services.close_feed(actor=self.actor)
        return Response(status=204)
