"""The way there: left, on the way, delayed, arrived, turned back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases import placements
from cases.models import Case
from cases.services import on_the_road
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.deadlines.services import restart, start, stop
from referrals import selectors
from referrals.intake import Journey
from referrals.models import Referral
from referrals.reasons import (
    End,
    TurnBack,
)
from referrals.services.accepting import close_offers, end_acceptance, follow_reporter
from referrals.services.alarming import Coded, moves_her, quiet
from referrals.services.moving import (
    Step,
    leads,
    seal_handover,
    seal_words,
    take_step,
    tell_asking,
    tell_receiving,
    winner,
)
from referrals.states import ReferralState


@transaction.atomic
def leave(
    *, actor: Acting, ref: str | UUID, version: int | None, journey: Journey, side: str = "asking"
) -> Referral:
    """She left: meeting point, transport and expected arrival are typed, and her word recorded."""
    step = take_step(actor=actor, ref=ref, name="leave", version=version, side=side)
    moves_her(step)
    if errors := journey.errors(now(), child=any(c.treated_as_child for c in step.cases)):
        raise Invalid(_("Some answers need a change."), errors={f: _(w) for f, w in errors.items()})
    seal_handover(
        step.referral,
        {
            "meeting_point": journey.meeting_point,
            "transport": journey.transport,
            "note": journey.note,
        },
    )
    stop(actor=actor, subject_kind="referral", subject_uuid=step.referral.uuid, outcome="left")
    step.land(left_at=now(), expected_at=journey.expected_at, her_word=journey.her_word)
    start(
        actor=actor, code="arrival", state=step.referral.jurisdiction, subject_kind="referral",
        subject_uuid=step.referral.uuid, section="envelope", owner_desk_id=winner(step.referral).desk_id,
        due_at=journey.expected_at,
    )  # fmt: skip
    quiet(actor, step.referral, step.cases, "left", ("stalled",))
    for case in step.cases:
        on_the_road(case=case, referral_uuid=step.referral.uuid, since=now())
    _release_former(actor, step)
    tell_receiving(winner(step.referral), "on_the_way", once="left")
    return step.referral


def _release_former(actor: Acting, step: Step) -> None:
    """After 'cannot take', the first receiver keeps its grants until she leaves for the next one."""
    former = step.referral.replaces
    if former is None or former.state != ReferralState.HANDED_OVER:
        return
    old = Referral.objects.select_for_update().get(pk=former.pk)
    stop(actor=actor, subject_kind="referral", subject_uuid=old.uuid, outcome="replaced")
    end_acceptance(actor, old, step.cases, why="receiver_cannot_take")
    close_offers(actor, old, step.cases)
    old.state, old.ended_at, old.reason = (
        ReferralState.WITHDRAWN.value,
        now(),
        TurnBack.RECEIVER_CANNOT_TAKE.value,
    )
    old.version += 1
    old.save()
    quiet(actor, old, step.cases, "replaced")


@transaction.atomic
def propose_meeting(
    *, actor: Acting, ref: str | UUID, meeting_point: str, hour: str, version: int | None = None
) -> Referral:
    """The receiver proposes where and when to meet, after accepting; never its own address."""
    offer = selectors.get_offer(actor, ref)
    step = take_step(actor=actor, ref=ref, name="give_back", version=version, side="receiving")
    if not meeting_point.strip() or len(meeting_point) > 500:
        raise Invalid(field="meeting_point", remedy=_("Name a meeting point, never your address."))
    seal_handover(
        step.referral,
        {
            "meeting_point": meeting_point.strip(),
            "hour": hour.strip()[:200],
            "transport": "",
            "note": "",
        },
    )
    step.referral.version += 1
    step.referral.save()
    from referrals.services.moving import note

    note(actor, step.referral, step.cases, "meeting_proposed")
    tell_asking(
        step.referral,
        "meeting_proposed",
        [step.referral.sender_desk_id],
        once=f"meet:{step.referral.handover_version}",
        but=offer.desk_id,
    )
    return step.referral


@transaction.atomic
def arrive(*, actor: Acting, ref: str | UUID, version: int | None = None) -> Referral:
    """She is here: the place is occupied, a former placement ends; the sender sees 'arrived' only."""
    step = take_step(actor=actor, ref=ref, name="arrive", version=version, side="receiving")
    moves_her(step)
    return here(step)


@transaction.atomic
def start_service(*, actor: Acting, ref: str | UUID, version: int | None = None) -> Referral:
    """The service begins, for purposes that move nobody."""
    step = take_step(actor=actor, ref=ref, name="start", version=version, side="receiving")
    moves_her(step, wanted=False)
    return here(step)


def here(step: Step) -> Referral:
    """What 'arrived' and 'started' do: place occupied, alarms quiet, both ends told."""
    actor, referral = step.actor, step.referral
    stop(actor=actor, subject_kind="referral", subject_uuid=referral.uuid, outcome="arrived")
    former = placements.occupy(actor=actor, referral_uuid=referral.uuid)
    step.land(ReferralState.ARRIVED, arrived_at=now())
    quiet(actor, referral, step.cases, "arrived")
    for case in step.cases:
        on_the_road(case=case, referral_uuid=referral.uuid, since=None)
        if former:
            _end_former_shelter(actor, case, referral)
        follow_reporter(actor, case)
    start(
        actor=actor, code="review", state=referral.jurisdiction, subject_kind="referral",
        subject_uuid=referral.uuid, section="envelope", owner_desk_id=winner(referral).desk_id,
    )  # fmt: skip
    tell_asking(
        referral, "arrived", [referral.sender_desk_id, *leads(step.cases)], but=actor.desk_id
    )
    return referral


def _end_former_shelter(actor: Acting, case: Case, new: Referral) -> None:
    """'A former placement ends': its referral ends with it, and the basis it gave."""
    rows = Referral.objects.select_for_update().filter(
        carried__case=case, purpose__in=selectors.PLACE, state=ReferralState.ARRIVED.value
    ).exclude(pk=new.pk)  # fmt: skip
    for old in rows:
        others = [c for c in selectors.cases_of(old) if c.pk != case.pk]
        still = placements.Placement.objects.filter(
            referral_uuid=old.uuid, state="occupied"
        ).exists()
        end_acceptance(actor, old, [case], why="moved_on")
        if still and others:
            continue
        stop(actor=actor, subject_kind="referral", subject_uuid=old.uuid, outcome="moved_on")
        old.state, old.ended_at, old.reason = (
            ReferralState.ENDED.value,
            now(),
            End.MOVED_TO_ANOTHER_SERVICE.value,
        )
        old.version += 1
        old.save()


@transaction.atomic
def delay(
    *,
    actor: Acting,
    ref: str | UUID,
    version: int | None,
    expected_at: datetime | None,
    side: str = "asking",
) -> Referral:
    """A new expected arrival: the clock starts again, the alarm rests."""
    step = take_step(actor=actor, ref=ref, name="delay", version=version, side=side)
    if expected_at is None or not now() < expected_at <= now() + timedelta(days=7):
        raise Invalid(
            field="expected_at",
            remedy=_("Say when the person is expected now: from now on, within a week."),
        )
    restart(
        actor=actor,
        subject_kind="referral",
        subject_uuid=step.referral.uuid,
        code="arrival",
        due_at=expected_at,
    )
    step.land(expected_at=expected_at)
    quiet(actor, step.referral, step.cases, "delayed", ("late",))
    told = [step.referral.sender_desk_id, *leads(step.cases)]
    tell_asking(step.referral, "delayed", told, but=actor.desk_id)
    offer = winner(step.referral)
    if offer.desk_id != actor.desk_id:
        tell_receiving(offer, "delayed", once=f"v{step.referral.version}")
    return step.referral


@transaction.atomic
def turn_back(
    *, actor: Acting, ref: str | UUID, version: int | None, why: Coded, side: str = "asking"
) -> Referral:
    """The journey is broken off: the clock stops, the place is freed, the receiver told."""
    step = take_step(actor=actor, ref=ref, name="turn_back", version=version, side=side)
    why.check(TurnBack)
    referral = broken_off(step, why)
    if side == "onward":  # who sent her and who leads did not make this move
        to = [referral.sender_desk_id, *leads(step.cases)]
        tell_asking(referral, "turned_back", to, once="turned_back", but=actor.desk_id)
    return referral


def broken_off(step: Step, why: Coded) -> Referral:
    """What 'turned back' does: clock stopped, place freed, grants ended, receiver told."""
    actor, referral = step.actor, step.referral
    offer = winner(referral)
    stop(actor=actor, subject_kind="referral", subject_uuid=referral.uuid, outcome="turned_back")
    end_acceptance(actor, referral, step.cases, why="turned_back")
    close_offers(actor, referral, step.cases)
    if why.words.strip():
        seal_words(referral, {"turn_back": why.words})
    step.land(ReferralState.WITHDRAWN, ended_at=now(), reason=why.reason)
    quiet(actor, referral, step.cases, "turned_back")
    for case in step.cases:
        follow_reporter(actor, case)
    tell_receiving(offer, "turned_back", once="turned_back")
    return referral
