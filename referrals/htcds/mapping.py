"""Which column is which field, shown before anything is read; what is in doubt is asked. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as spec
from enum import StrEnum
from typing import Any

from portal.tables.said import gettext_noop, said
from portal.tables.sheet import RawRow, blank, letter
from referrals.htcds.fields import BY_NAME
from referrals.htcds.headers import KEPT, Header, Heading, accuses, read_heading
from referrals.htcds.options import ImportOptions
from referrals.htcds.problems import Question


class Use(StrEnum):
    """What happens to a column."""

    TAKEN = "taken"
    EXPANDED = "expanded"  # one code of a multi-select, as 0 and 1
    ORIGINAL = "original"  # of our own export
    UNKNOWN = "unknown"  # kept word for word beside the record
    ROW_NUMBER = "row_number"
    EMPTY = "empty"
    NOT_TAKEN_OVER = "not_taken_over"  # speaks of a suspect
    NEAR = "near"  # asked
    DUPLICATE = "duplicate"  # asked
    CONFLICT = "conflict"  # asked: name and label disagree


ASKED = frozenset({Use.NEAR, Use.DUPLICATE, Use.CONFLICT})


@dataclass(slots=True)
class Column:
    """One column: its heading, what becomes of it, and what else it might be."""

    index: int
    heading: str
    use: Use
    field: str = ""
    code: str = ""
    by: str = ""
    proposals: tuple[str, ...] = ()
    examples: list[str] = spec(default_factory=list, repr=False)

    @property
    def letter(self) -> str:
        """The column's name in a spreadsheet."""
        return letter(self.index)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe."""
        return {
            "letter": self.letter,
            "heading": self.heading,
            "use": self.use.value,
            "field": self.field,
            "code": self.code,
            "by": self.by,
            "proposals": list(self.proposals),
            "examples": list(self.examples),
        }


@dataclass(slots=True)
class Mapping:
    """All columns, and the reading of the headings that was used (empty: no matter, or open)."""

    columns: list[Column]
    headers: str = ""
    labels: bool = True

    def of(self, use: Use) -> list[Column]:
        """The columns with one use."""
        return [column for column in self.columns if column.use is use]

    @property
    def unknown(self) -> list[str]:
        """Headings of the columns that are nothing of the standard's."""
        return [column.heading for column in self.of(Use.UNKNOWN)]

    @property
    def fields(self) -> dict[str, str]:
        """Heading to field, for the columns taken."""
        return {column.heading: column.field for column in self.of(Use.TAKEN)}


def map_columns(
    header: Header, first: Iterable[RawRow], options: ImportOptions, *, stated: str = ""
) -> tuple[Mapping, list[Question]]:
    """Map every column; ``first`` are rows of data to take examples from (at most three each)."""
    rows = list(first)
    width = max(len(header.names), len(header.labels))
    columns: list[Column] = []
    conflicts: list[tuple[Column, str]] = []
    for index in range(width):
        column, other = _column(index, header, options)
        if other is not None:
            conflicts.append((column, other))
        _with_examples(column, rows)
        columns.append(column)
    _doubled(columns)
    mapping = Mapping(columns, labels=header.labels_line is not None)
    mapping.headers = (options.headers or "") if conflicts else ""
    return mapping, [*_conflict_question(conflicts, options, stated), *_column_questions(columns)]


def _column(index: int, header: Header, options: ImportOptions) -> tuple[Column, str | None]:
    """The column, and the other reading's field where name and label disagree."""
    name = header.names[index] if index < len(header.names) else ""
    label = header.labels[index] if index < len(header.labels) else ""
    heading = name or label or f"column {letter(index)}"
    answered = options.columns.get(heading, options.columns.get(letter(index)))
    if answered is not None:
        use = Use.TAKEN if answered else Use.UNKNOWN
        return Column(index, heading, use, answered, by="answer"), None
    by_name = read_heading(name) if name else Heading()
    by_label = read_heading(label) if label else Heading()
    if by_name.field and by_label.field and by_name.field != by_label.field:
        pair = {"names": by_name, "labels": by_label}
        chosen = pair.get(options.headers or "")
        if chosen is None:
            proposals = (by_name.field, by_label.field)
            return Column(index, heading, Use.CONFLICT, proposals=proposals), by_label.field
        return _known(index, heading, chosen), by_label.field
    meant = by_name if by_name.field or (by_name.near and not by_label.field) else by_label
    if meant.field:
        return _known(index, heading, meant), None
    return _unnamed(index, heading, meant, named=bool(name or label)), None


