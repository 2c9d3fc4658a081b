"""Sending a referral: who may, on which ground, to whom; offers open, clocks start, desks are told."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, CaseBasis
from cases.selectors import get_case
from cases.services import (
    close_alarm,
    consent_facts,
    leave_own,
    lock_cases,
    state_grounds,
)
from portal.access.consents import Recipient, SendGround, ground_to_send
from portal.access.matrix import AgeStatus, Kind, Purpose
from portal.access.rules import PROTECTIVE_PURPOSES, may_send, someone_can_lead
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.core.references import new_reference
from portal.deadlines.services import start, stop
from portal.organisations.models import Desk, Region
from portal.sealing.services import new_key
from referrals.intake import Ask
from referrals.models import Offer, Referral, ReferralCase
from referrals.reasons import ReadBack, Then
from referrals.routing_facts import candidates, reachable
from referrals.services.moving import note, note_offered, seal_words, take_step, tell_receiving
from referrals.services.questioning import referred
from referrals.services.unmet import came_of_it
from referrals.states import FINAL_STATES, LIVE_OFFERS, Mode, ReferralState, Urgency

MOST_RECEIVERS = 10
MOST_CASES = 12


@transaction.atomic
def send_referral(
    *,
    actor: Acting,
    cases: Sequence[str | UUID],
    ask: Ask,
    receivers: Sequence[str],
    replaces: Referral | None = None,
    against_wishes: str = "",
    key: UUID | None = None,
) -> Referral:
    """Send one referral for one or more persons to one or more receivers.

    ``receivers`` are desk uuids, or the capacity tokens of ``routing_facts.candidates`` where
    shelters stay nameless. ``against_wishes`` is the typed reason that alone lets a referral pass
    her no-go in an emergency (policy 12). ``key`` is the draft's uuid where the tokens were given
    out before the cases were made. Raises Http404, Invalid naming field and remedy, NotOpen.
    """
    found = [get_case(actor, ref) for ref in dict.fromkeys(str(c) for c in cases)]
    if not 1 <= len(found) <= MOST_CASES:
        raise Invalid(field="cases", remedy=_("Choose the persons this referral is for."))
    locked = lock_cases(found)
    check_ask(ask, locked[0])
    for case in locked:
        _check_sender(actor, case, ask)
    desks = reachable(actor, locked, ask, receivers, against_wishes=against_wishes, key=key)
    return put_out(
        actor=actor,
        sender_desk_id=actor.desk_id or 0,
        cases=locked,
        ask=ask,
        desks=desks,
        replaces=replaces,
        words=against_wishes,
    )


def check_ask(ask: Ask, case: Case) -> None:
    """Raise Invalid naming field and remedy where the ask cannot be sent in the case's State."""
    regions = dict(Region.objects.filter(state_id=case.state_id).values_list("code", "pk"))
    if errors := ask.errors(now(), regions=regions):
        raise Invalid(_("Some answers need a change."), errors={f: _(w) for f, w in errors.items()})


def _check_sender(actor: Acting, case: Case, ask: Ask) -> None:
    """Who sends: the lead; before one exists the first reporter; and the desks of policy 6."""
    if not case.is_open:
        raise NotOpen(_("This case is closed."))
    rows = CaseBasis.objects.filter(case=case, desk_id=actor.desk_id, ended_at__isnull=True)
    bases = list(rows.values_list("basis", flat=True))
    if not may_send(bases, ask.purpose, has_lead=case.lead_desk_id is not None):
        raise NotOpen(
            _("The lead of this case sends referrals for this purpose. Propose it to the lead.")
        )


def protective_receivers(case: Case, ask: Ask, desks: Sequence[Desk]) -> list[tuple[str, str]]:
    """(kind, role) of the receivers of protective referrals of the case that are not closed."""
    found = []
    if ask.purpose in PROTECTIVE_PURPOSES:
        found = [(d.organisation.kind, d.role) for d in desks]
    rows = Offer.objects.filter(
        referral__carried__case=case, referral__purpose__in=[p.value for p in PROTECTIVE_PURPOSES],
        state__in=[*(s.value for s in LIVE_OFFERS), "accepted"],
    ).exclude(referral__state__in=[s.value for s in FINAL_STATES])  # fmt: skip
    return found + list(rows.values_list("desk__organisation__kind", "desk__role"))


