"""What was sent, and one referral from the asking side: every answer, the way there, the moves."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods

from portal.access.matrix import Purpose, Role
from portal.core.paging import page as page_of_rows
from portal.core.problems import Problem
from portal.core.templatetags.concord import left_short, state_time
from portal.deadlines import selectors as deadlines
from portal.organisations.actors import Actor
from portal.organisations.posting import acting
from referrals import selectors
from referrals.models import Referral
from referrals.reasons import Decline, GiveBack, HerReason
from referrals.selectors import Asked
from referrals.services import messages_of
from referrals.states import LIVE_OFFERS, Mode, OfferState, ReferralState, Urgency
from referrals.web import asking, choices, further
from referrals.web.move_forms import Nothing
from referrals.web.moves import MovePage, Place, actions, make, page_of
from referrals.web.track import alarm_rows, handover_facts, steps_of
from referrals.words import AGES, PURPOSES, label, said

KEYS = ("-sent_at", "uuid")
KIND_OF = {
    ReferralState.UNPLACED: "danger",
    ReferralState.MISSING: "danger",
    ReferralState.SENT: "info",
    ReferralState.ACCEPTED: "info",
    ReferralState.HANDED_OVER: "warn",
    ReferralState.ARRIVED: "ok",
}
ANSWER_KIND = {
    OfferState.ACCEPTED: "ok",
    OfferState.HELD: "hold",
    OfferState.OPEN: "info",
    OfferState.CLAIMED: "info",
    OfferState.LAPSED: "warn",
    OfferState.DECLINED: "warn",
    OfferState.GIVEN_BACK: "danger",
}
FURTHER = {
    "offer_next": MovePage(
        "offer_next",
        lazy("Ask further"),
        lazy("Offer it to the next who fit"),
        Nothing,
        print,
        icon="people",
    ),
    "reassign": MovePage(
        "reassign",
        lazy("Reassign"),
        lazy("Take it out of their hands, and ask others at once"),
        Nothing,
        print,
        icon="switch",
        cuts=True,
    ),
}


@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """What this desk sent, the newest first."""
    actor = acting(request)
    found = page_of_rows(selectors.sent_by(actor), keys=KEYS, after=request.GET.get("after", ""))
    rows = [
        {
            "referral": r,
            "purpose": said(PURPOSES, r.purpose),
            "kind": KIND_OF.get(ReferralState(r.state), "plain"),
            "state": label(ReferralState, r.state),
            "cases": [row.case for row in r.carried.all()],
        }
        for r in found.rows
    ]
    next_url = f"{reverse('referrals:sent')}?after={found.next}" if found.next else ""
    return render(request, "referrals/sent.html", {"rows": rows, "next_url": next_url})


@require_GET
def referral(request: HttpRequest, ref: str) -> HttpResponse:
    """One referral, as its sender, the lead or the coordinator sees it."""
    actor = acting(request)
    return show(request, actor, selectors.get_referral(actor, ref))


@require_http_methods(["GET", "POST"])
def referral_move(request: HttpRequest, ref: str, move: str) -> HttpResponse:
    """One move of the asking side."""
    actor = acting(request)
    found = selectors.get_referral(actor, ref)
    place = place_of(request, actor, found, move)
    if move in FURTHER:
        return further.ask_further(request, actor, found, place, move)
    return make(request, page_of(asking.MOVES, move), place, actor)


def place_of(request: HttpRequest, actor: Actor, found: Referral, move: str = "") -> Place:
    """Where the asking side moves it; 'not open' shows the page as it stands now."""

    def again(problem: Problem, typed: Sequence[str] = ()) -> HttpResponse:
        return show(
            request, actor, selectors.get_referral(actor, found.uuid), problem=problem, typed=typed
        )

    names = frozenset(m.name for m in selectors.open_moves(actor, found))
    more: dict[str, Any] = {}
    if move == "close_missing" and "close_missing" in names:
        more["closing"] = str(selectors.words_of(found).get("closing", ""))
    if move in ("her_yes", "her_no"):
        more["held"] = choices.held_choices(actor, found)
    if move == "leave":
        more["child"] = any(c.treated_as_child for c in selectors.cases_of(found))
        more["proposed"] = selectors.handover_of(actor, found) or {}
    return Place(
        route="referrals:referral_move",
        ref=str(found.uuid),
        version=found.version,
        open_names=names,
        reference=found.ref,
        back_url=reverse("referrals:referral", args=[found.uuid]),
        again=again,
        form_more=more,
    )


def show(
    request: HttpRequest,
    actor: Actor,
    found: Referral,
    *,
    problem: Problem | None = None,
    typed: Sequence[str] = (),
) -> HttpResponse:
    """The page of a referral as it stands now; after a refusal with what was refused."""
    place = place_of(request, actor, found)
    moving = Purpose(found.purpose).moves_the_person
    answers = selectors.asked(actor, found)
    clocks = deadlines.live("referral", [found.uuid]).prefetch_related("pauses")
    state = ReferralState(found.state)
    main = _main(state, place)
    context = {
        "referral": found,
        "purpose": said(PURPOSES, found.purpose),
        "state": label(ReferralState, found.state),
        "kind": KIND_OF.get(state, "plain"),
        "urgency": label(Urgency, found.urgency),
        "problem": problem,
        "typed": list(typed),
        "cases": [_person(c) for c in selectors.seen_cases(actor, found)],
        "answers": [answer_row(a) for a in answers],
        "steps": steps_of(found, moving=moving),
        "moving": moving,
        "clocks": [deadlines.face(c) for c in clocks],
        "alarms": alarm_rows(actor, found),
        "handover": handover_facts(actor, found),
        "known": selectors.missing_known(actor, found),
        "messages_written": messages_of(actor, found),
        "actions": [*_coordination(actor, found), *_others(main, place)],
        "main": main,
        "chooses": found.mode == Mode.SHE_CHOOSES,
        "sheet_url": choices.sheet_url(found, place.open_names),
        "read_back": choices.read_back_words(found),
        "mine": found.sender_desk_id == actor.desk_id,
    }
    return render(
        request, "referrals/referral.html", context, status=problem.status if problem else 200
    )


def _coordination(actor: Actor, found: Referral) -> list[dict[str, Any]]:
    """While its alarm is open a coordinator may write to both ends."""
    if actor.role != Role.COORDINATOR or not selectors.alarms_of(found):
        return []
    return [
        {
            "label": _("Write to both ends"),
            "consequence": _("A few words; you are not told who they are"),
            "icon": "info",
            "url": reverse("referrals:write_to_ends", args=[found.uuid]),
        }
    ]


def _main(state: ReferralState, place: Place) -> dict[str, str] | None:
    """The one step that the asking side owes now: ask the next, or say 'left'."""
    if state is ReferralState.UNPLACED and "offer_next" in place.open_names:
        return {"url": place.url("offer_next"), "label": _("Ask the next")}
    if "her_yes" in place.open_names:
        return {"url": place.url("her_yes"), "label": _("The person says yes")}
    if "leave" in place.open_names:
        return {"url": place.url("leave"), "label": _("The person has left")}
    return None


def _others(main: dict[str, str] | None, place: Place) -> list[dict[str, Any]]:
    found = actions({**asking.MOVES, **FURTHER}, place)
    return [a for a in found if main is None or a["url"] != main["url"]]


def _person(case: Any) -> dict[str, Any]:
    return {"case": case, "age": said(AGES, case.age_status)}


def answer_row(one: Asked) -> dict[str, Any]:
    """One receiver: its name or number, where the answer stands, the reason in words, since when."""
    offer = one.offer
    name = one.name or _("Capacity %(n)s") % {"n": one.capacity}
    reason = (
        label(Decline, one.reason) if one.reason in set(Decline) else label(GiveBack, one.reason)
    )
    if one.her_reason:
        reason = _("The person’s own no: %(reason)s") % {"reason": label(HerReason, one.her_reason)}
    waits = one.state in LIVE_OFFERS
    until = offer.held_until or offer.answer_by
    when = (
        left_short(until)
        if waits
        else state_time(offer.answered_at, "near")
        if offer.answered_at
        else ""
    )
    return {
        "name": name,
        "state": label(OfferState, one.state),
        "kind": ANSWER_KIND.get(one.state, "plain"),
        "reason": reason,
        "words": one.words,
        "when": when,
        "by": until if waits else None,
    }
