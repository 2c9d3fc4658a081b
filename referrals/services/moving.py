"""One step of a referral: lock, check, change, audit, tell. Every move goes through here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case
from cases.services import lock_cases
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.problems import NotOpen, Stale
from portal.core.workflow import Move, Party
from portal.notifications.services import tell
from portal.sealing.documents import seal
from portal.sealing.services import open_key
from referrals import selectors
from referrals.models import Offer, Referral
from referrals.workflow import OFFER, REFERRAL, MoveRefused


@dataclass(slots=True)
class Step:
    """A referral, locked with its cases, and the move that is being made."""

    actor: Acting
    referral: Referral
    cases: list[Case]
    move: Move
    parties: frozenset[Party]

    def land(self, state: str | None = None, **fields: Any) -> None:
        """Set the new state and version, and write the audit rows of every carried case."""
        target = state or self.move.lands_on(self.referral.state)[0]
        self.referral.state = str(target)
        for name, value in fields.items():
            setattr(self.referral, name, value)
        self.referral.version += 1
        self.referral.save()
        note(self.actor, self.referral, self.cases, self.move.name)


def note(
    actor: Acting, referral: Referral, cases: Sequence[Case], move: str, **detail: Any
) -> None:
    """The audit rows of one move: codes only."""
    for case in cases:
        record(
            actor=actor, verb=f"referral.{move}", case_id=case.pk, section="envelope",
            subject=str(referral.uuid),
            detail={"purpose": referral.purpose, "state": referral.state, **detail},
        )  # fmt: skip


def take_step(
    *, actor: Acting, ref: str | UUID, name: str, version: int | None, side: str = "asking"
) -> Step:
    """Lock a referral and its cases and find the move, or refuse it.

    Lock order: case, referral, offer, place. Raises Http404 where the actor does not see the
    referral, Stale where somebody moved it since she looked, NotOpen with the moves that are.
    """
    if side == "clock":
        referral = Referral.objects.get(uuid=ref)
    elif side == "receiving":
        referral = selectors.get_offer(actor, ref).referral
    elif side == "onward":
        referral = selectors.get_onward(actor, ref)
    else:
        referral = selectors.get_referral(actor, ref)
    cases = lock_cases(selectors.cases_of(referral))
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    parties = selectors.parties(actor, referral, cases)
    try:
        move = REFERRAL.find(name, referral.state, parties)
    except MoveRefused as refused:
        raise not_open(actor, referral, refused.open_moves) from None
    if version is not None and referral.version != version:
        raise moved_on()
    return Step(actor, referral, cases, move, parties)


def not_open(actor: Acting, referral: Referral, moves: Sequence[str]) -> NotOpen:
    """409, with the moves that are open and no more than the actor's cells tell."""
    return NotOpen(
        _("This step is not open now."), field="move",
        remedy=_("Choose one of the steps that are offered."), moves=list(moves),
    )  # fmt: skip


def moved_on() -> Stale:
    """409: somebody moved it since she looked."""
    return Stale(
        _("This moved on while you were looking at it."), field="version",
        remedy=_("Look at it again, then decide."),
    )  # fmt: skip


@dataclass(slots=True)
class Answering:
    """An offer, locked below its cases and its referral, and the answer that is being given."""

    actor: Acting
    offer: Offer
    referral: Referral
    cases: list[Case]
    move: Move

    def land(self, state: str | None = None, **fields: Any) -> None:
        land_offer(
            self.actor,
            self.offer,
            self.cases,
            self.move.name,
            str(state or self.move.lands_on(self.offer.state)[0]),
            **fields,
        )


def land_offer(
    actor: Acting, offer: Offer, cases: Sequence[Case], move: str, state: str, **fields: Any
) -> None:
    """Set an offer's state, and write its audit rows."""
    offer.state = state
    for name, value in fields.items():
        setattr(offer, name, value)
    offer.version += 1
    offer.save()
    for case in cases:
        record(
            actor=actor, verb=f"offer.{move}", case_id=case.pk, section="envelope", subject=str(offer.uuid),
            detail={"state": state, **({"reason": offer.reason} if offer.reason else {})},
        )  # fmt: skip


def note_offered(actor: Acting, offer: Offer, cases: Sequence[Case]) -> None:
    """The audit rows of an offer that was opened."""
    for case in cases:
        record(
            actor=actor, verb="offer.offer", case_id=case.pk, section="envelope",
            subject=str(offer.uuid), detail={"purpose": offer.referral.purpose, "state": offer.state},
        )  # fmt: skip


