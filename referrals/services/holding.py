"""Her choice: a desk holds a place until a time it names; her yes makes it hers, her no frees it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases import placements
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.selectors import rule_for
from portal.deadlines.services import start, stop
from portal.organisations.actors import CLOCK
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.reasons import HerReason
from referrals.services.accepting import it_is_this_one, nobody_left
from referrals.services.answering import free_held
from referrals.services.moving import (
    Answering,
    Step,
    land_offer,
    leads,
    not_open,
    note,
    take_answer,
    take_step,
    tell_asking,
    tell_receiving,
)
from referrals.services.sending import end_unplaced
from referrals.states import Mode, OfferState, ReferralState
from referrals.workflow import OFFER

RULE = "hold"


@transaction.atomic
def hold(
    *, actor: Acting, ref: str | UUID, version: int | None = None, until: datetime | None = None
) -> Offer:
    """Hold a place for each person until a time the desk names; she chooses meanwhile.

    Without ``until`` the State's usual time. Raises NotOpen where the first to accept wins or too
    few places are free, Invalid for a time that the State's rule does not allow.
    """
    step = take_answer(actor=actor, ref=ref, name="hold", version=version)
    referral, offer = step.referral, step.offer
    if referral.mode != Mode.SHE_CHOOSES:
        raise NotOpen(
            _("Here the first to accept takes it."), field="move", remedy=_("Accept, or decline."),
            moves=["accept", "decline"],
        )  # fmt: skip
    if referral.state not in (ReferralState.SENT, ReferralState.UNPLACED):
        raise not_open(actor, referral, [m.name for m in selectors.open_answers(actor, offer)])
    named = held_until(referral, until)
    if referral.purpose in selectors.PLACE and offer.desk.role == "placement_officer":
        placements.reserve(
            actor=actor,
            cases=step.cases,
            desk=offer.desk,
            referral_uuid=referral.uuid,
            state="held",
        )
    stop(actor=actor, subject_kind="offer", subject_uuid=offer.uuid, outcome="held")
    step.land(
        OfferState.HELD, held_until=named, answered_by_id=actor.user_id, answered_at=now(),
        responded_at=offer.responded_at or now(),
    )  # fmt: skip
    if referral.state == ReferralState.UNPLACED:
        _back_to_sent(actor, step)
    start(
        actor=actor, code=RULE, state=referral.jurisdiction, subject_kind="offer",
        subject_uuid=offer.uuid, section="envelope", owner_desk_id=referral.sender_desk_id,
        due_at=named,
    )  # fmt: skip
    tell_asking(
        referral, "offer_held", [referral.sender_desk_id, *leads(step.cases)],
        once=f"{offer.uuid}:{offer.version}", but=actor.desk_id,
    )  # fmt: skip
    return offer


def held_until(referral: Referral, until: datetime | None) -> datetime:
    """The time a desk may name, within the State's rule; the rule's own length where it names none."""
    moment = now()
    rule = rule_for(RULE, referral.jurisdiction_id, moment)
    if until is None:
        return moment + timedelta(hours=rule.length)
    least, most = rule.length_min or 1, rule.length_max or rule.length
    if not moment + timedelta(hours=least, minutes=-5) <= until <= moment + timedelta(hours=most):
        raise Invalid(
            field="until",
            remedy=_("Name a time from %(least)s to %(most)s hours from now.")
            % {"least": least, "most": most},
        )
    return until


def _back_to_sent(actor: Acting, step: Answering) -> None:
    """A late hold: somebody is there again."""
    step.referral.state = ReferralState.SENT.value
    step.referral.version += 1
    step.referral.save()
    note(actor, step.referral, step.cases, "held_late")
    end_unplaced(actor, step.referral, step.cases)


@transaction.atomic
def her_yes(
    *,
    actor: Acting,
    ref: str | UUID,
    version: int | None = None,
    number: int | None,
    side: str = "asking",
) -> Referral:
    """She says yes to one of the places held: it is hers, the others are freed and their desks told.

    ``number`` is the offer's, as the sheet shows it. Her yes stands while the place is held, and no
    longer: raises NotOpen, with what is open, once it was let go.
    """
    step = take_step(actor=actor, ref=ref, name="her_yes", version=version, side=side)
    offer = _held(step, number)
    placements.make_hers(actor=actor, referral_uuid=step.referral.uuid, desk_id=offer.desk_id)
    land_offer(
        actor, offer, step.cases, "her_yes", OfferState.ACCEPTED.value, held_until=None,
        answered_at=now(),
    )  # fmt: skip
    step.land(ReferralState.ACCEPTED, accepted_at=now())
    won = Answering(actor, offer, step.referral, step.cases, OFFER["close_taken"])
    it_is_this_one(actor, won)
    tell_receiving(offer, "accepted", once="chosen")
    return step.referral


@transaction.atomic
def her_no(
    *,
    actor: Acting,
    ref: str | UUID,
    version: int | None = None,
    number: int | None,
    reason: str,
    side: str = "asking",
) -> Referral:
    """She says no to one of the places held, for a reason of her own that the desk never reads."""
    found = (
        selectors.get_onward(actor, ref) if side == "onward" else selectors.get_referral(actor, ref)
    )
    step = _asking_step(actor, found, version)
    if reason not in set(HerReason):
        raise Invalid(field="reason", remedy=_("Choose her reason, in her words' codes."))
    offer = _held(step, number)
    free_held(actor, offer, "her_no")
    stop(actor=actor, subject_kind="offer", subject_uuid=offer.uuid, outcome="her_no")
    land_offer(
        actor, offer, step.cases, "her_no", OfferState.REFUSED.value, her_reason=reason,
        answered_at=now(), held_until=None,
    )  # fmt: skip
    tell_receiving(offer, "not_chosen")
    nobody_left(actor, step.referral, step.cases)
    return step.referral


def _asking_step(actor: Acting, found: Referral, version: int | None) -> Step:
    """``her_no`` is a move of an offer that the asking side makes: locked as every other."""
    from cases.services import lock_cases
    from referrals.services.moving import moved_on

    cases = lock_cases(selectors.cases_of(found))
    referral = Referral.objects.select_for_update().get(pk=found.pk)
    mine = selectors.parties(actor, referral, cases)
    move = OFFER["her_no"]
    if not move.by & mine or referral.state != ReferralState.SENT:
        raise not_open(actor, referral, [m.name for m in selectors.open_moves(actor, referral)])
    if version is not None and referral.version != version:
        raise moved_on()
    return Step(actor, referral, cases, move, mine)


def _held(step: Step, number: int | None) -> Offer:
    """The offer of that number, locked; NotOpen where its place is no longer held."""
    rows = step.referral.offers.select_for_update(of=("self",)).select_related("desk__organisation")
    offer = rows.filter(number=number).first() if number is not None else None
    if offer is None:
        raise Invalid(field="number", remedy=_("Choose one of the places that are held."))
    offer.referral = step.referral
    if offer.state != OfferState.HELD:
        raise NotOpen(
            _("This place is no longer held."), field="number",
            remedy=_("Choose among those that still are, or ask further."),
            moves=[m.name for m in selectors.open_moves(step.actor, step.referral)],
        )  # fmt: skip
    return offer


@transaction.atomic
def let_go(*, ref: UUID) -> Offer | None:
    """The time a desk named is over: its place is free, both ends are told."""
    if not Offer.objects.filter(uuid=ref, state=OfferState.HELD.value).exists():
        return None
    try:
        step = take_answer(actor=CLOCK, ref=ref, name="let_go", version=None)
    except Http404:
        return None
    free_held(CLOCK, step.offer, "hold_over")
    step.land(OfferState.LAPSED, held_until=None)
    told = [step.referral.sender_desk_id, *leads(step.cases)]
    tell_asking(step.referral, "hold_over", told, once=str(step.offer.uuid))
    tell_receiving(step.offer, "hold_over", once="let_go")
    nobody_left(CLOCK, step.referral, step.cases)
    return step.offer
