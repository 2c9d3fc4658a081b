"""The one clock that services read. Rules get the time as an argument."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment in UTC."""
    return timezone.now()
