"""Pages for everybody: the matrix and its cells, the States, one State with where voices differ."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.organisations.models import State
from recommendations.rules.levels import Level
from recommendations.selectors import matrix as matrices
from recommendations.selectors import scorecard as cards
from recommendations.selectors.implementation import state_of
from recommendations.selectors.matrix import Cell
from recommendations.selectors.scorecard import RAPPORTEUR, SELF, THIRD, Row, Scorecard
from recommendations.web.entries import state_tabs
from recommendations.web.faces import item_url, level
from recommendations.web.shell import actor_of, show
from recommendations.words import CONCLUSIONS

NONE_YET = "none"


def _state(request: HttpRequest) -> State | None:
    code = request.GET.get("state", "")
    return state_of(code) if code else None


def _state_links(name: str, chosen: State | None, *args: str) -> list[dict[str, Any]]:
    base = reverse(f"recommendations:{name}", args=args)
    found = [{"label": _("All States"), "url": base, "current": chosen is None}]
    for one in cards.states_in_register():
        url = f"{base}?{urlencode({'state': one.code})}"
        found.append({"label": one.name, "url": url, "current": chosen == one})
    return found


@login_not_required
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Approach × type of actor: each cell leads to what is being done there, so that gaps show."""
    state = _state(request)
    found = matrices.matrix(actor_of(request), state)
    query = f"?{urlencode({'state': state.code})}" if state else ""
    rows = [
        {"name": _(one.name), "section": one.section, "cells": [_face(cell, query) for cell in line]}
        for one, line in found.rows
    ]  # fmt: skip
    gaps = sum(
        1 for _one, line in found.rows for cell in line if cell.expected and not cell.under_way
    )
    expected = sum(1 for _one, line in found.rows for cell in line if cell.expected)
    context = {
        "types": [_(t.name) for t in found.actor_types], "rows": rows, "state": state,
        "states": _state_links("matrix", state), "gaps": gaps, "expected": expected,
        "csv": reverse("recommendations-api:matrix") + (query + "&format=csv" if query else "?format=csv"),
    }  # fmt: skip
    return show(request, "matrix", context)


def _face(cell: Cell, query: str) -> dict[str, Any]:
    url = reverse("recommendations:cell", args=[cell.approach.code, cell.actor_type.code]) + query
    if not cell.expected:
        return {
            "look": "qn",
            "url": url if cell.implementations else "",
            "n": cell.under_way,
            "rank": 0,
        }
    return {
        "look": f"q{cell.share}", "url": url, "n": cell.under_way, "of": cell.expected,
        "rank": cell.rank, "answers": cell.implementations,
    }  # fmt: skip


@login_not_required
@require_safe
def cell(request: HttpRequest, approach: str, actor_type: str) -> HttpResponse:
    """One cell: activity by activity who does what; an activity without anybody is a gap."""
    state = _state(request)
    found, done = matrices.cell(actor_of(request), approach, actor_type, state)
    rows = [
        {
            "name": _(one.activity.name), "section": one.activity.section,
            "gap": not any(SELF in said for _i, said in one.implementations),
            "lines": [
                {
                    "code": i.recommendation.code, "title": i.recommendation.title,
                    "url": item_url(i.recommendation, state=i.state.code), "who": i.organisation.name,
                    "state": i.state.name,
                    "level": level(said[SELF].level) if SELF in said else None,
                }
                for i, said in one.implementations
            ],
        }
        for one in done
    ]  # fmt: skip
    back = reverse("recommendations:matrix") + (
        f"?{urlencode({'state': state.code})}" if state else ""
    )
    context = {
        "cell": found, "approach": _(found.approach.name), "actor_type": _(found.actor_type.name),
        "rows": rows, "state": state, "back": back,
        "states": _state_links("cell", state, found.approach.code, found.actor_type.code),
    }  # fmt: skip
    return show(request, "cell", context)


