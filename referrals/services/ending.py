"""How a referral ends: given back, taken back, cannot be taken, over."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.access.matrix import Purpose
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import NotOpen
from portal.deadlines.services import start, stop
from referrals.models import Referral
from referrals.reasons import (
    CannotTake,
    End,
    GiveBack,
    Then,
    Unmet,
    Withdraw,
)
from referrals.services.accepting import close_offers, end_acceptance, follow_reporter, nobody_left
from referrals.services.alarming import Coded, alarm, both_ends, quiet
from referrals.services.moving import (
    Step,
    land_offer,
    leads,
    seal_offer_words,
    seal_words,
    take_step,
    tell_asking,
    tell_receiving,
    winner,
)
from referrals.services.sending import end_unplaced
from referrals.services.unmet import came_of_it, refused
from referrals.states import OfferState, ReferralState

LEAD_MAY_NOT_END = frozenset(
    {Purpose.IDENTIFICATION, Purpose.INVESTIGATION, Purpose.CHILD_PROTECTION}
)


@transaction.atomic
def give_back(
    *, actor: Acting, ref: str | UUID, version: int | None = None, why: Coded
) -> Referral:
    """It can't be after all: the offer is given back, the place freed, an alarm raised."""
    step = take_step(actor=actor, ref=ref, name="give_back", version=version, side="receiving")
    why.check(GiveBack)
    offer = winner(step.referral)
    if why.words.strip():
        seal_offer_words(offer, why.words.strip())
    stop(
        actor=actor, subject_kind="referral", subject_uuid=step.referral.uuid, outcome="given_back"
    )
    end_acceptance(actor, step.referral, step.cases, why="given_back")
    land_offer(
        actor,
        offer,
        step.cases,
        "close_given_back",
        OfferState.GIVEN_BACK.value,
        reason=why.reason,
        answered_at=now(),
    )
    step.land(ReferralState.SENT, accepted_at=None, sealed_handover=b"")
    refused(actor=actor, offer=offer, cases=step.cases, reason=Unmet.GIVEN_BACK)
    tell_asking(step.referral, "given_back", both_ends(step), but=actor.desk_id)
    nobody_left(actor, step.referral, step.cases)
    return step.referral


@transaction.atomic
def withdraw_referral(
    *, actor: Acting, ref: str | UUID, version: int | None, why: Coded
) -> Referral:
    """Take a referral back: grants end, the place is freed, receivers are told."""
    step = take_step(actor=actor, ref=ref, name="withdraw", version=version)
    why.check(Withdraw)
    referral = step.referral
    end_unplaced(actor, referral, step.cases)
    stop(actor=actor, subject_kind="referral", subject_uuid=referral.uuid, outcome="withdrawn")
    end_acceptance(actor, referral, step.cases, why="withdrawn")
    close_offers(actor, referral, step.cases)
    if why.words.strip():
        seal_words(referral, {"withdraw": why.words})
    step.land(ReferralState.WITHDRAWN, ended_at=now(), reason=why.reason)
    came_of_it(step.cases, referral.purpose, Then.WITHDRAWN)
    quiet(actor, referral, step.cases, "withdrawn")
    for case in step.cases:
        follow_reporter(actor, case)
    tell_asking(
        referral, "withdrawn", [referral.sender_desk_id, *leads(step.cases)], but=actor.desk_id
    )
    return referral


@transaction.atomic
def cannot_take(
    *, actor: Acting, ref: str | UUID, version: int | None = None, why: Coded
) -> Referral:
    """She is on the road and the receiver cannot take her: alarm at once; the next candidates are asked."""
    from referrals.services.coordinating import ask_the_next

    step = take_step(actor=actor, ref=ref, name="cannot_take", version=version, side="receiving")
    why.check(CannotTake)
    if why.words.strip():
        seal_words(step.referral, {"cannot_take": why.words})
    step.land(reason=why.reason)
    start(
        actor=actor, code="cannot_take", state=step.referral.jurisdiction, subject_kind="referral",
        subject_uuid=step.referral.uuid, section="envelope", owner_desk_id=step.referral.sender_desk_id,
    )  # fmt: skip
    alarm(actor, step.referral, step.cases, "cannot_take")
    ask_the_next(actor=actor, referral=step.referral, cases=step.cases)
    return step.referral


@transaction.atomic
def end_referral(
    *, actor: Acting, ref: str | UUID, version: int | None = None, why: Coded, side: str = "asking"
) -> Referral:
    """End a referral: grants end, what was written stays with who wrote it, the place is freed."""
    step = take_step(actor=actor, ref=ref, name="end", version=version, side=side)
    why.check(End)
    offer = winner(step.referral)
    if offer.desk_id != actor.desk_id and step.referral.purpose in LEAD_MAY_NOT_END:
        raise NotOpen(_("Who received this ends it."))
    if step.referral.purpose == Purpose.CHILD_PROTECTION and not _has_successor(step):
        raise NotOpen(_("Child protection ends only with a successor or the majority review."))
    if why.words.strip():
        seal_words(step.referral, {"end": why.words})
    stop(actor=actor, subject_kind="referral", subject_uuid=step.referral.uuid, outcome="ended")
    end_acceptance(actor, step.referral, step.cases, why="ended")
    step.land(ReferralState.ENDED, ended_at=now(), reason=why.reason)
    quiet(actor, step.referral, step.cases, "ended")
    tell_asking(
        step.referral,
        "ended",
        [step.referral.sender_desk_id, *leads(step.cases)],
        but=actor.desk_id,
    )
    if offer.desk_id != actor.desk_id:
        tell_receiving(offer, "ended", once="ended")
    return step.referral


def _has_successor(step: Step) -> bool:
    rows = Referral.objects.filter(
        carried__case__in=step.cases, purpose=Purpose.CHILD_PROTECTION.value,
        state__in=[ReferralState.ACCEPTED.value, ReferralState.ARRIVED.value],
    )  # fmt: skip
    return rows.exclude(pk=step.referral.pk).exists() or all(
        not c.treated_as_child for c in step.cases
    )
