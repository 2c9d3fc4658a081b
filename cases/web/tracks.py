"""The head of a case: statuses, safe contact, what is due, and the two tracks."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from cases.guardians import STANDS_BESIDE, Guardian
from cases.models import Case
from cases.sections import ContactAndSafety
from cases.selectors import Said
from cases.vocabulary import Accessibility, Danger, SafetyAlert
from cases.web.facts import labels
from cases.web.times import day
from cases.who_sees import Circle
from cases.words import AGES, coded
from portal.access.matrix import Basis, Section
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.templatetags import words
from portal.core.templatetags.concord import left
from portal.deadlines.models import PAUSED, Clock
from portal.deadlines.selectors import Face, clocks, face
from portal.organisations.languages import language_name

NO_CONTACT = frozenset(
    {
        Basis.FIRST_REPORTER_AFTER,
        Basis.FORMER_HOLDER,
        Basis.COORDINATION,
        Basis.ALARM,
        Basis.CONFERENCE,
    }
)
SHOWN_CLOCKS = 6
CONSENT_SOON_DAYS = 14


def statuses(case: Case, names: frozenset[str]) -> list[dict[str, str]]:
    """Coarse flags of the summary; 'own case' to who leads it."""
    found = []
    if not case.is_open:
        found.append({"kind": "plain", "word": _("Closed")})
    if "view_summary" not in names:
        return found
    if case.danger and case.danger in set(Danger) and Danger(case.danger).flag:
        found.append({"kind": "danger", "word": coded(Danger.choices(), case.danger)})
    if case.treated_as_child and case.guardian not in STANDS_BESIDE:
        found.append({"kind": "warn", "word": _("No guardian yet")})
    if "view_history" in names and case.left_at is None and not case.in_coordination:
        found.append({"kind": "hold", "word": _("Known to your desk alone"), "sign": "lock"})
    return found


def eyebrow(case: Case, names: frozenset[str]) -> str:
    """Who this is about, as far as the summary is the reader's."""
    if "view_summary" not in names:
        return _("Presumed trafficked person")
    return str(AGES[case.age_status])


def safety(
    case: Case, bases: Iterable[str], around: Circle, contact: Sequence[Said]
) -> dict[str, Any] | None:
    """Safe contact in the words that the reader may read; else the warnings alone (policy 10)."""
    headings = ". ".join(coded(SafetyAlert.choices(), code) for code in case.warnings)
    if contact:
        doc = contact[0].document
        if not isinstance(doc, ContactAndSafety) or not (headings or doc.never or doc.safe_contact):
            return None
        return {
            "never": headings or (_("Before you make contact") if doc.never else ""),
            "never_why": doc.never,
            "instead": doc.safe_contact or _("Not told yet. Ask the person first."),
        }
    if not headings or not set(bases) - NO_CONTACT:
        return None
    lead = around.lead()
    by = (
        _("Through who leads: %(name)s.") % {"name": lead}
        if lead
        else _("Ask whoever sent the person to you.")
    )
    return {"never": headings, "instead": by}


def seen_clocks(actor: Acting, case: Case, names: frozenset[str]) -> list[Clock]:
    """Live clocks whose section the reader views, and her own desk's; the soonest first."""
    sections = [s.value for s in Section if f"view_{s}" in names or f"own_{s}" in names]
    found = [
        clock
        for clock in clocks(case.pk, sections)
        if f"view_{clock.section}" in names or clock.owner_desk_id == actor.desk_id
    ]
    soon = now() + timedelta(days=CONSENT_SOON_DAYS)
    return [c for c in found if c.code != "consent.ending" or c.due_at <= soon]


