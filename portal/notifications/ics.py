"""A calendar as RFC 5545 writes it: deadlines by kind and reference, nobody by name. A plain rule.

A calendar lies on other people's servers and on locked screens: what stands in it is what a notice
says, never more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS = 75
PRODUCT = "-//Concord//Deadlines//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline: ``uid`` stays the same while it moves; ``day`` where a day is what counts."""

    uid: str
    text: str
    at: datetime
    url: str
    day: date | None = None


def calendar(entries: Iterable[Entry], *, name: str, host: str, moment: datetime) -> str:
    """The whole calendar, lines folded, ends CRLF."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}", f"NAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    for entry in entries:
        lines += _event(entry, host, moment)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(entry: Entry, host: str, moment: datetime) -> list[str]:
    if entry.day is not None:
        when = [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
                f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"]  # fmt: skip
    else:
        when = [f"DTSTART:{_utc(entry.at)}", f"DTEND:{_utc(entry.at)}"]
    return [
        "BEGIN:VEVENT", f"UID:{entry.uid}@{host}", f"DTSTAMP:{_utc(moment)}", *when,
        f"SUMMARY:{escaped(entry.text)}", f"URL:{entry.url}", "CLASS:CONFIDENTIAL", "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]  # fmt: skip


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """A text value: backslash, semicolon, comma and line ends written so that none ends it."""
    for plain, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\n", "\\n"),
    ):
        text = text.replace(plain, written)
    return "".join(sign for sign in text if sign == "\t" or ord(sign) >= 32)


def folded(line: str) -> str:
    """Lines of at most 75 octets, never cut inside a character."""
    parts, part = [], b""
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > OCTETS:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]).decode()
