"""What becomes of a way to reach her when another takes its place. Plain rules.

A letter to an old address, or a call to a number that somebody else holds now, can kill. So a way that
stood and stands no more is either marked unsafe, with the day, or was written wrongly; the writer says
which, it is never guessed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cases.sections import ContactAndSafety
from cases.vocabulary import OldContact
from portal.access.vocabulary import gettext_noop

WAYS = ("phone", "email", "address")


def taken_away(before: ContactAndSafety, after: ContactAndSafety) -> dict[str, str]:
    """The ways that stood and are no longer the same, by kind."""
    return {
        kind: stood
        for kind in WAYS
        if (stood := getattr(before, kind).strip()) and stood != getattr(after, kind).strip()
    }


def contact_errors(before: ContactAndSafety, after: ContactAndSafety) -> dict[str, str]:
    """Field to remedy (message keys) where nobody said what becomes of the old way."""
    if not taken_away(before, after) or after.old_contact in set(OldContact):
        return {}
    return {
        "old_contact": gettext_noop("Say whether the old one is unsafe now or was written wrongly.")
    }


def with_old(before: ContactAndSafety, after: ContactAndSafety, today: date) -> ContactAndSafety:
    """The new record, what is unsafe now marked with the day; the answer itself is not kept."""
    gone = taken_away(before, after) if after.old_contact == OldContact.UNSAFE else {}
    known = {(one["kind"], one["value"]) for one in after.unsafe}
    new: tuple[Mapping[str, Any], ...] = tuple(
        {"kind": kind, "value": value, "since": today.isoformat()}
        for kind, value in gone.items()
        if (kind, value) not in known
    )
    return replace(after, old_contact="", unsafe=(*after.unsafe, *new))
