"""Quiet hours: when an e-mail that is no alarm waits, and until when. A plain rule.

Local times of the State's zone, so that seven in the morning stays seven when the clock changes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MOST_STEPS = 16  # a night, then a quiet day, then a night: never more than a week of them


@dataclass(frozen=True, slots=True)
class Quiet:
    """Each day from ``start`` to ``end`` (over midnight where end is earlier), and whole ``days``
    (0 is Monday). Equal start and end: no hours, the days alone."""

    start: time
    end: time
    days: Collection[int] = ()


def waits_until(moment: datetime, quiet: Quiet, zone: str) -> datetime:
    """The first moment from ``moment`` on that is not quiet; ``moment`` itself where none is."""
    at = moment
    for _step in range(MOST_STEPS):
        local = at.astimezone(ZoneInfo(zone))
        end = _end_of_quiet(local, quiet)
        if end is None:
            return at
        at = _instant(end, local, zone)
    return at


def _end_of_quiet(local: datetime, quiet: Quiet) -> datetime | None:
    """The wall-clock end of what is quiet at a local time; None where nothing is."""
    today, clock = local.replace(tzinfo=None, fold=0), local.time()
    midnight = datetime.combine(today.date(), time(0))
    if local.weekday() in quiet.days:
        return midnight + timedelta(days=1)
    ends = datetime.combine(today.date(), quiet.end)
    if quiet.start < quiet.end:
        return ends if quiet.start <= clock < quiet.end else None
    if quiet.start == quiet.end:
        return None
    if clock >= quiet.start:
        return ends + timedelta(days=1)
    return ends if clock < quiet.end else None


def _instant(wall: datetime, local: datetime, zone: str) -> datetime:
    """A wall-clock time as an instant after ``local``: of the hour that comes twice, the one to come."""
    found = wall.replace(tzinfo=ZoneInfo(zone))
    if found.timestamp() <= local.timestamp():
        found = found.replace(fold=1)
    return datetime.fromtimestamp(found.timestamp(), tz=ZoneInfo("UTC"))