def _known(index: int, heading: str, meant: Heading) -> Column:
    use = Use.EXPANDED if meant.code else Use.ORIGINAL if meant.original else Use.TAKEN
    if BY_NAME[meant.field].perpetrator:
        use = Use.NOT_TAKEN_OVER
    return Column(index, heading, use, meant.field, meant.code, meant.by)


def _unnamed(index: int, heading: str, meant: Heading, *, named: bool) -> Column:
    if accuses(heading):
        return Column(index, heading, Use.NOT_TAKEN_OVER)
    if meant.near:
        return Column(index, heading, Use.NEAR, proposals=meant.near)
    heading = heading.removesuffix(KEPT)
    if not named:
        return Column(index, heading, Use.ROW_NUMBER if index == 0 else Use.EMPTY)
    return Column(index, heading, Use.UNKNOWN)


def _with_examples(column: Column, rows: list[RawRow]) -> None:
    """The first three values; a nameless column with content turns out to be an unknown one."""
    for row in rows:
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        if blank(cell) or column.index in row.filled:
            continue
        if column.use is Use.EMPTY:
            column.use = Use.UNKNOWN
        if column.use is Use.ROW_NUMBER and not str(cell).strip().isdecimal():
            column.use = Use.UNKNOWN
        if len(column.examples) < 3 and column.use is not Use.NOT_TAKEN_OVER:
            column.examples.append(str(cell)[:80])


def _doubled(columns: list[Column]) -> None:
    """A second column for the same field or code is asked; two unknown ones get two names."""
    seen: set[tuple[str, str, str]] = set()
    headings: set[str] = set()
    for column in columns:
        if column.use in (Use.TAKEN, Use.EXPANDED, Use.ORIGINAL):
            what = (column.use.value, column.field, column.code)
            if what in seen:
                column.use, column.proposals = Use.DUPLICATE, (column.field,)
            seen.add(what)
        if column.use in (Use.UNKNOWN, Use.EMPTY, Use.ROW_NUMBER):
            column.heading = _new_name(column.heading, headings)
            headings.add(column.heading)


def _new_name(heading: str, taken: set[str]) -> str:
    number, name = 1, heading
    while name in taken:
        number += 1
        name = f"{heading} ({number})"
    return name


def _conflict_question(
    conflicts: list[tuple[Column, str]], options: ImportOptions, stated: str
) -> list[Question]:
    if not conflicts or options.headers:
        return []
    question = Question(
        "headers",
        said(
            gettext_noop(
                "Over %(n)d columns the technical name and the label disagree. Which did those who"
                " filled the list go by?"
            ),
            n=len(conflicts),
        ),
        (("labels", gettext_noop("the labels")), ("names", gettext_noop("the technical names"))),
        suggested=stated,
    )
    for column, by_label in conflicts:
        values = ", ".join(column.examples) or "–"
        by_name = BY_NAME[column.proposals[0]].label
        shown = f"{column.letter}: {values} = {by_name} (name) / {BY_NAME[by_label].label} (label)"
        question.examples.append(shown)
        question.count += 1
    return [question]


def _column_questions(columns: list[Column]) -> list[Question]:
    questions = []
    for column in columns:
        if column.use is Use.NEAR:
            text = gettext_noop("Column %(letter)s, '%(heading)s': which field is it?")
        elif column.use is Use.DUPLICATE:
            text = gettext_noop(
                "Column %(letter)s, '%(heading)s', is there twice: what is this one?"
            )
        else:
            continue
        proposed = tuple((name, BY_NAME[name].label) for name in column.proposals)
        keep = ("", gettext_noop("none of these: keep it beside the record"))
        choices = (keep,) if column.use is Use.DUPLICATE else (*proposed, keep)
        questions.append(
            Question(
                "column",
                said(text, letter=column.letter, heading=column.heading),
                choices,
                column=column.letter if column.use is Use.DUPLICATE else column.heading,
                examples=list(column.examples),
            )
        )
    return questions
