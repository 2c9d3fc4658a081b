"""Reading referrals and offers: the actor first, and only what her cells show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from cases.models import Alarm, Case, CaseBasis
from cases.selectors import desk_where_she_is
from portal.access import grants
from portal.access.matrix import Basis, Purpose
from portal.core.actors import Acting
from portal.core.references import read_uuid
from portal.core.workflow import Move, Party
from portal.organisations.models import Desk
from portal.sealing.documents import unseal
from portal.sealing.services import open_key
from referrals.models import Draft, Offer, Referral, ReferralCase
from referrals.states import FINAL_STATES, LIVE_OFFERS, OfferState, ReferralState
from referrals.workflow import OFFER, REFERRAL

PLACE = frozenset({Purpose.ACCOMMODATION.value, Purpose.URGENT_PROTECTION.value})


def walled_carriers(actor: Acting) -> QuerySet[ReferralCase]:
    """Where a referral carries a case that a wall shuts off from the actor."""
    return ReferralCase.objects.filter(_walled_q(actor))


def carried_walled(actor: Acting, outer: str) -> Exists:
    """A wall stands between the actor and a case that the outer referral carries."""
    return Exists(ReferralCase.objects.filter(_walled_q(actor), referral_id=OuterRef(outer)))


def _walled_q(actor: Acting) -> Q:
    running = Q(case__walls__lifted_at__isnull=True, case__walls__isnull=False)
    mine = Q(case__walls__organisation_id=actor.organisation_id)
    if actor.user_id:
        mine |= Q(case__walls__user_id=actor.user_id)
    return running & mine


def visible_referrals(actor: Acting) -> QuerySet[Referral]:
    """Referrals the actor sees from the asking side: she sent it, or may see a carried case's
    summary as its lead or coordinator."""
    if actor.desk_id is None:
        return Referral.objects.none()
    led = CaseBasis.objects.filter(
        case__carried_by__referral=OuterRef("pk"), desk_id=actor.desk_id, ended_at__isnull=True,
        basis__in=[Basis.LEAD.value, Basis.COORDINATION.value, Basis.CHILD_PROTECTION.value],
    )  # fmt: skip
    seen = grants.visible(
        ReferralCase.objects.filter(referral=OuterRef("pk")),
        actor,
        case="case_id",
        codename="view_summary",
    )
    rows = Referral.objects.filter(
        Q(sender_desk_id=actor.desk_id) | (Q(Exists(led)) & Q(Exists(seen)))
    )
    return rows.filter(~carried_walled(actor, "pk"))


def get_referral(actor: Acting, ref: str | UUID) -> Referral:
    """One referral from the asking side, or Http404."""
    try:
        return (
            visible_referrals(actor)
            .select_related("sender_desk__organisation", "region", "jurisdiction")
            .get(uuid=read_uuid(ref))
        )
    except Referral.DoesNotExist:
        raise Http404 from None


def visible_offers(actor: Acting) -> QuerySet[Offer]:
    """Offers to the actor's desk that still open something to her: live, accepted, or answered.

    A lapsed one stays answerable while the referral is sent or unplaced. Nothing of a walled case.
    An administrator sees that a desk of her organisation has claimed one (the envelope, no more):
    she may release it.
    """
    if actor.desk_id is None:
        return Offer.objects.none()
    rows = Offer.objects.filter(~carried_walled(actor, "referral_id"))
    if actor.role == "organisation_admin":
        return rows.filter(
            desk__organisation_id=actor.organisation_id, state=OfferState.CLAIMED.value
        )
    return rows.filter(desk_id=actor.desk_id)


def inbox(actor: Acting) -> QuerySet[Offer]:
    """What waits for this desk's answer; order by (answer_by, uuid)."""
    live = Q(state__in=[s.value for s in LIVE_OFFERS])
    late = Q(
        state=OfferState.LAPSED.value,
        referral__state__in=[ReferralState.SENT.value, ReferralState.UNPLACED.value],
    )
    return (
        visible_offers(actor)
        .filter(live | late, desk_id=actor.desk_id)
        .select_related("claimed_by", "referral__sender_desk__organisation", "referral__region")
    )


