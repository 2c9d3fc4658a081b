"""Reading one State: its scorecard, everything published of it, its periods; who answers for what."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import size_sent
from portal.core.paging import page
from portal.core.schema import PAGING, example
from recommendations.api import bodies, examples, shapes
from recommendations.api.base import FORMAT, MOST_ROWS, PublicView, query, query_after
from recommendations.rules.levels import Voice
from recommendations.selectors import scorecard as cards
from recommendations.selectors.implementation import (
    implementations,
    periods_of,
    state_of,
    statements,
)

TAG = ["recommendations"]
STATE = OpenApiParameter("state", str, description="A State's code; all States without.")


class States(PublicView):
    """States of the register."""

    columns = (
        "code",
        "name",
        "recommendations",
        "full_self",
        "full_rapporteur",
        "differ",
        "reports_overdue",
    )

    @extend_schema(
        operation_id="recommendations_states",
        tags=TAG,
        parameters=[FORMAT],
        summary="States: what they say, what is found",
        responses=shapes.StateList,
        examples=[example("Rows", {**examples.TERMS, "results": [examples.STATE]})],
    )
    def get(self, request: Request) -> Response:
        """Those in which somebody answers for something."""
        found = [cards.scorecard(self.actor, one) for one in cards.states_in_register()]
        return self.rows(shapes.StateRow, map(bodies.state, found))


class State(PublicView):
    """One State over what it is asked."""

    columns = ("source", "code", "title", "approach", "organisations", "self", "rapporteur",
               "civil_society", "apart", "differs")  # fmt: skip

    @extend_schema(
        operation_id="recommendations_state",
        tags=TAG,
        summary="A State's scorecard",
        parameters=[
            FORMAT,
            OpenApiParameter("differ", str, enum=["1"], description="Only where they differ."),
        ],
        responses=shapes.Score,
        examples=[
            example(
                "Arvenia",
                {
                    **examples.TERMS,
                    "state": "XA",
                    "reports_overdue": 2,
                    "results": [examples.SCORE],
                },
            )
        ],
    )
    def get(self, request: Request, code: str) -> Response:
        """Each recommendation by each voice's latest word."""
        card = cards.scorecard(self.actor, state_of(code))
        rows = card.differing if query(request, "differ") == "1" else card.rows
        return self.rows(
            shapes.ScoreRow,
            map(bodies.score, rows),
            state=card.state.code,
            reports_overdue=card.overdue,
        )


class Statements(PublicView):
    """The history of a State."""

    columns = ("uuid", "task", "source", "code", "state", "organisation", "period", "period_begins",
               "period_ends", "voice", "spoken_by", "edition", "level", "confidence", "justification",
               "published_at")  # fmt: skip
    KEYS = ("-published_at", "-uuid")

    @extend_schema(
        operation_id="recommendations_statements", tags=TAG, summary="Everything published of a State",
        parameters=[
            OpenApiParameter("voice", str, enum=[v.value for v in Voice]),
            OpenApiParameter("period", str, description="A period's code."), *PAGING, FORMAT,
        ],
        responses=shapes.StatementPage,
        examples=[example("A page", {**examples.TERMS, "results": [examples.STATEMENT], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        """All voices, years and editions, the newest first: nothing is ever overwritten."""
        rows = statements(self.actor).filter(implementation__state=state_of(code))
        for name, path in (("voice", "voice"), ("period", "period__code")):
            if value := query(request, name):
                rows = rows.filter(**{path: value})
        rows = rows.prefetch_related("submission__evidence")
        if self.as_table:
            found: Any = rows.order_by(*self.KEYS)[:MOST_ROWS]
            return self.rows(shapes.StatementRow, map(bodies.statement, found))
        part = page(rows, keys=self.KEYS, after=query_after(request), size=size_sent(request))
        return self.rows(shapes.StatementRow, map(bodies.statement, part.rows), next_=part.next)


class Periods(PublicView):
    """A State's periods."""

    columns = ("code", "begins_on", "ends_on", "due_on", "open")

    @extend_schema(
        operation_id="recommendations_periods",
        tags=TAG,
        parameters=[FORMAT],
        summary="A State's reporting periods",
        responses=shapes.PeriodList,
        examples=[example("Rows", {**examples.TERMS, "state": "XA", "results": [examples.PERIOD]})],
    )
    def get(self, request: Request, code: str) -> Response:
        """The latest first."""
        one = state_of(code)
        return self.rows(shapes.PeriodRow, map(bodies.period, periods_of(one)), state=one.code)


class Tasks(PublicView):
    """Who answers for what."""

    columns = ("uuid", "source", "code", "state", "organisation", "actor_type")
    KEYS = ("state__code", "recommendation__source__code", "recommendation__number", "uuid")

    @extend_schema(
        operation_id="recommendations_tasks", tags=TAG, parameters=[STATE, *PAGING, FORMAT],
        summary="Who answers for what", responses=shapes.TaskPage,
        examples=[example("A page", {**examples.TERMS, "results": [examples.TASK], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """A recommendation, a State and the organisation that answers for it there."""
        rows = implementations(self.actor)
        if code := query(request, "state"):
            rows = rows.filter(state=state_of(code))
        if self.as_table:
            return self.rows(
                shapes.TaskRow, map(bodies.task, rows.order_by(*self.KEYS)[:MOST_ROWS])
            )
        part = page(rows, keys=self.KEYS, after=query_after(request), size=size_sent(request))
        return self.rows(shapes.TaskRow, map(bodies.task, part.rows), next_=part.next)
