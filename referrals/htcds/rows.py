"""One row of a list: what is in it, what is wrong with it, what must be asked. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.tables.said import Said, gettext_noop, said
from portal.tables.sheet import Cell, RawRow, Sheet, blank
from referrals.htcds.fields import BY_NAME, Kind
from referrals.htcds.mapping import ASKED, Column, Mapping, Use
from referrals.htcds.merging import originals, with_expanded
from referrals.htcds.nationality import Nationalities
from referrals.htcds.options import ImportOptions
from referrals.htcds.problems import Problem
from referrals.htcds.reading import Ask, Reading
from referrals.htcds.record import Extra, ImportedPerson
from referrals.htcds.text import LONGEST_LONG_TEXT, broken
from referrals.htcds.values import Context, as_text, read_cell

_FIRST = ("cas_IncomingReferralDate", "prs_Citizenship")  # other cells are read in their light
_NOT_TRAFFICKED = "NotAVictimOfTrafficking"
_HER = ("prs_", "vic_", "cas_", "cco_")
_NOT_ENOUGH = frozenset({"prs_Title", "prs_Salutation", "cas_Status", "cas_CaseOwner"})


@dataclass(slots=True)
class Told:
    """What one row gave so far."""

    line: int
    values: dict[str, Any] = field(default_factory=dict, repr=False)
    extras: dict[str, Extra] = field(default_factory=dict, repr=False)
    problems: list[Problem] = field(default_factory=list)
    notes: list[tuple[str, Said]] = field(default_factory=list)
    asks: list[tuple[Column, Ask]] = field(default_factory=list)

    def wrong(self, code: str, what: tuple[Said, Said], column: Column | None = None,
              value: Cell = None, *, waits: bool = False) -> None:  # fmt: skip
        """Add a problem, of a cell or of the whole row."""
        self.problems.append(
            Problem(
                code,
                self.line,
                what[0],
                what[1],
                column=f"{column.heading} ({column.letter})" if column else "",
                field=column.field if column else "",
                value=as_text(value)[0][:200],
                waits=waits,
            )
        )


class RowReader:
    """Reads rows with one mapping and one set of answers."""

    def __init__(self, mapping: Mapping, options: ImportOptions, sheet: Sheet) -> None:
        self.mapping, self.options, self.sheet = mapping, options, sheet
        taken = [c for c in mapping.columns if c.use in (Use.TAKEN, Use.EXPANDED, Use.ORIGINAL)]
        self.taken = sorted(taken, key=lambda c: (c.field not in _FIRST, c.index))
        self.codes, self.dates = options.code_answers(), options.date_answers()

    def read(self, row: RawRow) -> Told:
        """Everything the row says, or what keeps it from being taken."""
        told = Told(row.line)
        self._shape(row, told)
        for column in self.mapping.columns:
            cell = _cell(row, column)
            if column.use in ASKED and not blank(cell):
                told.wrong("column", _OPEN[column.use], column, cell, waits=True)
        self._values(row, told)
        self._suspects(row, told)
        self._extras(row, told)
        hers = (name for name in told.values if name not in _NOT_ENOUGH)
        if not told.problems and not any(name.startswith(_HER) for name in hers):
            told.wrong("nobody", _NOBODY)
        return told

    def only_numbered(self, row: RawRow) -> bool:
        """True for a row with nothing but its number, as the workbook's 1 to 1000: no row at all."""
        numbers = {c.index for c in self.mapping.of(Use.ROW_NUMBER)}
        return row.broken is None and all(
            blank(cell) or at in row.filled or (at in numbers and _is_number(cell))
            for at, cell in enumerate(row.cells)
        )

    def person(self, told: Told) -> ImportedPerson:
        """The record of a row that has no problem."""
        return ImportedPerson(told.values, told.extras)

    def content(self, row: RawRow) -> Iterator[tuple[str, Cell]]:
        """Headings and cells that make the row what it is, for its key."""
        for column in self.mapping.columns:
            if column.use not in (Use.ROW_NUMBER, Use.NOT_TAKEN_OVER):
                yield column.heading, _cell(row, column)

    def _context(self) -> Context:
        return Context(
            today=self.options.today,
            labels=self.mapping.labels,
            code_page=self.sheet.encoding,
            codes=self.codes,
            dates=self.dates,
            own_states=self.options.own_states,
        )

    def _shape(self, row: RawRow, told: Told) -> None:
        width = len(self.mapping.columns)
        beyond = [cell for cell in row.cells[width:] if not blank(cell)]
        params = {"n": len(row.cells), "width": width}
        if beyond:
            told.wrong("wide", (Said(_WIDE, params), said(_WIDE_REMEDY)), value=beyond[0])
        elif self.sheet.kind == "csv" and len(row.cells) != width:
            told.notes.append(("", Said(_ODD, params)))

    def _suspects(self, row: RawRow, told: Told) -> None:
        """A row about a suspect makes nobody; a trafficked person's row is taken without it."""
        accused = [c for c in self.mapping.of(Use.NOT_TAKEN_OVER) if not blank(_cell(row, c))]
        if not accused:
            return
        status = told.values.get("vic_TraffickingStatus")
        hers = status != _NOT_TRAFFICKED and any(name.startswith("vic_") for name in told.values)
        told.notes.append(("", said(_LEFT_OUT, columns=", ".join(c.heading for c in accused))))
        if not hers and any(c.heading.startswith("per_") or c.field for c in accused):
            told.wrong("suspect", _SUSPECT, accused[0])

    def _values(self, row: RawRow, told: Told) -> None:
        context = self._context()
        expanded: dict[str, dict[str, bool]] = {}
        original: dict[str, Any] = {}
        for column in self.taken:
            cell = _cell(row, column)
            if blank(cell):
                continue
            reading = self._one(column, cell, context, told)
            if reading is None or reading.value is None:
                continue
            if column.use is Use.EXPANDED:
                expanded.setdefault(column.field, {})[column.code] = reading.value
            elif column.use is Use.ORIGINAL:
                original[column.field] = reading.value
            else:
                told.values[column.field] = reading.value
                _shed_light(column.field, reading.value, context)
        originals(told.values, original)
        for name, ticks in expanded.items():
            merged = with_expanded(told.values.get(name), ticks)
            if merged is None:
                first = next(c for c in self.taken if c.use is Use.EXPANDED and c.field == name)
                told.wrong("disagree", _DISAGREE, first)
            else:
                told.values[name] = merged

    def _one(self, column: Column, cell: Cell, context: Context, told: Told) -> Reading | None:
        """Read a cell into ``told``; None where it gave no value to keep."""
        of = BY_NAME[column.field]
        if column.use is Use.EXPANDED:
            of = _tick(column.field)
        reading = read_cell(of, cell, context)
        told.notes += [(column.heading, note) for note in reading.notes]
        if reading.refused:
            told.wrong("value", reading.refused, column, cell)
        for ask in reading.asks:
            told.asks.append((column, ask))
            told.wrong(ask.kind, (ask.said, said(_ANSWER)), column, ask.value or cell, waits=True)
        if not reading.settled:
            return None
        if self._left_out(column, cell):
            told.extras[f"{column.field} (as written)"] = as_text(cell)[0]
        return reading

    def _left_out(self, column: Column, cell: Cell) -> bool:
        """True where an answer was 'leave it unknown': the word is kept beside the record."""
        text = as_text(cell)[0].casefold()
        return any(
            name == column.field and not code and word in text
            for (name, word), code in self.codes.items()
        )

    def _extras(self, row: RawRow, told: Told) -> None:
        for column in self.mapping.columns:
            cell = _cell(row, column)
            if blank(cell) or column.use not in (Use.UNKNOWN, Use.EMPTY, Use.ROW_NUMBER):
                continue
            if column.use is Use.ROW_NUMBER and _is_number(cell):
                continue
            extra = kept(cell)
            wrong = broken(extra, longest=LONGEST_LONG_TEXT) if isinstance(extra, str) else None
            if wrong:
                told.wrong("value", wrong, column, cell)
            else:
                told.extras[column.heading] = extra


