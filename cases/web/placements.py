"""Placements of a shelter: who comes, who is there, what is free and as of when; its own address."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import placements as places
from cases.models import Alarm, Placement
from cases.services.vacancy import confirm_places
from cases.vacancy import Figures, figures_of
from cases.vocabulary import Takes
from cases.web.arrivals import ways_of
from cases.web.forms_placements import AheadForm, LocationForm, PlaceForm
from cases.words import AGES
from portal.access import grants
from portal.core.problems import NotOpen, Problem, Stale
from portal.core.templatetags.concord import left, state_time, urgency
from portal.core.templatetags.words import listed
from portal.deadlines import selectors as deadlines
from portal.organisations.actors import Actor
from portal.organisations.posting import (
    SeeOther,
    acting,
    as_uuid,
    fresh_key,
    press_once,
    show_problem,
)


def shelter(request: HttpRequest) -> Actor:
    """The page is a shelter's own; for every other desk there is nothing here."""
    actor = acting(request)
    if actor.role != "placement_officer":
        raise Http404
    return actor


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Who comes, who is there, what is free."""
    return show(request, shelter(request))


def show(
    request: HttpRequest,
    actor: Actor,
    *,
    form: PlaceForm | None = None,
    expects: AheadForm | None = None,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with the figures of now; a form that was refused stands open with its reasons."""
    holding = list(places.my_placements(actor))
    seen = _seen(actor, holding)
    figures = figures_of(actor)
    by_place = {p.place_id: p for p in holding}
    rows = [_place_row(place, by_place.get(place.pk), seen) for place in places.my_places(actor)]
    context = {
        "desk": getattr(request, "desks", [None])[0],
        "vacancy": figures.vacancy if rows else None,
        "stale": bool(rows) and figures.stale,
        "ahead": figures.ahead,
        "expects": expects or AheadForm(),
        "rows": rows,
        "arriving": _arriving(actor, [p for p in holding if p.state == "reserved"], seen),
        "figures": _figures(figures, len(rows)),
        "form": form or PlaceForm(),
        "opened": form is not None,
        "problem": problem,
        "key": fresh_key(),
    }
    return render(request, "cases/placements/overview.html", context, status=status)


def _seen(actor: Actor, holding: list[Placement]) -> set[int]:
    """Cases that this person may see: a wall against her alone hides a reference here too."""
    rows = Placement.objects.filter(pk__in=[p.pk for p in holding])
    return set(grants.visible(rows, actor, case="case_id").values_list("case_id", flat=True))


def _figures(figures: Figures, all_: int) -> list[dict[str, Any]]:
    said = figures.vacancy
    confirmed: dict[str, Any] = {
        "term": _("Last confirmed"),
        "value": state_time(said.as_of, "near") if said.as_of else _("Never"),
        "detail": said.by or _(said.how.label) if said.as_of else "",
        "kind": "warn" if figures.stale else "",
    }
    return [
        {"term": _("Free"), "value": said.free},
        {"term": _("Held"), "value": said.held, "detail": _("for people on the way")},
        {"term": _("Taken"), "value": said.taken, "detail": _("of %(n)d places") % {"n": all_}},
        confirmed,
    ]


def _place_row(place: Any, holder: Placement | None, seen: set[int]) -> dict[str, Any]:
    takes = listed(_(Takes(t).label) for t in place.takes if t in set(Takes))
    state, kind = _("Free"), "ok"
    if holder is not None:
        state, kind = (_("Taken"), "plain") if holder.state == "occupied" else (_("Held"), "hold")
    elif not place.usable:
        state, kind = _("Out of use"), "warn"
    case = holder.case if holder is not None and holder.case_id in seen else None
    since = None if holder is None else (holder.arrived_at or holder.reserved_at)
    return {
        "place": place,
        "takes": takes,
        "state": state,
        "kind": kind,
        "case": case,
        "since": since,
        "holder": holder,
    }


