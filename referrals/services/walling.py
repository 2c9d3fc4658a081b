"""What a walled party had in hand goes back at once (policy 9)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from cases.models import Case, Wall
from cases.services import open_alarm
from cases.services.walls import desks_of, heir_of
from portal.access.matrix import Purpose
from portal.core.actors import Acting
from portal.core.problems import NotOpen
from portal.core.templatetags.words import listed
from portal.deadlines.services import hand_over, start, stop
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.services.accepting import LIVE, end_acceptance, nobody_left
from referrals.services.alarming import alarm
from referrals.services.answering import take_back_from
from referrals.services.moving import land_offer, note, tell_asking
from referrals.services.questioning import close_walled
from referrals.states import RUNNING_STATES, OfferState, ReferralState

UNDER_INQUIRY = [ReferralState.ACCEPTED.value, ReferralState.ARRIVED.value]
"""An inquiry that runs holds up no end of help: it goes on without it (rule 1)."""
THERE_OR_ON_THE_WAY = frozenset({ReferralState.HANDED_OVER, ReferralState.ARRIVED})


def wall_was_placed(
    sender: object, *, wall: Wall, case: Case, actor: Acting, **_more: object
) -> None:
    """Receiver of ``cases.signals.wall_placed``, in its transaction, the case being locked.

    Open offers close as withdrawn; what was accepted goes back with an alarm; what the walled
    party sent passes to the lead, else to the case's coordination. One walled person lets go of
    what she had claimed: her desk keeps it.
    """
    running = [s.value for s in sorted(RUNNING_STATES)]
    rows = Referral.objects.filter(carried__case=case, state__in=running).order_by("pk")
    if wall.user_id is not None:
        _let_go(actor, list(rows.values_list("pk", flat=True)), wall.user_id)
        return
    desks = desks_of(wall)
    close_walled(actor=actor, case=case, desk_ids=desks)
    for referral in rows.select_for_update(of=("self",)):
        _give_back(actor, referral, desks)
        _pass_on_the_asking(actor, referral, case, desks)
    if case.lead_desk_id is None:
        _begin_again_without_lead(actor, case, desks)


def _let_go(actor: Acting, referrals: Sequence[int], user_id: int) -> None:
    mine = Offer.objects.select_for_update(of=("self",)).filter(
        referral_id__in=referrals, claimed_by_id=user_id, state=OfferState.CLAIMED.value
    )
    for offer in mine.select_related("referral").order_by("pk"):
        cases = selectors.cases_of(offer.referral)
        land_offer(
            actor,
            offer,
            cases,
            "release",
            OfferState.OPEN.value,
            claimed_by_id=None,
            claimed_at=None,
        )


def _give_back(actor: Acting, referral: Referral, desks: list[int]) -> None:
    cases = selectors.cases_of(referral)
    rows = Offer.objects.select_for_update().filter(referral=referral, desk_id__in=desks)
    theirs = list(rows.filter(state__in=[*LIVE, "accepted"]).order_by("pk"))
    for offer in theirs:
        offer.referral = referral
        if offer.state != "accepted":
            take_back_from(actor=actor, offer=offer, cases=cases)
            continue
        before = ReferralState(referral.state)
        stop(actor=actor, subject_kind="referral", subject_uuid=referral.uuid, outcome="walled")
        end_acceptance(actor, referral, cases, why="walled")
        land_offer(actor, offer, cases, "close_given_back", OfferState.GIVEN_BACK.value)
        take_back_from(actor=actor, offer=offer, cases=cases, given_back=True)
        referral.state, referral.accepted_at = ReferralState.SENT.value, None
        referral.version += 1
        referral.save()
        note(actor, referral, cases, "give_back")
        alarm(actor, referral, cases, "given_back", once=f"wall:{offer.uuid}")
        if before in THERE_OR_ON_THE_WAY:
            for case in cases:
                open_alarm(actor=actor, case=case, kind="must_move", referral_uuid=referral.uuid)
    if theirs:
        nobody_left(actor, referral, cases)


def _pass_on_the_asking(actor: Acting, referral: Referral, case: Case, desks: list[int]) -> None:
    heir = heir_of(case, desks)
    if referral.sender_desk_id not in desks or heir is None:
        return
    former = referral.sender_desk_id
    referral.sender_desk_id, referral.sender_user_id = heir, None
    referral.version += 1
    referral.save()
    note(actor, referral, [case], "sender_walled")
    hand_over(actor=actor, subject_uuid=referral.uuid, from_desk_id=former, to_desk_id=heir)
    tell_asking(referral, "reassigned", [heir], once=f"passed:{referral.version}")


def _begin_again_without_lead(actor: Acting, case: Case, desks: list[int]) -> None:
    """A walled lead counts as none: 24 hours from the first referral coordination is alarmed."""
    first = Referral.objects.filter(carried__case=case).order_by("sent_at").first()
    if first is not None and case.running:
        start(
            actor=actor, code="lead.none", state=case.state, subject_kind="case",
            subject_uuid=case.uuid, case_id=case.pk, section="summary",
            owner_desk_id=heir_of(case, desks), at=first.sent_at,
        )  # fmt: skip


def case_may_close(sender: object, *, case: Case, **_more: object) -> None:
    """Receiver of ``cases.signals.case_closing``: not while a referral of the case runs."""
    running = [s.value for s in sorted(RUNNING_STATES)]
    rows = Referral.objects.filter(carried__case=case, state__in=running).exclude(
        purpose=Purpose.INVESTIGATION.value, state__in=UNDER_INQUIRY
    )
    if refs := list(rows.order_by("pk").values_list("ref", flat=True)[:12]):
        raise NotOpen(
            _still(refs), field="referrals",
            remedy=_("End or withdraw each referral first; what was written stays."),
        )  # fmt: skip


def _still(refs: Sequence[str]) -> str:
    return _("Still running: %(refs)s.") % {"refs": listed(refs)}
