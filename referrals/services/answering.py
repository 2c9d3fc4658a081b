"""Answering an offer: claim, release, take over, decline, pass on; her no; the lapse."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases import placements
from cases.models import Case
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.deadlines.selectors import span_of
from portal.deadlines.services import start, stop
from portal.notifications.services import tell, withdraw
from portal.organisations.actors import CLOCK
from portal.organisations.models import Desk
from portal.organisations.selectors import coordination_desks
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.reasons import Decline, HerReason, Unmet
from referrals.services.accepting import end_acceptance, nobody_left
from referrals.services.moving import (
    Answering,
    land_offer,
    seal_offer_words,
    take_answer,
    take_step,
    tell_asking,
    tell_receiving,
    winner,
)
from referrals.services.sending import open_offers
from referrals.services.unmet import refused
from referrals.states import OfferState, ReferralState, Urgency


@transaction.atomic
def claim(*, actor: Acting, ref: str | UUID, version: int | None) -> Offer:
    """Take an offer in one's own name; colleagues see who. Raises Http404, NotOpen, Stale."""
    step = take_answer(actor=actor, ref=ref, name="claim", version=version)
    step.land(claimed_by_id=actor.user_id, claimed_at=now())
    return step.offer


@transaction.atomic
def release(*, actor: Acting, ref: str | UUID, version: int | None) -> Offer:
    """Give a claim back to the inbox."""
    step = take_answer(actor=actor, ref=ref, name="release", version=version)
    step.land(claimed_by_id=None, claimed_at=None)
    return step.offer


def _waited(step: Answering, since: datetime) -> bool:
    span = span_of("claim.take_over", step.referral.jurisdiction_id, now())
    return now() - since >= span


@transaction.atomic
def take_over(*, actor: Acting, ref: str | UUID, version: int | None, reason: str = "") -> Offer:
    """Take over a colleague's claim, with a reason; none after a while in immediate danger (a rule's row)."""
    step = take_answer(actor=actor, ref=ref, name="take_over", version=version)
    former, since = step.offer.claimed_by_id, step.offer.claimed_at
    in_danger = step.referral.urgency == Urgency.IMMEDIATE_DANGER
    freely = in_danger and since is not None and _waited(step, since)
    if not freely and not reason.strip():
        raise Invalid(field="reason", remedy=_("Say why you take this over, in a sentence."))
    if former == actor.user_id:
        raise Invalid(field="move", remedy=_("You have claimed this already."))
    step.land(claimed_by_id=actor.user_id, claimed_at=now())
    if former is not None:
        tell_receiving(step.offer, "taken_over", user_id=former)
    return step.offer


@transaction.atomic
def decline(
    *, actor: Acting, ref: str | UUID, version: int | None = None, reason: str, words: str = ""
) -> Offer:
    """Say no with a coded reason; the next candidate is proposed to the sender at once."""
    step = take_answer(actor=actor, ref=ref, name="decline", version=version)
    if step.offer.desk.organisation.kind == "competent_authority":
        raise Invalid(
            field="move", remedy=_("A competent authority passes on to the competent one.")
        )
    if reason not in set(Decline) or reason == Decline.NOT_COMPETENT:
        raise Invalid(field="reason", remedy=_("Choose one of the reasons offered."))
    if reason == Decline.OTHER and not words.strip():
        raise Invalid(
            field="words", remedy=_("Say in a sentence why. Never write your address here.")
        )
    if len(words) > 2_000:
        raise Invalid(field="words", remedy=_("Shorten this to 2,000 characters."))
    _record_decline(actor, step, reason, words)
    refused(actor=actor, offer=step.offer, cases=step.cases, reason=reason)
    tell_asking(
        step.referral, "declined", [step.referral.sender_desk_id], once=str(step.offer.uuid)
    )
    if reason == Decline.CONFLICT_OF_INTEREST:
        _propose_wall(step)
    nobody_left(actor, step.referral, step.cases)
    return step.offer


def _record_decline(actor: Acting, step: Answering, reason: str, words: str) -> None:
    if words.strip():
        seal_offer_words(step.offer, words.strip())
    if step.offer.state == OfferState.HELD:
        free_held(actor, step.offer, "declined")
    step.land(
        OfferState.DECLINED, reason=reason, answered_by_id=actor.user_id, answered_at=now(),
        held_until=None, responded_at=step.offer.responded_at or now(),
    )  # fmt: skip
    stop(actor=actor, subject_kind="offer", subject_uuid=step.offer.uuid, outcome="declined")


def free_held(actor: Acting, offer: Offer, why: str) -> None:
    """What a desk held for her choice is free again."""
    placements.free(actor=actor, referral_uuid=offer.referral.uuid, why=why, desk_id=offer.desk_id)


def _propose_wall(step: Answering) -> None:
    """'Conflict of interest' proposes a wall to the coordinator; it places none (policy 9)."""
    for case in step.cases:
        if case.in_coordination:
            tell(
                key=f"wall_proposed:{step.offer.uuid}:{case.uuid}", kind="wall_proposed",
                to=[{"desk_id": d} for d in coordination_desks(case.state_id)], reference=case.ref,
                link=f"/cases/{case.uuid}/", subject_kind="case", subject_uuid=case.uuid, case_id=case.pk,
            )  # fmt: skip


