"""An .xlsx as rows: streamed, merged cells filled down, formulas left as text. Pure.

openpyxl reads it in its read-only mode, after ``archive`` has said that it is safe to open and
``layout`` what that mode does not show.
"""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

import openpyxl

from portal.tables.said import Unreadable, gettext_noop, said
from portal.tables.sheet import Cell, CellError, Formula, Limits, RawRow, Sheet, blank
from referrals.htcds.archive import DAMAGE, check_archive
from referrals.htcds.layout import Layout, read_layout

HEADERS_PROPERTY = "concord_headers"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}[_\r])")
_DAMAGED = said(gettext_noop("the workbook is damaged"))
_SAVE_AGAIN = said(gettext_noop("open it in a spreadsheet program and save it again as .xlsx"))


class Workbook:
    """A workbook's one sheet as a ``Source``. Give ``close`` its turn."""

    def __init__(
        self, file: IO[bytes], filename: str, *, sheet: str | None, limits: Limits
    ) -> None:
        self._file, self._limits = file, limits
        check_archive(file, limits)
        self._book = _opened(file)
        worksheet = _chosen(self._book, sheet)
        self._title = worksheet.title
        self._layout = read_layout(file, _part(worksheet), limits)
        self._read = 0
        self.sheet = _described(self._book, worksheet, self._layout, filename)

    def raw_rows(self) -> Iterator[RawRow]:
        """Every row up to the last with content. Blank rows are given too."""
        last, hidden = self._layout.last_row, set(self._layout.hidden_rows)
        merged = _Merged(self._layout)
        if not last:
            return
        worksheet = self._book[self._title]
        width = max(1, self._layout.last_column)
        rows = worksheet.iter_rows(min_row=1, max_row=last, min_col=1, max_col=width)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles and validations
            for line, cells in enumerate(_careful(rows), 1):
                self._read = line
                values = [value_of(cell) for cell in cells]
                filled = merged.fill(line, values)
                yield RawRow(line, tuple(values), line in hidden, filled)

    def progress(self) -> float:
        """Rows given so far, of the last with content."""
        return min(1.0, self._read / max(1, self._layout.last_row))

    def close(self) -> None:
        """Let go of the archive."""
        self._book.close()


def _careful(rows: Iterator[Any]) -> Iterator[Any]:
    """openpyxl's many ways to fail on a damaged sheet, as one refusal."""
    try:
        yield from rows
    except (*DAMAGE, TypeError, AttributeError, SyntaxError) as error:
        raise Unreadable("file", _DAMAGED, _SAVE_AGAIN) from error


def _opened(file: IO[bytes]) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
    except (*DAMAGE, TypeError, AttributeError, SyntaxError) as error:
        raise Unreadable("file", _DAMAGED, _SAVE_AGAIN) from error


def _chosen(book: Any, name: str | None) -> Any:
    sheets = list(book.worksheets)
    if name is None and {"survey", "choices"} <= {sheet.title for sheet in sheets}:
        raise Unreadable(
            "file",
            said(gettext_noop("this is a survey form (XLSForm), not the answers given to it")),
            said(gettext_noop("export the answers from the survey tool as .xlsx or .csv")),
        )
    if name is not None:
        named = [sheet for sheet in sheets if sheet.title == name]
        if not named:
            raise Unreadable(
                "sheet",
                said(gettext_noop("the workbook has no sheet of that name")),
                said(
                    gettext_noop("choose one of: %(names)s"),
                    names=", ".join(sheet.title for sheet in sheets),
                ),
            )
        return named[0]
    shown = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
    if not shown:
        raise Unreadable(
            "file", said(gettext_noop("the workbook has no sheet with cells")), _SAVE_AGAIN
        )
    return shown[0]


def _part(worksheet: Any) -> str:
    return str(worksheet._worksheet_path).lstrip("/")


def _described(book: Any, worksheet: Any, layout: Layout, filename: str) -> Sheet:
    sheet = Sheet(
        kind="xlsx",
        filename=filename,
        sheet=worksheet.title,
        sheets=tuple((one.title, one.sheet_state == "visible") for one in book.worksheets),
        hidden_rows=tuple(layout.hidden_rows),
        hidden_columns=tuple(dict.fromkeys(layout.hidden_columns)),
        merged=layout.merged_count,
        merged_examples=tuple(layout.merged_examples),
        last_row=layout.last_row,
    )
    for prop in book.custom_doc_props.props if hasattr(book, "custom_doc_props") else ():
        if prop.name == HEADERS_PROPERTY and prop.value in ("names", "labels"):
            sheet.stated_headers = prop.value
    return sheet


class _Merged:
    """Fills merged areas down as rows come by: the top left value, in the area's first column."""

    def __init__(self, layout: Layout) -> None:
        self._starts = layout.merged
        self._running: dict[int, tuple[int, Cell]] = {}

    def fill(self, line: int, values: list[Cell]) -> frozenset[int]:
        filled = set()
        for column, (last, value) in list(self._running.items()):
            if line > last:
                del self._running[column]
            elif column < len(values) and blank(values[column]):
                values[column] = value
                filled.add(column)
        for last, number in self._starts.get(line, ()):
            column = number - 1
            if column < len(values) and not blank(values[column]) and column not in filled:
                self._running[column] = (last, values[column])
        return frozenset(filled)


def value_of(cell: Any) -> Cell:
    """A cell's own value: formulas and errors as their texts, never worked out."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return None
    if kind == "f":
        return Formula(getattr(value, "text", None) or str(value))
    if kind == "e":
        return CellError(value)
    if isinstance(value, str):
        return unescape(value)
    if isinstance(value, bool | int | float | date | datetime):
        return value
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def unescape(text: str) -> str:
    """The workbook's _x000D_ as the character it stands for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def escape(text: str) -> str:
    """What XML would change or a workbook misread, as _xHHHH_. The reverse of ``unescape``."""
    return _TO_ESCAPE.sub("_x005F_", text).replace("\r", "_x000D_")
