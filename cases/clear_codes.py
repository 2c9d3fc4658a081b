"""What leaves the sealed sections for the case's own columns: codes of our lists, never words.

Envelope, summary and routing read these columns in clear; a name typed into one of them would stand
in the database for everybody to read (domain rule 5).
"""

from collections.abc import Collection, Mapping
from typing import Any

from cases.vocabulary import (
    Accessibility,
    CareLevel,
    Communication,
    Danger,
    Gender,
    Interpreter,
    Need,
    SafetyAlert,
    TravelsAlone,
)
from portal.access.vocabulary import gettext_noop
from portal.organisations.languages import known_language

CODES: Mapping[str, Collection[str]] = {
    "gender": frozenset(Gender),
    "danger": frozenset(Danger),
    "interpreter": frozenset(Interpreter),
    "travels_alone": frozenset(TravelsAlone),
    "care_level": frozenset(CareLevel),
    "accessibility": frozenset(Accessibility) | frozenset(Communication),
    "warnings": frozenset(SafetyAlert),
    "needs": frozenset(Need),
}
NUMBERS = ("no_go_regions", "no_go_organisations")


def _known(field: str, value: Any) -> bool:
    if field == "languages":
        return isinstance(value, str) and known_language(value)
    if field in NUMBERS:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str) and value in CODES[field]


def code_errors(document: Mapping[str, Any]) -> dict[str, str]:
    """Field to remedy (message keys) for each answer that is no code of its list; blank is none."""
    found = {}
    for field in (*CODES, "languages", *NUMBERS):
        given = document.get(field) or ()
        values = [given] if isinstance(given, str) else list(given)
        if not all(_known(field, value) for value in values):
            found[field] = gettext_noop("Choose from the answers offered.")
    return found
