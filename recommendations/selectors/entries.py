"""Entries: what is published of them to everybody, on any day; what is being written to its people."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pycountry
from django.db.models import Q, QuerySet
from django.http import Http404

from portal.core.actors import Acting
from portal.core.references import read_uuid
from portal.organisations.models import State
from recommendations.models import Activity, Entry, EntryEdition, Recommendation
from recommendations.rules.entries.catalogue import ALL, KINDS
from recommendations.rules.entries.fields import Known, Type
from recommendations.rules.entries.kinds import EntryKind
from recommendations.selectors.reach import NOTHING, within

NO_MONEY = {"XXX", "XTS", "XAU", "XAG", "XPT", "XPD"}  # none, tests, metals
CURRENCIES = frozenset(one.alpha_3 for one in pycountry.currencies) - NO_MONEY
AROUND = ("entry__state", "entry__organisation")


def kind_of(code: str) -> EntryKind:
    """A kind by its code. Raises Http404."""
    found = KINDS.get(code)
    if found is None:
        raise Http404
    return found


def known_for(kind: EntryKind, state: State) -> Known:
    """What the fields of a kind are read against, in at most three queries."""
    parents = {one.parent for one in kind.fields if one.type is Type.PARENT}
    entries: dict[str, dict[str, str]] = {name: {} for name in parents}
    if parents:
        rows = Entry.objects.filter(state=state, kind__in=parents).order_by("kind", "code")
        for row in rows:
            entries[row.kind][row.code] = titled(row.kind, row.document)
    items: frozenset[str] = frozenset()
    if any(one.type is Type.ITEMS for one in kind.fields):
        pairs = Recommendation.objects.filter(country__in=("", state.code))
        items = frozenset(f"{s}:{c}" for s, c in pairs.values_list("source__code", "code"))
    lists: dict[str, dict[str, str]] = {}
    if any(one.offered == "activity" for one in kind.fields):
        lists["activity"] = dict(Activity.objects.values_list("code", "name"))
    return Known(lists, CURRENCIES, items, entries)


def titled(kind: str, document: dict[str, Any]) -> str:
    """What an entry is called: its first field."""
    one = KINDS[kind]
    value = document.get(one.title) or ""
    options = one.fields[0].options
    return str(options(value).label) if options is not None and value else str(value)


def entries(actor: Acting | None) -> QuerySet[Entry]:
    """What an actor may read of what is being written: what she writes, and what she publishes."""
    seen = NOTHING
    for kind in ALL:
        own = within(kind.write, actor)
        publishes = within(kind.publish, actor) if not kind.at_once else NOTHING
        if own != NOTHING:
            seen |= Q(kind=kind.code) & own
        if publishes != NOTHING:
            seen |= Q(kind=kind.code) & publishes & ~Q(stage="draft")
    return Entry.objects.filter(seen).select_related("state", "organisation")


def get_entry(actor: Acting | None, ref: object) -> Entry:
    """An entry that this actor may write or publish. Raises Http404."""
    found = entries(actor).filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def entries_waiting(actor: Acting | None) -> QuerySet[Entry]:
    """What waits for this actor to publish it, the oldest first."""
    seen = NOTHING
    for kind in ALL:
        publishes = within(kind.publish, actor)
        if not kind.at_once and publishes != NOTHING:
            seen |= Q(kind=kind.code) & publishes
    rows = Entry.objects.filter(seen, stage="submitted").select_related("state", "organisation")
    return rows.order_by("changed_at", "uuid")


def editions(
    actor: Acting | None, *, state: State | None = None, on: datetime | None = None
) -> QuerySet[EntryEdition]:
    """Of each entry what was published last, or last before a moment; what is withdrawn is not there.

    Open to everybody: nothing of a draft is in it.
    """
    rows = EntryEdition.objects.all()
    if state is not None:
        rows = rows.filter(entry__state=state)
    if on is not None:
        rows = rows.filter(published_at__lte=on)
    last = rows.order_by("entry_id", "-edition").distinct("entry_id").values("pk")
    return EntryEdition.objects.filter(pk__in=last, withdrawn=False).select_related(*AROUND)


def get_edition(actor: Acting | None, ref: object) -> EntryEdition:
    """What is published of an entry now. Raises Http404."""
    found = editions(actor).filter(entry__uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def history(actor: Acting | None, one: EntryEdition) -> QuerySet[EntryEdition]:
    """All editions of an entry, the last first."""
    return EntryEdition.objects.filter(entry_id=one.entry_id).order_by("-edition")


@dataclass(slots=True)
class Told:
    """What a State has published of a part, by kind, and below which entry it hangs."""

    by_kind: dict[str, list[EntryEdition]] = field(default_factory=lambda: defaultdict(list))

    def below(self, kind: str, code: str) -> list[EntryEdition]:
        """Entries of a kind that hang below an entry of this code."""
        parent = KINDS[kind].parent
        return [
            one for one in self.by_kind[kind]
            if parent is not None and one.document.get(parent.name) == code
        ]  # fmt: skip


def told(actor: Acting | None, state: State, part: str, *, on: datetime | None = None) -> Told:
    """Everything published of a part of a State, on a day, in one query."""
    found = Told()
    kinds = [one.code for one in ALL if one.part == part]
    rows = editions(actor, state=state, on=on).filter(entry__kind__in=kinds)
    for one in rows.order_by("entry__kind", "entry__created_at", "entry_id"):
        found.by_kind[one.entry.kind].append(one)
    return found


def publication_days(actor: Acting | None, state: State, part: str) -> list[datetime]:
    """The days on which a part changed, the last first: its versions."""
    kinds = [one.code for one in ALL if one.part == part]
    rows = EntryEdition.objects.filter(entry__state=state, entry__kind__in=kinds)
    return list(rows.datetimes("published_at", "day", order="DESC")[:40])
