"""The one clock that services read. Rules get the time as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told_time", default=None)


def now() -> datetime:
    """The present moment in UTC."""
    return _told.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Within this block it is ``moment``: for demonstration data and tests, never for requests."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
