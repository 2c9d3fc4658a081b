"""Codes in words a reader knows, in her own language."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.words import KINDS, PURPOSES
from portal.access.matrix import AgeStatus
from portal.access.vocabulary import Coded

__all__ = ["AGES", "ALARMS", "KINDS", "PURPOSES", "label", "labels", "said"]

AGES: Mapping[str, Promise] = {
    AgeStatus.ADULT: lazy("Adult"),
    AgeStatus.CHILD: lazy("Child"),
    AgeStatus.MAY_BE_CHILD: lazy("May be a child: treated as a child"),
    AgeStatus.UNKNOWN: lazy("Age not known: treated as a child"),
}
ALARMS: Mapping[str, Promise] = {
    "unplaced": lazy("No receiver left"),
    "late": lazy("Late arrival"),
    "missing": lazy("Missing"),
    "stalled": lazy("Accepted, and nothing moves"),
    "cannot_take": lazy("The receiver cannot take the person"),
    "given_back": lazy("Given back"),
    "must_move": lazy("Given back while the person is there or on the way"),
    "guardian_missing": lazy("A child without a guardian"),
    "lead_missing": lazy("A case without a lead"),
}


def said(table: Mapping[str, Promise], code: str) -> str:
    """A code in words; the code itself where nobody gave it any."""
    return str(table.get(code, code))


def label(codes: type[Coded], code: str) -> str:
    """The label of a coded word in the reader's language; empty for an empty code."""
    return _(codes(code).label) if code in set(codes) else code


def labels(codes: type[Coded], found: Iterable[str]) -> list[str]:
    """The labels of several codes, in the order in which the codes are written."""
    order = list(codes)
    known = sorted({codes(c) for c in found if c in set(order)}, key=order.index)
    return [_(one.label) for one in known]
