"""What a reader of a file hands on: rows with line numbers, and a description of the sheet. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from portal.tables.said import Said


class Formula(str):
    """A formula's text. It is never worked out and never taken as a value."""

    __slots__ = ()


class CellError(str):
    """A spreadsheet's error, such as #REF!."""

    __slots__ = ()


Cell = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands: its number as a spreadsheet counts, its cells, what is odd about it.

    ``filled`` are the columns whose value came down from a merged cell; ``broken`` says why the
    row could not be cut into cells.
    """

    line: int
    cells: tuple[Cell, ...] = field(repr=False)
    hidden: bool = False
    filled: frozenset[int] = frozenset()
    broken: tuple[Said, Said] | None = None

    @property
    def empty(self) -> bool:
        """True where the row has nothing of its own: nothing, or only filled-down cells."""
        return self.broken is None and not any(
            not blank(cell) for at, cell in enumerate(self.cells) if at not in self.filled
        )


def blank(cell: Cell) -> bool:
    """True for nothing at all: NA, NULL, None, 0 and a dash are content (lesson L31)."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost. Bytes, rows, columns; ratio of unpacked to packed size."""

    file_bytes: int = 100 * 1024 * 1024
    unpacked_bytes: int = 400 * 1024 * 1024
    strings_bytes: int = 64 * 1024 * 1024
    ratio: int = 120
    ratio_from_bytes: int = 8 * 1024 * 1024
    members: int = 2_000
    merged: int = 200_000
    rows: int = 100_000
    columns: int = 500


@dataclass(slots=True)
class Sheet:
    """How the file was read, to be shown to the person for confirmation.

    ``encoding`` and ``delimiter`` are empty for a workbook; ``sheets`` are pairs of name and
    whether it is visible; ``hidden_rows`` holds every number, ``merged`` the count of merged
    areas and ``merged_examples`` the first ten as A1 ranges. ``stated_headers`` is what an export
    of ours says about itself.
    """

    kind: str
    filename: str = ""
    encoding: str = ""
    encoding_sure: bool = True
    encoding_samples: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    bom: bool = False
    delimiter: str = ""
    delimiter_sure: bool = True
    sheet: str = ""
    sheets: tuple[tuple[str, bool], ...] = ()
    header_row: int | None = None
    header_sure: bool = True
    label_row: int | None = None
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    merged: int = 0
    merged_examples: tuple[str, ...] = ()
    last_row: int | None = None
    stated_headers: str = ""
    notes: list[Said] = field(default_factory=list)


class Source(Protocol):
    """A file opened for reading. ``raw_rows`` may be asked for again and starts from row 1."""

    sheet: Sheet

    def raw_rows(self) -> Iterator[RawRow]:
        """Every row from the first, empty ones included where the file has them."""
        ...

    def progress(self) -> float:
        """How much of the file was read, 0 to 1."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


def letter(index: int) -> str:
    """A spreadsheet's name of a column, from 0: A, B, ... AA."""
    name, rest = "", index + 1
    while rest:
        rest, at = divmod(rest - 1, 26)
        name = chr(65 + at) + name
    return name
