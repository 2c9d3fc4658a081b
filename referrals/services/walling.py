"""What a walled party had in hand goes back at once (policy 9)."""

from cases.models import Case, Wall
from cases.services import open_alarm
from portal.core.actors import Acting
from portal.deadlines.services import stop
from portal.organisations.models import Desk
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.services.answering import LIVE, end_acceptance, nobody_left, take_back_from
from referrals.services.journey import alarm
from referrals.services.moving import land_offer, note
from referrals.states import RUNNING_STATES, OfferState, ReferralState


def wall_was_placed(sender: object, *, wall: Wall, case: Case, actor: Acting, **_: object) -> None:
    """Receiver of ``cases.signals.wall_placed``, in its transaction, the case being locked.

    Open offers close as withdrawn; what was accepted goes back with an alarm; what the walled
    party sent passes to the lead, else to the case's coordination.
    """
    if wall.organisation_id is None:
        return
    desks = list(
        Desk.objects.filter(organisation_id=wall.organisation_id).values_list("pk", flat=True)
    )
    running = [s.value for s in sorted(RUNNING_STATES)]
    for referral in (
        Referral.objects.select_for_update()
        .filter(carried__case=case, state__in=running)
        .order_by("pk")
    ):
        _give_back(actor, referral, desks)
        _pass_on_the_asking(actor, referral, case, desks)


def _give_back(actor: Acting, referral: Referral, desks: list[int]) -> None:
    cases = selectors.cases_of(referral)
    rows = (
        Offer.objects.select_for_update()
        .filter(referral=referral, desk_id__in=desks)
        .order_by("pk")
    )
    for offer in rows.filter(state__in=[*LIVE, "accepted"]):
        offer.referral = referral
        if offer.state != "accepted":
            take_back_from(actor=actor, offer=offer, cases=cases)
            continue
        on_the_road = referral.state in (
            ReferralState.HANDED_OVER,
            ReferralState.MISSING,
            ReferralState.ARRIVED,
        )
        stop(actor=actor, subject_kind="referral", subject_uuid=referral.uuid, outcome="walled")
        end_acceptance(actor, referral, cases, why="walled")
        land_offer(actor, offer, cases, "close_given_back", OfferState.GIVEN_BACK.value)
        take_back_from(actor=actor, offer=offer, cases=cases)
        referral.state, referral.accepted_at = ReferralState.SENT.value, None
        referral.version += 1
        referral.save()
        note(actor, referral, cases, "give_back")
        alarm(actor, referral, cases, "given_back", once=f"wall:{offer.uuid}")
        if on_the_road:
            for case in cases:
                open_alarm(actor=actor, case=case, kind="missing", referral_uuid=referral.uuid)
    nobody_left(actor, referral, cases)


def _pass_on_the_asking(actor: Acting, referral: Referral, case: Case, desks: list[int]) -> None:
    if referral.sender_desk_id not in desks:
        return
    heir = case.lead_desk_id if case.lead_desk_id not in desks else None
    if heir is None:
        from portal.organisations.selectors import coordination_desks

        heir = next(iter(coordination_desks(case.state_id)), None) if case.in_coordination else None
    if heir is not None:
        referral.sender_desk_id, referral.sender_user_id = heir, None
        referral.version += 1
        referral.save()
        note(actor, referral, [case], "sender_walled")
