"""A desk: opened, what it offers, confirmed, closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.problems import Problem, Stale
from portal.organisations import services
from portal.organisations.posting import SeeOther, acting, press_once, show_problem
from portal.organisations.selectors_members import (
    administered,
    get_desk,
    open_roles,
    profile_of,
    somebody_at,
)
from portal.organisations.web.forms import DeskForm
from portal.organisations.web.profile_form import ProfileForm
from portal.organisations.words import ROLES

OVERVIEW = "organisation:overview"


@require_http_methods(["GET", "HEAD", "POST"])
def desk_new(request: HttpRequest) -> HttpResponse:
    """A desk of a role that this kind of organisation may have."""
    actor = acting(request)
    roles = [str(role) for role in open_roles(administered(actor))]
    form, status = DeskForm(roles=roles), 200
    if request.method == "POST":
        form, status = DeskForm(request.POST, roles=roles), 422
        try:
            if form.is_valid():
                told = {name: form.cleaned_data[name] for name in ("role", "name")}
                press_once(request, lambda: str(services.open_desk(actor=actor, **told).uuid))
                messages.success(request, _("The desk is open. Invite who shall work there."))
                return SeeOther(reverse(OVERVIEW))
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    return render(request, "organisation/desk_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, ref: str) -> HttpResponse:
    """What a desk offers. A colleague who saved first is named by her version, yours is kept."""
    actor = acting(request)
    desk, row = profile_of(actor, ref)
    form, status, stale = ProfileForm(desk=desk, profile=row), 200, None
    if request.method == "POST":
        form, status = ProfileForm(request.POST, desk=desk, profile=row), 422
        try:
            if form.is_valid():
                version = form.cleaned_data["version"] or 0
                services.save_profile(
                    actor=actor, desk=desk.uuid, profile=form.typed(), version=version
                )
                messages.success(request, _("Saved, and confirmed as of today."))
                return SeeOther(reverse("organisation:profile", args=[desk.uuid]))
        except Stale as problem:
            typed = request.POST.copy()
            typed["version"] = str(row.version)
            form, stale, status = ProfileForm(typed, desk=desk, profile=row), problem, 409
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context: dict[str, Any] = {
        "desk": desk,
        "role": capfirst(str(ROLES.get(desk.role, desk.role))),
        "profile": row,
        "form": form,
        "stale": stale,
        "shelter": desk.role == "placement_officer",
    }
    return render(request, "organisation/profile.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """Nothing has changed: the entry is right as of today."""
    raw = request.POST.get("version", "")
    version = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else -1
    services.confirm_profile(actor=acting(request), desk=ref, version=version)
    messages.success(request, _("Confirmed as of today."))
    return SeeOther(reverse("organisation:profile", args=[ref]))


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """A desk at which nobody works any more."""
    actor = acting(request)
    desk = get_desk(actor, ref)
    problem, status = None, 200
    if request.method == "POST":
        try:
            services.close_desk(actor=actor, desk=desk.uuid)
            messages.success(request, _("The desk is closed. What it wrote stays."))
            return SeeOther(reverse(OVERVIEW))
        except Problem as refused:
            problem, status = refused, refused.status
    context = {
        "desk": desk, "problem": problem, "occupied": somebody_at(desk.pk),
        "effects": [
            {"sign": "lock", "text": _("Nobody can be invited to it or ask it any more.")},
            {"sign": "folder", "text": _("What it wrote stays.")},
        ],
    }  # fmt: skip
    return render(request, "organisation/desk_close.html", context, status=status)