def ground_for(case: Case, ask: Ask, desk: Desk) -> SendGround | None:
    """The ground on which a case may go to a desk, or None: then no consent covers it."""
    return ground_to_send(
        ask.purpose,
        Recipient(desk.organisation_id, Kind(desk.organisation.kind)),
        AgeStatus(case.age_status),
        now(),
        consents=consent_facts(case),
        state_grounds=state_grounds(case),
        vital_interest_reason=ask.vital_reason if ask.vital_interest else "",
        has_lead=case.lead_desk_id is not None,
    )


def check_grounds(
    cases: Sequence[Case], ask: Ask, desks: Sequence[Desk]
) -> dict[str, dict[str, str]]:
    """The grounds for every case and receiver; raises Invalid where one is missing.

    Returns {case uuid: {desk id: ground}}, kept with the referral.
    """
    grounds: dict[str, dict[str, str]] = {}
    for case in cases:
        if not someone_can_lead(
            has_lead=case.lead_desk_id is not None,
            protective_receivers=protective_receivers(case, ask, desks),
        ):
            raise Invalid(
                _("Nobody who can lead is asked yet."), field="receivers",
                remedy=_("Send first, or at the same time, a transfer to a caseworker desk that can lead."),
            )  # fmt: skip
        for desk in desks:
            ground = ground_for(case, ask, desk)
            if ground is None:
                raise Invalid(
                    _("No consent covers this purpose and this recipient."), field="consent",
                    remedy=_("Record a yes for this purpose, or send to somebody the person agreed to."),
                )  # fmt: skip
            grounds.setdefault(str(case.uuid), {})[str(desk.pk)] = ground.value
    return grounds


def put_out(
    *,
    actor: Acting,
    sender_desk_id: int,
    cases: Sequence[Case],
    ask: Ask,
    desks: Sequence[Desk],
    replaces: Referral | None = None,
    words: str = "",
    typed: Mapping[str, str] | None = None,
    checked: bool = False,
) -> Referral:
    """Write a referral and open its offers on locked cases; guards of 'send' are asked here."""
    grounds = {} if checked else check_grounds(cases, ask, desks)
    region = (
        Region.objects.filter(code=ask.region, state_id=cases[0].state_id).first()
        if ask.region
        else None
    )
    referral = Referral(
        ref=new_reference("F"), jurisdiction_id=cases[0].state_id, sender_desk_id=sender_desk_id,
        sender_user_id=actor.user_id if actor.desk_id == sender_desk_id else None, purpose=ask.purpose,
        urgency=ask.urgency, mode=mode_of(ask).value, region=region, from_when=ask.from_when,
        keep_together=ask.keep_together, conflict_kinds=list(ask.conflict_kinds),
        vital_interest=ask.vital_interest, grounds=grounds, replaces=replaces, sent_at=now(),
        read_back=ask.read_back or ReadBack.NO.value,
        read_back_why=ask.read_back_why if ask.read_back == ReadBack.NOT_POSSIBLE else "",
    )  # fmt: skip
    new_key("referral", referral.uuid)
    said = {"vital_reason": ask.vital_reason, "against_wishes": words, **(typed or {})}
    if kept := {name: text for name, text in said.items() if text}:
        seal_words(referral, kept)
    referral.save()
    for case in cases:
        ReferralCase.objects.create(referral=referral, case=case)
        if ask.vital_interest and case.vital_interest_at is None:
            case.vital_interest_at = now()
            case.save(update_fields=["vital_interest_at"])
        leave_own(actor=actor, case=case)
    note(actor, referral, cases, "send")
    open_offers(actor=actor, referral=referral, cases=cases, desks=desks)
    _begin_lead_clock(actor, cases, sender_desk_id)
    from cases.services import recompute

    for case in cases:
        recompute(case, told=False)
    return referral


