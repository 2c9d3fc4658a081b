"""A State's working days: its calendar in the ``holidays`` library, corrected by its own rows."""

from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType
from typing import Protocol

import holidays

from portal.deadlines.counting import Calendar
from portal.deadlines.models import CalendarDay

LIBRARY = f"holidays {holidays.__version__}"
# Where the library's idea of a weekend differs from the State's, say so here with the source.
WEEKENDS: MappingProxyType[str, frozenset[int]] = MappingProxyType({})


class HasCalendar(Protocol):
    """What of a State is needed here."""

    pk: int
    zone: str
    calendar: str
    calendar_region: str


@lru_cache(maxsize=256)
def library_calendar(country: str, region: str, zone: str, first: int, last: int) -> Calendar:
    """The library's calendar for the years ``first`` to ``last``, neighbours included.

    A substitute day of one year may lie in the next, a Saturday be worked by decree: both are read.
    """
    found = holidays.country_holidays(
        country, subdiv=region or None, years=range(first - 1, last + 2), expand=False
    )
    return Calendar(
        zone=zone,
        name=f"{country}-{region}, {LIBRARY}" if region else f"{country}, {LIBRARY}",
        first=first,
        last=last,
        weekend=WEEKENDS.get(country, frozenset(found.weekend)),
        holidays=frozenset(found),
        workdays=frozenset(getattr(found, "weekend_workdays", ())),
    )


def overruled(calendar: Calendar, days: Iterable[CalendarDay]) -> Calendar:
    """The calendar with a State's own days; its name says how many."""
    rows = list(days)
    if not rows:
        return calendar
    worked = frozenset(row.date for row in rows if row.working)
    free = frozenset(row.date for row in rows if not row.working)
    return Calendar(
        zone=calendar.zone,
        name=f"{calendar.name}, {len(rows)} days of the State",
        first=calendar.first,
        last=calendar.last,
        weekend=calendar.weekend,
        holidays=(calendar.holidays - worked) | free,
        workdays=(calendar.workdays - free) | worked,
    )


def calendar_for(state: HasCalendar, first_year: int, last_year: int) -> Calendar:
    """A State's working days from ``first_year`` to ``last_year``. One query."""
    base = library_calendar(
        state.calendar, state.calendar_region, state.zone, first_year, last_year
    )
    rows = CalendarDay.objects.filter(state_id=state.pk, date__year__range=(first_year, last_year))
    return overruled(base, rows.order_by("date"))