def _arriving(actor: Actor, coming: list[Placement], seen: set[int]) -> list[dict[str, Any]]:
    """Reserved places by expected arrival: late ones first, each with where to say 'arrived'."""
    uuids = {p.referral_uuid for p in coming}
    clocks = {c.subject_uuid: c for c in deadlines.live("referral", uuids, code="arrival")}
    late = set(
        Alarm.objects.filter(
            referral_uuid__in=uuids, kind="late", closed_at__isnull=True
        ).values_list("referral_uuid", flat=True)
    )
    ways = ways_of(actor, uuids)
    rows = []
    for p in coming:
        clock = clocks.get(p.referral_uuid)
        is_late = p.referral_uuid in late
        title = p.case.ref if p.case_id in seen else ""
        rows.append(
            {
                "title": _("Late")
                if is_late
                else _("On the way")
                if clock
                else _("Accepted, not yet left"),
                "reference": title,
                "kind": "danger" if is_late else urgency(clock.due_at) if clock else "info",
                "meta": str(AGES[p.case.age_status]) if title else "",
                "left": left(clock.due_at) if clock else _("Place held"),
                "due": state_time(clock.due_at, "near")
                if clock
                else state_time(p.reserved_at, "near"),
                "url": ways.get(p.referral_uuid, "#"),
                "order": (not is_late, clock.due_at.timestamp() if clock else float("inf")),
            }
        )
    return sorted(rows, key=lambda row: row["order"])


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A further place, under the shelter's own name for it."""
    actor = shelter(request)
    form = PlaceForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            press_once(
                request,
                lambda: str(
                    places.add_place(actor=actor, label=data["label"], takes=data["takes"]).uuid
                ),
            )
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("Place added."))
            return SeeOther(reverse("cases:placements"))
    return show(request, actor, form=form, status=422)


@require_POST
def usable(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a place out of use, or back."""
    actor = shelter(request)
    wanted = request.POST.get("usable") == "yes"
    version = request.POST.get("version", "")
    try:
        places.set_usable(
            actor=actor,
            place=as_uuid(ref),
            usable=wanted,
            version=int(version) if version.isdigit() else -1,
        )
    except (Stale, NotOpen) as problem:
        return show(request, actor, problem=problem, status=problem.status)
    messages.success(request, _("Back in use.") if wanted else _("Out of use."))
    return SeeOther(reverse("cases:placements"))


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Somebody looked: the count is right as of now."""
    confirm_places(actor=shelter(request))
    messages.success(request, _("Confirmed, as of now."))
    return SeeOther(reverse("cases:placements"))


@require_http_methods(["GET", "POST"])
def location(request: HttpRequest) -> HttpResponse:
    """The shelter's own address: closed until opened, saved by its own desk, shown nowhere else."""
    actor = shelter(request)
    if request.method == "GET":
        return render(request, "cases/placements/location.html", {"form": None})
    if request.POST.get("step") != "save":
        known = places.my_location(actor)
        return render(
            request,
            "cases/placements/location.html",
            {"form": LocationForm(version=known["version"], initial=known)},
        )
    form = LocationForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/placements/location.html", {"form": form}, status=422)
    data = form.cleaned_data
    try:
        places.set_location(
            actor=actor,
            address=data["address"],
            directions=data["directions"],
            version=data["version"],
        )
    except Stale as problem:
        return _both_texts(request, form, problem)
    except Problem as problem:
        show_problem(form, problem)
        return render(
            request, "cases/placements/location.html", {"form": form}, status=problem.status
        )
    messages.success(request, _("Address saved. Your desk alone reads it."))
    return SeeOther(reverse("cases:location"))


def _both_texts(request: HttpRequest, form: LocationForm, problem: Stale) -> HttpResponse:
    """A colleague was quicker: her text beside mine, and mine kept in the form."""
    theirs = problem.extra["theirs"]
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(theirs["version"])
    context = {"form": LocationForm(data), "theirs": theirs, "problem": problem}
    return render(request, "cases/placements/location.html", context, status=409)
