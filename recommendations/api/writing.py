"""Writing: reports, assessments and comments, their evidence and moves."""

import base64
import binascii
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import answered, pressed_once, size_sent, version_sent
from portal.core.paging import page
from portal.core.parsing import BoundedJSONParser
from portal.core.problems import Invalid
from portal.core.schema import ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from recommendations.api import bodies, examples, shapes
from recommendations.rules.levels import Voice
from recommendations.rules.submitting import Said
from recommendations.selectors.implementation import (
    get_implementation,
    get_period,
    get_submission,
    owed,
    submissions,
    waiting,
)
from recommendations.services import evidence as proving
from recommendations.services import submitting

TAG = ["recommendations"]


def shown(actor: Actor, ref: object, status: int = 200) -> Response:
    """A submission as its reader sees it now."""
    row = get_submission(actor, ref)
    location = f"/api/v1/recommendations/submissions/{row.uuid}/" if status == 201 else ""
    body = told(shapes.SubmissionShape, bodies.submission(row))
    return answered(body, status_=status, version=row.version, location=location)


def words(sent: dict[str, Any]) -> Said:
    """What was said."""
    return Said(sent["level"], sent["confidence"], sent["justification"])


class ReportsDue(DeskView):
    """What your organisation owes."""

    @extend_schema(
        operation_id="recommendations_reports_due",
        tags=TAG,
        parameters=PAGING,
        summary="Reports that your organisation owes",
        responses=shapes.DuePage,
        examples=[example("A page", {"results": [examples.DUE], "next": ""})],
    )
    def get(self, request: Request) -> Response:
        """The earliest first."""
        keys = ("period__due_on", "implementation__recommendation__number", "uuid")
        found = page(
            owed(self.actor),
            keys=keys,
            after=request.query_params.get("after", ""),
            size=size_sent(request),
        )
        body = {"results": [bodies.due(row) for row in found.rows], "next": found.next}
        return Response(told(shapes.DuePage, body))


