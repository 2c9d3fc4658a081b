"""A birth as it is sealed: the days between which it lies, how exactly it is known, who says so."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.age import Birth, Precision, SaidBy
from portal.sealing.names import Born


def to_dict(birth: Birth) -> dict[str, Any]:
    """JSON-safe; a date has no zone and is written as it was told."""
    return {
        "precision": birth.precision.value,
        "earliest": birth.earliest.isoformat() if birth.earliest else None,
        "latest": birth.latest.isoformat() if birth.latest else None,
        "said_by": birth.said_by.value,
        "as_of": birth.as_of.isoformat() if birth.as_of else None,
        "age_low": birth.age_low,
        "age_high": birth.age_high,
    }


def _day(raw: Any) -> date | None:
    return date.fromisoformat(raw) if raw else None


def from_dict(raw: Mapping[str, Any] | None) -> Birth:
    """The birth of a sealed document; unknown where nothing was said."""
    if not raw or not raw.get("precision"):
        return Birth.unknown()
    return Birth(
        precision=Precision(raw["precision"]),
        earliest=_day(raw.get("earliest")),
        latest=_day(raw.get("latest")),
        said_by=SaidBy(raw.get("said_by") or SaidBy.NOT_SAID),
        as_of=_day(raw.get("as_of")),
        age_low=raw.get("age_low"),
        age_high=raw.get("age_high"),
    )


def born_of(birth: Birth) -> Born | None:
    """The same birth as the blind index reads it: a day, a month, or years."""
    if (
        birth.earliest is None
        or birth.latest is None
        or birth.latest.year - birth.earliest.year > 11
    ):
        return None
    if birth.precision is Precision.EXACT:
        return Born.on(birth.earliest)
    if birth.precision is Precision.MONTH:
        return Born.in_month(birth.earliest.year, birth.earliest.month)
    return Born(birth.earliest.year, birth.latest.year)
