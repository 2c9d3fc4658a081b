"""The feed of changes: for systems that follow, by a marker that misses nothing."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import size_sent
from portal.core.schema import LIMIT, example
from portal.core.shapes import Code, Moment, Shape, told
from portal.organisations.desk_view import DeskView
from referrals.api import examples
from referrals.changes import Change, changes

PLACES = {"offer": "inbox", "referral": "referrals", "case": "cases"}
AFTER = OpenApiParameter(
    "after", str, description="The `next` of your last answer, kept as long as you like; nothing "
    "begins anew.",
)  # fmt: skip


class ChangeShape(Shape):
    """One change: ids and codes. What it says is read at `path`, with the rights of the moment."""

    id = serializers.UUIDField(help_text="The same for the same change, whenever you read it.")
    at = Moment()
    kind = serializers.CharField(
        help_text="What happened, such as offer.accept or section.written."
    )
    about = Code(("case", "referral", "offer"))
    uuid = serializers.UUIDField()
    reference = serializers.CharField()
    section = serializers.CharField(allow_blank=True, help_text="Of a case: which section.")
    path = serializers.CharField(help_text="Where to read it.")


class ChangeFeed(Shape):
    """Changes in the order of events. `next` is always there: come back with it."""

    results = ChangeShape(many=True)
    next = serializers.CharField()
    more = serializers.BooleanField(help_text="Whether there is more now, even on an empty page.")


class Changes(DeskView):
    """What changed for a desk."""

    @extend_schema(
        operation_id="changes_list", tags=["changes"], summary="What changed for your desk",
        parameters=[AFTER, LIMIT], responses=ChangeFeed,
        examples=[example("An offer came", {"results": [examples.CHANGE], "next": "aW…", "more": False})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """In the order of events, each once; only what your desk may see now. A change is told when
        no transaction older than it still runs: usually at once, at the latest some minutes later."""
        found = changes(
            self.actor, after=request.query_params.get("after", ""), size=size_sent(request)
        )
        rows = [_line(one) for one in found.rows]
        return Response(told(ChangeFeed, {"results": rows, "next": found.next, "more": found.more}))


def _line(one: Change) -> dict[str, Any]:
    return {
        "id": one.id, "at": one.at, "kind": one.kind, "about": one.about, "uuid": one.uuid,
        "reference": one.reference, "section": one.section,
        "path": f"/api/v1/{PLACES[one.about]}/{one.uuid}/",
    }  # fmt: skip
