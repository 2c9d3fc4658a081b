"""The way there: left, on the way, arrived, late, missing, found, given back, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases import placements
from cases.models import Case
from cases.services import close_alarm, on_the_road, open_alarm
from portal.access.matrix import Purpose
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.services import restart, start, stop
from referrals import selectors
from referrals.intake import Journey
from referrals.models import Offer, Referral
from referrals.reasons import (
    CannotTake,
    End,
    Found,
    GiveBack,
    Missing,
    MissingWho,
    TurnBack,
    Withdraw,
)
from referrals.services.answering import close_offers, end_acceptance, follow_reporter, nobody_left
from referrals.services.moving import (
    Step,
    land_offer,
    leads,
    not_open,
    seal_handover,
    seal_offer_words,
    seal_words,
    take_step,
    tell_asking,
    tell_receiving,
    winner,
)
from referrals.services.sending import end_unplaced
from referrals.states import OfferState, ReferralState

LEAD_MAY_NOT_END = frozenset(
    {Purpose.IDENTIFICATION, Purpose.INVESTIGATION, Purpose.CHILD_PROTECTION}
)
RESTS = timedelta(hours=1)
ALARMS = ("stalled", "late", "missing", "cannot_take", "given_back", "must_move")


@dataclass(frozen=True, slots=True)
class Coded:
    """A coded reason with words where 'other'."""

    reason: str
    words: str = ""

    def check(self, codes: type[StrEnum]) -> None:
        """Raises Invalid naming field and remedy."""
        if self.reason not in set(codes):
            raise Invalid(field="reason", remedy=_("Choose one of the reasons offered."))
        if self.reason == "other" and not self.words.strip():
            raise Invalid(field="words", remedy=_("Say in a sentence why."))
        if len(self.words) > 2_000:
            raise Invalid(field="words", remedy=_("Shorten this to 2,000 characters."))


def _moves_her(step: Step, wanted: bool = True) -> None:
    if Purpose(step.referral.purpose).moves_the_person is not wanted:
        raise not_open(
            step.actor,
            step.referral,
            [m.name for m in selectors.open_moves(step.actor, step.referral)],
        )


def _both_ends(step: Step) -> list[int]:
    """Sender, lead, coordinator (or the sender's administrator); the receiver is told by its offer."""
    return [*selectors.coordination_and_sender(step.referral, step.cases), *leads(step.cases)]


def alarm(
    actor: Acting, referral: Referral, cases: Sequence[Case], kind: str, *, once: str = ""
) -> None:
    """Open an alarm on every carried case, and tell both ends, lead and coordinator."""
    for case in cases:
        open_alarm(actor=actor, case=case, kind=kind, referral_uuid=referral.uuid)
    told = [*selectors.coordination_and_sender(referral, cases), *leads(cases)]
    tell_asking(referral, kind, told, once=once)
    for offer in Offer.objects.filter(referral=referral, state="accepted").select_related(
        "referral"
    ):
        tell_receiving(offer, kind, once=once or f"v{referral.version}")


def _quiet(
    actor: Acting,
    referral: Referral,
    cases: Sequence[Case],
    why: str,
    kinds: Sequence[str] = ALARMS,
) -> None:
    for case in cases:
        for kind in kinds:
            close_alarm(actor=actor, case=case, kind=kind, why=why, referral_uuid=referral.uuid)


@transaction.atomic
def leave(*, actor: Acting, ref: str | UUID, version: int | None, journey: Journey) -> Referral:
    """She left: meeting point, transport and expected arrival are typed, and her word recorded."""
    step = take_step(actor=actor, ref=ref, name="leave", version=version)
    _moves_her(step)
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
    _quiet(actor, step.referral, step.cases, "left", ("stalled",))
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
    _quiet(actor, old, step.cases, "replaced")


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
        "delayed",
        [step.referral.sender_desk_id],
        once=f"meet:{step.referral.handover_version}",
        but=offer.desk_id,
    )
    return step.referral


@transaction.atomic
def arrive(*, actor: Acting, ref: str | UUID, version: int | None = None) -> Referral:
    """She is here: the place is occupied, a former placement ends; the sender sees 'arrived' only."""
    step = take_step(actor=actor, ref=ref, name="arrive", version=version, side="receiving")
    _moves_her(step)
    return _here(step)


