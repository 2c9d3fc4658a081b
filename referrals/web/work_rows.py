"""My work in words: one row for each thing, the most pressing first."""

from datetime import date, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Alarm
from cases.web.tracks import clock_face
from portal.access.matrix import Kind
from portal.core.clock import now
from portal.core.templatetags.concord import left_short, state_time, urgency
from portal.core.templatetags.words import listed
from portal.deadlines import labels
from portal.deadlines.models import Clock
from portal.deadlines.sources import source_said
from portal.organisations.actors import Actor
from referrals import previews, selectors
from referrals.models import Offer, Referral
from referrals.preview_facts import sender_name
from referrals.web.question_rows import question_row
from referrals.words import ALARMS, PURPOSES, said
from referrals.work import Work

RANK = {"danger": 0, "warn": 1, "info": 2, "ok": 3}
Row = dict[str, Any]


def rows_of(actor: Actor, work: Work) -> list[Row]:
    """Alarms, offers, clocks and her own next steps: overdue, today, then by due time."""
    loud = {a.referral_uuid for a in work.alarms if a.referral_uuid}
    found = _alarm_rows(actor, work)
    found += [_offer_row(actor, o, o.referral_id in work.sheltering) for o in work.offers]
    found += [row for c in work.clocks if (row := _clock_row(c, work, loud)) is not None]
    found += [question_row(actor, q) for q in selectors.to_answer(actor)]
    found += [_leave_row(r, work) for r in work.to_leave if r.uuid not in loud]
    return sorted(found, key=lambda row: (RANK.get(row["kind"], 9), row["at"]))


def _alarm_rows(actor: Actor, work: Work) -> list[Row]:
    """One row for each kind of alarm of a referral, though it carries several persons."""
    found: dict[tuple[Any, str], Row] = {}
    for alarm in work.alarms:
        key = (alarm.referral_uuid or alarm.case_id, alarm.kind)
        if key not in found and (where := _where(actor, alarm, work)) is not None:
            reference, url = where
            found[key] = {
                "kind": "danger",
                "title": said(ALARMS, alarm.kind),
                "reference": reference,
                "url": url,
                "meta": _taken(actor, alarm),
                "left": _late(alarm, work),
                "due": state_time(alarm.opened_at, "near"),
                "at": alarm.opened_at,
            }
    return list(found.values())


def _where(actor: Actor, alarm: Alarm, work: Work) -> tuple[str, str] | None:
    if alarm.referral_uuid in work.sent:
        found = work.sent[alarm.referral_uuid]
        return found.ref, reverse("referrals:referral", args=[found.uuid])
    if alarm.referral_uuid in work.taken:
        offer = work.taken[alarm.referral_uuid]
        return offer.ref, reverse("referrals:offer", args=[offer.uuid])
    if alarm.case_id in work.cases or actor.role == "organisation_admin":
        return alarm.case.ref, reverse("cases:detail", args=[alarm.case.uuid])
    return None


def _late(alarm: Alarm, work: Work) -> str:
    """How late she is; for another alarm the word."""
    referral = work.sent.get(alarm.referral_uuid) if alarm.referral_uuid else None
    if referral is None and alarm.referral_uuid in work.taken:
        referral = work.taken[alarm.referral_uuid].referral
    if alarm.kind == "late" and referral is not None and referral.expected_at:
        return left_short(referral.expected_at)
    return _("Alarm")


def _taken(actor: Actor, alarm: Alarm) -> str:
    desk = alarm.taken_by_desk
    if desk is None:
        return _("Nobody has taken it yet.")
    gives_places = desk.role == "placement_officer" or desk.organisation.kind == Kind.SHELTER
    hidden = gives_places and desk.organisation_id != actor.organisation_id
    return _("Taken by %(who)s.") % {"who": _("the receiver") if hidden else desk.organisation.name}


def _offer_row(actor: Actor, offer: Offer, shelters_her: bool) -> Row:
    sender = sender_name(offer, shelters_her=shelters_her)
    kind = urgency(offer.answer_by)
    return {
        "kind": "info" if kind == "ok" else kind,
        "icon": "inbox",
        "title": _("To answer: %(what)s") % {"what": previews.title(offer)},
        "meta": _("From %(sender)s.") % {"sender": sender},
        "left": left_short(offer.answer_by),
        "due": state_time(offer.answer_by, "near"),
        "url": reverse("referrals:offer", args=[offer.uuid]),
        "at": offer.answer_by,
    }


