"""The sections of a case as cards: only those the reader holds something of, in a fixed order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Consent
from cases.sections import CLOSED_UNTIL_OPENED, RECORDS
from cases.selectors import Said, consents, may_read, opened, placements, records, shut_in
from cases.services.sections import today_in
from cases.web.facts import Fact, fact, facts_of
from cases.web.naming import Naming
from cases.web.times import day
from cases.who_sees import Circle
from cases.words import OPEN_SECTION, PURPOSES, section_name
from portal.access.matrix import Role, Section
from portal.audit.services import look
from portal.core.actors import Acting
from portal.core.clock import now
from portal.sealing.services import keys_kept_open

ORDER = (
    Section.IDENTITY,
    Section.CONTACT_AND_SAFETY,
    Section.NEEDS_AND_ASSISTANCE,
    Section.HEALTH,
    Section.SCREENING,
    Section.IMMIGRATION,
    Section.PROCEEDINGS,
    Section.PLACEMENT,
    Section.CONSENT,
    Section.NOTES,
)
WIDE = frozenset({Section.IDENTITY, Section.NOTES})
SHOWN_NOTES = 3
SHOWN_CONSENTS = 6


@dataclass(frozen=True, slots=True)
class Voice:
    """One desk's record: who says it, when, what."""

    by: str
    at: Any
    facts: list[Fact]
    about: str = ""


@dataclass(slots=True)
class Card:
    """One section on the page."""

    key: str
    title: str
    who: list[str]
    span: bool = False
    voices: list[Voice] = field(default_factory=list)
    changed: str = ""
    edit_url: str = ""
    edit_label: str = ""
    open_url: str = ""
    open_label: str = ""
    more_url: str = ""
    more_label: str = ""
    lone: bool = True
    empty: str = ""

    @property
    def closed(self) -> bool:
        """Shut until it is opened by an act of its own."""
        return bool(self.open_url)


def url(name: str, case: Case, *more: str) -> str:
    """The address of a page of this case."""
    return reverse(f"cases:{name}", args=[case.uuid, *more])


def asks_to_open(actor: Acting, section: Section) -> bool:
    """Identity and health for everybody; everything for a coordinator, who is in by break-glass."""
    return section in CLOSED_UNTIL_OPENED or actor.role == Role.COORDINATOR


def cards(
    actor: Acting,
    case: Case,
    names: frozenset[str],
    around: Circle,
    *,
    only: Section | None = None,
    open_now: bool = False,
) -> tuple[list[Card], dict[Section, list[Said]]]:
    """The cards, and what was opened for them; ``only`` one section, opened by ``open_now``.

    Whoever opens a shut section has recorded the look before; a note about one is recorded here.
    """
    wanted = [
        s for s in ORDER if only in (None, s) and (may_read(names, s) or f"edit_{s}" in names)
    ]
    rows = {s: records(actor, case, s, names) for s in wanted if s in RECORDS}
    shown = {
        s: found if only else found[:SHOWN_NOTES] if s is Section.NOTES else found
        for s, found in rows.items()
    }
    of_notes = shut_in(Section.NOTES, shown.get(Section.NOTES, ()))
    look(actor=actor, case_id=case.pk, sections=of_notes, subject=str(case.uuid), how="notes")
    with keys_kept_open():
        said = {
            s: opened(actor, case, found)
            for s, found in shown.items()
            if found and (open_now or not asks_to_open(actor, s))
        }
    naming = Naming(around, [v.document for found in said.values() for v in found])
    made = []
    for section in wanted:
        card = _card(actor, case, names, around, section)
        if section in RECORDS:
            _fill(
                card, actor, case, names, section, rows[section], said.get(section), naming, around
            )
        elif section is Section.CONSENT:
            _fill_consents(card, actor, case, names)
        elif section is Section.PLACEMENT and asks_to_open(actor, section) and not open_now:
            card.open_url = url("section", case, section)
            card.open_label = str(OPEN_SECTION.get(section, _("Open")))
        elif section is Section.PLACEMENT:
            _fill_placement(card, actor, case, names, around)
        if card.voices or card.closed or card.empty:
            made.append(card)
    _leave_no_gap(made)
    return made, said


def _leave_no_gap(made: list[Card]) -> None:
    """An odd card takes the whole row: nothing looks as if something were missing."""
    narrow = [card for card in made if not card.span]
    if len(narrow) % 2:
        narrow[-1].span = True