def take_answer(*, actor: Acting, ref: str | UUID, name: str, version: int | None) -> Answering:
    """Lock an offer below its cases and referral, and find the answer, or refuse it."""
    offer = (
        Offer.objects.get(uuid=ref) if actor.role == "clock" else selectors.get_offer(actor, ref)
    )
    cases = lock_cases(selectors.cases_of(offer.referral))
    referral = Referral.objects.select_for_update().get(pk=offer.referral_id)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    offer.referral = referral
    offer.desk = offer.desk
    try:
        move = OFFER.find(name, offer.state, selectors.offer_parties(actor, offer))
    except MoveRefused as refused:
        raise _too_late(offer, refused.open_moves) from None
    if version is not None and offer.version != version:
        raise moved_on()
    return Answering(actor, offer, referral, cases, move)


def _too_late(offer: Offer, moves: Sequence[str]) -> NotOpen:
    """Why an answer cannot be given any more; 'taken by another', never by whom."""
    words = {
        "taken": _("Taken by another. Nothing for you to do; your place is free again."),
        "withdrawn": _("This was withdrawn. Nothing for you to do."),
        "accepted": _("Your desk has accepted this already."),
        "declined": _("Your desk has declined this already."),
        "held": _("Your desk holds a place already: the person chooses."),
        "refused": _("Not chosen. Nothing for you to do; your place is free again."),
    }
    return NotOpen(
        words.get(offer.state, _("This answer is not open now.")), field="move",
        remedy=_("Choose one of the answers that are offered."), moves=list(moves),
    )  # fmt: skip


def seal_words(referral: Referral, document: dict[str, Any]) -> None:
    """Seal what was typed with a move under the referral's own key, beside what was typed before."""
    document = {**selectors.words_of(referral), **document}
    referral.words_version += 1
    referral.sealed_words = seal(
        key=open_key("referral", referral.uuid), table="referrals_referral.words", case_id=0,
        record=referral.uuid, version=referral.words_version, document=document,
    )  # fmt: skip


def seal_handover(referral: Referral, document: dict[str, Any]) -> None:
    """Seal meeting point and transport."""
    referral.handover_version += 1
    referral.sealed_handover = seal(
        key=open_key("referral", referral.uuid), table="referrals_referral.handover", case_id=0,
        record=referral.uuid, version=referral.handover_version, document=document,
    )  # fmt: skip


def seal_offer_words(offer: Offer, text: str) -> None:
    """Seal what a receiver wrote beside her coded reason."""
    offer.words_version += 1
    offer.sealed_words = seal(
        key=open_key("referral", offer.referral.uuid), table="referrals_offer.words", case_id=0,
        record=offer.uuid, version=offer.words_version, document={"text": text},
    )  # fmt: skip


def tell_asking(
    referral: Referral,
    kind: str,
    desk_ids: Sequence[int],
    *,
    once: str = "",
    but: int | None = None,
) -> None:
    """Tell desks of the asking side: the referral's own reference, a link to its page."""
    to = [{"desk_id": d} for d in dict.fromkeys(desk_ids) if d is not None and d != but]
    if to:
        tell(
            key=f"{kind}:{referral.uuid}:{once or referral.version}", kind=kind, to=to,
            reference=referral.ref, link=f"/referrals/{referral.uuid}/",
            subject_kind="referral", subject_uuid=referral.uuid,
        )  # fmt: skip


def tell_receiving(offer: Offer, kind: str, *, once: str = "", user_id: int | None = None) -> None:
    """Tell the receiver's desk, or the one who claimed it: the offer's reference, nothing else."""
    who: dict[str, Any] = {"desk_id": offer.desk_id}
    if user_id is not None:
        who["user_id"] = user_id
    tell(
        key=f"{kind}:{offer.uuid}:{once or offer.version}", kind=kind, to=[who], reference=offer.ref,
        link=f"/inbox/{offer.uuid}/", subject_kind="offer", subject_uuid=offer.uuid,
    )  # fmt: skip


def leads(cases: Sequence[Case]) -> list[int]:
    """The desks that lead the carried cases."""
    return [case.lead_desk_id for case in cases if case.lead_desk_id is not None]


def winner(referral: Referral) -> Offer:
    """The accepted offer. Raises Http404 where there is none."""
    offer = Offer.objects.select_for_update().filter(referral=referral, state="accepted").first()
    if offer is None:
        raise Http404
    offer.referral = referral
    return offer
