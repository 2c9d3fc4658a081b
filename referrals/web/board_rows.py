"""The rows of the board in words: what is wrong, how long, who has it, until when it rests."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Alarm
from cases.vocabulary import Takes
from portal.access.matrix import Kind, Role
from portal.core.clock import now
from portal.core.templatetags.concord import left_short, state_time, urgency
from portal.core.templatetags.words import listed
from portal.organisations.actors import Actor
from referrals.board import Agency, Answers, Beds
from referrals.models import Referral
from referrals.reasons import Decline
from referrals.states import Urgency
from referrals.words import AGES, ALARMS, PURPOSES, label, said

LATE = ("late", "cannot_take")


def how_long(time: timedelta) -> str:
    """'40 minutes', '3 hours', '2 days': the largest unit that says enough."""
    minutes = max(int(time.total_seconds()) // 60, 0)
    if minutes >= 2 * 24 * 60:
        n = minutes // (24 * 60)
        return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
    if minutes >= 60:
        n = minutes // 60
        return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def alarm_row(
    actor: Actor, alarm: Alarm, referral: Referral | None, answers: Answers | None
) -> dict[str, Any]:
    """One alarm: its row, and whether it is still to be taken."""
    resting = alarm.rests_until is not None and alarm.rests_until > now()
    mine = alarm.taken_by_id is not None and alarm.taken_by_id == actor.user_id
    url = (
        reverse("referrals:referral", args=[referral.uuid])
        if referral
        else reverse("cases:detail", args=[alarm.case.uuid])
    )
    return {
        "kind": "warn" if resting else "danger",
        "title": said(ALARMS, alarm.kind),
        "reference": referral.ref if referral else alarm.case.ref,
        "url": url,
        "meta": _facts(alarm, referral, answers),
        "left": _for_how_long(alarm, referral),
        "taken": taken_words(actor, alarm),
        "take_url": ""
        if resting and alarm.taken_by_id
        else reverse("referrals:alarm_take", args=[alarm.uuid]),
        "mine": mine,
    }


def _for_how_long(alarm: Alarm, referral: Referral | None) -> str:
    expected = referral.expected_at if referral and alarm.kind in LATE else None
    if expected is not None and expected < now():
        return _("%(time)s late") % {"time": how_long(now() - expected)}
    time = now() - alarm.opened_at
    return (
        _("Just now")
        if time < timedelta(minutes=1)
        else _("For %(time)s") % {"time": how_long(time)}
    )


def _facts(alarm: Alarm, referral: Referral | None, answers: Answers | None) -> str:
    parts = []
    if referral is not None:
        parts = [said(PURPOSES, referral.purpose), label(Urgency, referral.urgency)]
    parts.append(said(AGES, alarm.case.age_status))
    text = ". ".join(str(p) for p in parts) + "."
    more = asked_words(answers) if answers and alarm.kind == "unplaced" else ""
    return f"{text} {more}".strip()


def asked_words(found: Answers) -> str:
    """'3 asked: No place free (2), Language (1).'; nobody is named."""
    reasons = listed(
        _("%(reason)s (%(n)d)") % {"reason": label(Decline, code), "n": n}
        for code, n in sorted(found.reasons.items(), key=lambda pair: -pair[1])
    )
    asked = ngettext("%(n)d asked", "%(n)d asked", found.asked) % {"n": found.asked}
    return f"{asked}: {reasons}." if reasons else f"{asked}."


def taken_words(actor: Actor, alarm: Alarm) -> Any:
    """Who said 'I have it', and until when it rests; a shelter is 'the receiver'."""
    desk = alarm.taken_by_desk
    if desk is None or alarm.rests_until is None:
        return _("Nobody has taken it")
    if alarm.taken_by_id == actor.user_id:
        who = _("you")
    elif desk.organisation_id == actor.organisation_id and alarm.taken_by is not None:
        who = alarm.taken_by.name
    elif desk.role == Role.PLACEMENT_OFFICER or desk.organisation.kind == Kind.SHELTER:
        who = _("the receiver")
    else:
        who = desk.organisation.name
    if alarm.rests_until <= now():
        return _("Taken by %(who)s, and no longer resting") % {"who": who}
    return format_html(
        _("Taken by {who}, rests until {until}"),
        who=who,
        until=state_time(alarm.rests_until, "time"),
    )


def waiting_row(referral: Any, answers: Answers | None) -> dict[str, Any]:
    """A referral past half of its answer time: who has to answer is not told."""
    region = referral.region.name if referral.region else _("Whole country")
    waiting = answers.waiting if answers else 0
    meta = ngettext(
        "%(region)s. %(n)d has not answered.",
        "%(region)s. %(n)d have not answered.",
        waiting,
    )
    return {
        "kind": "danger" if urgency(referral.due) == "danger" else "warn",
        "title": said(PURPOSES, referral.purpose),
        "reference": referral.ref,
        "url": reverse("referrals:referral", args=[referral.uuid]),
        "meta": meta % {"region": region, "n": waiting},
        "left": left_short(referral.due),
        "due": state_time(referral.due, "near"),
    }


def agency_row(one: Agency) -> dict[str, Any]:
    """One agency's clocks; shelters stand together."""
    return {
        "name": one.name or _("Shelters, all together"),
        "row": "danger" if one.overdue else "warn" if one.soon else "",
        "overdue": one.overdue, "soon": one.soon, "paused": one.paused, "running": one.running,
        "oldest": left_short(one.oldest),
    }  # fmt: skip


def bed_row(one: Beds) -> dict[str, Any]:
    """Places for one group."""
    return {"group": label(Takes, one.group), "free": one.free, "held": one.held}
