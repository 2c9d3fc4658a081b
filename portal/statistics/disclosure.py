"""What may be told of a count: nothing that stands on few persons. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FEWEST = 10
"""A share that stands on fewer persons is withheld."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share in per cent, or why it is withheld."""

    value: Decimal | None
    withheld: str = ""


def share(part: int, of: int, *, fewest: int = FEWEST) -> Share:
    """``part`` of ``of`` in whole per cent; withheld where it would tell of few, or of all.

    Nought and a hundred per cent of a small group say something of each person in it: what is
    counted on less than ``fewest`` is withheld whole, and so is what leaves fewer than three out.
    """
    if of <= 0:
        return Share(None, "nothing_counted")
    if part < 0 or part > of:
        raise ValueError("a part is never more than its whole")
    if of < fewest or 0 < part < 3 or 0 < of - part < 3:
        return Share(None, "too_few")
    return Share((Decimal(100 * part) / of).quantize(Decimal(1), ROUND_HALF_UP))
