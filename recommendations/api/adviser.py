"""A State through the years, and live figures by their code: open to everybody as JSON and CSV."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.clock import now
from portal.core.schema import example
from portal.core.shapes import Moment, Shape
from portal.statistics.figures import FIGURES, ask_figure
from recommendations.api.base import FORMAT, PublicView, list_of
from recommendations.api.examples import TERMS
from recommendations.rules.levels import Level
from recommendations.selectors.implementation import state_of
from recommendations.selectors.years import years

TAG = ["recommendations"]
Chars = serializers.CharField


class YearRow(Shape):
    """How many recommendations stood at a level in a period, by one voice; `level` empty: no word."""

    state = Chars()
    period = Chars()
    period_ends = serializers.DateField()
    voice = Chars()
    level = Chars(allow_blank=True)
    recommendations = serializers.IntegerField()


class FigureRow(Shape):
    """A live figure of a State. `withheld` says why it has no value."""

    state = Chars()
    code = Chars()
    label = Chars()  # type: ignore[assignment]
    unit = Chars()
    value = Chars(allow_blank=True)
    withheld = Chars(allow_blank=True)
    as_of = Moment()


YearList = list_of(YearRow, "YearList")
FigureList = list_of(FigureRow, "FigureList")
YEAR = {"state": "XA", "period": "2025", "period_ends": "2025-12-31", "voice": "rapporteur",
        "level": "partial", "recommendations": 11}  # fmt: skip
FIGURE = {"state": "XA", "code": "training_coverage", "label": "Training coverage", "unit": "percent",
          "value": "42", "withheld": "", "as_of": "2026-11-24T20:40:00Z"}  # fmt: skip


class Years(PublicView):
    """A State through the years."""

    columns = ("state", "period", "period_ends", "voice", "level", "recommendations")

    @extend_schema(
        operation_id="recommendations_years", tags=TAG, parameters=[FORMAT], responses=YearList,
        summary="A State through the years, by each voice",
        examples=[example("Rows", {**TERMS, "results": [YEAR]})],
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        """What was said once stands until something else is said."""
        state = state_of(code)
        return self.rows(YearRow, self._rows(state))

    def _rows(self, state: Any) -> Iterator[dict[str, Any]]:
        for one in years(self.actor, state):
            for voice, counts in one.counts.items():
                for level in ("", *Level):
                    yield {
                        "state": state.code, "period": one.period.code, "voice": voice,
                        "period_ends": one.period.ends_on, "level": str(level),
                        "recommendations": counts[level],
                    }  # fmt: skip


class Figures(PublicView):
    """Live figures of a State."""

    columns = ("state", "code", "label", "unit", "value", "withheld", "as_of")

    @extend_schema(
        operation_id="recommendations_figures", tags=TAG, parameters=[FORMAT], responses=FigureList,
        summary="Live figures of a State that evidence may cite",
        examples=[example("Rows", {**TERMS, "results": [FIGURE]})],
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        """A figure that stands on too few, or that nobody answers yet, has no value and says why."""
        state, moment = state_of(code), now()
        return self.rows(FigureRow, (self._row(state, name, moment) for name in FIGURES))

    def _row(self, state: Any, name: str, moment: Any) -> dict[str, Any]:
        answer = ask_figure(name, state.pk, moment)
        return {
            "state": state.code, "code": name, "label": _(FIGURES[name].label), "unit": answer.unit,
            "value": "" if answer.value is None else str(answer.value), "withheld": answer.withheld,
            "as_of": answer.as_of,
        }  # fmt: skip
