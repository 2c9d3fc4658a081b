"""Pages for everybody: each part of what a State does, as of any day; one entry with its editions."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.clock import now
from portal.organisations.models import State
from recommendations.models import Activity
from recommendations.rules.days import end_of_day
from recommendations.rules.entries.catalogue import KINDS, PARTS, below, of_part
from recommendations.rules.entries.doing import Force
from recommendations.rules.entries.kinds import Part
from recommendations.rules.levels import Level
from recommendations.selectors import doing
from recommendations.selectors import entries as selectors
from recommendations.selectors.entries import Told
from recommendations.selectors.implementation import state_of
from recommendations.web import entry_faces as faces
from recommendations.web.shell import actor_of, show

ON_A_PAGE = {"measure", "instrument", "element", "standard", "practice"}
LATER = {"indicator", "progress", "standard_check", "session", "follow_up", "step"}
"""Kinds that stand on the page of the entry they hang below."""


def state_tabs(state: State, current: str) -> list[dict[str, Any]]:
    """The parts of a State's pages."""
    scorecard = reverse("recommendations:state", args=[state.code])
    found = [{"label": _("Scorecard"), "url": scorecard, "current": current == "scorecard"}]
    years = reverse("recommendations:years", args=[state.code])
    found.append({"label": _("Years"), "url": years, "current": current == "years"})
    for part in PARTS:
        url = reverse("recommendations:part", args=[state.code, part.value])
        found.append({"label": _(part.label), "url": url, "current": current == part})
    return found


@login_not_required
@require_safe
def part(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """A part of a State as of a day: what it adds up to, then kind by kind."""
    state = state_of(code)
    if part not in set(PARTS):
        raise Http404
    actor, day = actor_of(request), request.GET.get("on", "")
    told = selectors.told(actor, state, part, on=_moment(day))
    names = _names(told)
    late = _late(told)
    tables = [
        faces.table(kind, told.by_kind[kind.code], names, late=late)
        for kind in of_part(part)
        if kind.code not in LATER and (told.by_kind[kind.code] or kind.code in ON_A_PAGE)
    ]  # fmt: skip
    for one in tables:
        query = {
            "kind": one["kind"],
            "state": state.code,
            "format": "csv",
            **({"on": day} if day else {}),
        }
        one["csv"] = f"{reverse('recommendations-api:entries')}?{urlencode(query)}"
    context = {
        "state": state, "part": part, "title": _(Part(part).label), "on": day, "tables": tables,
        "parts": state_tabs(state, part), "strip": _strip(part, told), "money": _money(part, told),
        "coverage": _coverage(told), "here": reverse("recommendations:part", args=[state.code, part]),
        "days": [d.date().isoformat() for d in selectors.publication_days(actor, state, part)],
    }  # fmt: skip
    if part == Part.STANDARDS:
        _assessed(tables, told)
    return show(request, "part", context)


def _moment(day: str) -> Any:
    try:
        return end_of_day(day)
    except ValueError:
        raise Http404 from None


def _names(told: Told) -> dict[str, dict[str, str]]:
    names = faces.names_of(one for rows in told.by_kind.values() for one in rows)
    return {**names, "activity": dict(Activity.objects.values_list("code", "name"))}


def _late(told: Told) -> frozenset[int]:
    today = now().date()
    rows = told.by_kind["measure"]
    return frozenset(one.entry_id for one in rows if doing.is_overdue(told, one, today))


def _strip(part: str, told: Told) -> list[dict[str, Any]]:
    """The part in a few figures."""
    if part == Part.PLAN:
        sums = doing.plan_sums(told)
        return [
            {"term": _("Measures"), "value": sums.measures},
            {"term": _("Done"), "value": sums.levels[Level.FULL]},
            {"term": _("Under way"), "value": sums.levels[Level.PARTIAL] + sums.levels[Level.IN_PREPARATION]},
            {"term": _("Past their day"), "value": sums.overdue},
            {"term": _("Without a budget"), "value": sums.without_budget},
        ]  # fmt: skip
    if part == Part.LAW:
        found = doing.distances({one.document["element"]: one for one in told.by_kind["element"]})
        words = {
            "palermo": _("Not covered, of Palermo’s"),
            "coe_197": _("Not covered, of the Convention’s"),
        }
        return [
            {"term": words[name], "value": len(one.missing),
             "detail": _("%(partly)d in part, %(unknown)d not looked at, of %(of)d")
             % {"partly": len(one.partly), "unknown": len(one.unknown), "of": one.of}}
            for name, one in found.items()
        ]  # fmt: skip
    return []


def _money(part: str, told: Told) -> list[dict[str, str]]:
    if part != Part.PLAN:
        return []

    def said(amount: Any) -> str:
        return str(number_format(amount, decimal_pos=0, force_grouping=True))

    return [
        {"currency": currency, "planned": said(m.planned), "spent": said(m.spent), "travel": said(m.travel)}
        for currency, m in sorted(doing.plan_sums(told).money.items())
    ]  # fmt: skip


def _coverage(told: Told) -> list[dict[str, Any]]:
    return [
        {
            "force": _(Force(row.force).label), "region": row.region or _("Whole State"),
            "sessions": row.sessions, "attended": row.attended, "staff": row.staff or "",
        }
        for row in doing.coverage(told)
    ]  # fmt: skip


def _assessed(tables: list[dict[str, Any]], told: Told) -> None:
    """Beside each standard what its latest assessment says."""
    kind = KINDS["standard_check"]
    met, step = kind.field("met"), kind.field("next_step")
    for one in tables:
        if one["kind"] != "standard":
            continue
        one["columns"] = [{"label": _(f.label), "r": False} for f in (met, step)]
        for line in one["lines"]:
            rows = told.below("standard_check", line["code"])
            last = max(rows, key=lambda row: (row.document["on"], row.pk), default=None)
            document = last.document if last else {}
            line["cells"] = [faces.cell(field, document, {}) for field in (met, step)]


@login_not_required
@require_safe
def entry(request: HttpRequest, ref: str) -> HttpResponse:
    """One entry: what it says, what hangs below it, and every edition of it."""
    actor = actor_of(request)
    one = selectors.get_edition(actor, ref)
    row, kind = one.entry, KINDS[one.entry.kind]
    told = selectors.told(actor, row.state, kind.part)
    names = _names(told)
    tables = [
        faces.table(child, rows, names) for child in below(kind) if (rows := told.below(child.code, row.code))
    ]  # fmt: skip
    history = [
        {"edition": e.edition, "at": e.published_at, "withdrawn": e.withdrawn,
         "facts": faces.facts(kind, e.document, names)}
        for e in selectors.history(actor, one)
    ]  # fmt: skip
    context = {
        "one": one, "row": row, "kind": kind, "label": _(kind.label), "tables": tables,
        "title": names[kind.code].get(row.code) or row.code, "facts": history[0]["facts"],
        "before": history[1:], "part_name": _(kind.part.label),
        "back": reverse("recommendations:part", args=[row.state.code, kind.part.value]),
        "json": reverse("recommendations-api:entry", args=[row.uuid]),
    }  # fmt: skip
    return show(request, "entry", context)
