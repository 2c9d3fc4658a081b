"""Proceedings through the API: by the same selectors and services as the pages."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import examples
from cases.api.proceedings_shapes import (
    CaseProceedings,
    NextStep,
    ProceedingDetail,
    ProceedingPage,
    Report,
)
from cases.models import Proceeding
from cases.proceedings import services
from cases.proceedings.selectors import (
    STATUS,
    get_own,
    investigates,
    listed,
    may_open,
    of_case,
)
from cases.proceedings.workflow import open_steps, reasons_from
from cases.selectors import get_case, held, may_read
from cases.vocabulary import Stage
from cases.who_sees import circle
from portal.access.matrix import Section
from portal.core.api import answered, pressed_once, size_sent, version_sent
from portal.core.paging import page
from portal.core.problems import Malformed
from portal.core.schema import ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from portal.organisations.selectors import organisation_of

STAGE = OpenApiParameter(
    "stage", str, enum=[s.value for s in Stage], many=True,
    description="Those that stand there; without one, all that have not ended.",
)  # fmt: skip


def _line(row: Proceeding, by: str, *, mine: bool) -> dict[str, Any]:
    return {
        "stage": row.stage, "ended_why": row.ended_why, "since": row.since, "by": by, "mine": mine,
    }  # fmt: skip


def _row(row: Proceeding, by: str) -> dict[str, Any]:
    return {
        **_line(row, by, mine=True), "uuid": row.uuid, "version": row.version,
        "case": row.case.uuid, "reference": row.case.ref, "own_report": row.own_report,
        "changed_at": row.changed_at,
    }  # fmt: skip


def _own_name(actor: Actor) -> str:
    organisation = organisation_of(actor)
    return organisation.name if organisation else ""


def shown(actor: Actor, ref: str, status: int = 200) -> Response:
    """One of the desk's own, with its version."""
    row = get_own(actor, ref)
    body = {
        **_row(row, _own_name(actor)),
        "steps": [
            {"stage": s.stage, "ended_why": s.ended_why, "day": s.day, "at": s.at}
            for s in row.steps.all()
        ],
        "open_steps": [step.name for step in open_steps(row.stage)],
        "reasons": reasons_from(row.stage),
    }
    location = f"/api/v1/proceedings/{row.uuid}/" if status == 201 else ""
    return answered(
        told(ProceedingDetail, body), status_=status, version=row.version, location=location
    )


class Proceedings(DeskView):
    """The proceedings of a police or prosecution desk."""

    @extend_schema(
        operation_id="proceedings_list", tags=["proceedings"],
        summary="Your desk's proceedings, the last changed first",
        parameters=[STAGE, *PAGING], responses=ProceedingPage,
        examples=[example("A page", {"results": [examples.PROCEEDING_ROW], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Filtered by their own stage, and by nothing else."""
        if not investigates(self.actor):
            raise Http404
        stages = request.query_params.getlist("stage")
        if not set(stages) <= set(Stage):
            raise Malformed(field="stage", remedy="Send one of the stages offered.")
        found = page(
            listed(self.actor, stages), keys=("-changed_at", "-uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        by = _own_name(self.actor)
        body = {"results": [_row(row, by) for row in found.rows], "next": found.next}
        return Response(told(ProceedingPage, body))


class ProceedingView(DeskView):
    """One of them."""

    @extend_schema(
        operation_id="proceeding_read", tags=["proceedings"], summary="Where proceedings of yours stand",
        parameters=[ETAG], responses=ProceedingDetail,
        examples=[example("Under investigation", examples.PROCEEDING)],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """With the steps that are open now. What your desk writes of them is the section `proceedings`."""
        return shown(self.actor, ref)


class ProceedingStepView(DeskView):
    """The next step."""

    @extend_schema(
        operation_id="proceeding_step", tags=["proceedings"], summary="Say where proceedings stand now",
        parameters=[IF_MATCH, KEY, ETAG], request=NextStep, responses={200: ProceedingDetail},
        examples=[
            example("The trial began", {"day": "2026-11-20"}, sent=True),
            example("The end", {"why": "acquitted"}, sent=True),
        ],
    )  # fmt: skip
    def post(self, request: Request, ref: str, step: str) -> Response:
        """`investigate`, `charge`, `send_back`, `try`, `end` or `reopen`. Who sees the status is told."""
        version, sent = version_sent(request), read(NextStep, request.data)

        def act() -> tuple[int, str]:
            row = services.move(actor=self.actor, ref=ref, name=step, version=version, **sent)
            return 200, str(row.uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)


class OfCase(DeskView):
    """The proceedings of one case."""

    @extend_schema(
        operation_id="case_proceedings", tags=["proceedings"], summary="Where a case's proceedings stand",
        responses=CaseProceedings,
        examples=[example("A line", {"results": [examples.STATUS_LINE], "may_open": False})],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """The lead sees the status line; who views proceedings, all; another desk its own."""
        case = get_case(self.actor, ref)
        names = held(self.actor, case)
        opens = may_open(self.actor, case, names)
        if not (may_read(names, Section.PROCEEDINGS) or STATUS in names or opens):
            raise Http404
        around = circle(self.actor, case, names)
        rows = [
            _line(
                row, around.name(row.desk.organisation), mine=row.desk_id == self.actor.desk_id
            )
            for row in of_case(self.actor, case, names)
        ]  # fmt: skip
        return Response(told(CaseProceedings, {"results": rows, "may_open": opens}))

    @extend_schema(
        operation_id="case_proceedings_open", tags=["proceedings"], summary="Open proceedings",
        parameters=[KEY, ETAG], request=Report, responses={201: ProceedingDetail},
        examples=[example("Reported today", {}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """From a case that your desk reported, or a referral for investigation that it accepted."""
        sent = read(Report, request.data)

        def act() -> tuple[int, str]:
            return 201, str(services.open_proceedings(actor=self.actor, ref=ref, **sent).uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)
