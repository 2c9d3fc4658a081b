"""Walls: placed on an allegation or a personal tie, listed, lifted by two of two houses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, Wall
from cases.services import lift_wall, place_wall
from cases.services.walls import case_for_wall
from cases.wall_selectors import (
    house,
    houses,
    liftable,
    names_party,
    party,
    person_at,
    reads_reason,
    reason_of,
    wall_to_lift,
    walls_near,
    walls_of,
)
from cases.web.cards import url
from cases.web.forms_coordination import WallForm
from cases.web.glass import glass_of
from portal.access.matrix import Role
from portal.core.actors import Acting
from portal.core.paging import page
from portal.core.problems import Problem
from portal.organisations.posting import PostedForm, SeeOther, acting, press_once, show_problem


def _ground(code: str) -> str:
    return {
        "allegation": _("An allegation"), "personal_tie": _("A personal tie"),
    }.get(code, code)  # fmt: skip


def _case_url(actor: Acting, case: Case) -> str:
    """The case's page, for who has one: oversight comes by the reference alone."""
    return "" if actor.role == Role.OVERSIGHT else url("detail", case)


def _row(actor: Acting, wall: Wall, may_lift: bool) -> dict[str, Any]:
    proposed = wall.lift_first_desk
    return {
        "reference": wall.case.ref, "party": party(actor, wall), "ground": _ground(wall.ground),
        "person": wall.user_id is not None, "placed_at": wall.placed_at,
        "mine": wall.placed_by_desk_id == actor.desk_id, "proposed": proposed is not None,
        "by_you": proposed is not None and wall.lift_first_user_id == actor.user_id,
        "lift_url": reverse("cases:wall_lift", args=[wall.uuid]) if may_lift else "",
    }  # fmt: skip


@require_safe
def walls(request: HttpRequest, ref: str) -> HttpResponse:
    """The walls that stand on one case, for who may place them."""
    actor = acting(request)
    case = case_for_wall(actor, ref)
    found = list(walls_of(case).exclude(user_id=actor.user_id or 0)[:100])
    may = {w.pk for w in liftable(actor, found)}
    context = {
        "case": case, "case_url": _case_url(actor, case), "new_url": url("wall_new", case),
        "rows": [_row(actor, w, w.pk in may) for w in found], "glass": glass_of(actor, case),
    }  # fmt: skip
    return render(request, "cases/walls.html", context)


@require_safe
def to_lift(request: HttpRequest) -> HttpResponse:
    """Every standing wall that the actor is one of the two to lift, the newest first."""
    actor = acting(request)
    after = request.GET.get("after", "")
    found = page(walls_near(actor), keys=("-placed_at", "uuid"), after=after)
    context = {
        "rows": [_row(actor, w, True) for w in liftable(actor, found.rows)],
        "next_url": f"{reverse('cases:walls_to_lift')}?after={found.next}" if found.next else "",
    }
    return render(request, "cases/walls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def wall_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Close the case to an organisation or one person, at once."""
    actor = acting(request)
    case = case_for_wall(actor, ref)
    offered = houses(actor, case)
    form, status = WallForm(houses=offered), 200
    if request.method == "POST":
        form = WallForm(request.POST, houses=offered)
        try:
            if form.is_valid() and _known(case, form):
                press_once(request, lambda: _place(actor, case, form.cleaned_data))
                messages.success(request, _("The wall stands. Nobody behind it was told."))
                return SeeOther(url("walls", case))
            status = 422
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {
        "case": case, "case_url": _case_url(actor, case) or url("walls", case), "form": form,
        "here": url("wall_new", case), "walls_url": url("walls", case),
        "glass": glass_of(actor, case), "effects": _effects(),
    }  # fmt: skip
    return render(request, "cases/wall_new.html", context, status=status)


def _known(case: Case, form: WallForm) -> bool:
    email = form.cleaned_data["email"]
    if email and person_at(case.state, email) is None:
        form.add_error(
            "email",
            _("Nobody works here under this address. Check it, or wall off the organisation."),
        )
        return False
    return True


def _place(actor: Acting, case: Case, typed: dict[str, Any]) -> str:
    wall = place_wall(
        actor=actor, ref=case.uuid, ground=typed["ground"], reason=typed["reason"],
        organisation=house(actor, case, typed["organisation"]) if typed["organisation"] else None,
        user=person_at(case.state, typed["email"]) if typed["email"] else None,
    )  # fmt: skip
    return str(wall.uuid)


def _effects() -> list[dict[str, str]]:
    return [
        {"sign": "lock", "text": _("They see nothing of this case from now on, not even that it exists.")},
        {"sign": "nophone", "text": _("They are not told, and they are not among those who lift it.")},
        {"sign": "back", "text": _("Open offers to them close; what they took comes back with an alarm.")},
        {"sign": "people", "text": _("What they led or sent passes to the lead, else to coordination.")},
        {"sign": "check", "text": _("Two people of two organisations can lift it.")},
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def wall_lift(request: HttpRequest, ref: str) -> HttpResponse:
    """One of the two says that it may fall; the second lifts it."""
    actor = acting(request)
    wall = wall_to_lift(actor, ref)
    form, status = PostedForm(), 200
    if request.method == "POST":
        form = PostedForm(request.POST)
        try:
            if form.is_valid():
                press_once(request, lambda: str(lift_wall(actor=actor, wall=wall.uuid).uuid))
                return _lifted(request, wall)
            status = 422
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {
        "wall": _row(actor, wall, True), "form": form, "effects": _lift_effects(wall),
        "reason": reason_of(actor, wall) if reads_reason(actor, wall) else "",
        "named": names_party(actor, wall), "here": reverse("cases:wall_lift", args=[wall.uuid]),
        "back_url": reverse("cases:walls_to_lift"),
    }  # fmt: skip
    return render(request, "cases/wall_lift.html", context, status=status)


def _lifted(request: HttpRequest, wall: Wall) -> HttpResponse:
    wall.refresh_from_db()
    said = (
        _("The wall is lifted.")
        if wall.lifted_at
        else _("You are the first. The wall stands until the second agrees.")
    )
    messages.success(request, said)
    return SeeOther(reverse("cases:walls_to_lift"))


def _lift_effects(wall: Wall) -> list[dict[str, str]]:
    if wall.lift_first_desk_id is None:
        return [
            {"sign": "lock", "text": _("The wall stands until a second person agrees.")},
            {"sign": "bell", "text": _("The second person, of another organisation, is asked.")},
        ]
    return [
        {"sign": "switch", "text": _("What they still hold a basis for opens to them again.")},
        {"sign": "back", "text": _("What went back when the wall was placed does not return.")},
    ]
