"""Words for clocks: names of rules, the time left, the counting line by line."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext

from portal.deadlines.counting import Step

MINUTE, HOUR, DAY = 60, 3_600, 86_400

RULES: Mapping[str, Promise] = {
    "answer.immediate_danger": lazy("Answer, immediate danger"),
    "answer.urgent": lazy("Answer, urgent"),
    "answer.standard": lazy("Answer"),
    "stalled.immediate_danger": lazy("To leave or start, immediate danger"),
    "stalled.urgent": lazy("To leave or start, urgent"),
    "stalled.standard": lazy("To leave or start"),
    "arrival": lazy("Expected arrival"),
    "missing": lazy("Missing: say what was done"),
    "vacancy.fresh": lazy("Places are confirmed"),
    "question.answer": lazy("Answer to a question"),
    "vacancy.link": lazy("Link to confirm places"),
    "hold": lazy("Place held for the person’s choice"),
    "unplaced": lazy("No receiver left"),
    "cannot_take": lazy("Receiver cannot take the person"),
    "review": lazy("Still needed?"),
    "guardian.alarm": lazy("Guardian for the child"),
    "guardian.escalate": lazy("Guardian for the child, at the latest"),
    "draft.expiry": lazy("Draft is deleted"),
    "own.draft_to_coordination": lazy("Draft goes to coordination"),
    "register.report": lazy("Report on a recommendation"),
    "claim.take_over": lazy("Claim may be taken over"),
    "break_glass.session": lazy("Break-glass ends"),
    "break_glass.together": lazy("Break-glass renewals end"),
    "break_glass.review": lazy("Review of a break-glass"),
    "export.expiry": lazy("File expires"),
    "consent.ending": lazy("Consent ends"),
    "risk.assessment": lazy("First risk assessment"),
    "risk.review": lazy("Risk assessment again"),
    "rights.information": lazy("Information on rights"),
    "vital.interest": lazy("Vital interest ends: consent needed"),
    "coordinator.consent": lazy("Consent asked by the new lead"),
    "contact.on_the_road": lazy("Contact while on the road"),
    "lead.none": lazy("A case without lead"),
    "reasonable_grounds": lazy("Reasonable-grounds decision"),
    "recovery": lazy("Recovery and reflection period"),
    "conclusive_grounds": lazy("Conclusive-grounds decision"),
    "reconsideration": lazy("Reconsideration may be asked"),
    "residence": lazy("Residence permit"),
    "plan.review": lazy("Review of the support plan"),
    "follow_up.1": lazy("Follow-up after 1 month"),
    "follow_up.3": lazy("Follow-up after 3 months"),
    "follow_up.6": lazy("Follow-up after 6 months"),
    "follow_up.12": lazy("Follow-up after 12 months"),
    "majority.review": lazy("Majority review"),
}


def rule_name(code: str, name: str) -> str:
    """The rule's name in the reader's language; a State's own rule keeps the name it was given."""
    return str(RULES.get(code, name))


def stands() -> str:
    """In place of the time left, while a question is open."""
    return _("Paused")


def left(time: timedelta) -> str:
    """'3 days left', '40 minutes left', '2 hours late': the largest unit that says enough."""
    seconds = int(time.total_seconds())
    late, seconds = seconds < 0, abs(seconds)
    if seconds >= 2 * DAY:
        n = seconds // DAY
        form = (
            ngettext("%(n)s day late", "%(n)s days late", n)
            if late
            else ngettext("%(n)s day left", "%(n)s days left", n)
        )
    elif seconds >= HOUR:
        n = seconds // HOUR
        form = (
            ngettext("%(n)s hour late", "%(n)s hours late", n)
            if late
            else ngettext("%(n)s hour left", "%(n)s hours left", n)
        )
    else:
        n = seconds // MINUTE
        form = (
            ngettext("%(n)s minute late", "%(n)s minutes late", n)
            if late
            else ngettext("%(n)s minute left", "%(n)s minutes left", n)
        )
    return form % {"n": n}


def counting(steps: Iterable[Step]) -> list[str]:
    """The counting, line by line, so that a person can check it by hand."""
    return [_sentence(step) for step in steps]


def _sentence(step: Step) -> str:
    forms = {
        "event": _("%(day)s: the event. This day does not count unless the rule says so."),
        "off": _("%(day)s: not a working day."),
        "stood": _("%(day)s: the clock stood, the day does not count."),
        "rolled_from": _("%(day)s is a day off: the period runs on to the next working day."),
        "two_working_days": _("%(day)s: not yet two working days, the period runs on."),
        "last_day": _("%(day)s: the last day, until 24:00."),
        "elapsed": _("%(n)s of real time, nights and holidays included."),
        "hour_not_counted": _("The hour of the event does not count."),
        "hours": _("%(n)s hours."),
        "stood_minutes": _("The clock stood for %(n)s minutes."),
    }
    day = date_format(step.day, pgettext("date format", "D j M Y")) if step.day else ""
    return forms[step.code] % {"day": day, "n": step.number}
