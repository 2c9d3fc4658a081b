"""The inbox: what waits for an answer, its preview beside it, and what follows an accept."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from portal.core.paging import page as page_of_rows
from portal.core.problems import Problem
from portal.organisations.actors import Actor
from portal.organisations.posting import acting
from referrals import previews, selectors
from referrals.models import Offer
from referrals.preview_facts import sender_name
from referrals.states import LIVE_OFFERS, OfferState
from referrals.web import receiving
from referrals.web.move_forms import Nothing
from referrals.web.moves import Place
from referrals.web.offer_page import accepted_context, closed_words, preview_context

KEYS = ("answer_by", "uuid")
SOON = "referrals:inbox"


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits, soonest first; on wide screens the first one's preview beside it."""
    actor = acting(request)
    found = _list(actor, request.GET.get("after", ""))
    context = _frame(request, actor, found.rows, found.next, current=None)
    if found.rows and not request.GET.get("after"):
        first = previews.with_persons(selectors.visible_offers(actor)).get(pk=found.rows[0].pk)
        context |= {"first": True} | preview_context(actor, first)
        context["current"] = first.uuid
    return render(request, "referrals/inbox.html", context)


@require_GET
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """One offer: its preview while it asks something, the way there after the accept, else why not."""
    return show(request, acting(request), ref)


def journey_place(request: HttpRequest, actor: Actor, found: Offer) -> Place:
    """Where the way there is moved from the receiving side; the version is the referral's."""
    names = receiving_moves(actor, found)

    def again(problem: Problem, typed: Sequence[str] = ()) -> HttpResponse:
        return show(request, actor, str(found.uuid), problem=problem, typed=typed)

    return Place(
        route="referrals:offer_move",
        ref=str(found.uuid),
        version=found.referral.version,
        open_names=names,
        reference=found.ref,
        back_url=reverse("referrals:offer", args=[found.uuid]),
        again=again,
    )


def receiving_moves(actor: Actor, found: Offer) -> frozenset[str]:
    """The moves that are open from here; a meeting point may be proposed until she leaves."""
    if found.state != OfferState.ACCEPTED:
        return frozenset()
    names = {m.name for m in selectors.open_moves(actor, found.referral)} & set(receiving.JOURNEY)
    if "give_back" in names and "arrive" in names:
        names.add("meeting")
    return frozenset(names)


def show(
    request: HttpRequest,
    actor: Actor,
    ref: str,
    *,
    problem: Problem | None = None,
    typed: Sequence[str] = (),
    form: Any = None,
    status: int = 0,
) -> HttpResponse:
    """The page of one offer as it stands now; after a refusal with what was refused, and 409."""
    found = _fresh(actor, ref)
    code = status or (problem.status if problem else 200)
    said = {"problem": problem, "typed": list(typed)}
    if previews.may_preview(actor, found):
        rows = _list(actor, "")
        context = _frame(request, actor, rows.rows, rows.next, current=found.uuid)
        context |= preview_context(actor, found, form=form) | said
        return render(request, "referrals/inbox.html", context, status=code)
    if found.state == OfferState.ACCEPTED:
        place = journey_place(request, actor, found)
        context = accepted_context(actor, found, place) | said
        return render(request, "referrals/offer_accepted.html", context, status=code)
    if found.desk_id != actor.desk_id:
        context = {"offer": found, "press": Nothing(version=found.version)} | said
        return render(request, "referrals/offer_claimed.html", context, status=code)
    context = {"offer": found, "words": closed_words(found)} | said
    return render(request, "referrals/offer_closed.html", context, status=code)


def _fresh(actor: Actor, ref: str) -> Offer:
    found = selectors.get_offer(actor, ref)
    return (
        previews.with_persons(selectors.visible_offers(actor))
        .select_related("referral__jurisdiction")
        .get(pk=found.pk)
    )


def _list(actor: Actor, after: str) -> Any:
    return page_of_rows(previews.with_persons(selectors.inbox(actor)), keys=KEYS, after=after)


def _frame(
    request: HttpRequest, actor: Actor, rows: Sequence[Offer], next_: str, *, current: Any
) -> dict[str, Any]:
    """The list beside a preview."""
    desk = request.desks[0]  # type: ignore[attr-defined]
    sheltering = previews.sheltered_by_sender(rows)
    return {
        "desk": desk,
        "rows": [_row(actor, one, one.referral_id in sheltering) for one in rows],
        "current": current,
        "next_url": f"{reverse(SOON)}?after={next_}" if next_ else "",
        "waiting": len(rows),
        "more": bool(next_),
    }


def _row(actor: Actor, one: Offer, shelters_her: bool) -> dict[str, Any]:
    late = one.state not in LIVE_OFFERS
    return {
        "offer": one,
        "title": previews.title(one),
        "url": reverse("referrals:offer", args=[one.uuid]),
        "sender": sender_name(one, shelters_her=shelters_her),
        "claimed": claimed_words(actor, one),
        "late": late,
    }


def claimed_words(actor: Actor, one: Offer) -> str:
    """Who looks at it: colleagues see who."""
    if one.state == OfferState.HELD:
        return _("Held: the person chooses.")
    if one.state != OfferState.CLAIMED:
        return (
            _("Nobody has claimed it.")
            if one.state == OfferState.OPEN
            else _("Not answered in time; you may still accept.")
        )
    if one.claimed_by_id is not None and one.claimed_by_id == actor.user_id:
        return _("Claimed by you.")
    return _("Claimed by %(name)s.") % {"name": one.claimer}
