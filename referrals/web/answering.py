"""Answers to an offer: claimed, released, taken over, accepted, declined, passed on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal.core.problems import NotOpen, Problem, Stale
from portal.organisations.actors import Actor
from portal.organisations.posting import PostedForm, SeeOther, acting, press_once, show_problem
from referrals import selectors
from referrals.models import Offer
from referrals.web import answers, inbox, move_forms, receiving
from referrals.web.moves import MovePage, Place, make, page_of, typed
from referrals.web.offer_page import authorities


@require_http_methods(["GET", "POST"])
def offer_move(request: HttpRequest, ref: str, move: str) -> HttpResponse:
    """Answer an offer, or move what was accepted."""
    actor = acting(request)
    found = selectors.get_offer(actor, ref)
    if move in answers.ANSWERS:
        return answer(request, actor, found, answers.ANSWERS[move])
    return make(
        request, page_of(receiving.JOURNEY, move), inbox.journey_place(request, actor, found), actor
    )


def answer(request: HttpRequest, actor: Actor, offer: Offer, page: MovePage) -> HttpResponse:
    """One answer. Two at once: one wins, the other reads what is open now (409)."""
    place = _place(request, actor, offer)
    if not page.at_once:
        return make(request, page, place, actor)
    if request.method != "POST":
        return SeeOther(place.back_url)
    more: Mapping[str, Any] = (
        {"authorities": authorities(offer)} if page.form is move_forms.PassOn else {}
    )
    form = page.form(request.POST, **more)
    if not form.is_valid():
        return _again(request, actor, offer, form, 422)
    try:
        press_once(request, lambda: str(page.act(actor, str(offer.uuid), form.cleaned_data).uuid))
    except (Stale, NotOpen) as problem:
        return inbox.show(request, actor, str(offer.uuid), problem=problem, typed=typed(form))
    except Problem as problem:
        show_problem(form, problem)
        return _again(request, actor, offer, form, problem.status)
    messages.success(request, str(page.done))
    return SeeOther(_next(page, place))


def _next(page: MovePage, place: Place) -> str:
    """After a no she is back among what still waits; else she stays with this one."""
    if page.name in ("decline", "pass_on"):
        return reverse("referrals:inbox")
    return reverse("home") if page.name == "release" else place.back_url


def _again(
    request: HttpRequest, actor: Actor, offer: Offer, form: PostedForm, status: int
) -> HttpResponse:
    return inbox.show(request, actor, str(offer.uuid), form=form, status=status)


def _place(request: HttpRequest, actor: Actor, offer: Offer) -> Place:
    names = frozenset(m.name for m in selectors.open_answers(actor, offer))

    def again(problem: Problem, typed: Sequence[str] = ()) -> HttpResponse:
        return inbox.show(request, actor, str(offer.uuid), problem=problem, typed=typed)

    return Place(
        route="referrals:offer_move", ref=str(offer.uuid), version=offer.version, open_names=names,
        reference=offer.ref, back_url=reverse("referrals:offer", args=[offer.uuid]), again=again,
    )  # fmt: skip
