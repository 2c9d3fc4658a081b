"""The coordinator's part: takes alarms, reassigns, opens for a person whom nobody leads yet."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.guardians import STANDS_BESIDE
from cases.models import Alarm, Case, Wall
from cases.selectors import get_case
from cases.services import lock_cases, take_case_alarm
from cases.services import take_alarm as take_one
from portal.access.matrix import AgeStatus, Purpose
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.services import rest, start, stop
from portal.organisations.models import Desk
from referrals import selectors
from referrals.intake import LONGEST_REASON, Ask
from referrals.models import Offer, Referral
from referrals.routing_facts import candidates, reachable
from referrals.services.accepting import close_offers
from referrals.services.alarming import RESTS
from referrals.services.moving import leads, seal_words, take_step, tell_asking, tell_receiving
from referrals.services.sending import ask_of, end_unplaced, put_out
from referrals.states import RUNNING_STATES, OfferState, ReferralState, Urgency

CLOCK_OF = {
    "unplaced": "unplaced",
    "late": "arrival",
    "missing": "missing",
    "cannot_take": "cannot_take",
}
BY_COORDINATOR = frozenset({Purpose.CHILD_PROTECTION, Purpose.TRANSFER})


@transaction.atomic
def take_alarm(
    *, actor: Acting, ref: str | UUID, version: int | None = None, side: str = "asking"
) -> Referral:
    """Somebody says 'I have it': named on the alarm, which rests for an hour."""
    step = take_step(actor=actor, ref=ref, name="take_alarm", version=version, side=side)
    open_ = Alarm.objects.filter(
        case__in=step.cases, referral_uuid=step.referral.uuid, closed_at__isnull=True
    )
    alarms = list(open_)
    if not alarms:
        raise NotOpen(_("There is no alarm to take."))
    for one in alarms:
        take_one(actor=actor, alarm=one)
        code = CLOCK_OF.get(one.kind) or Urgency(step.referral.urgency).stalled_rule
        rest(
            actor=actor,
            subject_kind="referral",
            subject_uuid=step.referral.uuid,
            code=code,
            until=now() + RESTS,
        )
    told = [*selectors.coordination_and_sender(step.referral, step.cases), *leads(step.cases)]
    tell_asking(
        step.referral,
        "alarm_taken",
        told,
        once=f"{alarms[0].uuid}:{now().isoformat()}",
        but=actor.desk_id,
    )
    for offer in Offer.objects.filter(referral=step.referral, state="accepted").select_related(
        "referral"
    ):
        tell_receiving(offer, "alarm_taken", once=now().isoformat())
    return step.referral


@transaction.atomic
def take_case_level_alarm(*, actor: Acting, alarm: UUID) -> Alarm:
    """Take an alarm that belongs to a case and no referral: no guardian, no lead."""
    row = Alarm.objects.filter(uuid=alarm).select_related("case").first()
    if row is None:
        raise Http404
    case = get_case(actor, row.case.uuid, codename="view_summary")
    if actor.role == "coordinator" and not case.in_coordination:
        raise Http404
    return take_case_alarm(actor=actor, alarm=row)


@transaction.atomic
def take_any_alarm(*, actor: Acting, alarm: UUID) -> Alarm:
    """Take an alarm from the board: of a referral, with all its persons, or of a case alone."""
    row = Alarm.objects.filter(uuid=alarm).first()
    if row is None:
        raise Http404
    if row.referral_uuid is None:
        return take_case_level_alarm(actor=actor, alarm=row.uuid)
    take_alarm(actor=actor, ref=row.referral_uuid)
    return row


def asking_desk(actor: Acting, cases: Sequence[Case], sender_desk_id: int | None = None) -> int:
    """Who asks for these persons: the lead, else the sender or first reporter; none of them walled
    off, else the coordinator's own desk (policy 9)."""
    walls = Wall.objects.filter(case__in=list(cases), lifted_at__isnull=True)
    houses = list(walls.exclude(organisation=None).values_list("organisation_id", flat=True))
    wanted = [*leads(cases), sender_desk_id, *(c.reporter_desk_id for c in cases)]
    free = set(
        Desk.objects.filter(pk__in=[d for d in wanted if d], active=True)
        .exclude(organisation_id__in=houses)
        .values_list("pk", flat=True)
    )
    return next((d for d in wanted if d in free), actor.desk_id or 0)


def _past_half(referral: Referral) -> bool:
    """Half of the answer time is over for every offer that is still open."""
    offers = Offer.objects.filter(
        referral=referral, state__in=[OfferState.OPEN.value, OfferState.CLAIMED.value]
    )
    return all(now() >= o.opened_at + (o.answer_by - o.opened_at) / 2 for o in offers)


