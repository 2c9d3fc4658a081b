"""A referral's way as a track, its alarms and its hand-over, for both ends alike."""

from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from portal.core.templatetags.concord import state_time
from portal.organisations.actors import Actor
from referrals import selectors
from referrals.models import Referral
from referrals.reasons import End, Missing, MissingWho, TurnBack, Withdraw
from referrals.states import ReferralState as S
from referrals.words import ALARMS, label, said

ORDER = (S.SENT, S.ACCEPTED, S.HANDED_OVER, S.ARRIVED, S.ENDED)
REACHED = {S.UNPLACED: S.SENT, S.MISSING: S.HANDED_OVER}


def steps_of(referral: Referral, *, moving: bool, receiving: bool = False) -> list[dict[str, Any]]:
    """sent, accepted, left, arrived (or started), ended; what went another way says so."""
    state = S(referral.state)
    at = {S.SENT: referral.sent_at, S.ACCEPTED: referral.accepted_at, S.HANDED_OVER: referral.left_at,
          S.ARRIVED: referral.arrived_at, S.ENDED: referral.ended_at}  # fmt: skip
    titles = {
        S.SENT: _("Sent"), S.ACCEPTED: _("Accepted"), S.HANDED_OVER: _("Left, on the way"),
        S.ARRIVED: _("Arrived") if moving else _("Started"), S.ENDED: _("Ended"),
    }  # fmt: skip
    if state is S.WITHDRAWN:
        return _withdrawn(referral, titles, at)
    now = REACHED.get(state, state)
    if state is S.MISSING:
        now = S(referral.before_missing or S.HANDED_OVER)
    found = []
    for one in ORDER:
        if one is S.HANDED_OVER and not moving:
            continue
        place = "done" if ORDER.index(one) < ORDER.index(now) else "now" if one is now else "next"
        if place == "done" and at[one] is None:
            continue
        meta = _when(at[one]) if place != "next" else ""
        if one is S.HANDED_OVER and place == "now" and referral.expected_at:
            meta = format_html(_("{}, expected {}"), meta, _when(referral.expected_at))
        found.append({"state": place, "title": titles[one], "meta": meta})
    return _aside(found, state, referral)


def _aside(steps: list[dict[str, Any]], state: S, referral: Referral) -> list[dict[str, Any]]:
    """Unplaced, missing and the reason of an end stand at the step where they happened."""
    here = next(i for i, s in enumerate(steps) if s["state"] == "now")
    if state is S.UNPLACED:
        steps[here] |= {"title": _("Sent: no receiver left"), "sign": "alert"}
    elif state is S.MISSING:
        who = label(MissingWho, referral.missing_who)
        how = label(Missing, referral.missing_how)
        steps.insert(here + 1, {"state": "now", "title": who, "meta": how, "sign": "alert"})
        steps[here]["state"] = "done"
    elif state is S.ENDED:
        steps[here] |= {
            "state": "done",
            "meta": _both(steps[here]["meta"], label(End, referral.reason)),
        }
    return steps


def _withdrawn(
    referral: Referral, titles: dict[S, str], at: dict[S, datetime | None]
) -> list[dict[str, Any]]:
    before = [s for s in (S.SENT, S.ACCEPTED, S.HANDED_OVER) if at[s]]
    steps = [{"state": "done", "title": titles[s], "meta": _when(at[s])} for s in before]
    meta = _both(_when(referral.ended_at), why_over(referral))
    return [*steps, {"state": "now", "title": _("Withdrawn"), "meta": meta, "sign": "stop"}]


def why_over(referral: Referral) -> str:
    """Why it was withdrawn or broken off, in words."""
    if referral.reason == "reassigned":
        return _("Reassigned by the coordinator")
    return (
        label(Withdraw, referral.reason)
        if referral.reason in set(Withdraw)
        else label(TurnBack, referral.reason)
    )


def _both(when: str, why: str) -> str:
    return format_html("{}. {}", when, why) if why else when


def _when(moment: datetime | None) -> str:
    return state_time(moment, "near") if moment else ""


def alarm_rows(actor: Actor, referral: Referral) -> list[dict[str, Any]]:
    """One row for each kind of alarm: since when, and who has it. Never a shelter by name."""
    found: dict[str, dict[str, Any]] = {}
    for alarm in selectors.alarms_of(referral):
        taken = alarm.taken_by_desk
        who = ""
        if taken is not None:
            hidden = taken.role == "placement_officer" and taken.pk != actor.desk_id
            who = _("the receiver") if hidden else taken.organisation.name
        found.setdefault(alarm.kind, {
            "kind": alarm.kind, "title": said(ALARMS, alarm.kind), "since": alarm.opened_at, "taken_by": who,
            "taken_at": alarm.taken_at, "rests_until": alarm.rests_until,
        })  # fmt: skip
    return list(found.values())


def handover_facts(actor: Actor, referral: Referral) -> list[dict[str, Any]]:
    """Meeting point, hour, transport, expected arrival; nothing for whom they are not."""
    document = selectors.handover_of(actor, referral)
    if not document:
        return []
    terms = (
        ("meeting_point", _("Meeting point")), ("hour", _("Hour")), ("transport", _("How, and with whom")),
        ("note", _("To know on the way")),
    )  # fmt: skip
    facts = [{"term": term, "value": document[key]} for key, term in terms if document.get(key)]
    if referral.expected_at and referral.left_at:
        facts.append(
            {"term": _("Expected there"), "value": state_time(referral.expected_at, "moment")}
        )
    return facts