def taken_on(actor: Acting) -> QuerySet[Offer]:
    """What this desk accepted and what still runs; order by (answer_by, uuid)."""
    over = [s.value for s in FINAL_STATES]
    rows = visible_offers(actor).filter(state=OfferState.ACCEPTED.value)
    return rows.exclude(referral__state__in=over)


def get_offer(actor: Acting, ref: str | UUID) -> Offer:
    """One offer to the actor's desk, or Http404."""
    try:
        rows = visible_offers(actor).select_related(
            "referral__sender_desk__organisation",
            "referral__region",
            "referral__jurisdiction",
            "claimed_by",
            "desk__organisation",
        )
        return rows.get(uuid=read_uuid(ref))
    except Offer.DoesNotExist:
        raise Http404 from None


def cases_of(referral: Referral) -> list[Case]:
    """The carried cases, in the order of their ids; for services, which check what is shown."""
    rows = Case.objects.filter(carried_by__referral=referral).select_related(
        "state", "lead_desk__organisation", "reporter_desk__organisation"
    )
    return list(rows.order_by("pk"))


def seen_cases(actor: Acting, referral: Referral) -> list[Case]:
    """Those of a referral's cases on which the reader holds a basis (policy 13)."""
    rows = Case.objects.filter(carried_by__referral=referral).select_related(
        "lead_desk__organisation"
    )
    return list(grants.visible(rows, actor).order_by("pk"))


def parties(
    actor: Acting, referral: Referral, cases: Iterable[Case] | None = None
) -> frozenset[Party]:
    """Who the actor is to this referral: worked out from rows, never from her role alone."""
    found: set[Party] = set()
    if actor.role == "clock":
        return frozenset({Party.CLOCK})
    carried = list(cases) if cases is not None else cases_of(referral)
    if actor.desk_id == referral.sender_desk_id:
        found.add(Party.SENDER)
    if referral.offers.filter(desk_id=actor.desk_id, state__in=_receiving(referral)).exists():
        found.add(Party.RECEIVER)
    if any(case.lead_desk_id == actor.desk_id for case in carried):
        found.add(Party.LEAD)
    if any(desk_where_she_is(case) == actor.desk_id for case in carried):
        found.add(Party.DESK_WHERE_SHE_IS)
    if actor.role == "coordinator" and any(
        case.in_coordination and case.state_id == actor.state_id for case in carried
    ):
        found.add(Party.COORDINATOR)
    return frozenset(found)


def _receiving(referral: Referral) -> list[str]:
    if referral.state in (ReferralState.SENT, ReferralState.UNPLACED):
        return [s.value for s in LIVE_OFFERS] + [OfferState.LAPSED.value]
    return [OfferState.ACCEPTED.value]


def offer_parties(actor: Acting, offer: Offer) -> frozenset[Party]:
    """Who the actor is to one offer."""
    found: set[Party] = set()
    if actor.role == "clock":
        return frozenset({Party.CLOCK})
    if actor.desk_id == offer.desk_id:
        found.add(Party.RECEIVER)
        if offer.claimed_by_id is not None and offer.claimed_by_id == actor.user_id:
            found.add(Party.CLAIMER)
    if actor.role == "organisation_admin" and actor.organisation_id == offer.desk.organisation_id:
        found.add(Party.ORGANISATION_ADMIN)
    return frozenset(found)


FILED_BY_OFFER = frozenset({"accept"})
LEAD_MAY_NOT_END = frozenset(
    {Purpose.IDENTIFICATION, Purpose.INVESTIGATION, Purpose.CHILD_PROTECTION}
)
NEEDS_A_PLACE_TO_GO = frozenset({"leave", "arrive", "turn_back", "cannot_take", "overdue", "delay"})