def clock_face(clock: Clock) -> dict[str, Any]:
    """A clock as the component takes it: the time left with its day, days or hours used."""
    shown: Face = face(clock)
    used, length = shown.used, shown.length
    by_hours = length < 2 * 1440
    unit = 60 if by_hours else 1440
    paused = clock.state == PAUSED
    source = shown.source
    if shown.paused_since is not None:
        source = _("Paused since %(day)s: %(question)s") % {
            "day": day(shown.paused_since),
            "question": shown.question,
        }
    return {
        "kind": shown.kind,
        "left": shown.left if paused else left(shown.due_at),
        "rule": shown.rule,
        "source": source,
        "used": used // unit,
        "length": max(length // unit, 1),
        "hours": by_hours,
        "due_at": shown.due_at,
    }


def due_next(faces: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The strip's cell for what is due first."""
    if not faces:
        return None
    then = _("then %(rule)s") % {"rule": faces[1]["rule"]} if len(faces) > 1 else ""
    first = faces[0]
    return {
        "term": _("Due next"),
        "value": first["rule"],
        "kind": first["kind"],
        "due": True,
        "detail": f"{first['left']}; {then}" if then else first["left"],
    }


def strip(
    case: Case,
    names: frozenset[str],
    around: Circle,
    faces: Sequence[dict[str, Any]],
    last: dict[str, str] | None,
) -> list[dict[str, Any]]:
    """Who leads, due next, last event, how to speak: what the reader's cells give of them."""
    items: list[dict[str, Any]] = []
    if lead := around.lead():
        mine = case.lead_desk_id is not None and case.lead_desk_id == around.actor.desk_id
        items.append(
            {"term": _("Who leads"), "value": lead, "detail": _("Your desk") if mine else ""}
        )
    if due := due_next(faces):
        items.append(due)
    if last is not None:
        items.append({"term": _("Last event"), "value": last["title"], "detail": last["meta"]})
    if about := glance(case, names):
        items.append(about)
    return items


def glance(case: Case, names: frozenset[str]) -> dict[str, Any] | None:
    """Languages and needs of the envelope; children and guardian of the summary."""
    more = [labels(Accessibility, case.accessibility)]
    if "view_summary" in names and case.dependants:
        more.append(
            _("Others who belong to the person: %(n)s") % {"n": words.number(case.dependants)}
        )
    if "view_summary" in names and case.treated_as_child:
        more.append(_("Guardian: %(who)s") % {"who": coded(Guardian.choices(), case.guardian)})
    spoken = _(", ").join(map(language_name, case.languages))
    detail = ". ".join(filter(None, more))
    if not spoken and not detail:
        return None
    return {"term": _("Speaks"), "value": spoken or _("Not told"), "detail": detail}


def protection(
    case: Case, names: frozenset[str], around: Circle, faces: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """The protection track: what was, what runs with its clocks, what comes."""
    steps: list[dict[str, Any]] = []
    full = "view_summary" in names
    if full:
        steps.append({"state": "done", "title": _("First contact"), "meta": day(case.created_at)})
    if full and case.lead_since is not None and case.lead_desk_id != case.reporter_desk_id:
        steps.append(
            {"state": "done", "title": _("A lead has taken over"), "meta": day(case.lead_since)}
        )
    steps.append(
        {
            "state": "now",
            "title": _("Safety first, then rest"),
            "meta": _("Help does not wait for a decision or a statement."),
            "clocks": list(faces[:SHOWN_CLOCKS]),
        }
    )
    if full:
        steps += [{"state": "next", "title": title, "meta": meta} for title, meta in _ahead()]
    lead = around.lead()
    return {
        "name": _("Protection"),
        "steps": steps,
        "lead": _("%(name)s leads") % {"name": lead} if lead and case.lead_desk_id else "",
        "who": around.who(Section.NEEDS_AND_ASSISTANCE),
    }


def _ahead() -> list[tuple[str, str]]:
    """What comes after safety, in the order of the handbook."""
    return [
        (_("A decision on reasonable grounds"), _("Made by an authority, when asked")),
        (_("Recovery and reflection period"), _("Never below 30 days")),
        (_("Exit and follow-up"), _("After 1, 3, 6 and 12 months")),
    ]
