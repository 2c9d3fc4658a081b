"""What happens when a clock of a referral or an offer strikes: reminders, escalations, alarms, once each."""

from cases.services import lock_cases
from portal.deadlines.models import Clock
from portal.organisations.actors import CLOCK
from portal.organisations.selectors import administrators_of
from referrals import selectors
from referrals.models import Draft, Offer, Question, Referral
from referrals.services import drafts as draft_services
from referrals.services.alarming import alarm
from referrals.services.answering import lapse
from referrals.services.holding import let_go
from referrals.services.moving import leads, tell_asking, tell_receiving
from referrals.services.questioning import tell_of_question
from referrals.states import ReferralState


def striking(sender: object, *, clock: Clock, **_: object) -> None:
    """Lock what ``struck`` will change, in the house's order, before the clock's own row is locked."""
    if clock.subject_kind == "offer":
        rows = Referral.objects.filter(offers__uuid=clock.subject_uuid)
    elif clock.subject_kind == "referral":
        rows = Referral.objects.filter(uuid=clock.subject_uuid)
    elif clock.subject_kind == "question":
        list(Question.objects.select_for_update().filter(uuid=clock.subject_uuid))
        return
    else:
        return
    referral = rows.first()
    if referral is None:
        return
    lock_cases(selectors.cases_of(referral))
    list(Referral.objects.select_for_update().filter(pk=referral.pk))
    list(Offer.objects.select_for_update().filter(referral=referral).order_by("pk"))


def struck(sender: object, *, clock: Clock, kind: str, n: int, **_: object) -> None:
    """Receiver of ``deadlines.signals.clock_struck``; runs inside the strike's transaction."""
    if clock.subject_kind == "offer":
        _offer_clock(clock, kind)
    elif clock.subject_kind == "referral":
        _referral_clock(clock, kind, n)
    elif clock.subject_kind == "draft":
        _draft_clock(clock, kind)
    elif clock.subject_kind == "question":
        _question_clock(clock, kind)


def _offer_clock(clock: Clock, kind: str) -> None:
    """Half time: the claimer, else all. Due: sender, coordinator. Grace over: it lapses."""
    if clock.code == "hold":
        return _held(clock, kind)
    offer = (
        Offer.objects.select_related("referral")
        .filter(uuid=clock.subject_uuid, state__in=["open", "claimed"])
        .first()
    )
    if offer is None:
        return
    if kind == "half":
        tell_receiving(offer, "offer_reminder", once="half", user_id=offer.claimed_by_id)
    elif kind == "due":
        told = selectors.coordination_and_sender(offer.referral, selectors.cases_of(offer.referral))
        tell_asking(offer.referral, "offer_unanswered", told, once=f"{offer.uuid}:due")
    elif kind == "grace":
        lapse(ref=offer.uuid)


def _held(clock: Clock, kind: str) -> None:
    """Half of the time a place is held: ask her now. Over: it is let go."""
    offer = Offer.objects.select_related("referral").filter(uuid=clock.subject_uuid, state="held")
    found = offer.first()
    if found is None:
        return
    if kind == "half":
        told = [found.referral.sender_desk_id, *leads(selectors.cases_of(found.referral))]
        tell_asking(found.referral, "offer_held", told, once=f"{found.uuid}:half")
    elif kind == "due":
        let_go(ref=found.uuid)


def _referral_clock(clock: Clock, kind: str, n: int) -> None:
    referral = Referral.objects.filter(uuid=clock.subject_uuid).first()
    if referral is None:
        return
    cases = selectors.cases_of(referral)
    once = f"{clock.uuid}:{kind}:{n}"
    loud = kind in ("due", "grace", "repeat")
    if clock.code == "unplaced" and referral.state == ReferralState.UNPLACED and loud:
        tell_asking(
            referral, "unplaced", selectors.coordination_and_sender(referral, cases), once=once
        )
    elif clock.code.startswith("stalled.") and referral.state == ReferralState.ACCEPTED and loud:
        alarm(CLOCK, referral, cases, "stalled", once=once)
    elif (
        clock.code == "arrival"
        and referral.state == ReferralState.HANDED_OVER
        and kind in ("grace", "repeat")
    ):
        alarm(CLOCK, referral, cases, "late", once=once)
    elif clock.code == "missing" and referral.state == ReferralState.MISSING and loud:
        alarm(CLOCK, referral, cases, "missing", once=once)
    elif clock.code == "cannot_take" and referral.state == ReferralState.HANDED_OVER and loud:
        alarm(CLOCK, referral, cases, "cannot_take", once=once)
    elif clock.code == "review" and referral.state == ReferralState.ARRIVED:
        _still_needed(referral, kind, once)


def _still_needed(referral: Referral, kind: str, once: str) -> None:
    """28 days since she arrived: 'still needed?'; unanswered, their administrators are told."""
    cases = selectors.cases_of(referral)
    offers = list(
        Offer.objects.filter(referral=referral, state="accepted").select_related("referral", "desk")
    )
    if kind == "due":
        tell_asking(referral, "still_needed", leads(cases), once=once)
        for offer in offers:
            tell_receiving(offer, "still_needed", once=once)
    elif kind in ("grace", "repeat"):
        for offer in offers:
            tell_asking(
                referral,
                "still_needed_unanswered",
                administrators_of(offer.desk.organisation_id),
                once=once,
            )


def _question_clock(clock: Clock, kind: str) -> None:
    """Half time: who is asked, once more. Over: who asked; it stays open until somebody ends it."""
    question = Question.objects.filter(uuid=clock.subject_uuid, state="open").first()
    if question is None:
        return
    if kind == "half":
        tell_of_question(question, "question_asked", question.desk_id, once="half")
    elif kind == "due":
        tell_of_question(question, "question_unanswered", question.asker_desk_id, once="due")


def _draft_clock(clock: Clock, kind: str) -> None:
    draft = Draft.objects.filter(uuid=clock.subject_uuid).first()
    if draft is None:
        return
    if draft.touched_at > clock.started_at:
        draft_services.begin_clock(CLOCK, draft)
    elif kind in ("before", "half"):
        draft_services.warn(draft)
    elif kind in ("due", "grace"):
        draft_services.expire(draft)