def open_moves(actor: Acting, referral: Referral) -> tuple[Move, ...]:
    """The moves that are open to this actor now: the buttons of a page, the links of an answer."""
    if actor.desk_id is None:
        return ()
    mine = parties(actor, referral)
    moves = REFERRAL.open_to(referral.state, mine)
    moving = Purpose(referral.purpose).moves_the_person
    shut = set(FILED_BY_OFFER) | ({"start"} if moving else NEEDS_A_PLACE_TO_GO)
    if Party.RECEIVER not in mine and referral.purpose in LEAD_MAY_NOT_END:
        shut.add("end")
    if any(m.name == "take_alarm" for m in moves) and not alarms_of(referral).exists():
        shut.add("take_alarm")
    return tuple(m for m in moves if m.name not in shut)


def alarms_of(referral: Referral) -> QuerySet[Alarm]:
    """The alarms that stand open on a referral, oldest first."""
    rows = Alarm.objects.filter(referral_uuid=referral.uuid, closed_at__isnull=True)
    return rows.select_related("taken_by_desk__organisation").order_by("opened_at", "pk")


def open_answers(actor: Acting, offer: Offer) -> tuple[Move, ...]:
    """The answers that are open to this actor on an offer now."""
    moves = OFFER.open_to(offer.state, offer_parties(actor, offer))
    sent = offer.referral.state in (ReferralState.SENT, ReferralState.UNPLACED)
    competent = offer.desk.organisation.kind == "competent_authority"
    return tuple(
        m for m in moves
        if not (m.name == "accept" and not sent)
        and not (m.name == "decline" and competent)
        and not (m.name == "pass_on" and not competent)
        and m.name != "her_no"
    )  # fmt: skip


def sees_placement(actor: Acting, cases: Iterable[Case]) -> bool:
    """Whether the actor sees where every one of these persons sleeps: the lead, child protection,
    the shelter itself, a coordinator under break-glass (policy 8)."""
    return all("view_placement" in grants.held(case.pk, actor) for case in cases)


def names_shelter(actor: Acting, offer: Offer, sees: bool) -> bool:
    """Whether the actor may know which desk an offer went to (policy 8).

    Purposes other than a place name their receiver to the asking side. A place is named to the
    desk itself, and to whoever sees the placement of every carried case (``sees``).
    """
    if offer.desk_id == actor.desk_id:
        return True
    if offer.referral.purpose not in PLACE or offer.desk.role != "placement_officer":
        return True
    return sees


@dataclass(frozen=True, slots=True)
class Asked:
    """One offer as the asking side sees it; ``words`` and her own reason for sender and lead."""

    offer: Offer
    name: str
    capacity: int | None
    state: OfferState
    reason: str
    words: str
    her_reason: str = ""


def asked(actor: Acting, referral: Referral) -> list[Asked]:
    """Every receiver's answer and its reason, a nameless shelter as 'capacity 2' (policy 8).

    The winner of a place is told to the lead alone.
    """
    cases = cases_of(referral)
    sees = referral.purpose in PLACE and sees_placement(actor, cases)
    inside = actor.desk_id in (referral.sender_desk_id, *(c.lead_desk_id for c in cases))
    rows = referral.offers.select_related("desk__organisation", "referral").order_by("number", "pk")
    found = []
    for offer in rows:
        named = names_shelter(actor, offer, sees)
        found.append(
            Asked(
                offer=offer,
                name=str(offer.desk.organisation.name) if named else "",
                capacity=None if named else offer.number,
                state=OfferState(offer.state),
                reason=offer.reason,
                words=words_of_offer(offer) if inside and offer.words_version else "",
                her_reason=offer.her_reason if inside else "",
            )
        )
    return found


