"""Proceedings on the page of a case: the second track, and what the reader's desk may do with it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Proceeding
from cases.proceedings.selectors import STATUS, may_open, of_case
from cases.vocabulary import EndedWhy, Stage
from cases.web.times import day
from cases.who_sees import Circle
from cases.words import coded
from portal.access.matrix import Section
from portal.core.actors import Acting

SEEN = frozenset({"view_proceedings", "own_proceedings", STATUS})


def track(actor: Acting, names: frozenset[str], around: Circle) -> dict[str, Any] | None:
    """The status line of each desk's proceedings; None where the reader's cells give nothing."""
    if not names & SEEN:
        return None
    rows = of_case(actor, around.case, names)
    return {
        "name": _("Proceedings"),
        "steps": [_line(actor, around, row) for row in rows] or [_nothing()],
        "who": around.who(Section.PROCEEDINGS),
        "second": True,
    }


def _nothing() -> dict[str, Any]:
    return {
        "state": "next",
        "title": _("Nothing is reported yet"),
        "meta": _("Being a witness is the person's choice. It changes nothing in protection."),
    }


def _line(actor: Acting, around: Circle, row: Proceeding) -> dict[str, Any]:
    ended = row.stage == Stage.ENDED
    who = _("Your desk") if row.desk_id == actor.desk_id else around.name(row.desk.organisation)
    return {
        "state": "done" if ended else "now",
        "title": status_words(row),
        "meta": _("%(who)s, since %(day)s") % {"who": who, "day": day(row.since)},
    }


def status_words(row: Proceeding) -> str:
    """The status line: the stage, and why they ended. No content."""
    stage = coded(Stage.choices(), row.stage)
    if not row.ended_why:
        return stage
    return _("%(stage)s: %(why)s") % {
        "stage": stage,
        "why": coded(EndedWhy.choices(), row.ended_why),
    }


def doing(actor: Acting, case: Case, names: frozenset[str]) -> Sequence[dict[str, Any]]:
    """To open proceedings, or to go to the desk's own."""
    mine = next((r for r in of_case(actor, case, names) if r.desk_id == actor.desk_id), None)
    if mine is not None:
        url, label = reverse("cases:proceeding", args=[mine.uuid]), _("Update the proceedings")
        return [{"label": label, "url": url, "icon": "forward", "consequence": status_words(mine)}]
    if not may_open(actor, case, names):
        return []
    why = _("The lead sees where they stand, nothing else. Help does not depend on them.")
    url = reverse("cases:proceedings_open", args=[case.uuid])
    return [{"label": _("Open proceedings"), "url": url, "icon": "plus", "consequence": why}]
