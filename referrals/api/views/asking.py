"""Asking: whom one can ask, what was sent, one referral."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.selectors import get_case
from portal.access.matrix import Purpose
from portal.core.api import answered, pressed_once, size_sent
from portal.core.paging import page
from portal.core.schema import ASKS_RULES, ETAG, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from referrals import selectors, services
from referrals.api import bodies, examples
from referrals.api.question_shapes import CandidateSearch
from referrals.api.shapes import (
    CandidatesShape,
    NewReferral,
    ReferralPage,
    ReferralShape,
)
from referrals.intake import Ask
from referrals.services.choosing import search, whom_to_ask, whom_to_ask_next
from referrals.states import Urgency

KEYS = ("-sent_at", "-uuid")
ASKED = ("purpose", "urgency", "region", "from_when", "keep_together", "conflict_kinds",
         "vital_interest", "vital_reason", "read_back", "read_back_why")  # fmt: skip
WHOM = [
    OpenApiParameter("case", str, many=True, description="A person's case; repeat it for each."),
    OpenApiParameter("purpose", str, enum=[p.value for p in Purpose]),
    OpenApiParameter("urgency", str, enum=[u.value for u in Urgency]),
    OpenApiParameter("region", str, description="A code of the State's regions."),
    OpenApiParameter("referral", str, description="Instead of all others: who to ask next for it."),
]


def shown(actor: Actor, ref: str, status: int = 200) -> Response:
    """One referral with its version, as the actor sees it now; missing where she does not."""
    found = selectors.get_referral(actor, ref)
    location = f"/api/v1/referrals/{found.uuid}/" if status == 201 else ""
    body = told(ReferralShape, bodies.referral(actor, found))
    return answered(body, status_=status, version=found.version, location=location)


class Candidates(DeskView):
    """Whom one can ask."""

    @extend_schema(
        operation_id="candidates", tags=["referrals"], summary="Whom you can ask, and why",
        parameters=WHOM, responses=CandidatesShape, extensions=ASKS_RULES,
        examples=[example("A nameless capacity", examples.CANDIDATES)],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Proposed and left out, each with its reasons; shelters stay nameless where they must."""
        query = request.query_params
        if query.get("referral"):
            found, reasons = whom_to_ask_next(actor=self.actor, ref=query["referral"])
        else:
            ask = Ask(
                purpose=query.get("purpose", ""), region=query.get("region", ""),
                urgency=query.get("urgency", "") or Urgency.STANDARD.value,
            )  # fmt: skip
            found, reasons = whom_to_ask(actor=self.actor, cases=query.getlist("case"), ask=ask)
        return Response(told(CandidatesShape, bodies.candidates(found, reasons=reasons)))

    @extend_schema(
        operation_id="candidates_search", tags=["referrals"], request=CandidateSearch,
        summary="The same as a search: written down where nobody fits", responses=CandidatesShape,
        extensions=ASKS_RULES, examples=[example("A bed in the north", examples.SEARCH, sent=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Where nobody fits, a row says so without identity: need, region, reason, hours waited."""
        sent = read(CandidateSearch, request.data)
        cases = sent.pop("cases")
        found, reasons = search(actor=self.actor, cases=cases, ask=Ask(**sent))
        return Response(told(CandidatesShape, bodies.candidates(found, reasons=reasons)))


class Referrals(DeskView):
    """What was sent."""

    @extend_schema(
        operation_id="referrals_list", tags=["referrals"], summary="What your desk sent, newest first",
        parameters=[
            *PAGING,
            OpenApiParameter("case", str, description="Instead: those of a case that you see."),
        ],
        responses=ReferralPage, examples=[example("A page", {"results": [examples.ROW], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Of each the cases on which your desk holds something."""
        query = request.query_params
        listed = selectors.sent_by(self.actor)
        if query.get("case"):
            case = get_case(self.actor, query["case"])
            listed = selectors.with_carried(self.actor, selectors.of_case(self.actor, case))
        found = page(listed, keys=KEYS, after=query.get("after", ""), size=size_sent(request))
        body = {"results": bodies.rows(found.rows), "next": found.next}
        return Response(told(ReferralPage, body))

    @extend_schema(
        operation_id="referrals_send", tags=["referrals"], summary="Send a referral",
        parameters=[KEY, ETAG], request=NewReferral, responses={201: ReferralShape},
        examples=[
            example("A bed, from a capacity", examples.NEW, sent=True),
            example("Sent", examples.REFERRAL, status="201"),
        ],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """To one receiver or several: the first who accepts has it."""
        sent = read(NewReferral, request.data)
        answer = pressed_once(request, lambda: (201, self._send(sent)))
        return shown(self.actor, answer.reference, answer.status)

    def _send(self, sent: dict[str, Any]) -> str:
        ask = Ask(**{name: sent[name] for name in ASKED})
        found = services.send_referral(
            actor=self.actor, cases=sent["cases"], ask=ask, receivers=sent["receivers"],
            against_wishes=sent["against_wishes"],
        )  # fmt: skip
        return str(found.uuid)


class ReferralView(DeskView):
    """One referral from the asking side."""

    @extend_schema(
        operation_id="referrals_read", tags=["referrals"], summary="One referral: answers, way, moves",
        parameters=[ETAG], responses=ReferralShape,
        examples=[example("Waits for an answer", examples.REFERRAL)],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Every answer with its reason; a nameless shelter is 'capacity 2'."""
        return shown(self.actor, ref)
