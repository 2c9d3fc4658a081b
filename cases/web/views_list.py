"""The list of cases, and finding one by the reference that people read to each other."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, CaseBasis
from cases.selectors import find_by_reference, listed_cases, parts_of
from cases.web.forms_finding import SearchForm, may_search
from cases.web.tracks import clock_face
from cases.who_sees import Circle
from cases.words import part_of
from portal.access import grants
from portal.access.matrix import Role
from portal.core.actors import Acting
from portal.core.paging import page
from portal.core.references import read_reference
from portal.deadlines.models import Clock
from portal.deadlines.selectors import clocks_of
from portal.organisations.posting import SeeOther, acting

ENVELOPE = frozenset({"view_envelope"})


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """What this desk sees: one query for the page, four more for its words, whatever its length."""
    actor = acting(request)
    filters = {"mine": request.GET.get("mine") == "1", "closed": request.GET.get("closed") == "1"}
    rows = listed_cases(actor).select_related("lead_desk__organisation")
    if filters["mine"]:
        rows = rows.filter(lead_desk_id=actor.desk_id)
    if not filters["closed"]:
        rows = rows.filter(closed_at__isnull=True)
    found = page(rows, keys=("-created_at", "-uuid"), after=request.GET.get("after", ""))
    kept = {name: "1" for name, on in filters.items() if on}
    next_url = (
        f"{reverse('cases:list')}?{urlencode({**kept, 'after': found.next})}" if found.next else ""
    )
    context = {
        "rows": rows_of(actor, found.rows),
        "filters": filters,
        "next_url": next_url,
        "lead": _lead(actor),
        "by_name": SearchForm() if may_search(actor) else None,
    }
    return render(request, "cases/list.html", context)


def _lead(actor: Acting) -> str:
    if actor.role == Role.ORGANISATION_ADMIN:
        return _("Those your organisation leads. You see that they are there, and what is due.")
    return _("Those your desk has a part in, the newest first.")


def rows_of(actor: Acting, cases: Sequence[Case]) -> list[dict[str, Any]]:
    """The lines of some cases, in their order: what her cells show of each."""
    ids = [case.pk for case in cases]
    administers = actor.role == Role.ORGANISATION_ADMIN
    held = dict.fromkeys(ids, ENVELOPE) if administers else grants.held_on(ids, actor)
    parts = parts_of(actor, ids)
    sheltering = _sheltering(ids)
    due = _due(actor, ids, held)
    rows = []
    for case in cases:
        names = held.get(case.pk, ENVELOPE)
        around = Circle(actor, case, names, (), sheltering.get(case.pk, frozenset()))
        face = clock_face(due[case.pk]) if case.pk in due else {}
        part = _("Your organisation leads") if administers else part_of(parts.get(case.pk, []))
        rows.append(
            {
                "ref": case.ref, "url": reverse("cases:detail", args=[case.uuid]),
                "part": part if case.is_open else _("%(part)s. Closed") % {"part": part},
                "lead": around.lead(), "left": face.get("left", ""), "due": face.get("rule", ""),
                "kind": face.get("kind", ""),
            }
        )  # fmt: skip
    return rows


def _sheltering(ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Case to the organisations that give or gave a place: they stay nameless."""
    found: dict[int, set[int]] = {}
    rows = CaseBasis.objects.filter(case_id__in=ids, desk__role=Role.PLACEMENT_OFFICER)
    for case_id, organisation in rows.values_list("case_id", "desk__organisation_id"):
        found.setdefault(case_id, set()).add(organisation)
    return {case_id: frozenset(organisations) for case_id, organisations in found.items()}


def _due(actor: Acting, ids: Sequence[int], held: dict[int, frozenset[str]]) -> dict[int, Clock]:
    """The soonest clock of each case whose section the reader views, or that is her desk's own."""
    found: dict[int, Clock] = {}
    for clock in clocks_of(ids):
        names = held.get(clock.case_id or 0, frozenset())
        own = clock.owner_desk_id == actor.desk_id and f"own_{clock.section}" in names
        if clock.case_id is not None and (own or f"view_{clock.section}" in names):
            found.setdefault(clock.case_id, clock)
    return found


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """One case by its reference; a slip, a hidden case and none at all get the same answer."""
    actor = acting(request)
    if request.method == "GET":
        return SeeOther(reverse("cases:list"))
    reference = read_reference(request.POST.get("ref", ""))
    try:
        case = find_by_reference(actor, reference or "")
    except Http404:
        return render(request, "cases/not_found.html", status=404)
    return SeeOther(reverse("cases:detail", args=[case.uuid]))
