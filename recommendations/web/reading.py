"""Pages for everybody: the list, one recommendation through the years, sources, evidence."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.paging import page
from recommendations.models import Evidence, Implementation, Recommendation, Statement
from recommendations.rules.evidence import TYPES
from recommendations.rules.kinds import TARGETS
from recommendations.rules.levels import Voice, disagree, steps_apart
from recommendations.selectors import register as selectors
from recommendations.selectors.implementation import evidence_of, implementations, statements
from recommendations.selectors.scorecard import states_in_register
from recommendations.services.evidence import content_of
from recommendations.web.faces import VOICES, item_url, level, statement
from recommendations.web.shell import actor_of, show
from recommendations.words import CONCLUSIONS, choices, said


@login_not_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The list, narrowed by what stands in the address: every filter can be kept as a bookmark."""
    actor = actor_of(request)
    filters = selectors.Filters.read(request.GET.dict())
    rows = selectors.listed(actor, filters).prefetch_related("answers")
    found = page(rows, keys=selectors.KEYS, after=request.GET.get("after", ""))
    next_url = f"?{urlencode({**filters.kept(), 'after': found.next})}" if found.next else ""
    context = {
        "rows": [_row(row, filters.country) for row in found.rows], "filters": filters,
        "fields": _fields(filters), "next_url": next_url, "narrowed": bool(filters.kept()),
        "csv": f"{reverse('recommendations-api:list')}?{urlencode({**filters.kept(), 'format': 'csv'})}",
    }  # fmt: skip
    return show(request, "list", context)


def _row(row: Recommendation, country: str) -> dict[str, Any]:
    told = [a for a in row.answers.all() if not country or a.country == country]
    return {
        "code": row.code, "title": row.title, "url": item_url(row), "source": row.source.title,
        "section": row.section, "approach": _(row.approach.name) if row.approach else _of_no_approach(row),
        "country": row.country, "addressees": _(row.addressees) if row.addressees else "",
        "answers": [said("answer", a.answer) for a in told[:1]], "verb": said("verb", row.urgency),
    }  # fmt: skip


def _of_no_approach(row: Recommendation) -> str:
    return str(CONCLUSIONS) if row.source.kind == "paper" else ""


def _fields(filters: selectors.Filters) -> list[dict[str, Any]]:
    """The filters as fields: name, label, options (code, word, chosen)."""
    lists: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("source", _("Source"), [(s.code, s.title) for s in selectors.sources(None)]),
        ("approach", _("Approach"), [(a.code, _(a.name)) for a in selectors.approaches(None)]
         + [(selectors.CONCLUSIONS, str(CONCLUSIONS))]),
        ("country", _("Asked of"), [(s.code, s.name) for s in states_in_register()]),
        ("answer", _("The State’s answer"), choices("answer")),
        ("target", _("SDG target"), [(t, t) for t in TARGETS]),
    ]  # fmt: skip
    return [
        {"name": name, "label": label, "options": [
            {"code": code, "word": word, "chosen": code == getattr(filters, name)} for code, word in options
        ]}
        for name, label, options in lists
    ]  # fmt: skip


@login_not_required
@require_safe
def item(request: HttpRequest, source: str, code: str) -> HttpResponse:
    """One recommendation: where it stands in its source, who answers, and its years by each voice."""
    actor = actor_of(request)
    row = selectors.get_recommendation(actor, source, code)
    chosen = request.GET.get("state", "")
    carried = implementations(actor).filter(recommendation=row)
    states = sorted({(one.state.code, one.state.name) for one in carried})
    if chosen:
        carried = carried.filter(state__code=chosen)
    told = statements(actor).filter(implementation__in=carried)
    years = _years(
        list(told.prefetch_related("submission__evidence").order_by("-period__ends_on", "-edition"))
    )
    context = {
        "row": row,
        "approach": row.approach and _(row.approach.name),
        "activities": [_(a.name) for a in row.activities.all()],
        "answers": [
            (a.country, said("answer", a.answer)) for a in row.answers.order_by("country")[:60]
        ],
        "verb": said("verb", row.urgency),
        "kind": said("source", row.source.kind),
        "links": [
            {"kind": said("link", kind), "code": o.code, "title": o.title, "url": item_url(o)}
            for kind, o in selectors.links_of(row)
        ],
        "states": [
            {"code": c, "name": n, "url": item_url(row, state=c), "current": c == chosen}
            for c, n in states
        ],
        "parts": [_part(one, years[one.pk], request) for one in carried],
        "chosen": chosen,
        "all_url": item_url(row),
    }
    return show(request, "item", context)


Years = dict[Any, dict[str, list[Statement]]]


def _years(rows: list[Statement]) -> dict[int, Years]:
    found: dict[int, Years] = defaultdict(dict)
    for one in rows:
        year = found[one.implementation_id].setdefault(one.period, {voice: [] for voice in VOICES})
        year[one.voice].append(one)
    return found


def _part(one: Implementation, years: Years, request: HttpRequest) -> dict[str, Any]:
    """Who answers for it, and each year's words side by side."""
    lines = []
    for period, voices in years.items():
        own, found = voices[Voice.SELF][:1], voices[Voice.RAPPORTEUR][:1]
        apart = steps_apart(own[0].level, found[0].level) if own and found else None
        lines.append(
            {
                "period": period,
                "cells": [_cell(voice, told, apart) for voice, told in voices.items()],
                "differs": bool(own and found and disagree(own[0].level, found[0].level)),
            }
        )
    return {
        "organisation": one.organisation.name, "state": one.state.name,
        "actor_type": _(one.actor_type.name), "lines": lines, "uuid": one.uuid,
        "state_url": reverse("recommendations:state", args=[one.state.code]),
    }  # fmt: skip


def _cell(voice: str, told: list[Statement], apart: int | None) -> dict[str, Any]:
    """One voice in one year. Of several editions by one organisation the latest is shown first."""
    current: dict[int, Statement] = {}
    for one in told:
        current.setdefault(one.organisation_id, one)
    earlier = [one for one in told if current[one.organisation_id] is not one]
    shown = []
    for one in current.values():
        face = statement(one, one.submission.evidence.all())
        if voice == Voice.RAPPORTEUR:
            face["level"] = level(one.level, voice, apart)
        shown.append(face)
    return {
        "label": said("voice", voice), "shown": shown,
        "earlier": [{"level": said("level", one.level), "at": one.published_at} for one in earlier],
    }  # fmt: skip


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """The documents, how each is cited and under which terms."""
    rows = [
        {
            "title": one.title, "kind": said("source", one.kind), "year": one.year, "n": one.n,  # type: ignore[attr-defined]
            "publisher": one.publisher, "citation": one.citation,
            "licence": _(one.licence) if one.licence else "", "address": one.address, "code": one.code,
            "url": f"{reverse('recommendations:register')}?{urlencode({'source': one.code})}",
        }
        for one in selectors.sources(actor_of(request))
    ]  # fmt: skip
    return show(request, "sources", {"rows": rows})


@login_not_required
@require_safe
def evidence(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A file of evidence, as an attachment: never shown inside a page of ours."""
    found: Evidence = evidence_of(actor_of(request), ref)
    if found.content_type not in TYPES:  # a link or a figure is no file
        raise Http404
    answer = StreamingHttpResponse(content_of(found), content_type=found.content_type)
    name = f"evidence-{str(found.uuid)[:8]}.{TYPES[found.content_type]}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Length"] = str(found.size)
    return answer
