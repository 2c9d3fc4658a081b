"""Answering an offer: claim, accept, decline, pass on, and what follows for the others."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases import placements
from cases.models import Case
from cases.services import (
    close_alarm,
    give_basis,
    move_lead,
    open_alarm,
    recompute,
    reporter_follows,
)
from portal.access.matrix import Basis, Purpose, basis_for
from portal.access.rules import leads_by_accepting
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.core.workflow import Party
from portal.deadlines.services import start, stop
from portal.notifications.services import tell, withdraw
from portal.organisations.actors import CLOCK
from portal.organisations.models import Desk
from portal.organisations.selectors import coordination_desks
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.reasons import Decline, HerReason
from referrals.services.moving import (
    Answering,
    land_offer,
    leads,
    not_open,
    note,
    seal_offer_words,
    take_answer,
    take_step,
    tell_asking,
    tell_receiving,
    winner,
)
from referrals.services.sending import end_unplaced, open_offers
from referrals.states import LIVE_OFFERS, OfferState, ReferralState, Urgency
from referrals.workflow import REFERRAL, MoveRefused

LIVE = [s.value for s in sorted(LIVE_OFFERS)]
FREELY_TAKEN_AFTER = timedelta(minutes=15)


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


@transaction.atomic
def take_over(*, actor: Acting, ref: str | UUID, version: int | None, reason: str = "") -> Offer:
    """Take over a colleague's claim, with a reason; none is needed in immediate danger, 15 minutes on."""
    step = take_answer(actor=actor, ref=ref, name="take_over", version=version)
    former, since = step.offer.claimed_by_id, step.offer.claimed_at
    waited = since is not None and now() - since >= FREELY_TAKEN_AFTER
    freely = step.referral.urgency == Urgency.IMMEDIATE_DANGER and waited
    if not freely and not reason.strip():
        raise Invalid(field="reason", remedy=_("Say why you take this over, in a sentence."))
    if former == actor.user_id:
        raise Invalid(field="move", remedy=_("You have claimed this already."))
    step.land(claimed_by_id=actor.user_id, claimed_at=now())
    if former is not None:
        tell_receiving(step.offer, "taken_over", user_id=former)
    return step.offer


@transaction.atomic
def accept(*, actor: Acting, ref: str | UUID, version: int | None = None) -> Offer:
    """Say yes: a place for each person is reserved by the database, the grants of the purpose open,
    the other offers close as taken, the sender is told 'accepted', the lead also by whom.

    Raises Http404; NotOpen where another was first or too few places are free; Stale.
    """
    step = take_answer(actor=actor, ref=ref, name="accept", version=version)
    referral, offer = step.referral, step.offer
    try:
        REFERRAL.find("accept", referral.state, {Party.RECEIVER})
    except MoveRefused as refused:
        raise not_open(actor, referral, refused.open_moves) from None
    desk = offer.desk
    if referral.purpose in selectors.PLACE and desk.role == "placement_officer":
        placements.reserve(actor=actor, cases=step.cases, desk=desk, referral_uuid=referral.uuid)
    was_unplaced = referral.state == ReferralState.UNPLACED
    step.land(answered_by_id=actor.user_id, answered_at=now())
    referral.state, referral.accepted_at = ReferralState.ACCEPTED.value, now()
    referral.version += 1
    referral.save()
    note(actor, referral, step.cases, "accept")
    if was_unplaced:
        end_unplaced(actor, referral, step.cases)
    stop(actor=actor, subject_kind="offer", subject_uuid=offer.uuid, outcome="accepted")
    for case in step.cases:
        close_alarm(
            actor=actor, case=case, kind="given_back", why="accepted", referral_uuid=referral.uuid
        )
    _close_others(actor, referral, step.cases, OfferState.TAKEN, "close_taken", "offer_taken")
    _open_case_to(actor, step)
    start(
        actor=actor, code=Urgency(referral.urgency).stalled_rule, state=referral.jurisdiction,
        subject_kind="referral", subject_uuid=referral.uuid, section="envelope", owner_desk_id=desk.pk,
    )  # fmt: skip
    tell_asking(referral, "accepted", [referral.sender_desk_id, *leads(step.cases)], but=desk.pk)
    return offer


def _open_case_to(actor: Acting, step: Answering) -> None:
    """The basis of the purpose, and the lead where accepting gives it (policy 6)."""
    desk, referral = step.offer.desk, step.referral
    kind, role = desk.organisation.kind, desk.role
    for case in step.cases:
        lead = leads_by_accepting(
            referral.purpose, kind, role, has_lead=case.lead_desk_id is not None
        )
        basis = basis_for(referral.purpose, role, kind)
        if basis is not None and basis is not Basis.LEAD:
            give_basis(
                actor=actor, case=case, desk=desk, basis=basis, referral_uuid=referral.uuid,
                purpose=referral.purpose, vital_interest=referral.vital_interest,
            )  # fmt: skip
        if lead is not None:
            move_lead(actor=actor, case=case, desk=desk, referral_uuid=referral.uuid)
            stop(
                actor=actor,
                subject_kind="case",
                subject_uuid=case.uuid,
                code="lead.none",
                outcome="lead",
            )
            close_alarm(actor=actor, case=case, kind="lead_missing", why="lead")
        follow_reporter(actor, case)