@transaction.atomic
def pass_on(*, actor: Acting, ref: str | UUID, version: int | None = None, to: UUID) -> Offer:
    """A competent authority says 'not competent: passed to …'; an offer opens there, the clock runs on."""
    step = take_answer(actor=actor, ref=ref, name="pass_on", version=version)
    target = (
        Desk.objects.filter(uuid=to, active=True, organisation__kind="competent_authority")
        .select_related("organisation")
        .first()
    )
    serves = target is not None and (
        target.organisation.state_id == step.referral.jurisdiction_id
        or target.organisation.serves.filter(pk=step.referral.jurisdiction_id).exists()
    )
    if target is None or not serves or target.pk == step.offer.desk_id:
        raise Invalid(field="to", remedy=_("Name another competent authority of this State."))
    if step.referral.offers.filter(desk=target).exists():
        raise Invalid(field="to", remedy=_("That authority was asked already."))
    step.land(
        OfferState.DECLINED,
        reason=Decline.NOT_COMPETENT.value,
        passed_to_id=target.pk,
        answered_by_id=actor.user_id,
        answered_at=now(),
        responded_at=now(),
    )
    stop(actor=actor, subject_kind="offer", subject_uuid=step.offer.uuid, outcome="passed_on")
    [fresh] = open_offers(actor=actor, referral=step.referral, cases=step.cases, desks=[target])
    _clock_runs_on(actor, step.offer, fresh)
    tell_asking(
        step.referral, "declined", [step.referral.sender_desk_id], once=str(step.offer.uuid)
    )
    return step.offer


def _clock_runs_on(actor: Acting, former: Offer, fresh: Offer) -> None:
    """Passing on gives nobody more time: the new offer is due when the first one was."""
    stop(actor=actor, subject_kind="offer", subject_uuid=fresh.uuid, outcome="replaced")
    start(
        actor=actor, code=Urgency(fresh.referral.urgency).answer_rule, state=fresh.referral.jurisdiction,
        subject_kind="offer", subject_uuid=fresh.uuid, section="envelope", owner_desk_id=fresh.desk_id,
        due_at=max(former.answer_by, now()),
    )  # fmt: skip
    fresh.answer_by = max(former.answer_by, now())
    fresh.save(update_fields=["answer_by"])


@transaction.atomic
def she_declines(
    *, actor: Acting, ref: str | UUID, version: int | None, reason: str, side: str = "asking"
) -> Referral:
    """She says no to the winner, with her own reason; the receiver is told 'not chosen' without it."""
    step = take_step(actor=actor, ref=ref, name="she_declines", version=version, side=side)
    if reason not in set(HerReason):
        raise Invalid(field="reason", remedy=_("Choose the person’s own reason."))
    offer = winner(step.referral)
    stop(
        actor=actor,
        subject_kind="referral",
        subject_uuid=step.referral.uuid,
        outcome="she_declines",
    )
    end_acceptance(actor, step.referral, step.cases, why="she_declines")
    land_offer(
        actor,
        offer,
        step.cases,
        "her_no",
        OfferState.REFUSED.value,
        her_reason=reason,
        answered_at=now(),
    )
    step.land(ReferralState.SENT, accepted_at=None, sealed_handover=b"")
    tell_receiving(offer, "not_chosen")
    nobody_left(actor, step.referral, step.cases)
    return step.referral


@transaction.atomic
def lapse(*, ref: UUID) -> Offer | None:
    """Answer time and grace are over; a late accept stays possible while nobody else has it."""
    offer = Offer.objects.filter(
        uuid=ref, state__in=[OfferState.OPEN.value, OfferState.CLAIMED.value]
    ).first()
    if offer is None:
        return None
    try:
        step = take_answer(actor=CLOCK, ref=ref, name="lapse", version=None)
    except Http404:
        return None
    step.land(OfferState.LAPSED)
    refused(actor=CLOCK, offer=step.offer, cases=step.cases, reason=Unmet.NO_ANSWER)
    tell_asking(
        step.referral,
        "lapsed",
        selectors.coordination_and_sender(step.referral, step.cases),
        once=str(offer.uuid),
    )
    nobody_left(CLOCK, step.referral, step.cases)
    return step.offer


def take_back_from(
    *, actor: Acting, offer: Offer, cases: Sequence[Case], given_back: bool = False
) -> None:
    """At a wall an open offer closes as withdrawn and leaves that desk's inbox (policy 9).

    One that was accepted stands as given back; its notices leave too.
    """
    if offer.state == OfferState.HELD:
        free_held(actor, offer, "walled")
    if not given_back:
        land_offer(actor, offer, cases, "close_withdrawn", OfferState.WITHDRAWN.value)
    stop(actor=actor, subject_kind="offer", subject_uuid=offer.uuid, outcome="withdrawn")
    withdraw(subject_kind="offer", subject_uuid=offer.uuid, desk_ids=[offer.desk_id])
    record(actor=actor, verb="offer.walled", subject=str(offer.uuid))
