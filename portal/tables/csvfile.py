"""A .csv or a tab-separated text as rows: streamed, encoding and delimiter guessed and shown. Pure."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import IO, Any

from portal.tables.encodings import CANDIDATES, guess
from portal.tables.runnable import restore
from portal.tables.said import Said, Unreadable, gettext_noop, said
from portal.tables.sheet import Limits, RawRow, Sheet

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 256 * 1024
_LONGEST_CELL = 128 * 1024
_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


class CsvFile:
    """A text file as a ``Source``."""

    def __init__(
        self,
        file: IO[bytes],
        filename: str,
        *,
        encoding: str | None,
        delimiter: str | None,
        limits: Limits,
        known: Callable[[str], bool],
    ) -> None:
        self._file, self._limits = file, limits
        self._size = _size(file, limits)
        sample = _sample(file)
        self.sheet = Sheet(kind="csv", filename=filename)
        self._choose_encoding(sample, encoding)
        text = _decoded(sample, self.sheet.encoding)
        hint = _HINT.match(text)
        self._skip = 1 if hint else 0
        self.sheet.delimiter = delimiter or (hint[1] if hint else _delimiter(text, known))
        self.sheet.delimiter_sure = bool(delimiter or hint) or self.sheet.delimiter in text

    def _choose_encoding(self, sample: bytes, asked: str | None) -> None:
        if asked:
            _must_exist(asked)
            self.sheet.encoding = asked
            self.sheet.bom = sample.startswith(codecs.BOM_UTF8)
            return
        found = guess(sample, utf8=_is_utf8(self._file))
        if found.encoding.startswith("utf-16"):
            pass
        elif b"\0" in sample:
            raise Unreadable(
                "file",
                said(gettext_noop("this is no table: neither a workbook nor text")),
                said(gettext_noop("save the list as .xlsx or .csv")),
            )
        self.sheet.encoding, self.sheet.encoding_sure = found.encoding, found.sure
        self.sheet.bom = found.bom
        if not found.sure:
            tried = (found.encoding, *found.others)
            self.sheet.encoding_samples = tuple(
                (name, _strange_words(sample, name)) for name in tried
            )

    def raw_rows(self) -> Iterator[RawRow]:
        """Every row with its number as a spreadsheet counts them; ``="..."`` unwrapped."""
        self._file.seek(0)
        text = io.TextIOWrapper(
            io.BufferedReader(_Unclosed(self._file)), encoding=self.sheet.encoding, newline=""
        )
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(text, delimiter=self.sheet.delimiter, strict=True)
        line = 0
        while True:
            line += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield RawRow(line, (), broken=_torn(error))
                if _never_closed(error):
                    return
            except UnicodeError as error:
                raise self._undecodable(line) from error
            else:
                if line > self._skip:
                    yield RawRow(line, tuple(restore(unwrap(cell)) for cell in cells))

    def _undecodable(self, line: int) -> Unreadable:
        return Unreadable(
            "encoding",
            said(
                gettext_noop("near line %(line)d the file is not %(encoding)s"),
                line=line, encoding=self.sheet.encoding,
            ),
            said(gettext_noop("choose another encoding, or save it as CSV UTF-8")),
        )  # fmt: skip

    def progress(self) -> float:
        """Bytes read, of the file's size."""
        return min(1.0, self._file.tell() / max(1, self._size))

    def close(self) -> None:
        """The file is the caller's."""


class _Unclosed(io.RawIOBase):
    """A file that a text wrapper may read and not close."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = self._file.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


def unwrap(cell: str) -> str:
    """``="0049..."``, a spreadsheet's way to keep a text, as the text."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) >= 3:
        inner = cell[2:-1]
        if '"' not in inner.replace('""', ""):
            return inner.replace('""', '"')
    return cell


def _never_closed(error: csv.Error) -> bool:
    return "field larger" in str(error) or "unexpected end" in str(error)


def _torn(error: csv.Error) -> tuple[Said, Said]:
    if _never_closed(error):
        return (
            said(
                gettext_noop(
                    "a quotation mark opens a cell here and is never closed: nothing"
                    " below it could be read"
                )
            ),
            said(gettext_noop("close it, or double it where it is meant as a character")),
        )
    return (
        said(gettext_noop("a quotation mark stands inside a quoted cell")),
        said(gettext_noop('double it: "Anna ""Mimi"" Pop"')),
    )


def _size(file: IO[bytes], limits: Limits) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if not size:
        raise Unreadable(
            "file",
            said(gettext_noop("the file is empty")),
            said(gettext_noop("choose the file again")),
        )
    if size > limits.file_bytes:
        raise Unreadable(
            "file",
            said(gettext_noop("larger than %(most)d MB"), most=limits.file_bytes // 1024**2),
            said(gettext_noop("part the list into several files")),
        )
    return size


def _sample(file: IO[bytes]) -> bytes:
    """The beginning, and from the rest the lines with letters outside ASCII."""
    file.seek(0)
    sample = file.read(_SAMPLE)
    strange: list[bytes] = []
    while (chunk := file.read(_SAMPLE)) and sum(map(len, strange)) < _SAMPLE:
        strange += re.findall(rb"[^\r\n\x80-\xff]{0,40}[\x80-\xff][^\r\n]{0,200}", chunk)[:200]
    file.seek(0)
    return sample if sample.count(0) else sample + b"".join(strange)


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(1024 * 1024):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _must_exist(name: str) -> None:
    try:
        codecs.lookup(name)
        "".encode(name)
    except (LookupError, UnicodeError, ValueError) as error:
        raise Unreadable(
            "encoding",
            said(gettext_noop("an unknown encoding")),
            said(
                gettext_noop("choose one of: %(names)s"),
                names=", ".join(("utf-8", "utf-16", *(name for name, _letters in CANDIDATES))),
            ),
        ) from error


def _decoded(sample: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(sample)


def _strange_words(sample: bytes, encoding: str) -> str:
    words = re.findall(r"\w*[^\x00-\x7f]\w*", sample.decode(encoding, errors="replace"))
    return ", ".join(list(dict.fromkeys(words))[:6])


def _delimiter(text: str, known: Callable[[str], bool]) -> str:
    """The delimiter under which most names are known, then most rows have one width above one."""
    best = max(DELIMITERS, key=lambda one: (_rated(text, one, known), -DELIMITERS.index(one)))
    return best if _rated(text, best, known) > (0, 0.0) else ","


def _rated(text: str, delimiter: str, known: Callable[[str], bool]) -> tuple[int, float]:
    rows, reader = [], csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for _number, row in zip(range(60), reader, strict=False):
            if any(cell.strip() for cell in row):
                rows.append(row)
    except csv.Error:
        pass
    if not rows:
        return 0, 0.0
    names = max(sum(known(cell) for cell in row) for row in rows[:20])
    width, times = Counter(len(row) for row in rows).most_common(1)[0]
    return (names if width > 1 else 0), (times / len(rows) + width / 1000 if width > 1 else 0.0)
