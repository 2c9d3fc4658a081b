"""What waits for a validator's or a moderator's word."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.paging import page
from portal.core.problems import Problem
from portal.organisations.posting import PostedForm, SeeOther, acting, show_problem
from recommendations.models import Submission
from recommendations.rules.access import Act, reach_of
from recommendations.rules.levels import Voice
from recommendations.selectors.implementation import get_submission, statements, waiting
from recommendations.services import submitting
from recommendations.web.faces import item_url, level, proof, statement
from recommendations.web.shell import show
from recommendations.words import said


class ReasonForm(PostedForm):
    """Why something goes back, or is not published."""

    reason = forms.CharField(
        label=lazy("Why does it go back?"), required=False, max_length=1_000,
        help_text=lazy("Its writers read this."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The oldest first."""
    actor = acting(request)
    if not any(reach_of(act, actor) for act in (Act.VALIDATE_REPORT, Act.MODERATE)):
        raise Http404
    found = page(waiting(actor), keys=("changed_at", "uuid"), after=request.GET.get("after", ""))
    rows = [
        {
            "kind": "info",
            "title": f"{r.implementation.recommendation.code} {r.implementation.recommendation.title}",
            "meta": f"{r.organisation.name} · {r.period.code}",
            "left": said("level", r.level),
            "due": r.changed_at,
            "url": reverse("recommendations:queued", args=[r.uuid]),
        }
        for r in found.rows
    ]
    next_url = f"?after={found.next}" if found.next else ""
    return show(
        request,
        "queue",
        {"rows": rows, "n": len(rows), "more": bool(found.next), "next_url": next_url},
    )


@require_http_methods(["GET", "POST"])
def queued(request: HttpRequest, ref: str) -> HttpResponse:
    """Read what was sent beside what was said before; publish it, or give it back with a reason."""
    actor = acting(request)
    row = get_submission(actor, ref)
    if not waiting(actor).filter(pk=row.pk).exists():
        raise Http404
    if request.method == "GET":
        return _page(request, row, ReasonForm(version=row.version))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, 422)
    known: dict[str, Any] = {
        "actor": actor,
        "ref": row.uuid,
        "version": form.cleaned_data["version"] or 0,
    }
    try:
        if request.POST.get("do") == "publish":
            submitting.publish(**known)
            words = _("Published.")
        elif row.voice == Voice.CIVIL_SOCIETY:
            submitting.decline(**known, reason=form.cleaned_data["reason"])
            words = _("Not published. Its writers know why.")
        else:
            submitting.send_back(**known, reason=form.cleaned_data["reason"])
            words = _("Returned. Its writers know why.")
    except Problem as problem:
        show_problem(form, problem)
        return _page(request, row, form, problem.status)
    messages.success(request, words)
    return SeeOther(reverse("recommendations:queue"))


def _page(
    request: HttpRequest, row: Submission, form: ReasonForm, status: int = 200
) -> HttpResponse:
    one = row.implementation
    before: list[dict[str, Any]] = [
        {**statement(s), "code": s.period.code}
        for s in statements(None)
        .filter(implementation=one)
        .order_by("-period__ends_on", "voice", "-edition")[:6]
    ]
    context = {
        "row": row, "one": one, "form": form, "level": level(row.level, row.voice),
        "confidence": said("confidence", row.confidence),
        "proofs": [proof(e, one.state.code) for e in row.evidence.all()],
        "before": before, "comment": row.voice == Voice.CIVIL_SOCIETY, "voice": said("voice", row.voice),
        "item": item_url(one.recommendation, state=one.state.code),
    }  # fmt: skip
    return show(request, "queued", context, status=status)
