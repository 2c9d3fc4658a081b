"""What openpyxl's streaming reader does not tell of a sheet: hidden rows, merged areas, extent. Pure.

One pass with expat over the sheet's XML, keeping numbers only. 42,000 merged areas cost what their
list costs (lesson L27).
"""

import re
import zipfile
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from portal.tables.said import Unreadable, gettext_noop, said
from portal.tables.sheet import Limits, letter
from referrals.htcds.archive import DAMAGE

_AREA = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")


@dataclass(slots=True)
class Layout:
    """Rows and columns count from 1 here. ``merged``: first row -> (last row, first column)."""

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    merged: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    merged_count: int = 0
    merged_examples: list[str] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


def read_layout(file: IO[bytes], part: str, limits: Limits) -> Layout:
    """The layout of one sheet. Raises ``Unreadable`` where a limit is passed or XML is broken."""
    layout = Layout()
    try:
        with zipfile.ZipFile(file) as archive, archive.open(part) as source:
            _Pass(layout, limits).parser.ParseFile(source)
    except DAMAGE as error:
        raise Unreadable(
            "file",
            said(gettext_noop("the sheet is damaged")),
            said(gettext_noop("open it in a spreadsheet program and save it again as .xlsx")),
        ) from error
    file.seek(0)
    return layout


class _Pass:
    """The handlers of one pass; the current row and cell are all it remembers."""

    def __init__(self, layout: Layout, limits: Limits) -> None:
        self.layout, self.limits = layout, limits
        self.row = self.column = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self.start

    def start(self, tag: str, attributes: dict[str, Any]) -> None:
        handler = _HANDLERS.get(tag.rpartition(" ")[2])
        if handler:
            handler(self, attributes)

    def on_row(self, attributes: dict[str, Any]) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        self.column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.layout.hidden_rows.append(self.row)

    def on_cell(self, attributes: dict[str, Any]) -> None:
        found = _AREA.match(attributes.get("r", ""))
        self.column = column_number(found[1]) if found else self.column + 1

    def on_value(self, _attributes: dict[str, Any]) -> None:
        self.layout.last_row = max(self.layout.last_row, self.row)
        self.layout.last_column = max(self.layout.last_column, self.column)
        if self.column > self.limits.columns:
            raise Unreadable(
                "file",
                said(
                    gettext_noop("the sheet has more than %(most)d columns"),
                    most=self.limits.columns,
                ),
                said(gettext_noop("keep only the columns that belong to the list")),
            )

    def on_columns(self, attributes: dict[str, Any]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            shown = range(first, min(last, self.limits.columns) + 1)
            self.layout.hidden_columns += [letter(at - 1) for at in shown]

    def on_merged(self, attributes: dict[str, Any]) -> None:
        area = attributes.get("ref", "")
        found = _AREA.fullmatch(area)
        if not found or not found[4]:
            return
        layout = self.layout
        layout.merged_count += 1
        if layout.merged_count > self.limits.merged:
            raise Unreadable(
                "file",
                said(
                    gettext_noop("the sheet has more than %(most)d merged areas"),
                    most=self.limits.merged,
                ),
                said(gettext_noop("unmerge the cells and save again")),
            )
        if len(layout.merged_examples) < 10:
            layout.merged_examples.append(area)
        first, last = int(found[2]), int(found[4])
        if last > first:
            layout.merged.setdefault(first, []).append((last, column_number(found[1])))


_HANDLERS = {
    "row": _Pass.on_row,
    "c": _Pass.on_cell,
    "v": _Pass.on_value,
    "is": _Pass.on_value,
    "f": _Pass.on_value,
    "col": _Pass.on_columns,
    "mergeCell": _Pass.on_merged,
}


def column_number(letters: str) -> int:
    """A to 1, AA to 27."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number