def _open(
    kind: str, owner: Referral | Offer, table: str, version: int, sealed: bytes
) -> dict[str, Any]:
    if not sealed:
        return {}
    key = open_key("referral", owner.uuid if isinstance(owner, Referral) else owner.referral.uuid)
    return unseal(
        key=key,
        table=f"{table}.{kind}",
        case_id=0,
        record=owner.uuid,
        version=version,
        sealed=sealed,
    )


def words_of_offer(offer: Offer) -> str:
    """What a receiver wrote beside 'other'."""
    return str(
        _open(
            "words", offer, "referrals_offer", offer.words_version, bytes(offer.sealed_words)
        ).get("text", "")
    )


def words_of(referral: Referral) -> dict[str, Any]:
    """What was typed with a move: why vital interest, what is known of a missing person."""
    return _open(
        "words",
        referral,
        "referrals_referral",
        referral.words_version,
        bytes(referral.sealed_words),
    )


def sees_handover(actor: Acting, referral: Referral, cases: Iterable[Case]) -> bool:
    """Both ends, lead, the desk where she is; the coordinator while its alarm is open (policy 2)."""
    carried = list(cases)
    found = parties(actor, referral, carried)
    if found & {Party.SENDER, Party.RECEIVER, Party.LEAD, Party.DESK_WHERE_SHE_IS}:
        return referral.state in (
            ReferralState.ACCEPTED,
            ReferralState.HANDED_OVER,
            ReferralState.MISSING,
        )
    if Party.COORDINATOR in found:
        return any(
            case.alarms.filter(referral_uuid=referral.uuid, closed_at__isnull=True).exists()
            for case in carried
        )
    return False


def handover_of(actor: Acting, referral: Referral) -> dict[str, Any]:
    """Meeting point, transport, times; empty for whom they are not."""
    if not sees_handover(actor, referral, cases_of(referral)):
        return {}
    return _open(
        "handover",
        referral,
        "referrals_referral",
        referral.handover_version,
        bytes(referral.sealed_handover),
    )


def sent_by(actor: Acting) -> QuerySet[Referral]:
    """What this desk sent; order by (-sent_at, uuid)."""
    return with_carried(visible_referrals(actor).filter(sender_desk_id=actor.desk_id))


def with_carried(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Referrals with their cases, in a fixed number of queries; the reader's rights come after."""
    return rows.select_related("region").prefetch_related(
        Prefetch(
            "carried", queryset=ReferralCase.objects.select_related("case").order_by("case_id")
        )
    )


def of_case(actor: Acting, case: Case) -> QuerySet[Referral]:
    """The referrals of a case that the actor sees from the asking side."""
    return visible_referrals(actor).filter(carried__case=case).order_by("-sent_at")


def drafts(actor: Acting) -> QuerySet[Draft]:
    """The desk's drafts, the last touched first."""
    if actor.desk_id is None:
        return Draft.objects.none()
    return (
        Draft.objects.filter(desk_id=actor.desk_id)
        .select_related("author")
        .order_by("-touched_at", "uuid")
    )


def get_draft(actor: Acting, ref: str | UUID) -> Draft:
    """One draft of the actor's desk, or Http404."""
    try:
        return drafts(actor).get(uuid=read_uuid(ref))
    except Draft.DoesNotExist:
        raise Http404 from None


def coordination_and_sender(referral: Referral, cases: Iterable[Case]) -> list[int]:
    """'Sender and coordinator', as every table means it: where a case is in coordination its
    coordinators; else the administrators of the sender's organisation."""
    from cases.services.alarms import coordination_or_administrator

    sender = Desk.objects.get(pk=referral.sender_desk_id)
    found = [referral.sender_desk_id]
    for case in cases:
        found += coordination_or_administrator(case, sender.organisation_id)
    return list(dict.fromkeys(found))


def missing_known(actor: Acting, referral: Referral) -> str:
    """What was typed of a missing person, for who sees the hand-over."""
    if referral.state != ReferralState.MISSING:
        return ""
    if not sees_handover(actor, referral, cases_of(referral)):
        return ""
    return str(words_of(referral).get("missing", ""))
