"""The inbox: what waits for this desk's answer, by its preview alone."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import size_sent
from portal.core.paging import page
from portal.core.schema import ETAG, PAGING, example
from portal.core.shapes import told
from portal.organisations.desk_view import DeskView
from referrals import previews, selectors
from referrals.api import bodies, examples
from referrals.api.shapes import InboxPage, OfferShape
from referrals.api.views.moves import offer_shown

KEYS = ("answer_by", "uuid")
BOX = OpenApiParameter(
    "box", str, enum=["waiting", "accepted"],
    description="`waiting` for an answer (without it), or `accepted` and still running.",
)  # fmt: skip


class Inbox(DeskView):
    """What waits here."""

    @extend_schema(
        operation_id="inbox_list", tags=["inbox"], summary="What waits for your desk's answer",
        parameters=[*PAGING, BOX], responses=InboxPage,
        examples=[example("A page", {"results": [examples.OFFER_ROW], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """The soonest due first; each by the fields of the policy's preview, nobody's name."""
        query = request.query_params
        accepted = query.get("box") == "accepted"
        rows = selectors.taken_on(self.actor) if accepted else selectors.inbox(self.actor)
        found = page(
            previews.with_persons(rows), keys=KEYS, after=query.get("after", ""),
            size=size_sent(request),
        )  # fmt: skip
        body = {"results": bodies.offers(self.actor, found.rows), "next": found.next}
        return Response(told(InboxPage, body))


class OfferView(DeskView):
    """One offer."""

    @extend_schema(
        operation_id="inbox_read", tags=["inbox"], summary="One offer: preview, or once accepted the way",
        parameters=[ETAG], responses=OfferShape, examples=[example("Waits", examples.OFFER)],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """The preview ends with your answer. Accepted, it names the cases that it opened."""
        return offer_shown(self.actor, ref)
