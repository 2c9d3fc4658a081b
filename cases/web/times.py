"""Days and times as plain words, for places where no markup can stand."""

from datetime import date, datetime

from django.utils import timezone

from portal.core import clock
from portal.core.templatetags.words import shown


def day(value: date | datetime) -> str:
    """`Fri 27 Nov`, with the year where it is not this one; moments in the State's zone."""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    this_year = timezone.localtime(clock.now()).year
    return shown(local, "day" if local.year == this_year else "full")


def moment(value: datetime) -> str:
    """`Today, 21:40` or `Tue 24 Nov, 21:40`."""
    return shown(timezone.localtime(value), "near", today=timezone.localtime(clock.now()).date())
