"""The row that commits with a change, and its delivery.

``put`` inserts in the caller's transaction; a worker claims rows with SKIP LOCKED and hands them
to the handlers of their topic. Redis only wakes the worker up: beat's sweep finds what is due.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.db import OperationalError, connection, transaction

from portal.core.clock import now
from portal.core.models import OutboxRow

Handler = Callable[[OutboxRow], None]
HANDLERS: dict[str, list[Handler]] = defaultdict(list)
LONGEST_WAIT = timedelta(minutes=30)
log = structlog.get_logger(__name__)


def handler(topic: str) -> Callable[[Handler], Handler]:
    """Register a function for a topic; it runs in the worker, in a transaction, repeatably."""

    def register(function: Handler) -> Handler:
        if function not in HANDLERS[topic]:
            HANDLERS[topic].append(function)
        return function

    return register


def put(*, topic: str, kind: str, key: str, payload: Mapping[str, Any]) -> None:
    """Write one row beside the change it tells of.

    ``key`` is unique: a repeat does nothing. ``payload`` holds ids, codes and references only.
    Raises RuntimeError outside a transaction, since the two must commit together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("outbox.put outside a transaction")
    OutboxRow.objects.bulk_create(
        [OutboxRow(topic=topic, kind=kind, key=key, payload=dict(payload), not_before=now())],
        ignore_conflicts=True,
    )
    _nudge_on_commit()


def _nudge_on_commit() -> None:
    from portal.core.tasks import nudge  # the door to Celery imports this module

    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is nudge for entry in waiting):
        transaction.on_commit(nudge, robust=True)


def wake_on_commit(name: str) -> None:
    """When this transaction commits, wake the worker for a task that beat brings anyway."""
    from portal.core.tasks import wake  # imported late, or tasks would be made before our app is

    transaction.on_commit(lambda: wake(name), robust=True)


def deliver(limit: int = 200) -> int:
    """Try up to ``limit`` due rows, each in transactions of its own; returns how many."""
    tried = 0
    while tried < limit and (pk := _claim()) is not None:
        _deliver(pk)
        tried += 1
    return tried


@transaction.atomic
def _claim() -> int | None:
    """Note the attempt before it is made: a row that ends its worker or its connection each time
    waits longer and longer, as one that fails does, and holds up nobody behind it."""
    rows = OutboxRow.objects.filter(done_at__isnull=True, not_before__lte=now())
    row = rows.order_by("not_before", "id").select_for_update(skip_locked=True).first()
    if row is None:
        return None
    row.attempts += 1
    row.not_before = now() + min(timedelta(seconds=5 * 2 ** min(row.attempts, 10)), LONGEST_WAIT)
    row.save(update_fields=["attempts", "not_before"])
    return row.pk


@transaction.atomic
def _deliver(pk: int) -> None:
    """Handlers and the mark 'done' commit together; two workers never hold one row."""
    row = _held(pk)
    if row is None:
        return
    try:
        with transaction.atomic():
            for function in _handlers(row.topic):
                function(row)
        row.done_at, row.last_error = now(), ""
    except Exception as error:  # a row that fails waits; the others go on
        row.last_error = type(error).__name__
        log.warning("outbox.failed", row=row.pk, topic=row.topic, error=row.last_error)
    row.save(update_fields=["done_at", "last_error"])


def _held(pk: int) -> OutboxRow | None:
    """The claimed row, locked; None where it is done, or somebody still delivers it.

    It waits a moment rather than skip: a colleague's claim that found this row just taken keeps
    its lock until that claim commits, and skipping would leave the row for a whole back-off.
    """
    rows = OutboxRow.objects.filter(pk=pk, done_at__isnull=True)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            row = rows.select_for_update().first()
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
            return row
    except OperationalError:
        return None


def _handlers(topic: str) -> list[Handler]:
    """Who handles a topic. Raises LookupError where nobody does: better late than lost."""
    if not HANDLERS.get(topic):
        raise LookupError(f"nobody handles {topic}")
    return HANDLERS[topic]


def oldest_undelivered_seconds() -> float:
    """Age in seconds of the oldest row that waits; 0 where none does."""
    first = OutboxRow.objects.filter(done_at__isnull=True).order_by("created_at").first()
    return (now() - first.created_at).total_seconds() if first else 0.0