@transaction.atomic
def reassign(
    *, actor: Acting, ref: str | UUID, version: int | None, receivers: Sequence[str], reason: str
) -> Referral:
    """Take a referral that nobody answers out of its receivers' hands, and ask others at once.

    The new referral's sender stays the lead or the first reporter. Raises NotOpen before half of
    the answer time or while a place is held, Invalid without a typed reason.
    """
    step = take_step(actor=actor, ref=ref, name="reassign", version=version)
    if not all(c.in_coordination for c in step.cases):
        raise Http404
    if not reason.strip():
        raise Invalid(field="reason", remedy=_("Say why you reassign this, in a sentence."))
    if len(reason) > LONGEST_REASON:
        raise Invalid(field="reason", remedy=_("Shorten this to 2,000 characters."))
    if Offer.objects.filter(referral=step.referral, state=OfferState.HELD.value).exists():
        raise NotOpen(_("A place is held for the person’s choice: wait for it."))
    if step.referral.state == ReferralState.SENT and not _past_half(step.referral):
        raise NotOpen(
            _("The receivers still have time: reassigning opens at half of the answer time.")
        )
    ask = ask_of(step.referral)
    desks = reachable(actor, step.cases, ask, receivers, referral=step.referral)
    end_unplaced(actor, step.referral, step.cases)
    stop(
        actor=actor, subject_kind="referral", subject_uuid=step.referral.uuid, outcome="reassigned"
    )
    close_offers(actor, step.referral, step.cases)
    seal_words(step.referral, {"reassigned": reason})
    step.land(ReferralState.WITHDRAWN, ended_at=now(), reason="reassigned")
    sender = asking_desk(actor, step.cases, step.referral.sender_desk_id)
    fresh = put_out(
        actor=actor,
        sender_desk_id=sender,
        cases=step.cases,
        ask=ask,
        desks=desks,
        replaces=step.referral,
        typed={"reassigned": reason.strip()},
    )
    tell_asking(fresh, "reassigned", [sender], once="reassigned")
    return fresh


@transaction.atomic
def open_by_coordinator(
    *,
    actor: Acting,
    case: str | UUID,
    purpose: str,
    receivers: Sequence[str],
    reason: str,
    urgency: str = Urgency.URGENT.value,
) -> Referral:
    """For a child with neither parent nor guardian, or a case without lead: ask child protection, or
    a desk that can lead. The typed reason stands in for consent until the new lead has asked her.
    """
    if actor.role != "coordinator":
        raise Http404
    [row] = lock_cases([get_case(actor, case, codename="view_summary")])
    if not row.in_coordination:
        raise Http404
    if purpose not in BY_COORDINATOR:
        raise Invalid(field="purpose", remedy=_("Open child protection, or a transfer to a lead."))
    if not reason.strip():
        raise Invalid(field="reason", remedy=_("Say why, in a sentence."))
    if len(reason) > LONGEST_REASON:
        raise Invalid(field="reason", remedy=_("Shorten this to 2,000 characters."))
    alone = row.treated_as_child and row.guardian not in STANDS_BESIDE
    if not (row.lead_desk_id is None or (alone and purpose == Purpose.CHILD_PROTECTION)):
        raise NotOpen(_("This case has a lead: write to the lead."))
    if urgency not in set(Urgency):
        raise Invalid(field="urgency", remedy=_("Say how urgent it is."))
    running = [s.value for s in sorted(RUNNING_STATES)]
    if Referral.objects.filter(carried__case=row, purpose=purpose, state__in=running).exists():
        raise NotOpen(_("This was asked already: reassign that referral, or wait for its answer."))
    ask = Ask(purpose=purpose, urgency=urgency)
    desks = reachable(actor, [row], ask, receivers)
    sender = asking_desk(actor, [row])
    referral = put_out(
        actor=actor,
        sender_desk_id=sender,
        cases=[row],
        ask=ask,
        desks=desks,
        typed={"opened": reason.strip()},
        checked=True,
    )
    if row.age_status == AgeStatus.ADULT:
        start(
            actor=actor, code="coordinator.consent", state=row.state, subject_kind="case",
            subject_uuid=row.uuid, case_id=row.pk, section="consent", owner_desk_id=sender,
        )  # fmt: skip
    tell_asking(referral, "reassigned", [sender], once="opened")
    return referral


def ask_the_next(*, actor: Acting, referral: Referral, cases: Sequence[Case]) -> Referral | None:
    """After 'cannot take': a new referral in immediate danger, from the same sender, to the next
    candidates. None where nobody is left to ask; the alarm stands."""
    old = ask_of(referral)
    ask = Ask(
        purpose=old.purpose, urgency=Urgency.IMMEDIATE_DANGER.value, region=old.region,
        keep_together=old.keep_together, conflict_kinds=old.conflict_kinds,
        vital_interest=old.vital_interest, vital_reason=old.vital_reason,
    )  # fmt: skip
    proposed, _left = candidates(actor, cases, ask, referral=referral)
    before = set(referral.offers.values_list("desk_id", flat=True))
    ids = [c.fit.desk_id for c in proposed if c.fit.desk_id not in before][:3]
    desks = sorted(
        Desk.objects.filter(pk__in=ids).select_related("organisation"),
        key=lambda d: ids.index(d.pk),
    )
    if not desks:
        return None
    try:
        with transaction.atomic():
            return put_out(
                actor=actor,
                sender_desk_id=referral.sender_desk_id,
                cases=cases,
                ask=ask,
                desks=desks,
                replaces=referral,
            )
    except Invalid:  # no consent covers them: the alarm stands, a person decides
        return None
