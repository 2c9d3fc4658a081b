"""Reading a list of recommendations: bytes to rows and refusals, by any heading, in any encoding."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.organisations.models import State
from portal.tables.csvfile import CsvFile
from portal.tables.said import Unreadable, gettext_noop, said
from portal.tables.sheet import Limits
from recommendations.models import Activity, Approach, Recommendation
from recommendations.rules.lists.columns import FIELDS, NEEDED, known, mapping, plain
from recommendations.rules.lists.rows import Known, Reader, Row, Wrong
from recommendations.rules.lists.thematic import is_thematic, rows

LIMITS = Limits(file_bytes=10 * 1024 * 1024, rows=20_000, columns=100)


@dataclass(frozen=True, slots=True)
class Options:
    """How a list is to be read. ``columns``: heading -> field, '' leaves it out. ``only``: rows whose
    column holds a word. Encoding and delimiter are guessed where they are not given."""

    columns: dict[str, str] = field(default_factory=dict)
    only: dict[str, str] = field(default_factory=dict)
    encoding: str = ""
    delimiter: str = ""

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe."""
        return {
            "columns": self.columns, "only": self.only, "encoding": self.encoding,
            "delimiter": self.delimiter,
        }  # fmt: skip


@dataclass(slots=True)
class Listing:
    """A list as it was read."""

    headings: list[str] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    read: int = 0
    left_out: int = 0
    rows: list[Row] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows that cannot be taken."""
        return self.read - len(self.rows)


def read_list(
    content: bytes, filename: str, options: Options, *, state: State | None = None
) -> Listing:
    """Every row of a list, or why not. Raises Unreadable for a file that is no such list."""
    _check_fields(options)
    reader = Reader(_known(state))
    found = Listing()
    text = _as_text(content)
    source = (
        _thematic(text, found) if is_thematic(text) else _table(content, filename, options, found)
    )
    for line, cells in source:
        found.read += 1
        row = reader.read(line, cells)
        if row is not None:
            found.rows.append(row)
    found.wrong += reader.wrong
    if not found.read:
        raise Unreadable(
            "file", said(gettext_noop("there is no row in it")),
            said(gettext_noop("choose the list again, or say which rows you mean")),
        )  # fmt: skip
    return found


def _check_fields(options: Options) -> None:
    for name in options.columns.values():
        if name and name not in FIELDS:
            raise Unreadable(
                "columns", said(gettext_noop("no such field: %(name)s"), name=name),
                said(gettext_noop("choose one of: %(names)s"), names=", ".join(FIELDS)),
            )  # fmt: skip


def _as_text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""


def _thematic(text: str, found: Listing) -> Iterator[tuple[int, dict[str, str]]]:
    found.encoding, found.headings = "utf-8", ["OHCHR thematic list"]
    yield from rows(text)


def _table(
    content: bytes, filename: str, options: Options, found: Listing
) -> Iterator[tuple[int, dict[str, str]]]:
    file = CsvFile(
        io.BytesIO(content), filename, encoding=options.encoding or None,
        delimiter=options.delimiter or None, limits=LIMITS, known=known,
    )  # fmt: skip
    found.encoding, found.delimiter = file.sheet.encoding, file.sheet.delimiter
    wanted: dict[int, str] = {}
    for raw in file.raw_rows():
        if raw.line > LIMITS.rows:
            raise Unreadable("file", said(gettext_noop("more than %(most)d rows"), most=LIMITS.rows),
                             said(gettext_noop("part the list into several files")))  # fmt: skip
        cells = ["" if cell is None else str(cell) for cell in raw.cells]
        if raw.broken:
            found.read += 1
            found.wrong.append(Wrong(raw.line, "", "", *raw.broken))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if not found.headings:
            found.headings = cells
            found.columns, found.unknown = mapping(cells, options.columns)
            wanted = _wanted(cells, options.only)
            _must_have(found)
            continue
        if any(
            word.casefold() not in (cells[at] if at < len(cells) else "").casefold()
            for at, word in wanted.items()
        ):
            found.left_out += 1
            continue
        yield raw.line, {name: cells[at] for at, name in found.columns.items() if at < len(cells)}


def _wanted(headings: list[str], only: dict[str, str]) -> dict[int, str]:
    places = {plain(heading): at for at, heading in enumerate(headings)}
    for heading in only:
        if plain(heading) not in places:
            raise Unreadable(
                "only", said(gettext_noop("no column %(name)s"), name=heading),
                said(gettext_noop("choose one of: %(names)s"), names=", ".join(h for h in headings if h)),
            )  # fmt: skip
    return {places[plain(heading)]: word for heading, word in only.items()}


def _must_have(found: Listing) -> None:
    for name in NEEDED:
        if name not in found.columns.values():
            raise Unreadable(
                "columns", said(gettext_noop("no column holds the text of the recommendation")),
                said(gettext_noop("say which column is the text; there are: %(names)s"),
                     names=", ".join(h for h in found.headings if h)),
            )  # fmt: skip


def _known(state: State | None) -> Known:
    return Known(
        approaches=[a.code for a in Approach.objects.all()],
        activities={a.code: a.name for a in Activity.objects.all()},
        recommendations=set(Recommendation.objects.values_list("source__code", "code")),
        states=dict(State.objects.values_list("code", "name")),
        default_state=state.code if state else "",
    )  # fmt: skip
