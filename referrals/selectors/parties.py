"""Who the actor is to a referral or an offer, and what is open to her now."""

from collections.abc import Iterable

from django.db.models import QuerySet

from cases.models import Alarm, Case
from portal.access.matrix import Purpose
from portal.core.actors import Acting
from portal.core.workflow import Move, Party
from portal.organisations.models import Desk
from referrals.models import Offer, Referral
from referrals.selectors.visible import cases_of
from referrals.selectors.where import desk_where_she_is
from referrals.states import LIVE_OFFERS, Mode, OfferState, ReferralState
from referrals.workflow import OFFER, REFERRAL

FILED_BY_OFFER = frozenset({"accept"})
NEEDS_A_PLACE_TO_GO = frozenset({"leave", "arrive", "turn_back", "cannot_take", "overdue", "delay"})
LEAD_MAY_NOT_END = frozenset(
    {Purpose.IDENTIFICATION, Purpose.INVESTIGATION, Purpose.CHILD_PROTECTION}
)


def parties(
    actor: Acting, referral: Referral, cases: Iterable[Case] | None = None
) -> frozenset[Party]:
    """Who the actor is to this referral: worked out from rows, never from her role alone."""
    found: set[Party] = set()
    if actor.role == "clock":
        return frozenset({Party.CLOCK})
    carried = list(cases) if cases is not None else cases_of(referral)
    if actor.desk_id == referral.sender_desk_id:
        found.add(Party.SENDER)
    if referral.offers.filter(desk_id=actor.desk_id, state__in=_receiving(referral)).exists():
        found.add(Party.RECEIVER)
    if any(case.lead_desk_id == actor.desk_id for case in carried):
        found.add(Party.LEAD)
    if any(desk_where_she_is(case) == actor.desk_id for case in carried):
        found.add(Party.DESK_WHERE_SHE_IS)
    if actor.role == "coordinator" and any(
        case.in_coordination and case.state_id == actor.state_id for case in carried
    ):
        found.add(Party.COORDINATOR)
    return frozenset(found)


def _receiving(referral: Referral) -> list[str]:
    if referral.state in (ReferralState.SENT, ReferralState.UNPLACED):
        return [s.value for s in LIVE_OFFERS] + [OfferState.LAPSED.value]
    return [OfferState.ACCEPTED.value]


def offer_parties(actor: Acting, offer: Offer) -> frozenset[Party]:
    """Who the actor is to one offer."""
    found: set[Party] = set()
    if actor.role == "clock":
        return frozenset({Party.CLOCK})
    if actor.desk_id == offer.desk_id:
        found.add(Party.RECEIVER)
        if _claimed(actor, offer):
            found.add(Party.CLAIMER)
    if actor.role == "organisation_admin" and actor.organisation_id == offer.desk.organisation_id:
        found.add(Party.ORGANISATION_ADMIN)
    return frozenset(found)


def _claimed(actor: Acting, offer: Offer) -> bool:
    """Whether the actor is who claimed it; a desk's systems claim as one."""
    if offer.claimed_by_id is None:
        return bool(actor.machine) and offer.claimed_at is not None
    return bool(offer.claimed_by_id == actor.user_id)


def open_moves(actor: Acting, referral: Referral) -> tuple[Move, ...]:
    """The moves that are open to this actor now: the buttons of a page, the links of an answer."""
    if actor.desk_id is None:
        return ()
    mine = parties(actor, referral)
    moves = REFERRAL.open_to(referral.state, mine)
    moving = Purpose(referral.purpose).moves_the_person
    shut = set(FILED_BY_OFFER) | ({"start"} if moving else NEEDS_A_PLACE_TO_GO)
    if Party.RECEIVER not in mine and referral.purpose in LEAD_MAY_NOT_END:
        shut.add("end")
    if any(m.name == "take_alarm" for m in moves) and not alarms_of(referral).exists():
        shut.add("take_alarm")
    chooses = OFFER["her_no"]
    if referral.state == ReferralState.SENT and chooses.by & mine:
        if held_offers(referral).exists():
            moves = (*moves, chooses)
        else:
            shut.add("her_yes")
    return tuple(m for m in moves if m.name not in shut)


def held_offers(referral: Referral) -> QuerySet[Offer]:
    """The offers among which she may choose now, in the order in which they were asked."""
    rows = referral.offers.filter(state=OfferState.HELD.value)
    return rows.select_related("desk__organisation").order_by("number", "pk")


def alarms_of(referral: Referral) -> QuerySet[Alarm]:
    """The alarms that stand open on a referral, oldest first."""
    rows = Alarm.objects.filter(referral_uuid=referral.uuid, closed_at__isnull=True)
    return rows.select_related("taken_by_desk__organisation").order_by("opened_at", "pk")


def open_answers(actor: Acting, offer: Offer) -> tuple[Move, ...]:
    """The answers that are open to this actor on an offer now."""
    moves = OFFER.open_to(offer.state, offer_parties(actor, offer))
    sent = offer.referral.state in (ReferralState.SENT, ReferralState.UNPLACED)
    chooses = offer.referral.mode == Mode.SHE_CHOOSES
    competent = offer.desk.organisation.kind == "competent_authority"
    return tuple(
        m for m in moves
        if not (m.name in ("accept", "hold") and not sent)
        and m.name != ("accept" if chooses else "hold")
        and not (m.name == "decline" and competent)
        and not (m.name == "pass_on" and not competent)
        and m.name != "her_no"
    )  # fmt: skip


def coordination_and_sender(referral: Referral, cases: Iterable[Case]) -> list[int]:
    """'Sender and coordinator', as every table means it: where a case is in coordination its
    coordinators; else the administrators of the sender's organisation."""
    from cases.services.alarms import coordination_or_administrator

    sender = Desk.objects.get(pk=referral.sender_desk_id)
    found = [referral.sender_desk_id]
    for case in cases:
        found += coordination_or_administrator(case, sender.organisation_id)
    return list(dict.fromkeys(found))