@transaction.atomic
def start_service(*, actor: Acting, ref: str | UUID, version: int | None = None) -> Referral:
    """The service begins, for purposes that move nobody."""
    step = take_step(actor=actor, ref=ref, name="start", version=version, side="receiving")
    _moves_her(step, wanted=False)
    return _here(step)


def _here(step: Step) -> Referral:
    actor, referral = step.actor, step.referral
    stop(actor=actor, subject_kind="referral", subject_uuid=referral.uuid, outcome="arrived")
    former = placements.occupy(actor=actor, referral_uuid=referral.uuid)
    step.land(ReferralState.ARRIVED, arrived_at=now())
    _quiet(actor, referral, step.cases, "arrived")
    for case in step.cases:
        on_the_road(case=case, referral_uuid=referral.uuid, since=None)
        if former:
            _end_former_shelter(actor, case, referral)
        follow_reporter(actor, case)
    start(
        actor=actor, code="review", state=referral.jurisdiction, subject_kind="referral", subject_uuid=referral.uuid,
        section="envelope", owner_desk_id=winner(referral).desk_id,
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
            remedy=_("Say when she is expected now: from now on, within a week."),
        )
    restart(
        actor=actor,
        subject_kind="referral",
        subject_uuid=step.referral.uuid,
        code="arrival",
        due_at=expected_at,
    )
    step.land(expected_at=expected_at)
    _quiet(actor, step.referral, step.cases, "delayed", ("late",))
    told = [step.referral.sender_desk_id, *leads(step.cases)]
    tell_asking(step.referral, "delayed", told, but=actor.desk_id)
    offer = winner(step.referral)
    if offer.desk_id != actor.desk_id:
        tell_receiving(offer, "delayed", once=f"v{step.referral.version}")
    return step.referral


@transaction.atomic
def turn_back(*, actor: Acting, ref: str | UUID, version: int | None, why: Coded) -> Referral:
    """The journey is broken off: the clock stops, the place is freed, the receiver told."""
    step = take_step(actor=actor, ref=ref, name="turn_back", version=version)
    why.check(TurnBack)
    return _broken_off(step, why)


def _broken_off(step: Step, why: Coded) -> Referral:
    actor, referral = step.actor, step.referral
    offer = winner(referral)
    stop(actor=actor, subject_kind="referral", subject_uuid=referral.uuid, outcome="turned_back")
    end_acceptance(actor, referral, step.cases, why="turned_back")
    close_offers(actor, referral, step.cases)
    if why.words.strip():
        seal_words(referral, {"turn_back": why.words})
    step.land(ReferralState.WITHDRAWN, ended_at=now(), reason=why.reason)
    _quiet(actor, referral, step.cases, "turned_back")
    for case in step.cases:
        follow_reporter(actor, case)
    tell_receiving(offer, "turned_back", once="turned_back")
    return referral


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
    step.land(ReferralState.SENT, accepted_at=None)
    tell_asking(step.referral, "given_back", _both_ends(step), but=actor.desk_id)
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
    _quiet(actor, referral, step.cases, "withdrawn")
    for case in step.cases:
        follow_reporter(actor, case)
    tell_asking(
        referral, "withdrawn", [referral.sender_desk_id, *leads(step.cases)], but=actor.desk_id
    )
    return referral


@transaction.atomic
def report_missing(
    *,
    actor: Acting,
    ref: str | UUID,
    version: int | None,
    how: str,
    known: str,
    side: str = "asking",
) -> Referral:
    """She is missing: what is known is typed, the clock starts. Police only by a person's act."""
    step = take_step(actor=actor, ref=ref, name="report_missing", version=version, side=side)
    errors = {}
    if how not in set(Missing):
        errors["how"] = _("Choose how she went missing, or that it is not known.")
    if not known.strip():
        errors["known"] = _("Say what is known, in a few words.")
    if errors:
        raise Invalid(_("Some answers need a change."), errors=errors)
    seal_words(step.referral, {"missing": known, "closing": "", "closing_by": None})
    child = any(c.treated_as_child for c in step.cases)
    stop(actor=actor, subject_kind="referral", subject_uuid=step.referral.uuid, outcome="missing")
    step.land(
        before_missing=step.referral.state, missing_how=how,
        missing_who=(MissingWho.CHILD if child else MissingWho.ADULT).value,
    )  # fmt: skip
    start(
        actor=actor, code="missing", state=step.referral.jurisdiction, subject_kind="referral",
        subject_uuid=step.referral.uuid, section="envelope", owner_desk_id=step.referral.sender_desk_id,
    )  # fmt: skip
    alarm(actor, step.referral, step.cases, "missing")
    return step.referral


