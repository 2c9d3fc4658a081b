"""A validator arranges: periods and tasks of her State, lists of recommendations."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import answered, pressed_once, version_sent
from portal.core.schema import ETAG, IF_MATCH, KEY, example
from portal.core.shapes import read, told
from portal.organisations.desk_view import DeskView
from recommendations.api import bodies, examples, shapes
from recommendations.api.import_shapes import ImportReport, NewImport
from recommendations.api.writing import FileParser, decoded
from recommendations.rules.access import Act
from recommendations.selectors.implementation import (
    get_implementation,
    get_period,
    own_state,
)
from recommendations.selectors.reach import ask_anywhere
from recommendations.selectors.register import get_recommendation
from recommendations.services import periods as arranging
from recommendations.services.importing import SourceSpec, check, take
from recommendations.services.listing import Options

TAG = ["recommendations"]


def _period(row: Any, status: int = 200) -> Response:
    return answered(told(shapes.PeriodRow, bodies.period(row)), status_=status, version=row.version)


class OwnPeriods(DeskView):
    """Periods of your State."""

    @extend_schema(
        operation_id="recommendations_period_open",
        tags=TAG,
        summary="Open a period in your State",
        parameters=[KEY, ETAG],
        request=shapes.NewPeriod,
        responses={201: shapes.PeriodRow},
        examples=[
            example("A year", examples.NEW_PERIOD, sent=True),
            example("Open", examples.PERIOD, status="201"),
        ],
    )
    def post(self, request: Request) -> Response:
        """Everybody who answers for something owes a report from now on."""
        sent = read(shapes.NewPeriod, request.data)
        ask_anywhere(Act.SET_PERIODS, self.actor)
        answer = pressed_once(request, lambda: (201, self._open(sent)))
        return _period(get_period(own_state(self.actor).pk, answer.reference), answer.status)

    def _open(self, sent: dict[str, Any]) -> str:
        return arranging.open_period(actor=self.actor, state=own_state(self.actor), **sent).code


class ClosePeriod(DeskView):
    """Close one."""

    @extend_schema(
        operation_id="recommendations_period_close",
        tags=TAG,
        summary="Close a period of your State",
        parameters=[IF_MATCH, ETAG],
        request=None,
        responses=shapes.PeriodRow,
        examples=[example("Closed", examples.PERIOD)],
    )
    def post(self, request: Request, code: str) -> Response:
        """It takes no more reports."""
        version = version_sent(request)
        ask_anywhere(Act.SET_PERIODS, self.actor)
        period = get_period(own_state(self.actor).pk, code)
        return _period(arranging.close_period(actor=self.actor, period=period, version=version))


def _task(row: Any, status: int = 200) -> Response:
    return answered(told(shapes.TaskRow, bodies.task(row)), status_=status, version=row.version)


class Assign(DeskView):
    """Set a task."""

    @extend_schema(
        operation_id="recommendations_task_set", tags=TAG, summary="Make an organisation answer for it",
        parameters=[KEY, ETAG], request=shapes.NewTask, responses={201: shapes.TaskRow},
        examples=[example("Set", examples.TASK, status="201")],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Repeating it changes nothing."""
        sent = read(shapes.NewTask, request.data)
        ask_anywhere(Act.ASSIGN, self.actor)
        answer = pressed_once(request, lambda: (201, self._set(sent)))
        return _task(get_implementation(self.actor, answer.reference), answer.status)

    def _set(self, sent: dict[str, Any]) -> str:
        row = get_recommendation(self.actor, sent["source"], sent["code"])
        who = arranging.organisation_of(self.actor, sent["organisation"])
        return str(
            arranging.assign(
                actor=self.actor,
                recommendation=row,
                organisation=who,
                actor_type=sent["actor_type"],
            ).uuid
        )


class Release(DeskView):
    """Release one."""

    @extend_schema(
        operation_id="recommendations_task_release",
        tags=TAG,
        summary="Nobody there answers for it any more",
        parameters=[IF_MATCH, ETAG],
        request=None,
        responses=shapes.TaskRow,
        examples=[example("Released", examples.TASK)],
    )
    def post(self, request: Request, ref: str) -> Response:
        """What was said stays."""
        version = version_sent(request)
        one = get_implementation(self.actor, ref)
        return _task(arranging.release(actor=self.actor, implementation=one, version=version))


class Import(DeskView):
    """Bring a list in."""

    parser_classes = (FileParser,)

    @extend_schema(
        operation_id="recommendations_import",
        tags=TAG,
        summary="Bring a list of recommendations in: dry run, all rows, or the good ones",
        request=NewImport,
        responses=ImportReport,
        examples=[
            example("A dry run", examples.NEW_IMPORT, sent=True),
            example("Its report", examples.IMPORT_REPORT),
        ],
    )
    def post(self, request: Request) -> Response:
        """Read = created + updated + unchanged + refused. Repeating it changes nothing."""
        sent = read(NewImport, request.data)
        known: dict[str, Any] = {
            "actor": self.actor, "content": decoded(sent["content"]), "filename": "list",
            "spec": SourceSpec(**sent["source"]),
            "options": Options(
                columns=sent["columns"], only=sent["only"], encoding=sent["encoding"],
                delimiter=sent["delimiter"],
            ),
        }  # fmt: skip
        act = take if not sent["dry_run"] else check
        more = {} if sent["dry_run"] else {"only_good": sent["only_good"]}
        outcome = act(**known, **more)
        return Response(told(ImportReport, bodies.outcome(outcome)))
