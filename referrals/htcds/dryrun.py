"""The dry run: row by row what would be taken, what not and why, and what must be asked. Pure.

Iterating makes one pass over the file with one row in memory. ``read = accepted + refused``
always holds (lesson L26); of the refused, ``waiting`` would be settled by an answer.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from portal.tables.said import Said, Unreadable, gettext_noop, said
from portal.tables.sheet import Formula, RawRow, Sheet, blank
from referrals.htcds.headers import read_heading
from referrals.htcds.mapping import Column, Mapping, map_columns
from referrals.htcds.opening import Table
from referrals.htcds.options import ImportOptions
from referrals.htcds.problems import Problem, Question
from referrals.htcds.reading import Ask
from referrals.htcds.record import ImportedPerson
from referrals.htcds.rowkeys import RowKeys
from referrals.htcds.rows import RowReader, Told

_EXAMPLES_FROM = 200
_TOTAL = re.compile(
    r"(?:grand |sub-?|in )?(?:total|totals|sum|all|summe|gesamt|totale|итого|всего|razem|összesen)"
    r"\b[\s:.\d/–-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row's report. ``person`` is there only where the row is accepted as it stands."""

    line: int
    key: str
    person: ImportedPerson | None = field(repr=False)
    problems: tuple[Problem, ...] = ()
    notes: tuple[tuple[str, Said], ...] = ()

    @property
    def outcome(self) -> str:
        """``accepted``, ``waiting`` (only answers are missing) or ``refused``."""
        if self.person is not None:
            return "accepted"
        return "waiting" if all(problem.waits for problem in self.problems) else "refused"

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe, with the cells that are wrong but without the record: seal it."""
        return {
            "line": self.line,
            "key": self.key,
            "outcome": self.outcome,
            "problems": [problem.to_dict() for problem in self.problems],
            "notes": [[heading, str(note)] for heading, note in self.notes],
        }


@dataclass(slots=True)
class Summary:
    """Counts of rows. ``hidden`` and ``totals`` are among the refused, ``waiting`` too."""

    read: int = 0
    accepted: int = 0
    waiting: int = 0
    totals: int = 0
    hidden: int = 0
    hidden_taken: int = 0
    by_code: Counter[str] = field(default_factory=Counter)

    @property
    def refused(self) -> int:
        """All that are not accepted."""
        return self.read - self.accepted

    @property
    def proposed(self) -> int:
        """Accepted, or waiting for an answer."""
        return self.accepted + self.waiting

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe."""
        return {
            "read": self.read,
            "accepted": self.accepted,
            "refused": self.refused,
            "waiting": self.waiting,
            "totals": self.totals,
            "hidden": self.hidden,
            "hidden_taken": self.hidden_taken,
            "by_code": dict(self.by_code),
        }


