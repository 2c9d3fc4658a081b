"""Closing a case: the lead's act, on a page that says what ends at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.services import close_case as close_it
from cases.services.closing import case_to_close
from cases.web.cards import url
from cases.web.forms_coordination import ClosingForm
from portal.core.problems import Problem, Stale
from portal.organisations.posting import SeeOther, acting, press_once, show_problem


@require_http_methods(["GET", "HEAD", "POST"])
def close_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks for the coded reason; refuses while a referral runs, and says which."""
    actor = acting(request)
    case = case_to_close(actor, ref)
    form, status, stale = ClosingForm(version=case.version), 200, None
    if request.method == "POST":
        form = ClosingForm(request.POST)
        try:
            if form.is_valid():
                typed = form.cleaned_data
                press_once(
                    request,
                    lambda: str(
                        close_it(
                            actor=actor, ref=case.uuid, reason=typed["reason"],
                            version=typed["version"],
                        ).uuid
                    ),
                )  # fmt: skip
                messages.success(request, _("The case is closed. What was written stays."))
                return SeeOther(url("detail", case))
            status = 422
        except Stale as problem:
            data = {**request.POST.dict(), "version": str(case.version)}
            form, stale, status = ClosingForm(data), problem, problem.status
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {
        "case": case, "case_url": url("detail", case), "form": form, "stale": stale,
        "here": url("close_case", case), "effects": _effects(),
    }  # fmt: skip
    return render(request, "cases/close.html", context, status=status)


def _effects() -> list[dict[str, str]]:
    return [
        {"sign": "clock", "text": _("Every clock of the case stops, and open alarms close.")},
        {"sign": "lock", "text": _("Who first reported the person no longer sees the case.")},
        {
            "sign": "folder",
            "text": _("Your desk keeps reading it. What others wrote stays theirs."),
        },
        {"sign": "stop", "text": _("No referral can be sent from it any more.")},
    ]
