"""The way onward: what the desk where she is may see of a journey, and do."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import answered, size_sent
from portal.core.paging import page
from portal.core.schema import ETAG, PAGING, example
from portal.core.shapes import told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from referrals import selectors
from referrals.api import bodies, examples
from referrals.api.onward_shapes import OnwardMoved, OnwardPage, OnwardShape

ROW = {k: v for k, v in examples.ONWARD.items() if k not in ("handover", "moves", "places")}


def moved(actor: Actor, ref: str) -> Response:
    """After a move: the journey as it stands, or nothing where it is none any more."""
    try:
        found = selectors.get_onward(actor, ref)
    except Http404:
        return Response(told(OnwardMoved, {"onward": None}))
    body = told(OnwardMoved, {"onward": bodies.onward(actor, found)})
    return answered(body, version=found.version)


class Onward(DeskView):
    """Who leaves this desk for another."""

    @extend_schema(
        operation_id="onward_list", tags=["onward"], summary="Journeys of those who are at your desk",
        parameters=PAGING, responses=OnwardPage,
        examples=[example("A page", {"results": [ROW], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Accepted journeys only; who else was asked, and who takes the person, is not told."""
        found = page(
            selectors.onward(self.actor), keys=("-sent_at", "-uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        body = {"results": bodies.onward_rows(self.actor, found.rows), "next": found.next}
        return Response(told(OnwardPage, body))


class OnwardView(DeskView):
    """One journey."""

    @extend_schema(
        operation_id="onward_read", tags=["onward"], summary="One journey: where they meet, what you may do",
        parameters=[ETAG], responses=OnwardShape, examples=[example("Accepted", examples.ONWARD)],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Missing before an accept, and once the person has arrived."""
        found = selectors.get_onward(self.actor, ref)
        return answered(told(OnwardShape, bodies.onward(self.actor, found)), version=found.version)
