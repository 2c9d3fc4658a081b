"""Ask before referring: the two lists, one question, its answer; and asking for what is missing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import Case
from cases.selectors import get_case
from portal.core.paging import page
from portal.core.problems import NotOpen, Problem
from portal.organisations.actors import Actor
from portal.organisations.posting import SeeOther, acting, press_once, show_problem
from referrals import selectors, services
from referrals.intake import Ask
from referrals.models import Question
from referrals.services.asking import purposes_open, routes
from referrals.states import About
from referrals.web.question_forms import AnswerForm, AskBeforeForm, AskForm, AskMissingForm
from referrals.web.question_rows import facts_of, question_row
from referrals.web.route_rows import name_of
from referrals.words import PURPOSES, said

ASKED = ("-asked_at", "-uuid")


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """What waits for this desk's answer, and what it asked."""
    actor = acting(request)
    after, more = request.GET.get("after", ""), request.GET.get("more", "")
    ours = page(selectors.asked_of_us(actor), keys=ASKED, after=after)
    theirs = page(selectors.asked_by_us(actor), keys=ASKED, after=more)
    context = {
        "waiting": selectors.waiting_questions(actor),
        "received": [question_row(actor, q) for q in ours.rows],
        "received_next": _next(after=ours.next, more=more) if ours.next else "",
        "asked": [question_row(actor, q) for q in theirs.rows],
        "asked_next": _next(after=after, more=theirs.next) if theirs.next else "",
    }
    return render(request, "referrals/questions/list.html", context)


def _next(**cursors: str) -> str:
    kept = {name: value for name, value in cursors.items() if value}
    return f"{reverse('referrals:questions')}?{urlencode(kept)}"


@require_safe
def question(request: HttpRequest, ref: str) -> HttpResponse:
    """One question: what was asked, what was answered, what may be done now."""
    actor = acting(request)
    return _show(request, actor, selectors.get_question(actor, ref))


