"""Times and numbers as a person reads them. Plain rules: the moment and now come in, in one zone."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

DAY = timedelta(days=1)
SOON_DAYS = 3
PRESSING = timedelta(hours=4)


def _day(value: date) -> str:
    return date_format(value, pgettext("date format", "D j M"))


def _clock(value: datetime) -> str:
    return date_format(value, pgettext("date format", "H:i"))


def shown(value: date | datetime, style: str = "full", *, today: date | None = None) -> str:
    """full `Tue 24 Nov 2026, 21:40`, moment without year, near `Today, 21:40`, day, time."""
    if style == "time" and isinstance(value, datetime):
        return _clock(value)
    if style == "day":
        return _day(value)
    day = date_format(value, pgettext("date format", "D j M Y")) if style == "full" else _day(value)
    if not isinstance(value, datetime):
        return day
    if style == "near" and value.date() == today:
        day = gettext("Today")
    return gettext("%(day)s, %(time)s") % {"day": day, "time": _clock(value)}


def _length(span: timedelta) -> str:
    """`2 h 10 min`; above four hours the minutes no longer matter."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 60:
        return gettext("%(n)d min") % {"n": minutes}
    if minutes >= 240 or minutes % 60 == 0:
        return gettext("%(n)d h") % {"n": minutes // 60}
    return gettext("%(h)d h %(m)d min") % {"h": minutes // 60, "m": minutes % 60}


def time_left(due: datetime, now: datetime, *, dated: bool = True) -> str:
    """What remains, first the time, then the day. A due time of 23:59 means the whole day."""
    if due < now:
        return _overdue(now - due)
    whole_day = (due.hour, due.minute) == (23, 59)
    days = (due.date() - now.date()).days
    if whole_day and days == 0:
        text = gettext("Due today, by %(time)s") if dated else gettext("Due today")
        return text % {"time": _clock(due)} if dated else text
    if due - now < DAY and not whole_day:
        return gettext("%(length)s left") % {"length": _length(due - now)}
    text = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return gettext("%(left)s, %(day)s") % {"left": text, "day": _day(due)} if dated else text


def _overdue(span: timedelta) -> str:
    if span < DAY:
        return gettext("Overdue by %(length)s") % {"length": _length(span)}
    days = span.days
    return ngettext("Overdue by %(n)d day", "Overdue by %(n)d days", days) % {"n": days}


def urgency(due: datetime, now: datetime) -> str:
    """danger: overdue, today or within four hours; warn: within three days; else ok."""
    days = (due.date() - now.date()).days
    if days <= 0 or due - now < PRESSING:
        return "danger"
    return "warn" if days <= SOON_DAYS else "ok"


def listed(names: Iterable[object]) -> str:
    """Names one after the other, with the comma of the reader's language."""
    return gettext(", ").join(str(name) for name in names)


def number(value: int) -> str:
    """`five`; above twelve the digits, so that a title stays short."""
    small = [
        *(gettext("no"), gettext("one"), gettext("two"), gettext("three"), gettext("four")),
        *(gettext("five"), gettext("six"), gettext("seven"), gettext("eight"), gettext("nine")),
        *(gettext("ten"), gettext("eleven"), gettext("twelve")),
    ]
    return small[value] if 0 <= value < len(small) else str(value)
