"""What a desk is told of a referral or an offer: built anew for every answer, by its rights of now."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Alarm, Case
from portal.access import grants
from portal.access.matrix import Kind, Role
from portal.core.actors import Acting
from portal.core.workflow import Move, Party
from referrals import previews, selectors
from referrals.models import Draft, Offer, Referral
from referrals.previews import sheltered_by_sender
from referrals.routing_facts import Candidate
from referrals.selectors import Asked
from referrals.services.asking import Routes
from referrals.states import FINAL_STATES, OfferState


def case_ref(case: Case) -> dict[str, Any]:
    """A case by its public names."""
    return {"uuid": case.uuid, "reference": case.ref}


def candidate(one: Candidate, no_yes: frozenset[str], *, reasons: bool = True) -> dict[str, Any]:
    """One desk that can be asked; a coordinator hears 'fit or not', without reasons."""
    fit = one.fit
    return {
        "token": one.token, "name": one.name, "number": one.number, "kind": one.kind,
        "region": one.region, "takes": one.takes, "languages": one.languages, "places": _places(one),
        "confirmed_on": one.confirmed_on,
        "why": [_(word) for word in fit.why] if reasons else [],
        "doubts": [_(word) for word in fit.doubts] if reasons else [],
        "left_out": _(fit.left_out) if fit.left_out and reasons else "",
        "yes_missing": one.token in no_yes,
    }  # fmt: skip


def _places(one: Candidate) -> dict[str, Any] | None:
    """Free places, as of when, by whose word, and what is expected."""
    if one.vacancy is None:
        return None
    return {
        "free": one.vacancy.free, "as_of": one.vacancy.as_of, "confirmed_how": one.vacancy.how.value,
        "fresh": one.fresh,
        "ahead": [{"from_day": a.from_day, "free": a.free} for a in one.ahead],
    }  # fmt: skip


def candidates(found: Routes, *, reasons: bool = True) -> dict[str, Any]:
    """Whom one can ask, the best first."""

    def listed(some: Iterable[Candidate]) -> list[dict[str, Any]]:
        return [candidate(one, found.no_yes, reasons=reasons) for one in some]

    return {
        "proposed": listed(found.proposed), "left_out": listed(found.left),
        "against_her_no": listed(found.but_for_her_no) if reasons else [],
        "lead_needed": found.lead_needed,
    }  # fmt: skip


def _line(referral: Referral, seen: Iterable[Case]) -> dict[str, Any]:
    region = referral.region
    return {
        "uuid": referral.uuid, "reference": referral.ref, "purpose": referral.purpose,
        "urgency": referral.urgency, "state": referral.state, "sent_at": referral.sent_at,
        "region": {"code": region.code, "name": region.name} if region else None,
        "cases": [case_ref(case) for case in seen],
    }  # fmt: skip


def rows(referrals: Iterable[Referral]) -> list[dict[str, Any]]:
    """The lines of a list ``with_carried``."""
    return [_line(r, [row.case for row in r.carried.all()]) for r in referrals]


def referral(actor: Acting, found: Referral) -> dict[str, Any]:
    """One referral, whole, from the asking side."""
    return {
        **_line(found, selectors.seen_cases(actor, found)),
        "mode": found.mode, "read_back": found.read_back, "read_back_why": found.read_back_why,
        "sender": sender(actor, found), "keep_together": found.keep_together,
        "vital_interest": found.vital_interest, "from_when": found.from_when,
        "accepted_at": found.accepted_at, "left_at": found.left_at,
        "expected_at": found.expected_at, "arrived_at": found.arrived_at,
        "ended_at": found.ended_at, "reason": found.reason,
        "answers": [_answer(one) for one in selectors.asked(actor, found)],
        "handover": handover(actor, found), "alarms": alarms(actor, found),
        "moves": [move.name for move in selectors.open_moves(actor, found)],
    }  # fmt: skip


def onward_rows(actor: Acting, found: Sequence[Referral]) -> list[dict[str, Any]]:
    """Journeys of those who are at the actor's desk: no purpose, no receiver, no sender."""
    carried = {r.pk: [row.case for row in r.carried.all()] for r in found}
    held = grants.held_on({case.pk for some in carried.values() for case in some}, actor)
    return [
        {
            "uuid": r.uuid, "reference": r.ref, "state": r.state, "accepted_at": r.accepted_at,
            "left_at": r.left_at, "expected_at": r.expected_at,
            "cases": [
                case_ref(case) for case in carried[r.pk] if "view_envelope" in held.get(case.pk, ())
            ],
        }
        for r in found
    ]  # fmt: skip


def onward(actor: Acting, found: Referral) -> dict[str, Any]:
    """One journey, with where they meet and what the desk where she is may do."""
    return {
        **onward_rows(actor, [found])[0],
        "places": [
            {"number": o.number, "held_until": o.held_until} for o in selectors.held_offers(found)
        ],
        "handover": handover(actor, found),
        "moves": [move.name for move in selectors.open_moves(actor, found)],
    }  # fmt: skip


