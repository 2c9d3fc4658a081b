"""Saying yes, and what follows: places, grants, the lead, the other offers; and how it all ends again."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
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
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import NotOpen
from portal.core.workflow import Party
from portal.deadlines.services import start, stop
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.reasons import Then
from referrals.services.moving import (
    Answering,
    land_offer,
    leads,
    not_open,
    note,
    take_answer,
    tell_asking,
    tell_receiving,
)
from referrals.services.sending import end_unplaced
from referrals.services.unmet import came_of_it
from referrals.states import LIVE_OFFERS, Mode, OfferState, ReferralState, Urgency
from referrals.workflow import REFERRAL, MoveRefused

LIVE = [s.value for s in sorted(LIVE_OFFERS)]


@transaction.atomic
def accept(*, actor: Acting, ref: str | UUID, version: int | None = None) -> Offer:
    """Say yes: a place for each person is reserved by the database, the grants of the purpose open,
    the other offers close as taken, the sender is told 'accepted', the lead also by whom.

    Raises Http404; NotOpen where another was first or too few places are free; Stale.
    """
    step = take_answer(actor=actor, ref=ref, name="accept", version=version)
    referral, offer = step.referral, step.offer
    if referral.mode == Mode.SHE_CHOOSES:
        raise NotOpen(
            _("The person chooses among those who hold a place."), field="move",
            remedy=_("Hold a place until a time you name."), moves=["hold"],
        )  # fmt: skip
    try:
        REFERRAL.find("accept", referral.state, {Party.RECEIVER})
    except MoveRefused as refused:
        raise not_open(actor, referral, refused.open_moves) from None
    desk = offer.desk
    if referral.purpose in selectors.PLACE and desk.role == "placement_officer":
        placements.reserve(actor=actor, cases=step.cases, desk=desk, referral_uuid=referral.uuid)
    step.land(answered_by_id=actor.user_id, answered_at=now(), responded_at=now())
    was_unplaced = referral.state == ReferralState.UNPLACED
    referral.state, referral.accepted_at = ReferralState.ACCEPTED.value, now()
    referral.sealed_handover = b""  # where a former receiver would have met her is not its business
    referral.version += 1
    referral.save()
    note(actor, referral, step.cases, "accept")
    if was_unplaced:
        end_unplaced(actor, referral, step.cases)
    it_is_this_one(actor, step)
    return offer


def it_is_this_one(actor: Acting, step: Answering) -> None:
    """What follows when an offer has won, by an accept or by her yes, the referral being accepted."""
    referral, offer, desk = step.referral, step.offer, step.offer.desk
    came_of_it(step.cases, referral.purpose, Then.FOUND)
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
        if other.state == OfferState.HELD:
            placements.free(
                actor=actor, referral_uuid=referral.uuid, why=state.value, desk_id=other.desk_id
            )
        land_offer(actor, other, cases, move, state.value, answered_at=now(), held_until=None)
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
    came_of_it(cases, referral.purpose, Then.NOBODY_LEFT)
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
