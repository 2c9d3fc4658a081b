"""The register's API: what is published is open to everybody, as JSON and as CSV, terms stated."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core.shapes import Shape, told
from portal.organisations.actors import Actor
from portal.tables.runnable import neutralise
from recommendations.rules.terms import CITATION, LICENCE, LICENCE_ADDRESS

MOST_ROWS = 50_000
TERMS = {"Link": f'<{LICENCE_ADDRESS}>; rel="license"'}


class CSV(BaseRenderer):
    """Rows as a table: one line each, columns by their stable names, nothing that runs."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        """A refusal stays problem+json."""
        if isinstance(data, Mapping):
            return json.dumps(data, ensure_ascii=False, default=str).encode()
        text = io.StringIO(newline="")
        text.write("\ufeff")
        writer = csv.writer(text)
        rows = list(data or [])
        columns = renderer_context["view"].columns if renderer_context else ()
        writer.writerow(columns)
        writer.writerows([[_cell(row.get(name)) for name in columns] for row in rows])
        return text.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return neutralise(str(value.get("code", "")))
    if isinstance(value, list | tuple):
        return neutralise("; ".join(_cell(one) for one in value))
    return neutralise(str(value))


class PublicView(APIView):
    """Open to everybody; who is signed in is known as herself."""

    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer, CSV)
    columns: Sequence[str] = ()

    @property
    def actor(self) -> Actor | None:
        """Who asks: somebody at a desk, or nobody in particular."""
        found: Any = self.request.auth
        return found if isinstance(found, Actor) else None

    @property
    def as_table(self) -> bool:
        """Whether CSV was asked for (``format=csv`` or Accept)."""
        return getattr(self.request.accepted_renderer, "format", "") == "csv"

    def terms(self) -> dict[str, str]:
        """The terms of use, as a header."""
        return TERMS

    def rows(
        self, shape: type[Shape], rows: Iterable[Any], *, next_: str | None = None, **more: Any
    ) -> Response:
        """Rows with licence and citation; as CSV the rows alone, terms in the Link header."""
        shaped = [dict(told(shape, row)) for row in rows]
        if self.as_table:
            return Response(shaped, headers=TERMS)
        body = {"licence": LICENCE, "citation": CITATION, **more, "results": shaped}
        if next_ is not None:
            body["next"] = next_
        return Response(body, headers=TERMS)


FORMAT = OpenApiParameter(
    "format", str, enum=["json", "csv"], description="`csv`: all rows as a table, without pages."
)


def list_of(row: type[Shape], name: str, *, paged: bool = False, **more: Any) -> type[Shape]:
    """The shape of published rows with their terms."""
    fields: dict[str, Any] = {
        "licence": serializers.CharField(), "citation": serializers.CharField(), **more,
        "results": row(many=True),
    }  # fmt: skip
    doc = "Published rows, with licence and citation."
    if paged:
        fields["next"] = serializers.CharField(allow_blank=True)
        doc += " `next` is the cursor of the page after it, empty at the end."
    return type(name, (Shape,), {"__doc__": doc, **fields})


def query(request: Request | HttpRequest, name: str) -> str:
    """A parameter of the address, without what no database can hold."""
    given: Any = request.GET
    return str(given.get(name, "")).replace("\x00", "")[:100]


def query_after(request: Request) -> str:
    """The cursor, whole: it is longer than other parameters."""
    return str(request.query_params.get("after", ""))
