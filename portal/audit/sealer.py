"""The minute's seal: a Merkle root over what was written, chained to the seal before."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from portal.audit import seals
from portal.audit.models import Entry, Seal
from portal.audit.seals import START, Position
from portal.audit.selectors import later_than
from portal.audit.signals import day_sealed
from portal.core.clock import now
from portal.core.horizon import below_horizon

ROWS_IN_A_SEAL = 10_000
LOCK = 7_236_544_101  # any number, the same for every process


class CounterWentBack(RuntimeError):
    """The database counts transactions from below what is already sealed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one run did: seals made and rows in them."""

    seals: int
    rows: int


def seal_due(*, most: int = ROWS_IN_A_SEAL) -> Sealed:
    """Seal every row below the horizon, at most ``most`` rows in a seal.

    Two at once do no harm: the second finds the lock taken and leaves. Raises CounterWentBack.
    """
    made = rows = 0
    while (sealed := _seal_once(most)) is not None:
        made, rows = made + 1, rows + sealed
        if sealed < most:
            break
    return Sealed(made, rows)


@transaction.atomic
def _seal_once(most: int) -> int | None:
    """One seal; None where another process is at it, or nothing is due."""
    if not _alone():
        return None
    before = Seal.objects.defer("leaves").order_by("-number").first()
    last = before.last if before else START
    _counts_on(last)
    rows = list(later_than(below_horizon(Entry.objects.all()), last)[:most])
    moment = now()
    new_day = before is None or moment.date() > before.made_at.date()
    if not rows and not new_day:
        return None
    _seal(rows, before, moment)
    if before is not None and new_day:
        day_sealed.send(
            sender=Seal,
            day=before.made_at.date(),
            number=before.number,
            chain=bytes(before.chain).hex(),
        )
    return len(rows)


def _seal(rows: list[Entry], before: Seal | None, moment: datetime) -> None:
    leaves = [(row.pk, row.leaf()) for row in rows]
    number = before.number + 1 if before else 1
    previous = bytes(before.chain) if before else seals.GENESIS
    last = rows[-1].position if rows else before.last if before else START
    root = seals.root([hash_ for _id, hash_ in leaves])
    chain = seals.chain(
        previous=previous, number=number, root_=root, rows=len(rows), last=last, made_at=moment
    )
    Seal.objects.create(
        number=number,
        made_at=moment,
        rows=len(rows),
        last_xid=last.xid,
        last_id=last.id,
        leaves=seals.packed(leaves),
        root=root,
        previous=previous,
        chain=chain,
    )


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _counts_on(last: Position) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        reached = int(cursor.fetchone()[0])
    if reached <= last.xid:
        raise CounterWentBack(
            f"The record is sealed up to transaction {last.xid}, this server is at {reached}: a dump "
            "was restored into a younger server. Stop it, run pg_resetwal with --epoch and "
            "--next-transaction-id beyond that number, start it again."
        )
