"""Entries as bodies, and examples of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.organisations.models import State
from recommendations.models import Entry, EntryEdition
from recommendations.rules.entries.fields import Field
from recommendations.rules.entries.kinds import EntryKind
from recommendations.rules.entries.law import COE, PALERMO, Element
from recommendations.selectors.doing import PlanSums
from recommendations.services.entry_rows import Outcome


def kind(one: EntryKind, lists: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """A kind with its fields and their codes."""
    return {
        "code": one.code, "part": one.part.value, "label": _(one.label),
        "published_at_once": one.at_once, "holds": [_field(f, lists) for f in one.fields],
    }  # fmt: skip


def _field(one: Field, lists: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    codes: list[str] = [code for code, _label in one.options.choices()] if one.options else []
    return {
        "name": one.name, "type": one.type.value, "label": _(one.label), "needed": one.needed,
        "codes": codes or list(lists.get(one.offered, {})), "below": one.parent,
    }  # fmt: skip


def edition(one: EntryEdition) -> dict[str, Any]:
    """What is published; its entry, State and organisation are there already."""
    row = one.entry
    return {
        "uuid": row.uuid, "kind": row.kind, "code": row.code, "state": row.state.code,
        "organisation": row.organisation.name, "edition": one.edition, "withdrawn": one.withdrawn,
        "published_at": one.published_at, "document": one.document,
    }  # fmt: skip


def own(row: Entry) -> dict[str, Any]:
    """What is being written."""
    return {
        "uuid": row.uuid, "kind": row.kind, "code": row.code, "state": row.state.code,
        "organisation": row.organisation.name, "stage": row.stage, "version": row.version,
        "returned_because": row.returned_because, "document": row.document,
    }  # fmt: skip


def outcome(found: Outcome) -> dict[str, Any]:
    """A report on a table."""
    return {
        "read": found.read, "created": found.created, "changed": found.changed,
        "unchanged": found.unchanged, "refused": found.refused, "left_out": found.left_out,
        "wrong": [{"line": w.line, "field": w.field, "remedy": w.remedy} for w in found.wrong[:500]],
    }  # fmt: skip


def elements(state: State, said: Mapping[str, EntryEdition]) -> Iterator[dict[str, Any]]:
    """A State's law, element by element; empty where nobody has looked."""
    for element in Element:
        one = said.get(element.value)
        yield {
            "state": state.code, "element": element.value,
            "covered": one.document["covered"] if one else "",
            "article": (one.document.get("article") or "") if one else "",
            "palermo": PALERMO.get(element, ""), "coe_197": COE.get(element, ""),
        }  # fmt: skip


def plan(state: State, sums: PlanSums) -> Iterator[dict[str, Any]]:
    """A plan's sums, currency by currency."""
    for currency, money in sums.money.items() or [("", None)]:
        yield {
            "state": state.code, "currency": currency, "measures": sums.measures,
            "overdue": sums.overdue, "without_budget": sums.without_budget,
            "planned": f"{money.planned if money else 0:.2f}",
            "spent": f"{money.spent if money else 0:.2f}",
            "travel": f"{money.travel if money else 0:.2f}",
        }  # fmt: skip


DOCUMENT = {
    "title": "Night shelter in the port town", "lead": "Coordination Office", "due_on": "2027-06-30",
    "budget": "120000.00", "currency": "EUR", "items": ["dcaf-2007:PRT-2"], "activities": ["PRT.shelter"],
}  # fmt: skip
EDITION = {
    "uuid": "5b6c5d0e-31c1-4b3e-9b55-3e0c0d7c7a11", "kind": "measure", "code": "M-1", "state": "XA",
    "organisation": "National Coordination Office", "edition": 1, "withdrawn": False,
    "published_at": "2026-11-24T20:40:00Z", "document": DOCUMENT,
}  # fmt: skip
OWN = {
    "uuid": "5b6c5d0e-31c1-4b3e-9b55-3e0c0d7c7a11", "kind": "measure", "code": "M-1", "state": "XA",
    "organisation": "National Coordination Office", "stage": "draft", "returned_because": "",
    "version": 1, "document": DOCUMENT,
}  # fmt: skip
KIND = {
    "code": "measure", "part": "plan", "label": "Measure", "published_at_once": False,
    "holds": [{"name": "title", "type": "line", "label": "What is to be done", "needed": True,
                "codes": [], "below": ""}],
}  # fmt: skip
TABLE = {"kind": "measure", "content": "Y29kZSx0aXRsZQo=", "dry_run": True, "only_good": False}
REPORT = {
    "read": 2, "created": 1, "changed": 0, "unchanged": 0, "refused": 1, "left_out": [],
    "wrong": [{"line": 3, "field": "due_on", "remedy": "This is needed."}],
}  # fmt: skip
ELEMENT = {"state": "XA", "element": "consent", "covered": "yes", "article": "210(3)",
           "palermo": "P 3(b)", "coe_197": "C 4(b)"}  # fmt: skip
PLAN = {"state": "XA", "currency": "EUR", "measures": 30, "overdue": 4, "without_budget": 6,
        "planned": "900000.00", "spent": "410000.00", "travel": "20000.00"}  # fmt: skip
