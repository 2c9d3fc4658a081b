"""Open a list, whatever it is saved as: by content, never by its name. Pure."""

import io
from collections.abc import Iterator
from itertools import islice
from os import PathLike
from typing import IO, Self

from portal.tables.csvfile import CsvFile
from portal.tables.said import Unreadable, gettext_noop, said
from portal.tables.sheet import Limits, RawRow, Sheet, Source
from referrals.htcds.archive import OLE, ZIP
from referrals.htcds.headers import Header, find_header, is_known
from referrals.htcds.problems import Question
from referrals.htcds.workbook import Workbook

_HEADER_WITHIN = 40
_NEVER = {
    b"%PDF": gettext_noop("a PDF"),
    b"\x89PNG": gettext_noop("a picture"),
    b"\xff\xd8\xff": gettext_noop("a picture"),
    b"\x1f\x8b": gettext_noop("a packed file (.gz)"),
    b"{\\rtf": gettext_noop("a text document"),
}


class Table:
    """An opened list: its description, its headings, its rows of data as often as wanted."""

    def __init__(self, source: Source, header_row: int | None, limits: Limits) -> None:
        self.owned: IO[bytes] | None = None
        self.source, self.limits = source, limits
        first = list(islice(source.raw_rows(), max(_HEADER_WITHIN, header_row or 0)))
        self.header: Header = find_header(first, header_row)
        if header_row is not None and not self.header.last_line:
            raise Unreadable(
                "header_row",
                said(gettext_noop("the sheet has no such row")),
                said(gettext_noop("choose the row that holds the headings")),
            )
        self.sheet.header_row = self.header.names_line or self.header.labels_line
        self.sheet.label_row = self.header.labels_line
        self.sheet.header_sure = self.header.sure

    @property
    def sheet(self) -> Sheet:
        """How the file was read."""
        return self.source.sheet

    def rows(self) -> Iterator[RawRow]:
        """The rows below the headings that have something of their own."""
        number = 0
        for row in self.source.raw_rows():
            if row.line <= self.header.last_line or row.empty:
                continue
            number += 1
            if number > self.limits.rows:
                raise Unreadable(
                    "file",
                    said(gettext_noop("more than %(most)d rows"), most=self.limits.rows),
                    said(gettext_noop("part the list into several files")),
                )
            yield row

    def questions(self) -> list[Question]:
        """What the person should confirm about the file itself."""
        asked = []
        if not self.header.sure:
            rows = tuple((str(line), text) for line, text in self.header.candidates)
            used = str(self.sheet.header_row or "")
            text = said(gettext_noop("Which row holds the headings?"))
            asked.append(Question("header_row", text, rows, suggested=used))
        if not self.sheet.encoding_sure:
            text = said(gettext_noop("Are these words spelt right?"))
            samples = self.sheet.encoding_samples
            asked.append(Question("encoding", text, samples, suggested=self.sheet.encoding))
        shown = [name for name, visible in self.sheet.sheets if visible]
        if len(shown) > 1:
            text = said(gettext_noop("The workbook has several sheets. Is this the right one?"))
            names = tuple((name, name) for name in shown)
            asked.append(Question("sheet", text, names, suggested=self.sheet.sheet))
        return asked

    def progress(self) -> float:
        """How much of the file was read, 0 to 1."""
        return self.source.progress()

    def close(self) -> None:
        """Let go of the file; one that was opened here by its path is closed."""
        self.source.close()
        if self.owned is not None:
            self.owned.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.close()


def open_table(
    file: str | PathLike[str] | IO[bytes],
    filename: str = "",
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_row: int | None = None,
    limits: Limits | None = None,
) -> Table:
    """Open a path or a seekable binary file as a ``Table``.

    The arguments after ``filename`` are a person's answers. Raises ``Unreadable`` with field,
    message and remedy; nothing is read into memory whole, no formula is worked out.
    """
    limits = limits or Limits()
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise Unreadable(
            "delimiter",
            said(gettext_noop("a delimiter is one character")),
            said(gettext_noop("choose comma, semicolon, tab or bar")),
        )
    if not isinstance(file, str | PathLike):
        name = filename or str(getattr(file, "name", ""))
        return _table(file, name, sheet, encoding, delimiter, header_row, limits)
    stream = open(file, "rb")  # noqa: SIM115  (the table closes it)
    try:
        table = _table(
            stream, filename or str(file), sheet, encoding, delimiter, header_row, limits
        )
    except BaseException:
        stream.close()
        raise
    table.owned = stream
    return table


def _table(
    stream: IO[bytes],
    filename: str,
    sheet: str | None,
    encoding: str | None,
    delimiter: str | None,
    header_row: int | None,
    limits: Limits,
) -> Table:
    filename = filename.replace("\\", "/").rpartition("/")[2]
    start = _start(stream, limits)
    if start.startswith(ZIP):
        return _workbook(stream, filename, sheet, header_row, limits)
    if start.startswith(OLE):
        raise Unreadable(
            "file",
            said(gettext_noop("an old .xls, or a workbook locked with a password")),
            said(
                gettext_noop("open it in a spreadsheet program and save as .xlsx, without password")
            ),
        )
    for magic, what in _NEVER.items():
        if start.startswith(magic):
            raise _no_table(what)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise _no_table(gettext_noop("a web page or XML, whatever its name says"))
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        raise _no_table(gettext_noop("data in JSON"))
    source = CsvFile(
        stream, filename, encoding=encoding, delimiter=delimiter, limits=limits, known=is_known
    )
    return Table(source, header_row, limits)


def _start(stream: IO[bytes], limits: Limits) -> bytes:
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if size > limits.file_bytes:
        raise Unreadable(
            "file",
            said(gettext_noop("larger than %(most)d MB"), most=limits.file_bytes // 1024**2),
            said(gettext_noop("part the list into several files")),
        )
    start = stream.read(1024)
    stream.seek(0)
    return start


def _no_table(what: str) -> Unreadable:
    return Unreadable(
        "file",
        said(gettext_noop("this is %(what)s, no list"), what=what),
        said(gettext_noop("save the list as .xlsx or .csv")),
    )


def _workbook(
    stream: IO[bytes], filename: str, sheet: str | None, header_row: int | None, limits: Limits
) -> Table:
    """The sheet asked for; else the first visible one with headings of the standard."""
    table = Table(Workbook(stream, filename, sheet=sheet, limits=limits), header_row, limits)
    if sheet is not None or table.header.sure:
        return table
    for name, visible in table.sheet.sheets[:12]:
        if visible and name != table.sheet.sheet:
            other = Table(Workbook(stream, filename, sheet=name, limits=limits), None, limits)
            if other.header.sure and other.header.last_line:
                return other
    return table
