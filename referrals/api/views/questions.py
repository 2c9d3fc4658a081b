"""Ask before referring, and for what is missing: one short question, one answer, no identity."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import answered, pressed_once, size_sent, version_sent
from portal.core.paging import page
from portal.core.schema import ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from referrals import selectors, services
from referrals.api import bodies, examples
from referrals.api.question_shapes import (
    MissingQuestion,
    NewQuestion,
    QuestionAnswer,
    QuestionPage,
    QuestionShape,
)
from referrals.models import Question
from referrals.selectors.questions import other_side

KEYS = ("-asked_at", "-uuid")
BOX = OpenApiParameter(
    "box", str, enum=["received", "asked"],
    description="`received` by your desk (without it), or `asked` by it.",
)  # fmt: skip


def row(actor: Actor, found: Question) -> dict[str, Any]:
    """A line of a list."""
    return {
        "uuid": found.uuid, "reference": found.ref, "question_about": found.about,
        "purpose": found.purpose, "question_state": found.state,
        "mine": found.asker_desk_id == actor.desk_id, "other_side": other_side(actor, found),
        "asked_at": found.asked_at, "answer_by": found.answer_by, "answered_at": found.answered_at,
    }  # fmt: skip


def shown(actor: Actor, ref: str, status: int = 200) -> Response:
    """One question with its version; missing where the desk does not see it."""
    found = selectors.get_question(actor, ref)
    words = selectors.words_of_question(found)
    mine = found.asker_desk_id == actor.desk_id and found.offer_id is None
    body = {
        **row(actor, found), "version": found.version, "text": words.get("text", ""),
        "answer": words.get("answer", ""), "case": bodies.case_ref(found.case) if mine else None,
        "moves": [move.name for move in selectors.question_moves(actor, found)],
    }  # fmt: skip
    location = f"/api/v1/questions/{found.uuid}/" if status == 201 else ""
    return answered(
        told(QuestionShape, body), status_=status, version=found.version, location=location
    )


class Questions(DeskView):
    """Questions of this desk."""

    @extend_schema(
        operation_id="questions_list", tags=["questions"], summary="Questions, newest first",
        parameters=[*PAGING, BOX], responses=QuestionPage,
        examples=[example("A page", {"results": [examples.QUESTION_ROW], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Asked of your desk, or by it; never who the person is."""
        query = request.query_params
        ours = query.get("box") == "asked"
        rows = selectors.asked_by_us(self.actor) if ours else selectors.asked_of_us(self.actor)
        found = page(rows, keys=KEYS, after=query.get("after", ""), size=size_sent(request))
        body = {"results": [row(self.actor, q) for q in found.rows], "next": found.next}
        return Response(told(QuestionPage, body))

    @extend_schema(
        operation_id="questions_ask", tags=["questions"], summary="Ask one before referring",
        parameters=[KEY, ETAG], request=NewQuestion, responses={201: QuestionShape},
        examples=[
            example("Stairs", examples.NEW_QUESTION, sent=True),
            example("Asked", examples.QUESTION, status="201"),
        ],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Without identity: a name of hers, a number, a reference is refused by its word."""
        sent = read(NewQuestion, request.data)
        answer = pressed_once(
            request, lambda: (201, str(services.ask_before(actor=self.actor, **sent).uuid))
        )
        return shown(self.actor, answer.reference, answer.status)


class QuestionView(DeskView):
    """One question."""

    @extend_schema(
        operation_id="questions_read", tags=["questions"], summary="One question with its answer",
        parameters=[ETAG], responses=QuestionShape, examples=[example("Answered", examples.QUESTION)],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """With its version and the moves that are open to you."""
        return shown(self.actor, ref)


class Answer(DeskView):
    """The answer."""

    @extend_schema(
        operation_id="questions_answer", tags=["questions"], summary="Answer, once",
        parameters=[IF_MATCH, ETAG], request=QuestionAnswer, responses=QuestionShape,
        examples=[example("Yes", {"answer": "Yes, on the ground floor."}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Who asked is told. A colleague who was quicker: 409."""
        version, sent = version_sent(request), read(QuestionAnswer, request.data)
        services.answer_question(actor=self.actor, ref=ref, text=sent["answer"], version=version)
        return shown(self.actor, ref)


class Close(DeskView):
    """Nothing more is asked."""

    @extend_schema(
        operation_id="questions_close", tags=["questions"], summary="Close a question of yours",
        parameters=[IF_MATCH, ETAG], request=None, responses=QuestionShape,
        examples=[example("Closed", {**examples.QUESTION, "question_state": "closed", "moves": []})],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """The one asked reads that nothing is to do."""
        services.close_question(actor=self.actor, ref=ref, version=version_sent(request))
        return shown(self.actor, ref)


class Missing(DeskView):
    """What a receiver needs to know."""

    @extend_schema(
        operation_id="questions_missing", tags=["questions"], summary="Ask the sender what is missing",
        parameters=[KEY, ETAG], request=MissingQuestion, responses={201: QuestionShape},
        examples=[example("Stairs", {"text": "Can the person climb stairs?"}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """A clock of yours whose rule lets it stand stands until the answer."""
        sent = read(MissingQuestion, request.data)
        answer = pressed_once(
            request,
            lambda: (201, str(services.ask_missing(actor=self.actor, offer=ref, **sent).uuid)),
        )
        return shown(self.actor, answer.reference, answer.status)
