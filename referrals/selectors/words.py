"""What was typed and who may read it: answers, reasons, hand-over; shelters nameless where they must be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cases.models import Case
from portal.access import grants
from portal.access.matrix import Role
from portal.core.actors import Acting
from portal.core.workflow import Party
from portal.sealing.documents import unseal
from portal.sealing.services import open_key
from referrals.models import Offer, Referral
from referrals.selectors.parties import parties
from referrals.selectors.visible import PLACE, cases_of
from referrals.states import OfferState, ReferralState


def sees_placement(actor: Acting, cases: Iterable[Case]) -> bool:
    """Whether the actor may hear which shelter takes every one of these persons: the lead, child
    protection, a coordinator under break-glass; no other shelter, one that asks neither (policy 8)."""
    if actor.role == Role.PLACEMENT_OFFICER:
        return False
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

    @property
    def number(self) -> int:
        """Under which number the person and the sheet speak of it."""
        return self.offer.number


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


def missing_known(actor: Acting, referral: Referral) -> str:
    """What was typed of a missing person, for who sees the hand-over."""
    if referral.state != ReferralState.MISSING:
        return ""
    if not sees_handover(actor, referral, cases_of(referral)):
        return ""
    return str(words_of(referral).get("missing", ""))