@transaction.atomic
def found(
    *,
    actor: Acting,
    ref: str | UUID,
    version: int | None,
    what: str,
    then: str,
    side: str = "asking",
) -> Referral:
    """She is found: back to the state before, or as 'arrived', or as 'turned back'.

    ``then`` is 'before', 'arrived' or 'withdrawn'; 'arrived' is the receiver's to say.
    """
    step = take_step(actor=actor, ref=ref, name="found", version=version, side=side)
    if what not in set(Found):
        raise Invalid(field="what", remedy=_("Choose what happened."))
    stop(
        actor=actor,
        subject_kind="referral",
        subject_uuid=step.referral.uuid,
        code="missing",
        outcome="found",
    )
    told = _both_ends(step)
    offer = winner(step.referral)
    if then == "arrived":
        if offer.desk_id != actor.desk_id:
            raise Invalid(
                field="then", remedy=_("The receiver says 'arrived'. Choose another answer.")
            )
        _here(step)
    elif then == "withdrawn":
        _broken_off(step, Coded(TurnBack.PERSON_CHANGED_HER_MIND.value))
    elif then == "before":
        _as_before(step)
    else:
        raise Invalid(
            field="then", remedy=_("Say whether it goes on, she has arrived, or it is over.")
        )
    tell_asking(step.referral, "found", told, once=f"found:{step.referral.version}")
    tell_receiving(offer, "found", once=f"found:{step.referral.version}")
    return step.referral


def _as_before(step: Step) -> None:
    step.land(step.referral.before_missing)
    _quiet(step.actor, step.referral, step.cases, "found")
    if step.referral.state == ReferralState.HANDED_OVER and step.referral.expected_at:
        expected = max(step.referral.expected_at, now() + timedelta(minutes=30))
        start(
            actor=step.actor, code="arrival", state=step.referral.jurisdiction, subject_kind="referral",
            subject_uuid=step.referral.uuid, section="envelope", due_at=expected,
        )  # fmt: skip


@transaction.atomic
def close_missing(*, actor: Acting, ref: str | UUID, version: int | None, done: str) -> Referral:
    """Close a missing report after all was done: typed, and by a second person.

    The first call notes who proposes and what was done, the second, by another person, ends it.
    """
    step = take_step(actor=actor, ref=ref, name="close_missing", version=version)
    words = selectors.words_of(step.referral)
    proposed_by = words.get("closing_by")
    if proposed_by is None:
        if not done.strip():
            raise Invalid(field="done", remedy=_("Say what was done to find her."))
        if len(done) > 2_000:
            raise Invalid(field="done", remedy=_("Shorten this to 2,000 characters."))
        seal_words(step.referral, {"closing": done.strip(), "closing_by": actor.user_id})
        step.referral.version += 1
        step.referral.save()
        return step.referral
    if proposed_by == actor.user_id:
        raise NotOpen(
            _("A second person closes this."),
            field="move",
            remedy=_("Ask a colleague, the lead or the coordinator."),
        )
    stop(actor=actor, subject_kind="referral", subject_uuid=step.referral.uuid, outcome="closed")
    end_acceptance(actor, step.referral, step.cases, why="missing")
    close_offers(actor, step.referral, step.cases)
    step.land(ReferralState.ENDED, ended_at=now(), reason="missing")
    _quiet(actor, step.referral, step.cases, "closed")
    for case in step.cases:
        follow_reporter(actor, case)
    return step.referral


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
    _quiet(actor, step.referral, step.cases, "ended")
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
