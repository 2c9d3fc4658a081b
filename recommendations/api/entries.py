"""Reading entries: open to everybody as JSON and CSV, as of any day; what laws and plans add up to."""

from datetime import datetime

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import size_sent
from portal.core.paging import page
from portal.core.problems import Malformed
from portal.core.schema import PAGING, example
from recommendations.api import entry_bodies as bodies
from recommendations.api import entry_shapes as shapes
from recommendations.api.base import FORMAT, MOST_ROWS, PublicView, query, query_after
from recommendations.api.examples import TERMS
from recommendations.api.states import STATE
from recommendations.models import Activity
from recommendations.rules.days import end_of_day
from recommendations.rules.entries.catalogue import ALL
from recommendations.rules.entries.kinds import Part
from recommendations.selectors import doing
from recommendations.selectors import entries as selectors
from recommendations.selectors.implementation import state_of

TAG = ["recommendations"]
KIND = OpenApiParameter(
    "kind", str, enum=shapes.KIND_CODES, description="One kind; needed for CSV."
)
ON = OpenApiParameter("on", str, description="As of the end of a day, such as 2026-03-31 (UTC).")
KEYS = ("entry__state__code", "entry__kind", "entry__uuid")


def moment_of(text: str) -> datetime | None:
    """The end of a day that an address names. Raises Malformed."""
    try:
        return end_of_day(text)
    except ValueError:
        raise Malformed(field="on", remedy=_("Send a day such as 2026-03-31.")) from None


class Kinds(PublicView):
    """What kinds of entries there are."""

    columns = ("code", "part", "label")

    @extend_schema(
        operation_id="recommendations_kinds", tags=TAG, parameters=[FORMAT],
        summary="Kinds of entries and their fields", responses=shapes.KindList,
        examples=[example("Rows", {**TERMS, "results": [bodies.KIND]})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Each field with its type and its codes: the shape of ``document``."""
        lists = {"activity": dict(Activity.objects.values_list("code", "name"))}
        return self.rows(shapes.KindRow, (bodies.kind(one, lists) for one in ALL))


class Entries(PublicView):
    """Published entries."""

    HEAD = ("code", "state", "organisation", "edition", "published_at")

    @extend_schema(
        operation_id="recommendations_entries", tags=TAG, responses=shapes.EntryPage,
        parameters=[KIND, STATE, ON, *PAGING, FORMAT],
        summary="Measures, instruments, trainings: what is published, as of a day",
        examples=[example("A page", {**TERMS, "results": [bodies.EDITION], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Each entry's edition of that day. As CSV the fields of the kind are the columns."""
        state, name = query(request, "state"), query(request, "kind")
        rows = selectors.editions(
            self.actor, state=state_of(state) if state else None, on=moment_of(query(request, "on"))
        )
        if name:
            rows = rows.filter(entry__kind=selectors.kind_of(name).code)
        if self.as_table:
            return self._table(rows.order_by(*KEYS)[:MOST_ROWS], name)
        part = page(rows, keys=KEYS, after=query_after(request), size=size_sent(request))
        return self.rows(shapes.EntryRow, map(bodies.edition, part.rows), next_=part.next)

    def _table(self, rows: object, name: str) -> Response:
        if not name:
            raise Malformed(field="kind", remedy=_("Say which kind: each has its own columns."))
        kind = selectors.kind_of(name)
        fields = tuple(one.name for one in kind.fields)
        self.columns = (*self.HEAD, *fields)
        told = [bodies.edition(one) for one in rows]  # type: ignore[attr-defined]
        flat = [{**one["document"], **{h: one[h] for h in self.HEAD}} for one in told]
        return Response(flat, headers=self.terms())


class EntryItem(PublicView):
    """One published entry."""

    columns = ("uuid", "kind", "code", "edition", "withdrawn", "published_at")

    @extend_schema(
        operation_id="recommendations_entry", tags=TAG, parameters=[FORMAT],
        summary="One entry with all its editions", responses=shapes.EntryHistory,
        examples=[example("Its editions", {**TERMS, "results": [bodies.EDITION]})],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """The last first."""
        one = selectors.get_edition(self.actor, ref)
        rows = selectors.history(self.actor, one).select_related(*selectors.AROUND)
        return self.rows(shapes.EntryRow, map(bodies.edition, rows))


class Law(PublicView):
    """The harmonisation matrix."""

    columns = ("state", "element", "covered", "article", "palermo", "coe_197")

    @extend_schema(
        operation_id="recommendations_law", tags=TAG, parameters=[STATE, FORMAT],
        summary="Elements of the offence in each State's law", responses=shapes.ElementList,
        examples=[example("Rows", {**TERMS, "results": [bodies.ELEMENT]})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Beside the articles of the Palermo Protocol and of CETS 197; empty: not looked at."""
        code = query(request, "state")
        states = [state_of(code)] if code else doing.states_with_law(self.actor)
        said = doing.covered(self.actor, states)
        rows = (row for one in states for row in bodies.elements(one, said.get(one.code, {})))
        return self.rows(shapes.ElementRow, rows)


class Plan(PublicView):
    """A State's plan in figures."""

    columns = (
        "state",
        "currency",
        "measures",
        "overdue",
        "without_budget",
        "planned",
        "spent",
        "travel",
    )

    @extend_schema(
        operation_id="recommendations_plan", tags=TAG, parameters=[ON, FORMAT],
        summary="A State's action plan in figures", responses=shapes.PlanList,
        examples=[example("Rows", {**TERMS, "results": [bodies.PLAN]})],
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        """One row for each currency: sums are never added across currencies."""
        one = state_of(code)
        told = selectors.told(self.actor, one, Part.PLAN, on=moment_of(query(request, "on")))
        return self.rows(shapes.PlanRow, bodies.plan(one, doing.plan_sums(told)))