def _card(
    actor: Acting, case: Case, names: frozenset[str], around: Circle, section: Section
) -> Card:
    return Card(
        key=str(section), title=section_name(section), who=around.who(section), span=section in WIDE
    )


def _fill(
    card: Card,
    actor: Acting,
    case: Case,
    names: frozenset[str],
    section: Section,
    rows: Sequence[Any],
    said: list[Said] | None,
    naming: Naming,
    around: Circle,
) -> None:
    if f"edit_{section}" in names:
        _offer_edit(
            card, case, section, mine=any(row.author_desk_id == actor.desk_id for row in rows)
        )
        card.empty = _("Nothing is written here yet.")
    elif "view_" + section in names:
        card.empty = _("Nothing is written here yet.")
    if not rows:
        return
    newest = max(row.written_at for row in rows)
    card.changed = _("Changed %(day)s") % {"day": day(newest)}
    if said is None:
        card.open_url = url("section", case, section)
        card.open_label = str(OPEN_SECTION.get(section, _("Open")))
        return
    today = today_in(case)
    card.voices = [
        Voice(
            by=_("Your desk") if v.mine else around.name(v.desk.organisation),
            at=v.written_at,
            facts=facts_of(v.document, naming, today),
            about=section_name(v.about) if v.about else "",
        )
        for v in said
    ]
    card.lone = len(said) == 1 and (said[0].mine or said[0].leads)
    if section is Section.NOTES and len(rows) > len(said):
        card.more_url, card.more_label = url("section", case, section), _("All notes")


def _offer_edit(card: Card, case: Case, section: Section, *, mine: bool) -> None:
    if section is Section.NOTES:
        card.edit_url, card.edit_label = url("note_new", case), _("Add a note")
    else:
        card.edit_url = url("section_edit", case, section)
        card.edit_label = "" if mine else _("Add")


def consent_standing(row: Consent) -> tuple[str, str]:
    """(status kind or '', words): until when it holds, or that it does not."""
    if row.withdrawn_at is not None:
        return "plain", _("Withdrawn %(day)s") % {"day": day(row.withdrawn_at)}
    if row.evidence_only:
        return "hold", _("From a list: opens nothing")
    if row.until is None:
        return "", _("Yes, until it is withdrawn")
    last = row.until - timedelta(seconds=1)
    if row.until <= now():
        return "plain", _("Ended %(day)s") % {"day": day(last)}
    return "", _("Yes, until %(day)s") % {"day": day(last)}


def _fill_consents(card: Card, actor: Acting, case: Case, names: frozenset[str]) -> None:
    rows = list(consents(actor, case, names)[: SHOWN_CONSENTS + 1])
    if "edit_consent" in names:
        card.edit_url, card.edit_label = url("consent_new", case), _("Record")
        card.empty = _("No consent is recorded yet.")
    elif "view_consent" in names:
        card.empty = _("No consent is recorded yet.")
    facts = [
        fact(str(row.uuid), str(PURPOSES.get(row.purpose, row.purpose)), consent_standing(row)[1])
        for row in rows[:SHOWN_CONSENTS]
    ]
    if facts:
        card.voices = [Voice(by="", at=None, facts=facts)]
        card.changed = _("Changed %(day)s") % {
            "day": day(max(row.withdrawn_at or row.given_at for row in rows))
        }
        card.more_url, card.more_label = (
            url("section", case, "consent"),
            _("Every consent, word for word"),
        )


def _fill_placement(
    card: Card, actor: Acting, case: Case, names: frozenset[str], around: Circle
) -> None:
    rows = list(placements(actor, case, names)[:3])
    live = [row for row in rows if row.state != "ended"]
    for row in live[:1]:
        since = row.arrived_at or row.reserved_at
        words = (
            _("%(name)s, since %(day)s")
            if row.state == "occupied"
            else _("%(name)s, kept free since %(day)s")
        )
        where = words % {"name": around.name(row.desk.organisation), "day": day(since)}
        facts = [fact("where", _("Where"), where)]
        if row.desk_id == actor.desk_id:
            facts.append(fact("place", _("Place"), row.place.label))
        else:
            facts.append(fact("address", _("Address"), _("Known to the shelter alone")))
        card.voices = [Voice(by="", at=None, facts=facts)]
        card.changed = _("Changed %(day)s") % {"day": day(since)}
    if not live:
        card.empty = _("No place is kept or taken now.")