def _show(
    request: HttpRequest,
    actor: Actor,
    found: Question,
    *,
    form: AnswerForm | None = None,
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    moves = {move.name for move in selectors.question_moves(actor, found)}
    words = selectors.words_of_question(found)
    mine = found.asker_desk_id == actor.desk_id
    context = {
        "question": found,
        "text": words.get("text", ""),
        "answer": words.get("answer", ""),
        "row": question_row(actor, found),
        "facts": facts_of(actor, found),
        "form": form or AnswerForm(version=found.version) if "answer" in moves else None,
        "closes": "close" in moves,
        "refer_url": _refer_url(actor, found) if mine else "",
        "problem": problem,
    }
    return render(request, "referrals/questions/question.html", context, status=status)


def _refer_url(actor: Actor, found: Question) -> str:
    if found.about != About.BEFORE or found.state != "answered":
        return ""
    url = reverse("referrals:refer", args=[found.case.uuid])
    return f"{url}?{urlencode({'purpose': found.purpose})}"


@require_POST
def question_answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer once; nothing typed is lost where a colleague was quicker."""
    actor = acting(request)
    found = selectors.get_question(actor, ref)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, actor, found, form=form, status=422)
    try:
        services.answer_question(
            actor=actor, ref=found.uuid, text=form.cleaned_data["answer"],
            version=form.cleaned_data["version"],
        )  # fmt: skip
    except NotOpen as problem:
        fresh = selectors.get_question(actor, ref)
        return _show(request, actor, fresh, form=form, problem=problem, status=problem.status)
    except Problem as problem:
        show_problem(form, problem)
        return _show(request, actor, found, form=form, status=problem.status)
    messages.success(request, _("Answered. Who asked is told."))
    return SeeOther(reverse("referrals:question", args=[found.uuid]))


@require_POST
def question_close(request: HttpRequest, ref: str) -> HttpResponse:
    """Nothing more is asked here."""
    actor = acting(request)
    found = selectors.get_question(actor, ref)
    try:
        services.close_question(actor=actor, ref=found.uuid)
    except NotOpen as problem:
        return _show(request, actor, found, problem=problem, status=problem.status)
    messages.success(request, _("Closed."))
    return SeeOther(reverse("referrals:question", args=[found.uuid]))


@require_http_methods(["GET", "HEAD", "POST"])
def ask_before(request: HttpRequest, ref: str) -> HttpResponse:
    """A short question to one who could be asked, before anything is sent."""
    actor = acting(request)
    case = get_case(actor, ref)
    purposes = [p.value for p in purposes_open(actor, case)]
    if not purposes:
        raise NotOpen(_("The lead of this case sends referrals. Propose it to the lead."))
    sent = request.POST if request.method == "POST" else request.GET
    purpose = sent.get("purpose", "")
    purpose = purpose if purpose in purposes else ""
    proposed = routes(actor, [case], Ask(purpose=purpose)).proposed if purpose else ()
    receivers = [(one.token, name_of(one)) for one in proposed]
    if request.method != "POST":
        form = AskBeforeForm(receivers=receivers, initial={"purpose": purpose})
        return _ask_page(request, case, purposes, purpose, form)
    form = AskBeforeForm(request.POST, receivers=receivers)

    def act() -> str:
        data = form.cleaned_data
        made = services.ask_before(
            actor=actor,
            case=case.uuid,
            purpose=purpose,
            receiver=data["receiver"],
            text=data["text"],
        )
        return str(made.uuid)

    if (answer := _asked(request, form, act)) is not None:
        return answer
    return _ask_page(request, case, purposes, purpose, form, status=form.problem_status)


def _ask_page(
    request: HttpRequest,
    case: Case,
    purposes: list[str],
    purpose: str,
    form: AskBeforeForm,
    *,
    status: int = 200,
) -> HttpResponse:
    here = reverse("referrals:ask_before", args=[case.uuid])
    context = {
        "case": case,
        "form": form,
        "here": here,
        "purpose": said(PURPOSES, purpose) if purpose else "",
        "purposes": [
            {"label": said(PURPOSES, p), "url": f"{here}?purpose={p}", "icon": "question"}
            for p in purposes
            if p != purpose
        ],
        "nobody": bool(purpose) and not form.fields["receiver"].choices,  # type: ignore[attr-defined]
    }
    return render(request, "referrals/questions/ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_missing(request: HttpRequest, ref: str) -> HttpResponse:
    """A receiver asks the sender for what is missing."""
    actor = acting(request)
    offer = selectors.get_offer(actor, ref)
    if offer.desk_id != actor.desk_id:
        raise Http404
    if request.method != "POST":
        return _missing_page(request, offer, AskMissingForm())
    form = AskMissingForm(request.POST)

    def act() -> str:
        made = services.ask_missing(actor=actor, offer=offer.uuid, text=form.cleaned_data["text"])
        return str(made.uuid)

    if (answer := _asked(request, form, act)) is not None:
        return answer
    return _missing_page(request, offer, form, status=form.problem_status)


def _missing_page(
    request: HttpRequest, offer: Any, form: AskMissingForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "offer": offer,
        "form": form,
        "here": reverse("referrals:ask_missing", args=[offer.uuid]),
        "back_url": reverse("referrals:offer", args=[offer.uuid]),
    }
    return render(request, "referrals/questions/missing.html", context, status=status)


def _asked(request: HttpRequest, form: AskForm, act: Callable[[], str]) -> HttpResponse | None:
    """Ask once for the key in the form; None where the form shows why not."""
    if not form.is_valid():
        return None
    try:
        answer = press_once(request, act)
    except Problem as problem:
        show_problem(form, problem)
        form.problem_status = problem.status
        return None
    messages.success(request, _("Asked. You are told when the answer is there."))
    return SeeOther(reverse("referrals:question", args=[answer.reference]))
