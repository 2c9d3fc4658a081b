"""The referrals of a case on its page: what was asked, where each stands, what this desk may do."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from portal.core.actors import Acting
from referrals import selectors
from referrals.board import purposes_to_open
from referrals.models import Offer, Referral
from referrals.services.asking import purposes_open
from referrals.states import OfferState, ReferralState
from referrals.words import PURPOSES, label, said

MOST = 12
KIND_OF = {
    ReferralState.UNPLACED: "danger",
    ReferralState.MISSING: "danger",
    ReferralState.SENT: "info",
    ReferralState.ACCEPTED: "info",
    ReferralState.HANDED_OVER: "warn",
    ReferralState.ARRIVED: "ok",
}


def panel(actor: Acting, case: Case) -> dict[str, Any] | None:
    """What this reader sees of the case's referrals; None where there is nothing for her."""
    asking = [
        {
            "url": reverse("referrals:referral", args=[r.uuid]),
            "title": said(PURPOSES, r.purpose),
            "reference": r.ref,
            "kind": KIND_OF.get(ReferralState(r.state), "plain"),
            "state": label(ReferralState, r.state),
            "at": r.sent_at,
        }
        for r in selectors.of_case(actor, case).order_by("-sent_at", "-pk")[:MOST]
    ]
    listed = {row["url"] for row in asking}
    leaving = [
        row for r in selectors.onward_of(actor, case)
        if reverse("referrals:referral", args=[r.uuid]) not in listed
        for row in [_onward(r)]
    ]  # fmt: skip
    receiving = [_received(offer) for offer in _accepted(actor, case)]
    may_refer = bool(purposes_open(actor, case))
    opens = purposes_to_open(actor, case)
    if not (asking or receiving or leaving or may_refer or opens):
        return None
    refer_url = reverse("referrals:refer", args=[case.uuid]) if may_refer else ""
    actions = []
    if may_refer:
        why = _("Whom one can ask, with reasons; send to one or several")
        actions.append(
            {"label": _("Ask for help"), "url": refer_url, "consequence": why, "icon": "people"}
        )
    if opens:
        why = _("Nobody stands beside the person yet; your reason stands in for consent")
        url = reverse("referrals:open_for", args=[case.uuid])
        actions.append(
            {"label": _("Ask for this person"), "url": url, "consequence": why, "icon": "people"}
        )
    context = {"asking": asking, "leaving": leaving, "receiving": receiving, "refer_url": refer_url}
    return {"template": "referrals/panel.html", "context": context, "actions": actions}


def _onward(referral: Referral) -> dict[str, Any]:
    state = ReferralState(referral.state)
    return {
        "url": reverse("referrals:onward", args=[referral.uuid]),
        "title": _("The way onward"),
        "reference": referral.ref,
        "kind": KIND_OF.get(state, "plain"),
        "state": label(ReferralState, state),
        "at": referral.accepted_at or referral.sent_at,
    }


def _accepted(actor: Acting, case: Case) -> list[Offer]:
    rows = selectors.visible_offers(actor).filter(
        referral__carried__case=case, state=OfferState.ACCEPTED.value
    )
    return list(rows.select_related("referral").order_by("-answered_at")[:MOST])


def _received(offer: Offer) -> dict[str, Any]:
    state = ReferralState(offer.referral.state)
    return {
        "url": reverse("referrals:offer", args=[offer.uuid]),
        "title": said(PURPOSES, offer.referral.purpose),
        "reference": offer.ref,
        "kind": KIND_OF.get(state, "plain"),
        "state": label(ReferralState, state),
        "at": offer.answered_at or offer.opened_at,
    }