def mode_of(ask: Ask) -> Mode:
    """She chooses where time allows and the purpose moves her; all else the first to accept wins,
    and she can still say no to the winner (policy 12)."""
    moves = Purpose(ask.purpose).moves_the_person
    return Mode.SHE_CHOOSES if moves and ask.urgency == Urgency.STANDARD else Mode.FIRST_WINS


def _begin_lead_clock(actor: Acting, cases: Sequence[Case], owner: int) -> None:
    for case in cases:
        if case.lead_desk_id is None:
            start(
                actor=actor, code="lead.none", state=case.state, subject_kind="case", subject_uuid=case.uuid,
                case_id=case.pk, section="summary", owner_desk_id=owner,
            )  # fmt: skip


def open_offers(
    *, actor: Acting, referral: Referral, cases: Sequence[Case], desks: Sequence[Desk]
) -> list[Offer]:
    """Open an offer to each desk, with its own reference and its own answer clock."""
    came_of_it(cases, referral.purpose, Then.ASKED)
    referred(actor=actor, referral=referral, cases=cases, desks=desks)
    rule = Urgency(referral.urgency).answer_rule
    first = referral.offers.count() + 1
    found = []
    for number, desk in enumerate(desks, start=first):
        offer = Offer(
            ref=new_reference("R"), referral=referral, desk=desk, number=number,
            opened_at=now(), answer_by=now(),
            nameless=desk.role == "placement_officer",
        )  # fmt: skip
        clock = start(
            actor=actor, code=rule, state=referral.jurisdiction, subject_kind="offer",
            subject_uuid=offer.uuid,
            section="envelope", owner_desk_id=desk.pk,
        )  # fmt: skip
        offer.answer_by = clock.due_at
        offer.save()
        tell_receiving(offer, "offer_open", once="open")
        note_offered(actor, offer, cases)
        found.append(offer)
    return found


@transaction.atomic
def offer_next(
    *,
    actor: Acting,
    ref: str | UUID,
    version: int | None,
    receivers: Sequence[str],
    against_wishes: str = "",
) -> Referral:
    """Ask further desks for a referral that is sent, or for which no receiver was left."""
    step = take_step(actor=actor, ref=ref, name="offer_next", version=version)
    ask = ask_of(step.referral)
    desks = reachable(
        actor, step.cases, ask, receivers, against_wishes=against_wishes, referral=step.referral
    )
    step.referral.grounds = step.referral.grounds | check_grounds(step.cases, ask, desks)
    if step.referral.state == ReferralState.UNPLACED:
        end_unplaced(actor, step.referral, step.cases)
    step.land(ReferralState.SENT)
    open_offers(actor=actor, referral=step.referral, cases=step.cases, desks=desks)
    return step.referral


def end_unplaced(actor: Acting, referral: Referral, cases: Sequence[Case]) -> None:
    """Somebody is asked again, or it is over: the alarm 'no receiver left' closes."""
    stop(
        actor=actor,
        subject_kind="referral",
        subject_uuid=referral.uuid,
        code="unplaced",
        outcome="asked",
    )
    for case in cases:
        close_alarm(
            actor=actor, case=case, kind="unplaced", why="asked", referral_uuid=referral.uuid
        )


def ask_of(referral: Referral) -> Ask:
    """The ask of a referral that was sent."""
    from referrals.selectors import words_of

    words = words_of(referral) if referral.sealed_words else {}
    return Ask(
        purpose=referral.purpose, urgency=referral.urgency,
        region=referral.region.code if referral.region else "",
        from_when=referral.from_when, keep_together=referral.keep_together,
        conflict_kinds=tuple(referral.conflict_kinds), vital_interest=referral.vital_interest,
        vital_reason=str(words.get("vital_reason", "")),
    )  # fmt: skip


__all__ = [
    "MOST_RECEIVERS", "ask_of", "candidates", "end_unplaced", "offer_next", "open_offers",
    "put_out", "send_referral",
]  # fmt: skip
