"""What a minister's adviser asks: a State through the years, two States side by side. For everybody."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.clock import now
from portal.organisations.models import State
from portal.statistics.figures import FIGURES, NOBODY, ask_figure
from recommendations.rules.levels import Level
from recommendations.selectors import scorecard as cards
from recommendations.selectors.implementation import state_of
from recommendations.selectors.scorecard import RAPPORTEUR, SELF, Row
from recommendations.selectors.years import Year, years
from recommendations.web.entries import state_tabs
from recommendations.web.faces import item_url, level
from recommendations.web.shell import actor_of, show
from recommendations.words import said

STEPS = (Level.FULL, Level.PARTIAL, Level.IN_PREPARATION, Level.NOT_STARTED)
WIDTH, LEFT, HIGH, GAP = 480, 150, 18, 10
"""Measures of the drawing, in its own units."""


@login_not_required
@require_safe
def through_the_years(request: HttpRequest, code: str) -> HttpResponse:
    """Each period by the State's word and by the rapporteur's, drawn and as a table; live figures."""
    state = state_of(code)
    found = years(actor_of(request), state)
    context = {
        "state": state, "parts": state_tabs(state, "years"), "rows": [_line(one) for one in found],
        "bars": _bars(found), "height": len(found) * (2 * HIGH + GAP + 6), "width": LEFT + WIDTH,
        "figures": figures(state), "levels": [said("level", step) for step in STEPS],
        "csv": f"{reverse('recommendations-api:years', args=[state.code])}?format=csv",
    }  # fmt: skip
    return show(request, "years", context)


def _line(one: Year) -> dict[str, Any]:
    own, assessed = one.counts[SELF], one.counts[RAPPORTEUR]
    return {
        "code": one.period.code, "ends_on": one.period.ends_on,
        "cells": [
            {"label": said("level", step), "own": own[step], "assessed": assessed[step]} for step in STEPS
        ],
    }  # fmt: skip


def _bars(found: list[Year]) -> list[dict[str, Any]]:
    """Two bars a period, each cut into the steps of the scale."""
    drawn, top = [], 0
    for one in found:
        for voice in (SELF, RAPPORTEUR):
            counts = one.counts[voice]
            total, left, parts = sum(counts.values()), LEFT, []
            for number, step in enumerate(STEPS):
                wide = round(WIDTH * counts[step] / total) if total else 0
                if wide:
                    parts.append({"x": left, "width": wide, "step": number})
                left += wide
            words = _("%(period)s, it says") if voice == SELF else _("%(period)s, assessed")
            drawn.append({
                "label": words % {"period": one.period.code}, "y": top, "text_y": top + HIGH - 4,
                "parts": parts, "height": HIGH,
            })  # fmt: skip
            top += HIGH + (3 if voice == SELF else GAP + 3)
    return drawn


def figures(state: State) -> list[dict[str, Any]]:
    """Live figures of a State, or why there is none."""
    why = {
        NOBODY: _("Not answered by this portal yet"), "too_few": _("Withheld: it stands on too few"),
        "nothing_counted": _("Nothing is counted yet"),
    }  # fmt: skip
    found = []
    for one in FIGURES.values():
        answer = ask_figure(one.code, state.pk, now())
        value = (
            ""
            if answer.value is None
            else f"{answer.value} %"
            if one.unit == "percent"
            else answer.value
        )
        found.append(
            {
                "code": one.code,
                "label": _(one.label),
                "value": value,
                "why": why.get(answer.withheld, ""),
            }
        )
    return found


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two States side by side: what each says, what its rapporteur finds."""
    states = cards.states_in_register()
    codes = (request.GET.get("one", ""), request.GET.get("other", ""))
    pair = [one for code in dict.fromkeys(codes) for one in states if one.code == code]
    context: dict[str, Any] = {
        "states": states, "one": codes[0], "other": codes[1], "pair": pair if len(pair) == 2 else None,
        "rows": [],
    }  # fmt: skip
    if len(pair) == 2:
        found = [cards.scorecard(actor_of(request), one) for one in pair]
        context["rows"] = _beside(
            [{r.recommendation.pk: r for r in card.rows} for card in found], pair
        )
    return show(request, "compare", context)


def _beside(found: list[dict[int, Row]], pair: list[State]) -> list[dict[str, Any]]:
    both = {**found[1], **found[0]}
    order = sorted(
        both.values(), key=lambda r: (r.recommendation.source.code, r.recommendation.number)
    )
    return [
        {
            "code": row.recommendation.code, "url": item_url(row.recommendation),
            "title": _(row.recommendation.title),
            "cells": [
                _cell(rows.get(row.recommendation.pk), state)
                for rows, state in zip(found, pair, strict=True)
            ],
        }
        for row in order
    ]  # fmt: skip


def _cell(row: Row | None, state: State) -> dict[str, Any]:
    if row is None:
        return {"state": state.name, "self": None, "assessed": None, "nobody": True}
    return {
        "state": state.name, "self": level(row.level(SELF), SELF), "nobody": False,
        "assessed": level(row.level(RAPPORTEUR), RAPPORTEUR, row.apart),
    }  # fmt: skip