def _clock_row(clock: Clock, work: Work, loud: set[Any]) -> Row | None:
    """A clock of the desk, where it may still see what the clock is about."""
    if clock.subject_kind == "referral" and clock.subject_uuid in loud:
        return None
    where = _subject(clock, work)
    if where is None:
        return None
    reference, url = where
    due: date | datetime = clock.last_day or clock.due_at
    kind = urgency(due)
    title = labels.rule_name(clock.code, clock.rule.name)
    if clock.code.startswith("stalled."):
        title = _("Accepted, and not begun")
    return {
        "kind": kind,
        "title": title,
        "reference": reference,
        "url": url,
        "meta": source_said(clock.rule.legal_source),
        "left": left_short(due),
        "due": state_time(due, "near"),
        "at": clock.due_at,
    }


def _subject(clock: Clock, work: Work) -> tuple[str, str] | None:
    if clock.subject_kind == "referral":
        if clock.subject_uuid in work.taken:
            offer = work.taken[clock.subject_uuid]
            return offer.ref, reverse("referrals:offer", args=[offer.uuid])
        if clock.subject_uuid in work.sent:
            found = work.sent[clock.subject_uuid]
            return found.ref, reverse("referrals:referral", args=[found.uuid])
        return None
    if clock.subject_kind == "break_glass":
        return _break_glass(clock)
    if clock.subject_kind == "desk":  # a shelter's figures: its own page asks once they are stale
        return ("", reverse("cases:placements")) if clock.due_at <= now() else None
    if clock.case_id in work.cases:
        case = work.cases[clock.case_id]
        return case.ref, reverse("cases:detail", args=[case.uuid])
    return None


def _break_glass(clock: Clock) -> tuple[str, str] | None:
    try:
        return "", reverse("cases:review", args=[clock.subject_uuid])
    except NoReverseMatch:
        return None


def _leave_row(referral: Referral, work: Work) -> Row:
    """Accepted: she may go, and the asking side says 'left'."""
    clock = work.stalled.get(referral.uuid)
    at: datetime = clock.due_at if clock else referral.accepted_at or now()
    kind = urgency(at) if clock else "info"
    return {
        "kind": "info" if kind == "ok" else kind,
        "icon": "forward",
        "title": _("Accepted: say when the person leaves"),
        "reference": referral.ref,
        "meta": said(PURPOSES, referral.purpose),
        "left": left_short(at) if clock else _("Accepted"),
        "due": state_time(at, "near"),
        "url": reverse("referrals:referral", args=[referral.uuid]),
        "at": at,
    }


def waiting_rows(work: Work, shown: frozenset[int]) -> list[Row]:
    """What others owe her: whom she asked, by name or number, and how long they still have.

    ``shown`` are the referrals whose shelters the reader may know (policy 8).
    """
    rows = []
    for referral in work.waiting:
        offers = [o for o in referral.offers.all() if o.state in ("open", "claimed", "held")]
        first = min(offers, key=lambda o: o.answer_by)
        names = [_name(o, referral.pk in shown) for o in offers[:3]]
        more = len(offers) - 3
        if more > 0:
            names.append(ngettext("%(n)d more", "%(n)d more", more) % {"n": more})
        rows.append(
            {
                "label": _("%(who)s: %(what)s")
                % {"who": listed(names), "what": said(PURPOSES, referral.purpose)},
                "consequence": _("%(ref)s. %(left)s")
                % {"ref": referral.ref, "left": left_short(first.answer_by)},
                "url": reverse("referrals:referral", args=[referral.uuid]),
            }
        )
    return rows


def _name(offer: Offer, shown: bool) -> str:
    named = shown or offer.desk.role != "placement_officer"
    return offer.desk.organisation.name if named else _("Capacity %(n)d") % {"n": offer.number}


def next_clock(clocks: list[Clock]) -> dict[str, str] | None:
    """The status of a case's next clock."""
    if not clocks:
        return None
    clock = clocks[0]
    face = clock_face(clock)
    if clock.last_day is None or face["kind"] == "hold":
        return {"kind": str(face["kind"]), "word": f"{face['rule']}: {face['left']}"}
    return {
        "kind": urgency(clock.last_day),
        "word": f"{face['rule']}: {left_short(clock.last_day)}",
    }
