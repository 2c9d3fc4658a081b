"""A member leaves: what she had in hand goes back to her desk's inbox, or to her successor."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case
from cases.services import lock_cases
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.templatetags.words import listed
from referrals import selectors
from referrals.models import Draft, ImportRun, ImportState, Offer, Referral
from referrals.services.moving import land_offer
from referrals.states import LIVE_OFFERS, RUNNING_STATES, OfferState

UNDER_WAY = (ImportState.CHECKING, ImportState.CHECKED, ImportState.IMPORTING)
SHOWN = 12


def _claimed(user_id: int, desk_id: int) -> QuerySet[Offer]:
    live = [s.value for s in sorted(LIVE_OFFERS)]
    return Offer.objects.filter(claimed_by_id=user_id, desk_id=desk_id, state__in=live)


def _drafts(user_id: int, desk_id: int) -> QuerySet[Draft]:
    return Draft.objects.filter(author_id=user_id, desk_id=desk_id)


def _imports(user_id: int, desk_id: int) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(user_id=user_id, desk_id=desk_id, state__in=UNDER_WAY)


def in_hand(sender: object, *, user_id: int, desk_id: int, **_more: object) -> dict[str, int]:
    """Receiver of ``work_asked``: offers she has claimed, drafts, lists under way."""
    return {
        "offers": _claimed(user_id, desk_id).count(),
        "drafts": _drafts(user_id, desk_id).count(),
        "imports": _imports(user_id, desk_id).count(),
    }


def member_left(
    sender: object,
    *,
    user_id: int,
    desk_id: int,
    successor_id: int | None,
    actor: Acting,
    **_more: object,
) -> int:
    """Receiver of ``member_leaving``, in its transaction: hand on or give back; due times do not change.

    Drafts keep their day of expiry. A list under way goes on under the successor's name, else the
    desk's. Locks in the house's order: cases, referrals, offers.
    """
    offers = _hand_on_offers(actor, user_id, desk_id, successor_id)
    drafts = _drafts(user_id, desk_id).update(author_id=successor_id)
    imports = _imports(user_id, desk_id).update(user_id=successor_id)
    return offers + drafts + imports


def _hand_on_offers(actor: Acting, user_id: int, desk_id: int, successor_id: int | None) -> int:
    referrals = sorted(_claimed(user_id, desk_id).values_list("referral_id", flat=True))
    lock_cases(Case.objects.filter(carried_by__referral_id__in=referrals))
    list(Referral.objects.select_for_update().filter(pk__in=referrals).order_by("pk"))
    rows = _claimed(user_id, desk_id).select_for_update(of=("self",)).select_related("referral")
    count = 0
    for offer in rows.order_by("pk"):
        cases = selectors.cases_of(offer.referral)
        if successor_id is not None:
            kept = {"claimed_by_id": successor_id, "claimed_at": now()}
            land_offer(actor, offer, cases, "take_over", offer.state, **kept)
        else:
            state = OfferState.OPEN.value if offer.state == OfferState.CLAIMED else offer.state
            land_offer(actor, offer, cases, "release", state, claimed_by_id=None, claimed_at=None)
        count += 1
    return count


def referrals_in_the_way(sender: object, *, desk_ids: Sequence[int], **_more: object) -> list[str]:
    """Receiver of ``closing_asked``: what these desks sent and what runs, what they have to answer or
    have accepted. References of what they sent, of the rest the number."""
    running = [s.value for s in sorted(RUNNING_STATES)]
    found = []
    sent = Referral.objects.filter(sender_desk_id__in=desk_ids, state__in=running)
    if refs := list(sent.order_by("pk").values_list("ref", flat=True)[: SHOWN + 1]):
        shown = listed([*refs[:SHOWN], *(["…"] if len(refs) > SHOWN else [])])
        found.append(_("End or withdraw each referral that was sent: %(refs)s.") % {"refs": shown})
    live = [s.value for s in sorted(LIVE_OFFERS)]
    mine = Offer.objects.filter(desk_id__in=desk_ids)
    if waiting := mine.filter(state__in=live).count():
        found.append(
            ngettext(
                "%(n)d referral waits for an answer.",
                "%(n)d referrals wait for an answer.",
                waiting,
            )
            % {"n": waiting}
        )
    taken = mine.filter(state=OfferState.ACCEPTED.value, referral__state__in=running).count()
    if taken:
        found.append(
            ngettext(
                "%(n)d accepted referral is not ended.", "%(n)d accepted referrals are not ended.",
                taken,
            )
            % {"n": taken}
        )  # fmt: skip
    return found
