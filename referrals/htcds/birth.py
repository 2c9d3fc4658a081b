"""Dates known in part, and births: a day, a month, a year, an age about a day, or nothing. Pure.

A date has no zone and no time. A year alone stays a year and is never the first of January
(lesson L19); an age is kept with the day on which it was said, so that it moves with time.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year. Raises ValueError for a day that does not exist."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day without its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of(cls, day: date) -> Self:
        """A full date."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """The reverse of ``iso``. Raises ValueError for anything else."""
        found = ISO.fullmatch(text)
        if not found:
            raise ValueError("not an ISO date")
        year, month, day = (int(part) if part else None for part in found.groups())
        return cls(year or 0, month, day)

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return "day" if self.day else "month" if self.month else "year"

    @property
    def iso(self) -> str:
        """``1998-03-07``, ``1998-03`` or ``1998``."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def as_day(self) -> date | None:
        """The date where it is known to the day, else None: never a filler."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    @property
    def earliest(self) -> date:
        """The first day it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it may be."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True)
class Birth:
    """What is known of a birth: a date known in part, or an age said on a day.

    ``approximate`` is true for 'about 25'; ``low`` and ``high`` are whole years.
    """

    born: PartialDate | None = None
    low: int | None = None
    high: int | None = None
    said_on: date | None = None
    approximate: bool = False

    def __post_init__(self) -> None:
        if (self.born is None) == (self.low is None):
            raise ValueError("either a date or an age")
        if self.low is not None and (
            self.said_on is None or self.high is None or not 0 <= self.low <= self.high <= 120
        ):
            raise ValueError("an age needs the day on which it was said")

    def _age(self) -> tuple[int, int, date]:
        if self.low is None or self.high is None or self.said_on is None:
            raise ValueError("known by its date, not by an age")
        return self.low, self.high, self.said_on

    @property
    def precision(self) -> str:
        """``day``, ``month``, ``year``, ``age`` or ``age_range``."""
        if self.born:
            return self.born.precision
        return "age" if self.low == self.high else "age_range"

    @property
    def earliest(self) -> date:
        """The first day on which she may have been born, one year wider for 'about'."""
        if self.born:
            return self.born.earliest
        _low, high, said_on = self._age()
        return _years_before(said_on, high + 1 + self.approximate) + timedelta(days=1)

    @property
    def latest(self) -> date:
        """The last day on which she may have been born, one year wider for 'about'."""
        if self.born:
            return self.born.latest
        low, _high, said_on = self._age()
        return _years_before(said_on, max(0, low - self.approximate))

    def ages_on(self, day: date) -> tuple[int, int]:
        """Youngest and oldest age in whole years she may have on ``day``."""
        return max(0, _age(self.latest, day)), max(0, _age(self.earliest, day))

    def may_be_child(self, today: date) -> bool:
        """True unless she is certainly 18 on ``today``: doubt speaks for the child."""
        return self.ages_on(today)[0] < 18

    @property
    def text(self) -> str:
        """As the standard's column can hold it: ``1998-03``, ``about 25 on 2027-01-11``."""
        if self.born:
            return self.born.iso
        about = "about " if self.approximate else "aged "
        ages = f"{self.low}" if self.low == self.high else f"{self.low} to {self.high}"
        return f"{about}{ages} on {self.said_on:%Y-%m-%d}"

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe."""
        if self.born:
            return {"born": self.born.iso}
        low, high, said_on = self._age()
        return {
            "low": low,
            "high": high,
            "said_on": said_on.isoformat(),
            "approximate": self.approximate,
        }

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> Self:
        """The reverse of ``to_dict``."""
        if "born" in document:
            return cls(born=PartialDate.from_iso(document["born"]))
        return cls(
            low=document["low"],
            high=document["high"],
            said_on=date.fromisoformat(document["said_on"]),
            approximate=document["approximate"],
        )


def _years_before(day: date, years: int) -> date:
    """The same day ``years`` earlier; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