def follow_reporter(actor: Acting, case: Case) -> None:
    """The first reporter's row follows its own referrals that move the person."""
    moving = [p.value for p in Purpose if p.moves_the_person]
    running = [
        s.value
        for s in (
            ReferralState.SENT,
            ReferralState.UNPLACED,
            ReferralState.ACCEPTED,
            ReferralState.HANDED_OVER,
            ReferralState.MISSING,
        )
    ]
    rows = Referral.objects.filter(carried__case=case, sender_desk_id=case.reporter_desk_id)
    reporter_follows(
        actor=actor, case=case, running=rows.filter(purpose__in=moving, state__in=running).exists()
    )


def _close_others(
    actor: Acting,
    referral: Referral,
    cases: Sequence[Case],
    state: OfferState,
    move: str,
    kind: str,
) -> None:
    """Live offers close in the same commit; their desks are told, never by whom."""
    for other in (
        Offer.objects.select_for_update().filter(referral=referral, state__in=LIVE).order_by("pk")
    ):
        other.referral = referral
        land_offer(actor, other, cases, move, state.value, answered_at=now())
        stop(actor=actor, subject_kind="offer", subject_uuid=other.uuid, outcome=state.value)
        tell_receiving(other, kind)


def close_offers(actor: Acting, referral: Referral, cases: Sequence[Case]) -> None:
    """Live and accepted offers close as withdrawn; places are freed, desks are told."""
    _close_others(
        actor, referral, cases, OfferState.WITHDRAWN, "close_withdrawn", "offer_withdrawn"
    )
    for offer in Offer.objects.select_for_update().filter(referral=referral, state="accepted"):
        offer.referral = referral
        land_offer(actor, offer, cases, "close_withdrawn", OfferState.WITHDRAWN.value)
        tell_receiving(offer, "withdrawn")
    placements.free(actor=actor, referral_uuid=referral.uuid, why="withdrawn")


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
    step.land(OfferState.DECLINED, reason=reason, answered_by_id=actor.user_id, answered_at=now())
    stop(actor=actor, subject_kind="offer", subject_uuid=step.offer.uuid, outcome="declined")


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
def she_declines(*, actor: Acting, ref: str | UUID, version: int | None, reason: str) -> Referral:
    """She says no to the winner, with her own reason; the receiver is told 'not chosen' without it."""
    step = take_step(actor=actor, ref=ref, name="she_declines", version=version)
    if reason not in set(HerReason):
        raise Invalid(field="reason", remedy=_("Choose her reason, in her words' codes."))
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
    step.land(ReferralState.SENT, accepted_at=None)
    tell_receiving(offer, "not_chosen")
    nobody_left(actor, step.referral, step.cases)
    return step.referral


def end_acceptance(actor: Acting, referral: Referral, cases: Sequence[Case], *, why: str) -> None:
    """What an accept gave ends: the bases of the referral, and the places it held.

    A lead stays a lead until the lead moves.
    """
    from cases.services import end_basis

    placements.free(actor=actor, referral_uuid=referral.uuid, why=why)
    for case in cases:
        for basis in case.bases.filter(referral_uuid=referral.uuid, ended_at__isnull=True).exclude(
            basis=Basis.LEAD.value
        ):
            end_basis(
                actor=actor,
                case=case,
                why=why,
                referral_uuid=referral.uuid,
                desk_id=basis.desk_id,
                basis=Basis(basis.basis),
            )
        recompute(case, told=False)


def nobody_left(actor: Acting, referral: Referral, cases: Sequence[Case]) -> None:
    """run_out: no offer open, claimed or held. Alarm 'no receiver left', each 2 h until taken."""
    if (
        referral.state != ReferralState.SENT
        or Offer.objects.filter(referral=referral, state__in=LIVE).exists()
    ):
        if referral.state == ReferralState.SENT:
            tell_asking(referral, "candidate_proposed", [referral.sender_desk_id])
        return
    REFERRAL.effect_of("run_out", referral.state)
    referral.state = ReferralState.UNPLACED.value
    referral.version += 1
    referral.save()
    note(actor, referral, cases, "run_out")
    start(
        actor=actor, code="unplaced", state=referral.jurisdiction, subject_kind="referral",
        subject_uuid=referral.uuid, section="envelope", owner_desk_id=referral.sender_desk_id,
    )  # fmt: skip
    for case in cases:
        open_alarm(actor=actor, case=case, kind="unplaced", referral_uuid=referral.uuid)
    tell_asking(referral, "unplaced", selectors.coordination_and_sender(referral, cases))


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
    if not given_back:
        land_offer(actor, offer, cases, "close_withdrawn", OfferState.WITHDRAWN.value)
    stop(actor=actor, subject_kind="offer", subject_uuid=offer.uuid, outcome="withdrawn")
    withdraw(subject_kind="offer", subject_uuid=offer.uuid, desk_ids=[offer.desk_id])
    record(actor=actor, verb="offer.walled", subject=str(offer.uuid))