def kept(cell: Cell) -> Extra:
    """An unknown column's cell, word for word; a number only where its digits say it exactly."""
    text = as_text(cell)[0] if not isinstance(cell, str) else str(cell)
    plain = text.removeprefix("-")
    if plain.isascii() and 0 < len(plain.replace(".", "")) <= 15 and plain[:1].isdigit():
        if plain.isdigit() and str(int(text)) == text:
            return int(text)
        if plain.count(".") == 1 and plain[-1].isdigit() and repr(float(text)) == text:
            return float(text)
    return text


def _shed_light(name: str, value: Any, context: Context) -> None:
    if name == "cas_IncomingReferralDate":
        context.about_day = value.as_day
    if isinstance(value, Nationalities):
        context.citizenships = value.codes


def _tick(name: str) -> Any:
    of = BY_NAME[name]
    return type(of)(of.name, of.label, Kind.CHECK)


def _is_number(cell: Cell) -> bool:
    return as_text(cell)[0].strip().isdecimal()


def _cell(row: RawRow, column: Column) -> Cell:
    return row.cells[column.index] if column.index < len(row.cells) else None


_WIDE = gettext_noop("%(n)d cells where the headings are %(width)d: cells may have moved")
_WIDE_REMEDY = gettext_noop("put quotation marks round a cell that holds the delimiter")
_ODD = gettext_noop("%(n)d cells where the headings are %(width)d; nothing is lost")
_LEFT_OUT = gettext_noop("not taken over, as it speaks of somebody suspected: %(columns)s")
_ANSWER = gettext_noop("answer the question above, or write it out in the list")
_NOBODY = (
    said(gettext_noop("nothing about a person stands in this row")),
    said(gettext_noop("take the row out, or fill in what is known of the person")),
)
_SUSPECT = (
    said(gettext_noop("this row describes somebody's part in the crime")),
    said(
        gettext_noop(
            "an import makes no records of suspects; if the person was trafficked, fill in a column on"
            " their trafficking and empty this one"
        )
    ),
)
_DISAGREE = (
    said(gettext_noop("the list of codes and the 0 and 1 columns beside it disagree")),
    said(gettext_noop("make them say the same, or empty one of them")),
)
_OPEN = {
    Use.NEAR: (
        said(gettext_noop("it is not certain which field this column is")),
        said(gettext_noop("answer the question about the column")),
    ),
    Use.DUPLICATE: (
        said(gettext_noop("this column is there twice")),
        said(gettext_noop("answer the question about the column")),
    ),
    Use.CONFLICT: (
        said(gettext_noop("the name and the label of this column disagree")),
        said(gettext_noop("say whether the list was filled by its names or by its labels")),
    ),
}
