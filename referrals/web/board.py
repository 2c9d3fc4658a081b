"""The coordinator's board, and what she does from it: take, open for somebody, write to both ends."""

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
from cases.services.break_glass import to_review
from cases.web.glass import glass_of
from portal.access.matrix import Purpose
from portal.core.clock import now
from portal.core.paging import page
from portal.core.problems import Problem
from portal.organisations.actors import Actor
from portal.organisations.posting import SeeOther, acting, press_once, show_problem
from referrals import board as chase
from referrals import selectors, services
from referrals.intake import Ask
from referrals.routing_facts import Candidate, candidates
from referrals.states import Urgency
from referrals.web.board_forms import MessageForm, OpenForForm
from referrals.web.board_rows import agency_row, alarm_row, bed_row, waiting_row
from referrals.web.route_rows import name_of
from referrals.words import PURPOSES, said


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Alarms first, then what is past half of its answer time, then clocks by agency."""
    actor = acting(request)
    chase.coordinators_only(actor)
    after, past = request.GET.get("after", ""), request.GET.get("past", "")
    alarms = page(chase.alarms(actor), keys=chase.ALARM_KEYS, after=after)
    waiting = page(chase.past_half(actor), keys=chase.WAITING_KEYS, after=past, size=10)
    sent = chase.referrals_of(actor, alarms.rows)
    ids = [r.pk for r in sent.values()] + [r.pk for r in waiting.rows]
    answers = chase.answers(ids) if ids else {}
    context = {
        "now": now(),
        "counts": chase.alarm_counts(actor),
        "alarms": [
            alarm_row(actor, a, r, answers.get(r.pk) if r else None)
            for a in alarms.rows
            if (r := sent.get(a.referral_uuid)) or a.referral_uuid is None
        ],
        "alarms_next": _next(after=alarms.next, past=past) if alarms.next else "",
        "waiting": [waiting_row(r, answers.get(r.pk)) for r in waiting.rows],
        "waiting_next": _next(after=after, past=waiting.next) if waiting.next else "",
        "agencies": [agency_row(one) for one in chase.agencies(actor)],
        "beds": [bed_row(one) for one in chase.beds(actor)],
        "reviews": to_review(actor).count(),
    }
    return render(request, "referrals/board.html", context)


def _next(**cursors: str) -> str:
    kept = {name: value for name, value in cursors.items() if value}
    return f"{reverse('referrals:board')}?{urlencode(kept)}"


@require_POST
def alarm_take(request: HttpRequest, ref: str) -> HttpResponse:
    """'I have it': her name stands on the alarm, and it rests for an hour."""
    actor = acting(request)
    chase.coordinators_only(actor)
    alarm = chase.get_alarm(actor, ref)
    try:
        services.take_any_alarm(actor=actor, alarm=alarm.uuid)
    except Problem as problem:
        messages.warning(request, problem.detail)
    else:
        messages.success(request, _("You have it. It rests for an hour."))
    return SeeOther(reverse("referrals:board"))


@require_http_methods(["GET", "HEAD", "POST"])
def open_for(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask child protection, or a desk that can lead, for somebody whom nobody leads."""
    actor = acting(request)
    chase.coordinators_only(actor)
    case = get_case(actor, ref, codename="view_summary")
    purposes = chase.purposes_to_open(actor, case)
    if not purposes:
        raise Http404
    if request.method != "POST":
        wanted = request.GET.get("purpose", "")
        purpose = wanted if wanted in purposes else purposes[0].value
        form = OpenForForm(purposes=purposes, initial={"purpose": purpose})
        return _open_page(request, actor, case, purposes, purpose, form)
    purpose = request.POST.get("purpose", "")
    if purpose not in purposes:
        purpose = purposes[0].value
    tokens = request.POST.getlist("receivers")[:20]
    form = OpenForForm(request.POST, purposes=purposes, tokens=tokens)
    status = 422
    if form.is_valid():
        try:
            answer = press_once(request, lambda: _open(actor, case, form.cleaned_data))
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
        else:
            messages.success(request, _("Asked. Their answer time runs."))
            return SeeOther(reverse("referrals:referral", args=[answer.reference]))
    return _open_page(request, actor, case, purposes, purpose, form, status=status)


def _open(actor: Actor, case: Case, typed: dict[str, Any]) -> str:
    made = services.open_by_coordinator(
        actor=actor, case=case.uuid, purpose=typed["purpose"], receivers=typed["receivers"],
        reason=typed["reason"], urgency=typed["urgency"],
    )  # fmt: skip
    return str(made.uuid)


def _open_page(
    request: HttpRequest, actor: Actor, case: Case, purposes: tuple[Purpose, ...], purpose: str,
    form: OpenForForm, *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Candidates show whether they fit, without reasons; a shelter is a numbered capacity."""
    proposed, left = candidates(actor, [case], Ask(purpose=purpose))
    chosen = request.POST.getlist("receivers")
    here = reverse("referrals:open_for", args=[case.uuid])
    context = {
        "case": case, "case_url": reverse("cases:detail", args=[case.uuid]), "form": form,
        "here": here, "glass": glass_of(actor, case), "purpose": said(PURPOSES, purpose),
        "purpose_code": purpose, "urgency": Urgency,
        "others": [(said(PURPOSES, p.value), f"{here}?purpose={p.value}") for p in purposes if p != purpose],
        "proposed": [_row(c, n, chosen) for n, c in enumerate(proposed, start=1)],
        "left": [
            {"name": name_of(c), "kind": "plain", "reason": _("Does not fit"), "change": ""} for c in left
        ],
    }  # fmt: skip
    return render(request, "referrals/open_for.html", context, status=status)


def _row(one: Candidate, rank: int, chosen: list[str]) -> dict[str, Any]:
    return {
        "rank": rank, "title": name_of(one), "summary": one.region or _("whole country"), "why": [],
        "doubts": [], "name": "receivers", "value": one.token, "checked": one.token in chosen,
    }  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, ref: str) -> HttpResponse:
    """A few words to both ends while an alarm of the referral is open; the ends stay unnamed."""
    actor = acting(request)
    chase.coordinators_only(actor)
    found = selectors.get_referral(actor, ref)
    form, status = MessageForm(), 200
    if request.method == "POST":
        form = MessageForm(request.POST)
        try:
            if form.is_valid():
                text = form.cleaned_data["text"]
                press_once(
                    request,
                    lambda: str(
                        services.write_to_ends(actor=actor, ref=found.uuid, text=text).uuid
                    ),
                )
                messages.success(request, _("Both ends were told that a message waits."))
                return SeeOther(reverse("referrals:referral", args=[found.uuid]))
            status = 422
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {
        "referral": found, "back_url": reverse("referrals:referral", args=[found.uuid]),
        "form": form, "here": reverse("referrals:write_to_ends", args=[found.uuid]),
        "written": services.messages_of(actor, found),
    }  # fmt: skip
    return render(request, "referrals/write.html", context, status=status)