class DryRun:
    """A table read with a set of answers. Iterate it; ``questions`` and ``summary`` grow with it.

    Raises ``Unreadable`` for an answer that could not be given, and, when iterated, for a file
    that breaks off.
    """

    def __init__(self, table: Table, options: ImportOptions) -> None:
        options.check()
        self.table, self.options = table, options
        first = islice(table.rows(), _EXAMPLES_FROM)
        self.mapping: Mapping
        self.mapping, about_columns = map_columns(
            table.header, first, options, stated=table.sheet.stated_headers
        )
        self._about_file = [*table.questions(), *about_columns]
        self._about_rows: dict[tuple[str, str, str], Question] = {}
        self._key_column = self._find_key_column()
        self.summary = Summary()
        self.finished = False

    @property
    def sheet(self) -> Sheet:
        """How the file was read."""
        return self.table.sheet

    @property
    def questions(self) -> list[Question]:
        """What is to be asked; complete once every row was read."""
        return [*self._about_file, *self._about_rows.values()]

    @property
    def may_import(self) -> bool:
        """True after a full pass where the rows accepted may be taken, as ``options.keep`` says."""
        enough = self.options.keep == "good" or not (self.summary.refused - self._left_aside())
        return self.finished and self.summary.accepted > 0 and enough

    def _left_aside(self) -> int:
        return self.summary.totals + self.summary.hidden

    def __iter__(self) -> Iterator[Row]:
        self.summary, self.finished = Summary(), False
        self._about_rows.clear()
        reader = RowReader(self.mapping, self.options, self.sheet)
        keys = RowKeys(self.options.secret)
        for raw in self.table.rows():
            if reader.only_numbered(raw):
                continue
            row = self._row(raw, reader, keys)
            self._count(raw, row)
            yield row
        self.finished = True

    def _row(self, raw: RawRow, reader: RowReader, keys: RowKeys) -> Row:
        aside = self._aside(raw)
        told = reader.read(raw) if aside is None else Told(raw.line, problems=[aside])
        key, earlier = self._key(raw, reader, keys, told)
        if earlier is not None and aside is None:
            self._again(told, earlier)
        for column, ask in told.asks:
            self._ask(column, ask, raw.line)
        person = None if told.problems else reader.person(told)
        return Row(raw.line, key, person, tuple(told.problems), tuple(told.notes))

    def _aside(self, raw: RawRow) -> Problem | None:
        """The problem of a row that is none: torn, hidden, a total."""
        if raw.broken:
            return Problem("torn", raw.line, *raw.broken)
        if raw.hidden and not self.options.include_hidden:
            return Problem("hidden", raw.line, *_HIDDEN)
        return Problem("total", raw.line, *_TOTAL_ROW) if _is_total(raw) else None

    def _key(
        self, raw: RawRow, reader: RowReader, keys: RowKeys, told: Told
    ) -> tuple[str, int | None]:
        column = self._key_column
        if column is None:
            return keys.by_content(reader.content(raw), raw.line)
        cell = raw.cells[column.index] if column.index < len(raw.cells) else None
        if blank(cell):
            if not told.problems:
                told.wrong("key", _NO_KEY, column)
            return keys.by_content(reader.content(raw), raw.line)
        return keys.by_value(cell, raw.line)

    def _again(self, told: Told, earlier: int) -> None:
        params = {"line": earlier}
        if self._key_column is not None:
            told.wrong("key", (Said(_SAME_KEY, params), said(_SAME_KEY_REMEDY)), self._key_column)
        else:
            told.notes.append(("", Said(_SAME, params)))

    def _ask(self, column: Column, ask: Ask, line: int) -> None:
        group = ask.group or ask.value.casefold()
        question = self._about_rows.setdefault(
            (ask.kind, column.field, group),
            Question(
                ask.kind,
                ask.said,
                ask.choices,
                field=column.field,
                column=column.heading,
                value="" if ask.group else ask.value,
            ),
        )
        question.seen(line, ask.value)

    def _count(self, raw: RawRow, row: Row) -> None:
        summary = self.summary
        summary.read += 1
        summary.accepted += row.outcome == "accepted"
        summary.waiting += row.outcome == "waiting"
        summary.hidden_taken += raw.hidden and row.outcome == "accepted"
        codes = {problem.code for problem in row.problems}
        summary.totals += "total" in codes
        summary.hidden += "hidden" in codes
        summary.by_code.update(codes)

    def _find_key_column(self) -> Column | None:
        wanted = self.options.key_column
        if not wanted:
            return None
        meant = read_heading(wanted).field
        for column in self.mapping.columns:
            if wanted in (column.heading, column.letter) or (meant and meant == column.field):
                return column
        raise Unreadable(
            "key_column",
            said(gettext_noop("the list has no such column")),
            said(gettext_noop("choose the heading of the column that names each row")),
        )


def _is_total(raw: RawRow) -> bool:
    """A row that begins with 'Total' and holds else only numbers, formulas and nothing."""
    own = [cell for at, cell in enumerate(raw.cells) if not blank(cell) and at not in raw.filled]
    first = own[0] if own else None
    if not isinstance(first, str) or not _TOTAL.fullmatch(first.strip()):
        return False
    return all(
        isinstance(cell, Formula | int | float) or str(cell).strip().replace(".", "").isdecimal()
        for cell in own[1:]
    )


_HIDDEN = (
    said(gettext_noop("the row is hidden in the sheet and is left out")),
    said(gettext_noop("show the row in the spreadsheet, or choose to take hidden rows too")),
)
_TOTAL_ROW = (
    said(gettext_noop("a total, not a person")),
    said(gettext_noop("nothing to do: totals are left out")),
)
_NO_KEY = (
    said(gettext_noop("the column that names each row is empty here")),
    said(gettext_noop("fill it in, or import without a key column")),
)
_SAME_KEY = gettext_noop("line %(line)d has the same key")
_SAME_KEY_REMEDY = gettext_noop("give each row its own key")
_SAME = gettext_noop("the same content as line %(line)d: two people, or one row twice?")
