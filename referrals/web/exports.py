"""Pages of an export: ask, a second's word where it is needed, the file for who asked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.core.problems import Problem
from portal.organisations.posting import SeeOther, acting, press_once
from referrals import selectors_exchange as selectors
from referrals import tasks
from referrals.models import ExportRun, ExportState
from referrals.services import exchange
from referrals.web.exchange_forms import ExportForm

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a file of the cases that this desk leads."""
    actor = acting(request)
    form = ExportForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose the file and its headings."))
        return SeeOther(reverse("referrals:imports"))
    try:
        made = press_once(
            request,
            lambda: str(
                exchange.ask_export(
                    actor=actor,
                    form=form.cleaned_data["form"],
                    headers=form.cleaned_data["headers"],
                ).uuid
            ),
        )
    except Problem as problem:
        messages.warning(request, problem.detail)
        return SeeOther(reverse("referrals:imports"))
    run = selectors.get_export(actor, made.reference)
    if run.state == ExportState.MAKING:
        tasks.hand_out(tasks.work_on_export, str(run.uuid))
    return SeeOther(_url(run))


def _url(run: ExportRun) -> str:
    return reverse("referrals:export", args=[run.uuid])


@require_safe
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """Where an export stands, for who asked."""
    run = selectors.get_export(acting(request), ref)
    making = run.state == ExportState.MAKING
    job = (
        {"label": _("Writing the file"), "done": 0, "total": 1, "url": _url(run)}
        if making
        else None
    )
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "job":
        if job:
            return render(request, "referrals/exchange/job.html", {"job": job})
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"run": run, "job": job, "cases": len(run.case_ids)}
    return render(request, "referrals/exchange/export.html", context)


@require_safe
def file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file itself; each download is recorded."""
    actor = acting(request)
    run = selectors.get_export(actor, ref)
    pieces = exchange.file_of(actor=actor, run=run)
    answer = StreamingHttpResponse(pieces, content_type=TYPES[run.form])
    answer["Content-Disposition"] = (
        f'attachment; filename="concord-htcds-{run.created_at:%Y-%m-%d}.{run.form}"'
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """A second member's yes or no."""
    agree = request.POST.get("answer") == "yes"
    run = exchange.decide_export(actor=acting(request), ref=ref, agree=agree)
    if agree:
        tasks.hand_out(tasks.work_on_export, str(run.uuid))
        messages.success(request, _("Agreed. Who asked is told when the file is ready."))
    else:
        messages.success(request, _("Refused. Who asked is told."))
    return SeeOther(reverse("referrals:imports"))


@require_POST
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Destroy the file now."""
    actor = acting(request)
    exchange.discard_export(actor=actor, run=selectors.get_export(actor, ref))
    messages.success(request, _("The file is deleted."))
    return SeeOther(reverse("referrals:imports"))
