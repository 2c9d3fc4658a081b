"""Reads the whole record again and names what no longer agrees with its seals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.audit import seals
from portal.audit.models import Entry, Seal
from portal.audit.seals import START, Position
from portal.audit.selectors import later_than

ROWS = 2_000
SEALS = 50


class Kind(StrEnum):
    """What was found."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    SEAL = "seal"


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement; ``entry`` is None where the seal itself is at fault."""

    kind: Kind
    seal: int
    entry: int | None
    says: str


@dataclass(slots=True)
class Tally:
    """What was read; ``unsealed`` rows await their first seal and prove nothing yet."""

    seals: int = 0
    rows: int = 0
    unsealed: int = 0
    last_number: int = 0
    last_chain: str = ""


def verify(tally: Tally, *, expected: Mapping[int, str] | None = None) -> Iterator[Finding]:
    """Compare every row with its seal and every seal with the one before, in batches.

    ``expected`` maps a seal's number to the chain (hex) that somebody outside the database keeps:
    only that tells a record that was rewritten from end to end. ``tally`` is filled on the way.
    """
    wanted = dict(expected or {})
    rows = _Rows()
    before: Seal | None = None
    for seal in _all_seals():
        gap = seal.number != (before.number + 1 if before else 1)
        yield from _check_seal(seal, before, gap)
        yield from _check_rows(seal, rows.up_to(seal.last), gap)
        if (chain := wanted.pop(seal.number, None)) not in (None, bytes(seal.chain).hex()):
            yield _seal_finding(
                seal.number, f"has another chain than was told outside ({chain[:16]}…)"
            )
        tally.seals, tally.rows = tally.seals + 1, tally.rows + seal.rows
        tally.last_number, tally.last_chain = seal.number, bytes(seal.chain).hex()
        before = seal
    for number in sorted(wanted):
        yield _seal_finding(number, "was told outside and is gone")
    tally.unsealed = rows.left()


def _all_seals() -> Iterator[Seal]:
    last = 0
    while batch := list(Seal.objects.filter(number__gt=last).order_by("number")[:SEALS]):
        yield from batch
        last = batch[-1].number


def _seal_finding(number: int, what: str) -> Finding:
    return Finding(Kind.SEAL, number, None, f"seal {number} {what}")


def _check_seal(seal: Seal, before: Seal | None, gap: bool) -> Iterator[Finding]:
    previous = bytes(before.chain) if before else seals.GENESIS
    if gap:
        missing = f"{before.number + 1 if before else 1} to {seal.number - 1}"
        yield _seal_finding(seal.number, f"follows a gap: seals {missing} are gone")
    elif bytes(seal.previous) != previous:
        yield _seal_finding(seal.number, "is not chained to the seal before it")
    leaves = [hash_ for _id, hash_ in seals.unpacked(seal.leaves)]
    if len(leaves) != seal.rows or seals.root(leaves) != bytes(seal.root):
        yield _seal_finding(seal.number, "was changed: its leaves do not give its root")
    chain = seals.chain(
        previous=bytes(seal.previous),
        number=seal.number,
        root_=bytes(seal.root),
        rows=seal.rows,
        last=seal.last,
        made_at=seal.made_at,
    )
    if chain != bytes(seal.chain):
        yield _seal_finding(seal.number, "was changed: its chain does not fit it")


def _check_rows(seal: Seal, rows: list[Entry], gap: bool) -> Iterator[Finding]:
    leaves = dict(seals.unpacked(seal.leaves))
    for row in rows:
        hash_ = leaves.pop(row.pk, None)
        if hash_ is None:
            if not gap:  # rows of a missing seal lie here too: the gap is told already
                yield _row_finding(Kind.INSERTED, seal, row.pk)
        elif hash_ != row.leaf():
            yield _row_finding(Kind.CHANGED, seal, row.pk)
    for entry in leaves:
        yield _row_finding(Kind.REMOVED, seal, entry)


def _row_finding(kind: Kind, seal: Seal, entry: int) -> Finding:
    made = seal.made_at.isoformat(timespec="seconds")
    after_ = "after" if kind is not Kind.INSERTED else "behind"
    return Finding(
        kind,
        seal.number,
        entry,
        f"entry {entry} was {kind.value} {after_} seal {seal.number} of {made}",
    )


class _Rows:
    """The record in the order of events, read ahead in batches, given out up to a place."""

    def __init__(self) -> None:
        self.held: list[Entry] = []
        self.last = START
        self.ended = False

    def up_to(self, place: Position) -> list[Entry]:
        found: list[Entry] = []
        while self._fill():
            cut = next((i for i, r in enumerate(self.held) if r.position.after(place)), None)
            if cut is not None:
                found += self.held[:cut]
                self.held = self.held[cut:]
                break
            found += self.held
            self.held = []
        return found

    def left(self) -> int:
        """How many rows no seal has reached."""
        count = len(self.held)
        return count + later_than(Entry.objects.all(), self.last).count()

    def _fill(self) -> bool:
        if not self.held and not self.ended:
            rows = later_than(Entry.objects.all(), self.last).order_by("xid", "pk")
            self.held = list(rows[:ROWS])
            self.ended = not self.held
            if self.held:
                self.last = self.held[-1].position
        return bool(self.held)
