"""The inbox through the API: the same selectors and services as the pages."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core.paging import SIZE
from portal.core.problems import Malformed
from portal.notifications import selectors, services
from portal.notifications.api.serializers import (
    ChoiceSerializer,
    CountSerializer,
    InboxSerializer,
    NoticeSerializer,
)

PAGING = [
    OpenApiParameter("after", str, description="Cursor of the page before (its `next`)."),
    OpenApiParameter("size", int, description="1 to 100, 25 without."),
    OpenApiParameter("unread", bool, description="Only what was not read."),
    OpenApiParameter(
        "together",
        str,
        description="The uuid of a row that stands for several of one act: these, one by one.",
    ),
]
NOTICE = {
    "uuid": "6f4f7a52-0b1c-4d1c-9a53-0a51c7d1f3aa",
    "kind": "offer_open",
    "text": "A referral waits for your desk",
    "alarm": False,
    "together": 1,
    "reference": "R-3QF1-72HB",
    "link": "/inbox/6f4f7a52-0b1c-4d1c-9a53-0a51c7d1f3ab/",
    "created_at": "2026-11-24T18:40:00Z",
    "read_at": None,
}


def _size(raw: str | None) -> int:
    if raw is None:
        return SIZE
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw) <= 100:
        raise Malformed(field="size", remedy="Send a number from 1 to 100.")
    return int(raw)


class Inbox(APIView):
    @extend_schema(
        operation_id="notifications_list",
        summary="What my desk was told",
        parameters=PAGING,
        responses=InboxSerializer,
        examples=[OpenApiExample("A page", value={"results": [NOTICE], "next": "", "unread": 1})],
    )
    def get(self, request: Request) -> Response:
        actor: Any = request.auth
        query = request.query_params
        after, size = query.get("after", ""), _size(query.get("size"))
        if act := query.get("together", ""):
            found = selectors.together(actor, act, after=after, size=size)
        else:
            unread = query.get("unread", "") in ("true", "1")
            found = selectors.inbox(actor, after=after, size=size, unread=unread)
        rows = NoticeSerializer(found.rows, many=True).data
        return Response(
            {"results": rows, "next": found.next, "unread": selectors.unread_count(actor)}
        )


class Read(APIView):
    @extend_schema(
        operation_id="notifications_read",
        summary="Mark one notice as read",
        request=None,
        responses=NoticeSerializer,
        examples=[OpenApiExample("Read", value={**NOTICE, "read_at": "2026-11-24T18:41:00Z"})],
    )
    def post(self, request: Request, uuid: str) -> Response:
        actor: Any = request.auth
        return Response(NoticeSerializer(services.mark_read(actor=actor, uuid=uuid)).data)


class ReadAll(APIView):
    @extend_schema(
        operation_id="notifications_read_all",
        summary="Mark my inbox as read",
        request=None,
        responses=CountSerializer,
        examples=[OpenApiExample("Three", value={"marked": 3})],
    )
    def post(self, request: Request) -> Response:
        actor: Any = request.auth
        return Response({"marked": services.mark_all_read(actor=actor)})


class Choices(APIView):
    @extend_schema(
        operation_id="notifications_choices",
        summary="What comes to me by e-mail",
        responses=ChoiceSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response(self._choices(request))

    @extend_schema(
        operation_id="notifications_choose",
        summary="Choose for one kind of event",
        request=ChoiceSerializer,
        responses=ChoiceSerializer(many=True),
        examples=[
            OpenApiExample(
                "No e-mail", value={"kind": "accepted", "email": False}, request_only=True
            )
        ],
    )
    def put(self, request: Request) -> Response:
        actor: Any = request.auth
        sent = ChoiceSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        services.set_preference(
            actor=actor, kind=sent.validated_data["kind"], email=sent.validated_data["email"]
        )
        return Response(self._choices(request))

    def _choices(self, request: Request) -> list[dict[str, Any]]:
        actor: Any = request.auth
        return [
            {"kind": c.kind.code, "email": c.email, "text": str(c.kind.text), "fixed": c.fixed}
            for _key, _name, found in selectors.preferences(actor)
            for c in found
        ]
