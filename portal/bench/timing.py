"""Two things timed in turn, so that what else the machine does falls on both alike."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FASTER, SLOWER = "at most", "at least"


@dataclass(frozen=True, slots=True)
class Figure:
    """One ratio beside its aim; ``measured`` and ``against`` say what was set in relation."""

    what: str
    measured: str
    against: str
    ratio: float
    aim: float | None = None
    way: str = FASTER

    @property
    def met(self) -> bool | None:
        """Whether the aim was reached; None where there is none."""
        if self.aim is None:
            return None
        return self.ratio <= self.aim if self.way == FASTER else self.ratio >= self.aim


def in_turn(
    first: Callable[[], Any], second: Callable[[], Any], *, rounds: int
) -> tuple[float, float]:
    """Median seconds of each, called alternately after three calls of each to warm up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 3):
        for call, found in zip((first, second), times, strict=True):
            began = time.perf_counter()
            call()
            if number >= 3:
                found.append(time.perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])


def told(seconds: float) -> str:
    """Milliseconds with one digit."""
    return f"{seconds * 1000:.1f} ms"


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of text."""
    rows = [("what", "measured", "against", "ratio", "aim", "")]
    for one in figures:
        aim = "" if one.aim is None else f"{one.way} {one.aim:g}"
        verdict = {None: "", True: "met", False: "NOT MET"}[one.met]
        rows.append((one.what, one.measured, one.against, f"{one.ratio:.2f}", aim, verdict))
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Keep the figures for programs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([{**asdict(f), "met": f.met} for f in figures], indent=1) + "\n")