class Submissions(DeskView):
    """What you write, and what waits for your word."""

    @extend_schema(
        operation_id="recommendations_submissions",
        tags=TAG,
        responses=shapes.SubmissionPage,
        examples=[example("A page", {"results": [examples.SUBMISSION], "next": ""})],
        summary="What you write, or what waits for you",
        parameters=[
            OpenApiParameter(
                "waiting", str, enum=["1"], description="Only what waits for your word."
            ),
            *PAGING,
        ],
    )
    def get(self, request: Request) -> Response:
        """The last changed first."""
        rows = (
            waiting(self.actor)
            if request.query_params.get("waiting") == "1"
            else submissions(self.actor)
        )
        found = page(
            rows.prefetch_related("evidence"), keys=("-changed_at", "-uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        body = {"results": [bodies.submission(row) for row in found.rows], "next": found.next}
        return Response(told(shapes.SubmissionPage, body))

    @extend_schema(
        operation_id="recommendations_submission_begin",
        tags=TAG,
        summary="Begin a draft",
        parameters=[KEY, ETAG],
        request=shapes.NewSubmission,
        responses={201: shapes.SubmissionShape},
        examples=[
            example("A report", examples.NEW, sent=True),
            example("Begun", examples.SUBMISSION, status="201"),
        ],
    )
    def post(self, request: Request) -> Response:
        """One is open at a time for a task, a period and an organisation."""
        sent = read(shapes.NewSubmission, request.data)
        answer = pressed_once(request, lambda: (201, self._begin(sent)))
        return shown(self.actor, answer.reference, answer.status)

    def _begin(self, sent: dict[str, Any]) -> str:
        one = get_implementation(self.actor, sent["task"])
        row = submitting.save(
            actor=self.actor, implementation=one, period=get_period(one.state_id, sent["period"]),
            voice=Voice(sent["voice"]), said=words(sent),
        )  # fmt: skip
        return str(row.uuid)


class SubmissionView(DeskView):
    """One of them."""

    @extend_schema(
        operation_id="recommendations_submission", tags=TAG, summary="One submission",
        parameters=[ETAG], responses=shapes.SubmissionShape,
        examples=[example("A draft", examples.SUBMISSION)],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Its words, its evidence, what is open now."""
        return shown(self.actor, ref)

    @extend_schema(
        operation_id="recommendations_submission_save", tags=TAG, summary="Save its words",
        parameters=[IF_MATCH, ETAG], request=shapes.Words, responses=shapes.SubmissionShape,
        examples=[example("Words", examples.WORDS, sent=True), example("Saved", examples.SUBMISSION)],
    )  # fmt: skip
    def put(self, request: Request, ref: str) -> Response:
        """While it is a draft, or was returned."""
        sent, version = read(shapes.Words, request.data), version_sent(request)
        row = get_submission(self.actor, ref)
        submitting.save(
            actor=self.actor, implementation=row.implementation, period=row.period,
            voice=Voice(row.voice), said=words(sent), version=version,
        )  # fmt: skip
        return shown(self.actor, ref)


class Move(DeskView):
    """A step of a submission."""

    def _answer(self, ref: str) -> Response:
        return shown(self.actor, ref)


class Submit(Move):
    """Send it."""

    @extend_schema(
        operation_id="recommendations_submission_submit",
        tags=TAG,
        request=None,
        summary="Send it to be published; an assessment is public at once",
        parameters=[IF_MATCH, ETAG],
        responses=shapes.SubmissionShape,
        examples=[example("After it", examples.SUBMISSION)],
    )
    def post(self, request: Request, ref: str) -> Response:
        """A State's word waits for its validator, a comment for a moderator."""
        submitting.submit(actor=self.actor, ref=ref, version=version_sent(request))
        return self._answer(ref)


class Publish(Move):
    """Publish it."""

    @extend_schema(
        operation_id="recommendations_submission_publish", tags=TAG, request=None,
        summary="Publish what was sent", parameters=[IF_MATCH, ETAG],
        responses=shapes.SubmissionShape, examples=[example("After it", examples.SUBMISSION)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """It becomes a statement that nobody changes any more."""
        submitting.publish(actor=self.actor, ref=ref, version=version_sent(request))
        return self._answer(ref)


class SendBack(Move):
    """Give it back."""

    @extend_schema(
        operation_id="recommendations_submission_return", tags=TAG, request=shapes.Reason,
        summary="Give it back with a reason", parameters=[IF_MATCH, ETAG],
        responses=shapes.SubmissionShape, examples=[example("After it", examples.SUBMISSION)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """It is open to its writers again, and owed again."""
        version, sent = version_sent(request), read(shapes.Reason, request.data)
        submitting.send_back(actor=self.actor, ref=ref, version=version, reason=sent["reason"])
        return self._answer(ref)


class Decline(Move):
    """Do not publish it."""

    @extend_schema(
        operation_id="recommendations_submission_decline", tags=TAG, request=shapes.Reason,
        summary="Do not publish a comment", parameters=[IF_MATCH, ETAG],
        responses=shapes.SubmissionShape, examples=[example("After it", examples.SUBMISSION)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """With a reason that its writers read."""
        version, sent = version_sent(request), read(shapes.Reason, request.data)
        submitting.decline(actor=self.actor, ref=ref, version=version, reason=sent["reason"])
        return self._answer(ref)


class FileParser(BoundedJSONParser):
    """A body that may carry a file of 10 MB in base64."""

    most = 14_500_000


class Proofs(DeskView):
    """Evidence of a submission."""

    parser_classes = (FileParser,)

    @extend_schema(
        operation_id="recommendations_proof_add",
        tags=TAG,
        summary="Add a file, a link or a figure",
        parameters=[IF_MATCH, ETAG],
        request=shapes.NewProof,
        responses=shapes.SubmissionShape,
        examples=[
            example(
                "A link",
                {"kind": "link", "title": "The order", "address": "https://example.org/order"},
                sent=True,
            )
        ],
    )
    def post(self, request: Request, ref: str) -> Response:
        """A file is told by its content, cleaned and sealed; what cannot be kept is refused."""
        version, sent = version_sent(request), read(shapes.NewProof, request.data)
        known: dict[str, Any] = {"actor": self.actor, "ref": ref, "version": version}
        if sent["kind"] == "file":
            proving.add_file(**known, title=sent["title"], content=decoded(sent["content"]))
        elif sent["kind"] == "link":
            proving.add_link(**known, title=sent["title"], address=sent["address"])
        else:
            proving.add_figure(**known, figure=sent["figure"])
        return shown(self.actor, ref)


def decoded(text: str) -> bytes:
    """A file out of its base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid(field="content", remedy=_("Send the file in base64.")) from None


class Proof(DeskView):
    """One piece of evidence."""

    @extend_schema(
        operation_id="recommendations_proof_drop",
        tags=TAG,
        summary="Take a piece out of a draft",
        parameters=[IF_MATCH, ETAG],
        responses=shapes.SubmissionShape,
        examples=[example("After it", examples.SUBMISSION)],
    )
    def delete(self, request: Request, ref: str, evidence: str) -> Response:
        """Its file is destroyed. What is published stays."""
        version = version_sent(request)
        proving.drop(actor=self.actor, ref=ref, version=version, evidence=evidence)
        return shown(self.actor, ref)
