"""A shelter's word on its figures: what it expects, and the link of an e-mail that asks for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases.services.vacancy import Answer, Question, confirm_by_link, question_of, set_ahead
from cases.web.forms_placements import AheadForm
from cases.web.placements import shelter, show
from portal.core.problems import Problem, Stale
from portal.organisations.posting import SeeOther, show_problem


@require_POST
def ahead(request: HttpRequest) -> HttpResponse:
    """'2 from Friday': what will be free from a day on; nought takes it back."""
    actor = shelter(request)
    form = AheadForm(request.POST)
    if form.is_valid():
        try:
            data = form.cleaned_data
            set_ahead(actor=actor, from_day=data["from_day"], free=data["free"])
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("Saved. Those who ask for that day or later read it."))
            return SeeOther(reverse("cases:placements"))
    return show(request, actor, expects=form, status=422)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the e-mail: figures and one button. A look, however often, changes nothing."""
    if request.method != "POST":
        return _page(request, question_of(token))
    seen = request.POST.get("seen", "")
    try:
        question = confirm_by_link(token=token, seen=int(seen) if seen.isdigit() else None)
    except Stale as problem:
        return _page(request, question_of(token), problem=problem)
    if question.answer is Answer.LATE:
        return _page(request, question)
    return SeeOther(request.path)


def _page(
    request: HttpRequest, question: Question, *, problem: Problem | None = None
) -> HttpResponse:
    status = problem.status if problem else 410 if question.answer is Answer.LATE else 200
    said = question.vacancy
    figures = (
        [
            {"term": _("Free"), "value": said.free},
            {"term": _("Held"), "value": said.held},
            {"term": _("Taken"), "value": said.taken},
        ]
        if said
        else []
    )
    context = {
        "question": question,
        "answer": question.answer.value,
        "figures": figures,
        "problem": problem,
    }
    return render(request, "cases/placements/link.html", context, status=status)
