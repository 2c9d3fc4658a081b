"""What is due, struck once each: running twice, or in two workers, does nothing more."""

from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.db.models import F, Q

from portal.core.clock import now as present
from portal.deadlines.models import OVERDUE, RESTING, Clock, Strike
from portal.deadlines.selectors import due_to_strike
from portal.deadlines.services.reckoning import plan_of, set_next, struck
from portal.deadlines.signals import clock_striking, clock_struck
from portal.deadlines.stages import StrikeKind, struck_now

log = structlog.get_logger(__name__)
LONGEST_WAIT = timedelta(minutes=10)


def strike_due(now: datetime | None = None, limit: int = 500) -> int:
    """Strike what is due at ``now``, in order, each in a transaction of its own; returns how many.

    A machine that slept strikes each missed stage once, in the order of their times; repeats that
    were slept through are one.
    """
    moment = now or present()
    done, tried = 0, set[tuple[int, datetime]]()
    while done < limit:
        candidate = _first(moment, tried)
        if candidate is None:
            break
        tried.add(candidate)
        done += _tried(candidate[0], moment)
    return done


def _first(moment: datetime, tried: set[tuple[int, datetime]]) -> tuple[int, datetime] | None:
    """The earliest due clock that this run has not tried at this time."""
    rows = due_to_strike(moment).values_list("pk", "next_at")[: len(tried) + 1]
    return next(((pk, at) for pk, at in rows if at is not None and (pk, at) not in tried), None)


def _tried(pk: int, moment: datetime) -> bool:
    try:
        return _strike(pk, moment)
    except Exception as error:  # one clock that cannot be handled must not hold up the others
        attempts = F("attempts") + 1
        clock = Clock.objects.get(pk=pk)
        wait = min(timedelta(seconds=15 * 2 ** min(clock.attempts, 10)), LONGEST_WAIT)
        Clock.objects.filter(pk=pk).update(attempts=attempts, not_before=moment + wait)
        log.warning("deadline.strike_failed", clock=pk, code=clock.code, error=type(error).__name__)
        return False


@transaction.atomic
def _strike(pk: int, moment: datetime) -> bool:
    _give_way()
    clock_striking.send(sender=Clock, clock=Clock.objects.get(pk=pk))
    rows = due_to_strike(moment).filter(pk=pk).select_related("rule", "jurisdiction")
    clock = rows.select_for_update(of=("self",), skip_locked=True).first()
    if clock is None:  # another worker has it, or somebody answered meanwhile
        return False
    meant_for = clock.next_at or moment
    kind, n = struck_now(plan_of(clock, clock.rule), struck(clock))
    Strike.objects.create(
        clock=clock, kind=kind.value, n=n, meant_for=meant_for, struck_at=moment,
        rule_version=clock.rule_version,
    )  # fmt: skip
    if kind is StrikeKind.REPEAT:
        clock.repeats = n
    if kind in (StrikeKind.DUE, StrikeKind.GRACE, StrikeKind.REPEAT):
        resting = clock.state == RESTING and clock.rest_until and clock.rest_until > moment
        clock.state = RESTING if resting else OVERDUE
    clock.attempts, clock.not_before = 0, None
    set_next(clock, clock.rule, moment)
    clock.save(update_fields=["state", "repeats", "next_at", "attempts", "not_before"])
    clock_struck.send(sender=Clock, clock=clock, kind=kind.value, n=n)
    return True


def _give_way() -> None:
    """A person's move goes first: a strike that meets one gives up long before PostgreSQL looks for
    a deadlock (1 s), and is tried again."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '300ms'")


def waiting(moment: datetime) -> int:
    """How many clocks are due and not struck: for readyz."""
    return due_to_strike(moment).filter(Q(not_before__isnull=True)).count()
