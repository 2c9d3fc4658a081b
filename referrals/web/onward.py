"""The way onward, for the desk where the person is: where they meet, 'left', 'turned back', her no."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.core.problems import Problem
from portal.organisations.actors import Actor
from portal.organisations.posting import SeeOther, acting
from referrals import selectors, services
from referrals.intake import Journey
from referrals.models import Referral
from referrals.services import Coded
from referrals.states import ReferralState
from referrals.web import asking, choices
from referrals.web.moves import MovePage, Place, actions, make, page_of
from referrals.web.track import handover_facts, steps_of
from referrals.words import label

Data = Mapping[str, Any]


def _leave(actor: Actor, ref: str, data: Data) -> Any:
    names = ("meeting_point", "transport", "expected_at", "her_word", "note")
    journey = Journey(**{name: data[name] for name in names})
    return services.leave(
        actor=actor, ref=ref, version=data["version"], journey=journey, side="onward"
    )


def _turn_back(actor: Actor, ref: str, data: Data) -> Any:
    why = Coded(data["reason"], data["words"])
    return services.turn_back(actor=actor, ref=ref, version=data["version"], why=why, side="onward")


def _she_declines(actor: Actor, ref: str, data: Data) -> Any:
    return services.she_declines(
        actor=actor, ref=ref, version=data["version"], reason=data["reason"], side="onward"
    )


def _her_yes(actor: Actor, ref: str, data: Data) -> Any:
    return services.her_yes(
        actor=actor, ref=ref, version=data["version"], number=data["number"], side="onward"
    )


def _her_no(actor: Actor, ref: str, data: Data) -> Any:
    return services.her_no(
        actor=actor, ref=ref, version=data["version"], number=data["number"],
        reason=data["reason"], side="onward",
    )  # fmt: skip


ACTS = {
    "her_yes": _her_yes,
    "her_no": _her_no,
    "leave": _leave,
    "turn_back": _turn_back,
    "she_declines": _she_declines,
}
MOVES: dict[str, MovePage] = {
    name: replace(asking.MOVES[name], act=act) for name, act in ACTS.items()
}


@require_GET
def way(request: HttpRequest, ref: str) -> HttpResponse:
    """One journey of a person who is here."""
    actor = acting(request)
    return _show(request, actor, selectors.get_onward(actor, ref))


@require_http_methods(["GET", "POST"])
def way_move(request: HttpRequest, ref: str, move: str) -> HttpResponse:
    """One move of the desk where the person is."""
    actor = acting(request)
    found = selectors.get_onward(actor, ref)
    return make(request, page_of(MOVES, move), _place(request, actor, found, move), actor)


def _case_url(actor: Actor, found: Referral) -> str:
    return reverse("cases:detail", args=[selectors.seen_cases(actor, found)[0].uuid])


def _place(request: HttpRequest, actor: Actor, found: Referral, move: str = "") -> Place:
    """Where the move is made. A journey that is none any more leads back to the case."""
    back = _case_url(actor, found)

    def again(problem: Problem, typed: Sequence[str] = ()) -> HttpResponse:
        try:
            now = selectors.get_onward(actor, found.uuid)
        except Http404:
            messages.error(request, problem.detail or problem.title)
            return SeeOther(back)
        return _show(request, actor, now, problem=problem, typed=typed)

    more: dict[str, Any] = {}
    if move == "leave":
        more["child"] = any(c.treated_as_child for c in selectors.seen_cases(actor, found))
        more["proposed"] = selectors.handover_of(actor, found) or {}
    if move in ("her_yes", "her_no"):
        more["held"] = choices.held_choices(actor, found, nameless=True)
    return Place(
        route="referrals:onward_move",
        ref=str(found.uuid),
        version=found.version,
        open_names=frozenset(m.name for m in selectors.open_moves(actor, found)),
        reference=found.ref,
        back_url=back,
        again=again,
        form_more=more,
    )


def _show(
    request: HttpRequest,
    actor: Actor,
    found: Referral,
    *,
    problem: Problem | None = None,
    typed: Sequence[str] = (),
) -> HttpResponse:
    """The journey as it stands: nobody's name, no purpose, no reason."""
    context = {
        "referral": found,
        "state": label(ReferralState, found.state),
        "problem": problem,
        "typed": list(typed),
        "cases": selectors.seen_cases(actor, found),
        "back_url": _case_url(actor, found),
        "steps": steps_of(found, moving=True),
        "handover": handover_facts(actor, found),
        "actions": actions(MOVES, _place(request, actor, found)),
        "sheet_url": choices.sheet_url(found, {m.name for m in selectors.open_moves(actor, found)}),
        "title": _("The way onward"),
    }
    return render(
        request, "referrals/onward.html", context, status=problem.status if problem else 200
    )