@login_not_required
@require_safe
def states(request: HttpRequest) -> HttpResponse:
    """All States of the register, each with what it says and what the rapporteur finds."""
    rows = []
    for one in cards.states_in_register():
        card = cards.scorecard(actor_of(request), one)
        own, found = card.counts(SELF), card.counts(RAPPORTEUR)
        rows.append(
            {
                "name": one.name, "url": reverse("recommendations:state", args=[one.code]),
                "n": len(card.rows), "own": own[Level.FULL], "found": found[Level.FULL],
                "differ": len(card.differing), "overdue": card.overdue,
            }
        )  # fmt: skip
    return show(request, "states", {"rows": rows})


@login_not_required
@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """One State: the gap between claim and finding in the title, then each recommendation."""
    one = state_of(code)
    card = cards.scorecard(actor_of(request), one)
    only = request.GET.get("differ") == "1"
    here = reverse("recommendations:state", args=[one.code])
    context = {
        "parts": state_tabs(one, "scorecard"),
        "state": one, "title": _title(card), "differ": _differ(card), "only": only, "here": here,
        "groups": _groups(card, only), "strip": _strip(card), "overdue": card.overdue,
        "matrix": f"{reverse('recommendations:matrix')}?{urlencode({'state': one.code})}",
        "csv": f"{reverse('recommendations-api:state', args=[one.code])}?format=csv",
        "gauges": [level(Level.PARTIAL, v) for v in (SELF, RAPPORTEUR, THIRD)], "any": bool(card.rows),
    }  # fmt: skip
    return show(request, "state", context)


def _title(card: Scorecard) -> str:
    own, found = card.counts(SELF)[Level.FULL], card.counts(RAPPORTEUR)[Level.FULL]
    if not card.rows:
        return _("%(state)s has not begun to report") % {"state": card.state.name}
    return _("%(state)s says %(own)d of %(all)d are done; the rapporteur finds %(found)d") % {
        "state": card.state.name, "own": own, "all": len(card.rows), "found": found,
    }  # fmt: skip


def _differ(card: Scorecard) -> str:
    n = len(card.differing)
    words = ngettext(
        "They differ on %(n)d recommendation.", "They differ on %(n)d recommendations.", n
    )
    return words % {"n": n}


def _strip(card: Scorecard) -> list[dict[str, Any]]:
    own, found = card.counts(SELF), card.counts(RAPPORTEUR)

    def line(term: str, *levels: str) -> dict[str, Any]:
        said, is_ = (sum(c[name] for name in levels) for c in (own, found))
        return {"term": term, "value": is_, "detail": _("the State says %(n)d") % {"n": said}}

    return [
        line(_("Full"), Level.FULL), line(_("Partial"), Level.PARTIAL),
        line(_("In preparation or not started"), Level.IN_PREPARATION, Level.NOT_STARTED),
        line(_("Cannot be determined"), Level.CANNOT_BE_DETERMINED), line(_("Nothing said"), ""),
    ]  # fmt: skip


def _groups(card: Scorecard, only: bool) -> list[dict[str, Any]]:
    """Rows by approach in the paper's order; conclusions and what has none come last."""
    sizes = Counter(row.recommendation.approach_id for row in card.rows)
    found: dict[str, dict[str, Any]] = {}
    key = lambda row: (  # noqa: E731
        row.recommendation.approach.number if row.recommendation.approach else 99
    )
    for row in sorted(card.rows, key=key):
        if only and not row.differs:
            continue
        approach = row.recommendation.approach
        name = _(approach.name) if approach else str(CONCLUSIONS)
        code = approach.code if approach else "CON"
        group = found.setdefault(
            code,
            {"code": code, "name": name, "rows": [], "n": sizes[row.recommendation.approach_id]},
        )
        group["rows"].append(_line(row))
    return list(found.values())


def _line(row: Row) -> dict[str, Any]:
    one = row.recommendation
    return {
        "code": one.code, "title": one.title if one.source.kind != "paper" else _(one.title),
        "url": item_url(one, state=row.implementations[0].state.code),
        "self": level(row.level(SELF), SELF),
        "assessed": level(row.level(RAPPORTEUR), RAPPORTEUR, row.apart),
        "third": level(row.level(THIRD), THIRD),
        "who": [i.organisation.name for i in row.implementations], "differs": row.differs,
    }  # fmt: skip
