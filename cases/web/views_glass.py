"""Break-glass: opened by one coordinator with a typed reason, closed, and reviewed by another."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import BreakGlass, Case
from cases.services import break_glass as break_it
from cases.services import close_glass as close_it
from cases.services import review_glass
from cases.services.break_glass import case_for_glass, for_review, reason_of, to_review
from cases.web.cards import url
from cases.web.forms_coordination import GlassForm, ReviewForm
from cases.web.glass import glass_of
from cases.words import section_name
from portal.access.matrix import Section
from portal.audit.selectors import opened_by
from portal.audit.services import look
from portal.core.actors import Acting
from portal.core.paging import page
from portal.core.problems import Problem
from portal.organisations.posting import SeeOther, acting, press_once, show_problem


@require_http_methods(["GET", "HEAD", "POST"])
def break_glass(request: HttpRequest, ref: str) -> HttpResponse:
    """What it does, before; while it is open, until when, and how to renew or close it."""
    actor = acting(request)
    case = case_for_glass(actor, ref)
    form, status = GlassForm(), 200
    if request.method == "POST":
        form = GlassForm(request.POST)
        try:
            if form.is_valid():
                press_once(request, lambda: _break(actor, case, form.cleaned_data))
                messages.success(request, _("The case is open to you for 60 minutes."))
                return SeeOther(url("detail", case))
            status = 422
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {
        "case": case, "case_url": url("detail", case), "form": form,
        "glass": glass_of(actor, case), "here": url("break_glass", case), "effects": _effects(),
    }  # fmt: skip
    return render(request, "cases/glass.html", context, status=status)


def _break(actor: Acting, case: Case, typed: dict[str, Any]) -> str:
    row = break_it(
        actor=actor, ref=case.uuid, reason=typed["reason"], lead_accused=typed["lead_accused"]
    )
    return str(row.uuid)


def _effects() -> list[dict[str, str]]:
    return [
        {
            "sign": "eye",
            "text": _("You can open identity, contact and safety, screening and where the person stays."),
        },
        {"sign": "bell", "text": _("The lead organisation is told at once, and the person can ask.")},
        {"sign": "clock", "text": _("It ends by itself after 60 minutes. 24 hours are the most.")},
        {"sign": "edit", "text": _("Every section you open is recorded, and so is this reason.")},
        {"sign": "people", "text": _("Somebody else reviews it within five working days.")},
    ]  # fmt: skip


@require_POST
def close_glass(request: HttpRequest, ref: str) -> HttpResponse:
    """Close it before its time."""
    actor = acting(request)
    case = case_for_glass(actor, ref)
    close_it(actor=actor, ref=case.uuid)
    messages.success(request, _("Closed. You see the summary again."))
    return SeeOther(url("detail", case))


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for the actor's second pair of eyes, the oldest first; never her own."""
    actor = acting(request)
    after = request.GET.get("after", "")
    found = page(to_review(actor), keys=("opened_at", "uuid"), after=after)
    context = {
        "rows": [_row(row) for row in found.rows],
        "next_url": f"{reverse('cases:reviews')}?after={found.next}" if found.next else "",
    }
    return render(request, "cases/reviews.html", context)


def _row(row: BreakGlass) -> dict[str, Any]:
    return {
        "reference": row.case.ref, "url": reverse("cases:review", args=[row.uuid]),
        "by": row.user.name, "organisation": row.desk.organisation.name, "at": row.opened_at,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, ref: str) -> HttpResponse:
    """Who opened which case, why, what was looked at; and the finding."""
    actor = acting(request)
    row = for_review(actor, ref)
    form, status = ReviewForm(), 200
    if request.method == "POST":
        form = ReviewForm(request.POST)
        try:
            if form.is_valid():
                press_once(request, lambda: _review(actor, row, form.cleaned_data["finding"]))
                messages.success(request, _("The review is recorded."))
                return SeeOther(reverse("cases:reviews"))
            status = 422
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    look(
        actor=actor, case_id=row.case_id, sections=[Section.HISTORY.value], subject=str(row.uuid),
        how="review",
    )  # fmt: skip
    until = row.closed_at or row.until
    context = {
        "row": row, "form": form, "here": reverse("cases:review", args=[row.uuid]),
        "back_url": reverse("cases:reviews"), "until": until, "reason": reason_of(row),
        "opened": [
            section_name(s)
            for s in opened_by(row.case_id, row.user_id, since=row.opened_at, until=until)
            if s and s != Section.HISTORY
        ],
    }  # fmt: skip
    return render(request, "cases/review.html", context, status=status)


def _review(actor: Acting, row: BreakGlass, finding: str) -> str:
    return str(review_glass(actor=actor, uuid=row.uuid, finding=finding).uuid)
