"""Asking the next for a referral that was sent; reassigning it, for the coordinator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.core.problems import NotOpen, Problem, Stale
from portal.organisations.actors import Actor
from portal.organisations.posting import SeeOther, press_once, show_problem
from referrals import selectors, services
from referrals.models import Referral
from referrals.services.asking import routes
from referrals.services.sending import ask_of
from referrals.states import Urgency
from referrals.web.moves import Place, typed
from referrals.web.refer_forms import OfferForm
from referrals.web.route_rows import context_of, keeps_lead
from referrals.words import PURPOSES, label, said


def ask_further(
    request: HttpRequest, actor: Actor, found: Referral, place: Place, move: str
) -> HttpResponse:
    """The next candidates, without those who were asked; sending asks them."""
    reassigning = move == "reassign"
    if request.method != "POST":
        if move not in place.open_names:
            return place.again(NotOpen(_("This step is not open now.")))
        return _page(
            request,
            actor,
            found,
            place,
            move,
            OfferForm(tokens=(), version=place.version, reassigning=reassigning),
        )
    receivers = request.POST.getlist("receivers")
    form = OfferForm(request.POST, tokens=receivers[:20], reassigning=reassigning)
    if not form.is_valid():
        return _page(request, actor, found, place, move, form, status=422)
    try:
        answer = press_once(
            request, lambda: str(_act(actor, found, form.cleaned_data, receivers, reassigning).uuid)
        )
    except Stale as problem:
        return _stale(request, actor, found, place, move, form, problem)
    except NotOpen as problem:
        return place.again(problem, typed=typed(form))
    except Problem as problem:
        show_problem(form, problem)
        return _page(request, actor, found, place, move, form, status=problem.status)
    messages.success(request, _("Asked. Their answer time runs."))
    if not reassigning:
        return SeeOther(place.back_url)
    return SeeOther(place.back_url.replace(str(found.uuid), answer.reference))


def _stale(
    request: HttpRequest,
    actor: Actor,
    found: Referral,
    place: Place,
    move: str,
    form: OfferForm,
    problem: Stale,
) -> HttpResponse:
    """Somebody was quicker: what she chose and wrote is kept, with the version of now."""
    if move not in place.open_names:
        return place.again(problem, typed=typed(form))
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(place.version)
    kept = OfferForm(data, tokens=data.getlist("receivers")[:20], reassigning=move == "reassign")
    return _page(request, actor, found, place, move, kept, status=409, moved=problem)


def _act(
    actor: Actor, found: Referral, data: dict[str, Any], receivers: list[str], reassigning: bool
) -> Referral:
    if reassigning:
        return services.reassign(
            actor=actor,
            ref=found.uuid,
            version=data["version"],
            receivers=receivers,
            reason=data["reason"],
        )
    return services.offer_next(
        actor=actor,
        ref=found.uuid,
        version=data["version"],
        receivers=receivers,
        against_wishes=data["against_wishes"],
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Referral,
    place: Place,
    move: str,
    form: OfferForm,
    *,
    status: int = 200,
    moved: Stale | None = None,
) -> HttpResponse:
    ask = ask_of(found)
    cases = selectors.cases_of(found)
    context = context_of(
        ask, routes(actor, cases, ask, referral=found), cases, request.POST.getlist("receivers")
    )
    context |= {
        "referral": found,
        "offer_form": form,
        "form": form,
        "url": place.url(move),
        "back_url": place.back_url,
        "purpose": said(PURPOSES, found.purpose),
        "urgency": label(Urgency, found.urgency),
        "moved": moved,
        "reassigning": move == "reassign",
        "carried": [],
        "keeps_lead": keeps_lead(actor, cases, found.purpose),
        "case": None,
    }
    if move == "reassign":
        for row in (*context["proposed"], *context["past"]):
            row["why"], row["doubts"] = [], []
        for row in context["left"]:
            row |= {"reason": _("Does not fit"), "kind": "plain", "change": ""}
    return render(request, "referrals/further.html", context, status=status)
