"""The record of a case in words: who, when, what, by the names this reader may hear."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from cases.web.times import moment
from cases.who_sees import Circle
from cases.words import ROLES, happened, section_name
from portal.access.matrix import Section
from portal.audit.selectors import HistoryRow, history
from portal.core.paging import Page
from portal.machines.selectors import names_of
from portal.organisations.models import Desk, Organisation, User

EXCERPT = 4
_QUIET = ("deadline.",)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, ready to be shown."""

    at: Any
    title: str
    who: str
    section: str
    look: bool


def readable_sections(names: frozenset[str]) -> list[str]:
    """The sections whose entries the reader of a history sees, with those of no section."""
    return ["", *(s.value for s in Section if f"view_{s}" in names)]


def page_of_history(case: Case, names: frozenset[str], after: str = "") -> Page:
    """One page of entries for a reader of the history column."""
    return history(case.pk, readable_sections(names), after)


def lines(rows: Iterable[HistoryRow], around: Circle, *, status_only: bool = False) -> list[Line]:
    """Entries in words; four queries for the names, however many there are.

    A person's name, or a system's, is told inside her own organisation; of others the organisation;
    of a shelter 'protection' to whom it is nameless.
    """
    found = list(rows)
    organisations = Organisation.objects.in_bulk(
        {r.organisation_id for r in found if r.organisation_id}
    )
    mine = {
        r.user_id for r in found if r.organisation_id == around.actor.organisation_id and r.user_id
    }
    people: dict[int | str, str] = {}
    people |= dict(User.objects.filter(pk__in=mine).values_list("pk", "name")) if mine else {}
    own = {
        r.desk_id for r in found if r.organisation_id == around.actor.organisation_id and r.desk_id
    }
    desks = dict(Desk.objects.filter(pk__in=own).values_list("pk", "name")) if own else {}
    ours = {
        r.client for r in found if r.organisation_id == around.actor.organisation_id and r.client
    }
    people |= names_of(ours)
    return [
        Line(
            at=row.at,
            title=_("Read or changed") if status_only else happened(row.verb),
            who=_who(row, around, organisations, people, desks),
            section=section_name(row.section) if row.section else "",
            look=row.verb in ("looked", "listed"),
        )
        for row in found
    ]


def _who(
    row: HistoryRow,
    around: Circle,
    organisations: dict[int, Organisation],
    people: dict[int | str, str],
    desks: dict[int, str],
) -> str:
    organisation = organisations.get(row.organisation_id or 0)
    if organisation is None:
        return str(ROLES.get(row.role, ""))
    if row.organisation_id == around.actor.organisation_id:
        return _(", ").join(
            filter(
                None, [people.get(row.user_id or row.client, ""), desks.get(row.desk_id or 0, "")]
            )
        )
    return around.name(organisation)


def excerpt(case: Case, names: frozenset[str], around: Circle) -> list[Line]:
    """The last things that happened, clocks left out; nothing without the history column."""
    if "view_history" not in names:
        return []
    rows = [r for r in page_of_history(case, names).rows if not r.verb.startswith(_QUIET)]
    return lines(rows[:EXCERPT], around)


def last_event(found: Sequence[Line]) -> dict[str, str] | None:
    """The strip's cell: the last change, not the last look."""
    line = next((one for one in found if not one.look), None)
    if line is None:
        return None
    return {
        "title": line.title,
        "meta": _("%(when)s, %(who)s") % {"when": moment(line.at), "who": line.who},
    }
