"""Reading the record. Numbers and codes come back; whoever asks has been let in by the caller."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from portal.audit import seals
from portal.audit.models import Entry, Seal
from portal.audit.seals import START, Position
from portal.core.clock import now
from portal.core.paging import SIZE, Page, page

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of a case's history; ``client`` is the machine that acted, where one did.

    With ``status_only`` verb, subject and detail are empty.
    """

    id: int
    at: datetime
    user_id: int | None
    desk_id: int | None
    organisation_id: int | None
    role: str
    section: str
    client: str = ""
    verb: str = ""
    subject: str = ""
    detail: dict[str, Any] | None = None


def later_than(rows: QuerySet[Entry], last: Position) -> QuerySet[Entry]:
    """The rows that come after a place in the order of events, by index."""
    later = Q(xid__gt=last.xid) | Q(xid=last.xid, pk__gt=last.id)
    return rows.filter(later, xid__gte=last.xid)


def history(
    case_id: int,
    sections: Collection[str] | None,
    after: str = "",
    *,
    size: int = SIZE,
    status_only: bool = False,
) -> Page:
    """A page of a case's entries, the newest first, as HistoryRow.

    ``sections`` are those the reader sees (the empty string for entries of no section); None means
    every section, for a reader of the status line. Raises Malformed for a cursor that is not ours.
    """
    rows = Entry.objects.filter(Q(case_id=case_id) | Q(cases__contains=[case_id]))
    if sections is not None:
        rows = rows.filter(section__in=sorted(sections))
    found = page(rows, keys=("-id",), after=after, size=size)
    return Page(rows=[_row(entry, status_only) for entry in found.rows], next=found.next)


def _row(entry: Entry, status_only: bool) -> HistoryRow:
    who = (entry.user_id, entry.desk_id, entry.organisation_id, entry.role)
    client = str(entry.detail.get("client", ""))
    line = HistoryRow(entry.pk, entry.at, *who, entry.section, client)
    if status_only:
        return line
    # What else a search showed is not of this case.
    return HistoryRow(
        entry.pk, entry.at, *who, entry.section, client, entry.verb, entry.subject, entry.detail
    )


def opened_by(case_id: int, user_id: int, *, since: datetime, until: datetime) -> list[str]:
    """The sections of a case that one person opened in a stretch of time, each once, in order."""
    rows = Entry.objects.filter(
        case_id=case_id, user_id=user_id, verb="looked", at__gte=since, at__lte=until
    )
    return list(dict.fromkeys(rows.order_by("pk").values_list("section", flat=True)))


def entries_for_export(
    *,
    since: datetime,
    until: datetime,
    case_id: int | None = None,
    organisation_id: int | None = None,
) -> Iterator[Entry]:
    """Entries from ``since`` up to, not including, ``until``, in the order of events, in batches
    by key; of one case, or by one organisation, where asked."""
    rows = Entry.objects.filter(at__gte=since, at__lt=until)
    if case_id is not None:
        rows = rows.filter(Q(case_id=case_id) | Q(cases__contains=[case_id]))
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    last = START
    while batch := list(later_than(rows, last).order_by("xid", "pk")[:BATCH]):
        yield from batch
        last = batch[-1].position


def last_seal() -> Seal | None:
    """The newest seal, without its leaves."""
    return Seal.objects.defer("leaves").order_by("-number").first()


def oldest_unsealed_seconds() -> float:
    """Age of the oldest row that no seal holds yet; 0 where all are sealed."""
    seal = last_seal()
    waiting = later_than(Entry.objects.all(), seal.last if seal else START)
    first = waiting.order_by("xid", "pk").first()
    return max((now() - first.at).total_seconds(), 0.0) if first else 0.0


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that a row is under a seal, to be checked without the database."""

    seal: int
    root: str
    index: int
    rows: int
    leaf: str
    path: tuple[str, ...]


def inclusion(entry_id: int) -> Inclusion | None:
    """The proof for one entry; None where it does not exist or is not sealed yet."""
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry is None:
        return None
    reached = Q(last_xid__gt=entry.xid) | Q(last_xid=entry.xid, last_id__gte=entry.pk)
    seal = Seal.objects.filter(reached, rows__gt=0).order_by("number").first()
    if seal is None:
        return None
    leaves = seals.unpacked(seal.leaves)
    ids = [id_ for id_, _hash in leaves]
    if entry.pk not in ids:
        return None
    index, hashes = ids.index(entry.pk), [hash_ for _id, hash_ in leaves]
    path = tuple(h.hex() for h in seals.proof(hashes, index))
    return Inclusion(seal.number, bytes(seal.root).hex(), index, len(ids), entry.leaf().hex(), path)


def changes_between(after: Position, horizon: int) -> QuerySet[Entry]:
    """What was changed after a place in the order of events and below a horizon, in that order:
    looks, lists and refusals left out."""
    rows = later_than(Entry.objects.filter(xid__lt=horizon), after)
    return rows.exclude(verb__in=["looked", "listed", "refused"]).order_by("xid", "pk")