def sender(actor: Acting, found: Referral) -> str:
    """Who asked; a shelter has no name for whom shelters have none (policy 8)."""
    desk = found.sender_desk
    if desk.pk == actor.desk_id:
        return str(desk.organisation.name)
    gives_places = desk.organisation.kind == Kind.SHELTER or desk.role == Role.PLACEMENT_OFFICER
    hidden = gives_places and not selectors.sees_placement(actor, selectors.cases_of(found))
    return _("Protection lead") if hidden else str(desk.organisation.name)


def _answer(one: Asked) -> dict[str, Any]:
    return {
        "name": one.name, "number": one.number, "capacity": one.capacity, "state": one.state,
        "held_until": one.offer.held_until,
        "answer_by": one.offer.answer_by, "reason": one.reason, "words": one.words,
        "her_reason": one.her_reason,
    }  # fmt: skip


def handover(actor: Acting, found: Referral) -> dict[str, Any] | None:
    """Where and how they meet, for whom it is."""
    told = selectors.handover_of(actor, found)
    if not told:
        return None
    names = ("meeting_point", "hour", "transport", "note")
    return {name: str(told.get(name, "")) for name in names} | {"expected_at": found.expected_at}


def alarm(row: Alarm, case: Case | None) -> dict[str, Any]:
    """An open alarm, without who took it."""
    return {
        "uuid": row.uuid, "kind": row.kind, "opened_at": row.opened_at,
        "taken": row.taken_at is not None, "rests_until": row.rests_until,
        "case": case_ref(case) if case else None,
    }  # fmt: skip


def alarms(actor: Acting, found: Referral) -> list[dict[str, Any]]:
    """The alarms of one referral, the case named to who holds something of it."""
    listed = list(selectors.alarms_of(found).select_related("case"))
    return alarm_rows(actor, listed)


def alarm_rows(actor: Acting, listed: Sequence[Alarm]) -> list[dict[str, Any]]:
    """Alarms, each with its case where the reader holds something of it."""
    held = grants.held_on({row.case_id for row in listed}, actor)
    return [
        alarm(row, row.case if "view_envelope" in held.get(row.case_id, ()) else None)
        for row in listed
    ]


def offers(actor: Acting, found: Sequence[Offer]) -> list[dict[str, Any]]:
    """Offers by their previews alone, whatever their number in the same queries."""
    sheltered = sheltered_by_sender(found) if found else set()
    return [_offer(actor, one, one.referral_id in sheltered) for one in found]


def _offer(actor: Acting, one: Offer, shelters_her: bool) -> dict[str, Any]:
    facts = previews.preview(actor, one, shelters_her=shelters_her)
    return {
        "uuid": one.uuid, "reference": one.ref, "state": one.state, "answer_by": one.answer_by,
        "purpose": one.referral.purpose, "claimed_by": one.claimer,
        "preview": [
            {"field": f.field, "term": f.term, "value": f.value, "note": f.note, "codes": f.codes}
            for f in facts
        ],
    }  # fmt: skip


def offer(actor: Acting, one: Offer) -> dict[str, Any]:
    """One offer; once accepted, the cases that it opened, the way there and its moves."""
    found, taken = one.referral, one.state == OfferState.ACCEPTED
    [line] = offers(actor, [one])
    moves = _here(actor, found) if taken else selectors.open_answers(actor, one)
    return {
        **line,
        "mode": found.mode,
        "held_until": one.held_until,
        "referral_state": found.state if taken else None,
        "expected_at": found.expected_at if taken else None,
        "cases": [case_ref(c) for c in selectors.seen_cases(actor, found)] if taken else [],
        "handover": handover(actor, found) if taken else None,
        "alarms": alarms(actor, found) if taken and found.state not in FINAL_STATES else [],
        "moves": [move.name for move in moves] + (["meeting"] if _may_propose(one) else []),
    }


def _here(actor: Acting, found: Referral) -> list[Move]:
    """The receiving side's moves; a receiver who also leads makes the others on the referral."""
    return [m for m in selectors.open_moves(actor, found) if Party.RECEIVER in m.by]


def _may_propose(one: Offer) -> bool:
    return one.state == OfferState.ACCEPTED and one.referral.state == "accepted"


def version_of(one: Offer) -> int:
    """The version that a receiver's next move names: the offer's, once accepted the referral's."""
    return one.referral.version if one.state == OfferState.ACCEPTED else one.version


def draft_row(row: Draft) -> dict[str, Any]:
    """A draft, without what it says."""
    return {
        "uuid": row.uuid, "version": row.version, "author": row.author.name if row.author else "",
        "begun_at": row.begun_at, "touched_at": row.touched_at,
    }  # fmt: skip
