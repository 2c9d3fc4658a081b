"""The deadlines of a desk for a calendar: when, which reference, and nothing else.

A calendar lies on servers of others and on locked screens: the name of a rule ('guardian for the
child') would tell of a person what a notice never tells.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.actors import Acting
from portal.deadlines.models import Clock
from portal.deadlines.selectors import due_for
from portal.notifications.ics import Entry
from referrals import selectors
from referrals.work import Work, look_up

MOST = 100
NOT_HERE = ("offer", "draft", "desk")
"""Offers stand here by themselves; drafts and a shelter's figures are no matter for a calendar."""


def deadlines(actor: Acting) -> list[Entry]:
    """Answers that the desk owes, and its own clocks whose subject and section it sees now."""
    if actor.desk_id is None:
        return []
    offers = selectors.inbox(actor).order_by("answer_by", "uuid")[:MOST]
    found = [
        Entry(
            uid=str(o.uuid), text=_("Answer: %(reference)s") % {"reference": o.ref}, at=o.answer_by,
            url=_link("referrals:offer", o.uuid),
        )
        for o in offers
    ]  # fmt: skip
    work = Work(clocks=list(due_for(actor.desk_id).exclude(subject_kind__in=NOT_HERE)[:MOST]))
    look_up(actor, work)
    return found + [entry for c in work.clocks if (entry := _entry(c, work)) is not None]


def _entry(clock: Clock, work: Work) -> Entry | None:
    where = _subject(clock, work)
    if where is None:
        return None
    reference, url = where
    text = _("Deadline: %(reference)s") % {"reference": reference}
    return Entry(uid=str(clock.uuid), text=text, at=clock.due_at, day=clock.last_day, url=url)


def _subject(clock: Clock, work: Work) -> tuple[str, str] | None:
    if clock.subject_kind == "referral":
        if offer := work.taken.get(clock.subject_uuid):
            return offer.ref, _link("referrals:offer", offer.uuid)
        if sent := work.sent.get(clock.subject_uuid):
            return sent.ref, _link("referrals:referral", sent.uuid)
        return None
    case = work.cases.get(clock.case_id or 0)
    return (case.ref, _link("cases:detail", case.uuid)) if case else None


def _link(name: str, uuid: object) -> str:
    return settings.BASE_URL.rstrip("/") + reverse(name, args=[uuid])
