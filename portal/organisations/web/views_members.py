"""Members: who works where, inviting, another desk, leaving."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.paging import page
from portal.core.problems import Problem
from portal.organisations import services
from portal.organisations.models import Invitation, JoinRequest, Membership
from portal.organisations.posting import SeeOther, acting, press_once, show_problem
from portal.organisations.selectors_members import (
    administered,
    colleagues,
    desks,
    desks_of_person,
    get_member,
    invitations,
    members,
)
from portal.organisations.services.members import cases_led, open_work
from portal.organisations.web.forms import AddDeskForm, InviteForm, RemoveForm
from portal.organisations.words import ROLES

LIST = "organisation:members"


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Who works at which desk, by name; invitations that nobody has used yet."""
    actor = acting(request)
    found = page(members(actor), keys=("user__name", "uuid"), after=request.GET.get("after", ""))
    next_url = f"{reverse(LIST)}?{urlencode({'after': found.next})}" if found.next else ""
    context = {
        "organisation": administered(actor),
        "rows": [_row(m) for m in found.rows],
        "next_url": next_url,
        "invitations": [_invited(i) for i in invitations(actor).order_by("-sent_at", "uuid")],
    }
    return render(request, "organisation/members.html", context)


def _row(member: Membership) -> dict[str, Any]:
    return {
        "name": member.user.name,
        "url": reverse("organisation:member", args=[member.uuid]),
        "desk": member.desk.name,
        "role": capfirst(str(ROLES.get(member.desk.role, member.desk.role))),
        "since": member.since,
    }


def _invited(row: Invitation) -> dict[str, Any]:
    return {
        "email": row.email,
        "desk": row.desk.name,
        "sent_at": row.sent_at,
        "until": row.expires_at,
        "over": not row.is_open(now()),
        "resend_url": reverse("organisation:resend", args=[row.uuid]),
        "revoke_url": reverse("organisation:revoke", args=[row.uuid]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """One address, one desk. The answer is the same whether or not the address is known elsewhere."""
    actor = acting(request)
    offered = list(desks(actor))
    form, status = InviteForm(desks=offered, language=get_language() or "en"), 200
    if request.method == "POST":
        form, status = InviteForm(request.POST, desks=offered), 422
        try:
            if form.is_valid():
                told = {name: form.cleaned_data[name] for name in ("desk", "email", "language")}
                press_once(request, lambda: str(services.invite(actor=actor, **told).uuid))
                messages.success(request, _("The letter is on its way. Its link works for 7 days."))
                return SeeOther(reverse(LIST))
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    return render(request, "organisation/invite.html", {"form": form}, status=status)


@require_POST
def resend(request: HttpRequest, ref: str) -> HttpResponse:
    """Another letter; older links are dead."""
    services.resend(actor=acting(request), ref=ref)
    messages.success(request, _("Another letter is on its way. The links before it are dead."))
    return SeeOther(reverse(LIST))


@require_POST
def revoke(request: HttpRequest, ref: str) -> HttpResponse:
    """Take an invitation back."""
    services.revoke(actor=acting(request), ref=ref)
    messages.success(request, _("Taken back: the link is dead, the address forgotten."))
    return SeeOther(reverse(LIST))


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, ref: str) -> HttpResponse:
    """One colleague: at which desks of this organisation, and another desk for her."""
    actor = acting(request)
    row = get_member(actor, ref)
    places = desks_of_person(actor, row)
    free = list(desks(actor).exclude(pk__in=[m.desk_id for m in places]))
    form, status = AddDeskForm(desks=free), 200
    if request.method == "POST":
        form, status = AddDeskForm(request.POST, desks=free), 422
        try:
            if form.is_valid():
                return _added(request, actor, row, form.cleaned_data["desk"])
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {
        "member": row,
        "rows": [_row(m) | {"remove_url": _remove_url(m)} for m in places],
        "form": form if free else None,
        "herself": row.user_id == actor.user_id,
    }
    return render(request, "organisation/member.html", context, status=status)


def _added(request: HttpRequest, actor: Acting, row: Membership, desk: str) -> HttpResponse:
    given: list[Any] = []

    def act() -> str:
        given.append(services.add_to_desk(actor=actor, member=row.uuid, desk=desk))
        return str(row.uuid)

    press_once(request, act)
    if given and isinstance(given[0], JoinRequest):
        messages.success(
            request, _("You have asked. Another administrator, or coordination, says yes or no.")
        )
    else:
        messages.success(request, _("The desk is theirs from now on."))
    return SeeOther(reverse("organisation:member", args=[row.uuid]))


def _remove_url(row: Membership) -> str:
    return reverse("organisation:remove", args=[row.uuid])


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    """The end of a membership: what is in hand, who takes it over, what happens at once."""
    actor = acting(request)
    row = get_member(actor, ref)
    others = colleagues(actor, row)
    leads = 0 if others else cases_led([row.desk_id])
    facts: dict[str, Any] = {"colleagues": others, "last_and_leads": bool(leads)}
    form, status = RemoveForm(**facts), 200
    if request.method == "POST":
        form, status = RemoveForm(request.POST, **facts), 422
        try:
            if form.is_valid():
                told = form.cleaned_data
                services.remove_member(
                    actor=actor, member=row.uuid, successor=told.get("successor") or None,
                    understood=told.get("understood", False),
                )  # fmt: skip
                messages.success(request, _("The membership is over. What was written stays."))
                return SeeOther("/" if row.user_id == actor.user_id else reverse(LIST))
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {
        "member": row,
        "form": form,
        "here": _remove_url(row),
        "work": _work_words(open_work(row.user_id, row.desk_id)),
        "effects": _effects(others, leads),
    }
    return render(request, "organisation/remove.html", context, status=status)


def _work_words(work: dict[str, int]) -> list[str]:
    """What is in hand, counted; nothing of what it says."""
    told = {
        "offers": lambda n: ngettext("%(n)d referral claimed", "%(n)d referrals claimed", n),
        "drafts": lambda n: ngettext("%(n)d draft begun", "%(n)d drafts begun", n),
        "imports": lambda n: ngettext("%(n)d list under way", "%(n)d lists under way", n),
        "alarms": lambda n: ngettext("%(n)d alarm taken", "%(n)d alarms taken", n),
    }
    return [told[kind](n) % {"n": n} for kind, n in work.items() if kind in told]


def _effects(others: list[Membership], leads: int) -> list[dict[str, str]]:
    found = [
        {"sign": "lock", "text": _("At the next click this desk is closed to the person.")},
        {"sign": "folder", "text": _("Everything the person wrote stays with the desk.")},
        {
            "sign": "inbox",
            "text": _("What is in hand goes back to the inbox, or to whom you name."),
        },
    ]
    if not others:
        found.append({"sign": "warning", "text": _("Nobody is left at this desk.")})
    if leads:
        words = ngettext(
            "It leads %(n)d open case: in 24 hours the case counts as without a lead.",
            "It leads %(n)d open cases: in 24 hours they count as without a lead.", leads,
        )  # fmt: skip
        found.append({"sign": "clock", "text": words % {"n": leads}})
    return found
