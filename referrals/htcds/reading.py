"""What reading one cell gives: a value, or why not, or what to ask. Pure."""

from dataclasses import dataclass, field
from typing import Any

from portal.tables.said import Said


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that a cell raises. ``kind`` is ``code`` or ``dates``; ``group`` parts the latter.

    ``choices`` are pairs of answer and English label.
    """

    kind: str
    said: Said
    choices: tuple[tuple[str, str], ...]
    value: str = field(repr=False)
    group: str = ""


@dataclass(slots=True)
class Reading:
    """A value (None: unknown), or a refusal with its remedy, or questions; notes beside either."""

    value: Any = field(default=None, repr=False)
    refused: tuple[Said, Said] | None = None
    asks: list[Ask] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)

    @property
    def settled(self) -> bool:
        """True where the cell gave what can be stored."""
        return self.refused is None and not self.asks


def refuse(what: Said, remedy: Said) -> Reading:
    """A refusal."""
    return Reading(refused=(what, remedy))
