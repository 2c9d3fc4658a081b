"""Reading what is published: recommendations, the table, States, statements. No account needed."""

from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import size_sent
from portal.core.paging import page
from portal.core.schema import PAGING, example
from portal.core.shapes import told
from recommendations.api import bodies, examples, shapes
from recommendations.api.base import FORMAT, MOST_ROWS, TERMS, PublicView, query, query_after
from recommendations.rules.evidence import TYPES
from recommendations.selectors import matrix as matrices
from recommendations.selectors import register as selectors
from recommendations.selectors.implementation import (
    evidence_of,
    state_of,
)
from recommendations.services.evidence import content_of

TAG = ["recommendations"]
STATE = OpenApiParameter("state", str, description="A State's code; all States without.")
_CODES = selectors.codes_of_filters()
FILTERS = [
    OpenApiParameter("source", str, description="A source's code."),
    OpenApiParameter("approach", str, description="LEG, PRO, PRT, ORI, DES; CON for what has none."),
    OpenApiParameter("activity", str, description="An activity's code."),
    OpenApiParameter("target", str, description="A target of the SDG: " + ", ".join(_CODES["target"])),
    OpenApiParameter("country", str, description="Asked of this State, or of all."),
    OpenApiParameter("answer", str, description="The State's answer: " + ", ".join(_CODES["answer"])),
    OpenApiParameter("verb", str, description="GRETA's verb: " + ", ".join(_CODES["verb"])),
    OpenApiParameter("words", str, description="Words in title, text or themes."),
]  # fmt: skip


class Recommendations(PublicView):
    """All that States are asked."""

    columns = ("source", "code", "section", "title", "text", "addressees", "country", "made_by", "approach",
               "activities", "targets", "themes", "verb", "answers", "citation")  # fmt: skip

    @extend_schema(
        operation_id="recommendations_list", tags=TAG, summary="Recommendations, filtered",
        parameters=[*FILTERS, *PAGING, FORMAT], responses=shapes.RecommendationPage,
        examples=[example("A page", {**examples.TERMS, "results": [examples.RECOMMENDATION], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """In the order of their sources; the codes are stable."""
        filters = selectors.Filters.read({k: query(request, k) for k in request.query_params})
        rows = selectors.listed(self.actor, filters).prefetch_related("activities", "answers")
        if self.as_table:
            found: Any = rows.order_by(*selectors.KEYS)[:MOST_ROWS]
            return self.rows(shapes.RecommendationRow, map(bodies.recommendation, found))
        part = page(rows, keys=selectors.KEYS, after=query_after(request), size=size_sent(request))
        return self.rows(
            shapes.RecommendationRow, map(bodies.recommendation, part.rows), next_=part.next
        )


class Item(PublicView):
    """One recommendation."""

    @extend_schema(
        operation_id="recommendations_read", tags=TAG, summary="One recommendation by its codes",
        responses=shapes.RecommendationRow, examples=[example("PRT-2", examples.RECOMMENDATION)],
    )  # fmt: skip
    def get(self, request: Request, source: str, code: str) -> Response:
        """Its years stand below `states/{state}/statements/`."""
        row = selectors.get_recommendation(self.actor, source, code)
        return Response(told(shapes.RecommendationRow, bodies.recommendation(row)), headers=TERMS)


class Approaches(PublicView):
    """The paper's table."""

    columns = ("code", "name", "section", "activities", "dominant_actors")

    @extend_schema(
        operation_id="recommendations_approaches",
        tags=TAG,
        parameters=[FORMAT],
        summary="Five approaches, 26 activities, who dominates",
        responses=shapes.ApproachList,
        examples=[example("Rows", {**examples.TERMS, "results": [examples.APPROACH]})],
    )
    def get(self, request: Request) -> Response:
        """In the paper's order, each with its section."""
        return self.rows(shapes.ApproachRow, map(bodies.approach, selectors.approaches(self.actor)))


class Sources(PublicView):
    """The documents."""

    columns = (
        "code",
        "kind",
        "title",
        "publisher",
        "year",
        "citation",
        "licence",
        "address",
        "recommendations",
    )

    @extend_schema(
        operation_id="recommendations_sources",
        tags=TAG,
        parameters=[FORMAT],
        summary="Sources, how to cite them, their terms",
        responses=shapes.SourceList,
        examples=[example("Rows", {**examples.TERMS, "results": [examples.SOURCE]})],
    )
    def get(self, request: Request) -> Response:
        """The paper first, others as they were imported."""
        return self.rows(shapes.SourceRow, map(bodies.source, selectors.sources(self.actor)))


class Matrix(PublicView):
    """Approach × type of actor."""

    columns = ("approach", "actor_type", "rank", "expected", "under_way", "tasks", "gap")

    @extend_schema(
        operation_id="recommendations_matrix",
        tags=TAG,
        parameters=[STATE, FORMAT],
        summary="What is under way, by approach and actor",
        responses=shapes.CellList,
        examples=[example("Rows", {**examples.TERMS, "state": "XA", "results": [examples.CELL]})],
    )
    def get(self, request: Request) -> Response:
        """Of one State or of all; a gap is an expected cell with nothing under way."""
        code = query(request, "state")
        found = matrices.matrix(self.actor, state_of(code) if code else None)
        cells = [bodies.cell(one) for _approach, line in found.rows for one in line]
        return self.rows(shapes.CellRow, cells, state=code.upper())


class EvidenceFile(PublicView):
    """A file of evidence."""

    @extend_schema(
        operation_id="recommendations_evidence", tags=TAG, summary="A file of evidence",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> HttpResponseBase:
        """The bytes as kept; their hash stands beside the evidence."""
        found = evidence_of(self.actor, ref)
        if found.content_type not in TYPES:
            raise Http404
        answer = StreamingHttpResponse(content_of(found), content_type="application/octet-stream")
        answer["Content-Disposition"] = (
            f'attachment; filename="evidence.{TYPES[found.content_type]}"'
        )
        return answer
