"""The list written out again: IOM's workbook and CSV, so that nothing stored is lost. Pure.

The workbook has IOM's layout: names in row 1 in its own spelling, labels in row 2, numbers in
column A. What its 38 columns cannot hold follows to the right: further fields of the standard, 0
and 1 columns where something was said not to apply, originals of values that had to be mapped to
the standard's, and the columns that came with the import, marked '(kept)'.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.custom import StringProperty

from portal.tables.runnable import neutralise
from referrals.htcds.birth import Birth, PartialDate
from referrals.htcds.choices import Choices
from referrals.htcds.fields import ALIASES, FIELDS, WORKBOOK, Kind
from referrals.htcds.headers import KEPT, ORIGINAL, read_heading
from referrals.htcds.merging import mapped_up
from referrals.htcds.nationality import Nationalities
from referrals.htcds.record import ImportedPerson, Value
from referrals.htcds.workbook import HEADERS_PROPERTY, escape

SHEET, ABOUT = "Sheet1", "About this export"
Written = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Out:
    """One column written: heading and label, and where its value comes from."""

    name: str
    label: str
    field: str = ""
    code: str = ""
    original: bool = False
    extra: str = ""

    def of(self, person: ImportedPerson) -> Written:
        """The value for one person; None where unknown."""
        if self.extra:
            return person.extras.get(self.extra)
        value = person.values.get(self.field)
        if value is None:
            return None
        if self.code:
            return _tick(value, self.code)
        up = mapped_up(self.field, value)
        if self.original:
            return None if up == value else written(value)
        return written(up)


def write_workbook(
    fileobj: IO[bytes], persons: Iterable[ImportedPerson], headers: str = "names"
) -> None:
    """Write IOM's workbook. ``headers`` says by which of its two rows the values are placed.

    Over five columns the two rows disagree; which one was used is stated on the second sheet and
    in the property ``concord_headers``. Raises ValueError for another word than names or labels.
    """
    if headers not in ("names", "labels"):
        raise ValueError("headers is 'names' or 'labels'")
    people = list(persons)
    columns = [*_layout(headers), *_further(people, _placed())]
    book: Any = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "B3"
    sheet.append([None, *(_cell(sheet, column.name or None) for column in columns)])
    sheet.append([None, *(_cell(sheet, column.label or None) for column in columns)])
    for number, person in enumerate(people, 1):
        sheet.append([number, *(_cell(sheet, column.of(person)) for column in columns)])
    about = book.create_sheet(ABOUT)
    for line in _about(headers):
        about.append([_cell(about, text) for text in line])
    book.custom_doc_props.append(StringProperty(name=HEADERS_PROPERTY, value=headers))
    book.save(fileobj)


def write_csv(fileobj: IO[bytes], persons: Iterable[ImportedPerson]) -> None:
    """Write CSV: UTF-8 with byte-order mark, the standard's spelling, text that can run made safe.

    ``fileobj`` is binary and is left open.
    """
    people = list(persons)
    core = [Out(of.name, of.label, of.name) for of in FIELDS if of.core and not of.deprecated]
    columns = [*core, *_further(people, {column.field for column in core})]
    text = io.TextIOWrapper(fileobj, encoding="utf-8", newline="", write_through=True)
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow([neutralise(column.name) for column in columns])
    for person in people:
        writer.writerow([_plain(column.of(person)) for column in columns])
    text.detach()


def written(value: Value) -> Written:
    """A value as a cell: dates as dates where whole, several values parted by '; '."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, PartialDate):
        return value.as_day or value.iso
    if isinstance(value, Birth):
        return (value.born and value.born.as_day) or value.text
    if isinstance(value, Choices):
        return "; ".join(value.chosen) or None
    if isinstance(value, Nationalities):
        on = value.undetermined_on
        parts = [*value.codes, *([f"undetermined on {on:%Y-%m-%d}"] if on else [])]
        return "; ".join(parts)
    return value


def _tick(value: Value, code: str) -> int | None:
    if not isinstance(value, Choices):
        return None
    return 1 if code in value.chosen else 0 if code in value.denied else None


def _plain(value: Written) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return neutralise(value) if isinstance(value, str) else str(value)


def _cell(sheet: Any, value: Written) -> Any:
    """A typed cell: text is text whatever it looks like, also when somebody edits it later."""
    if isinstance(value, float) and float(f"{value:.16g}") != value:
        value = repr(value)
    if isinstance(value, str):
        cell: Any = WriteOnlyCell(sheet, value="text")
        cell._value = escape(value)
        cell.number_format = "@"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value


def _layout(headers: str) -> Iterator[Out]:
    for name, label in WORKBOOK:
        by_name, by_label = ALIASES.get(name, name), read_heading(label).field
        chosen = by_name if headers == "names" else by_label
        yield Out(name, label, chosen or by_name or by_label)


def _placed() -> set[str]:
    return {column.field for column in _layout("names")}


def _further(people: list[ImportedPerson], placed: set[str]) -> list[Out]:
    """The columns beyond the fixed ones that these people's values need."""
    used = {name for person in people for name in person.values}
    more = [Out(of.name, of.label, of.name) for of in FIELDS if of.name in used - placed]
    more += _ticks(people, used)
    for of in FIELDS:
        if of.name in used and _loses(of.name, people):
            more.append(
                Out(f"{of.name}{ORIGINAL}", f"{of.label}{ORIGINAL}", of.name, original=True)
            )
    extras = dict.fromkeys(key for person in people for key in person.extras)
    return more + [Out(_extra_heading(key), "", extra=key) for key in extras]


def _ticks(people: list[ImportedPerson], used: set[str]) -> list[Out]:
    """0 and 1 columns for the fields in which something was said not to apply."""
    made = []
    for of in (of for of in FIELDS if of.kind is Kind.MULTI and of.name in used):
        values = [person.values.get(of.name) for person in people]
        told = [value for value in values if isinstance(value, Choices)]
        codes = dict.fromkeys(code for value in told for code in value.denied)
        made += [Out(f"{of.name}/{code}", f"{of.label}/{code}", of.name, code) for code in codes]
    return made


def _loses(name: str, people: list[ImportedPerson]) -> bool:
    values = (person.values.get(name) for person in people)
    return any(value is not None and mapped_up(name, value) != value for value in values)


def _extra_heading(key: str) -> str:
    """The heading as it came, marked where it could be taken for something of the standard's."""
    meant = read_heading(key)
    return f"{key}{KEPT}" if meant.field or meant.near or key.endswith((KEPT, ORIGINAL)) else key


def _about(headers: str) -> list[list[str]]:
    differ = [
        f"{name} / {label}"
        for name, label in WORKBOOK
        if name and ALIASES.get(name, name) != read_heading(label).field
    ]
    used: Mapping[str, str] = {"names": "technical names (row 1)", "labels": "labels (row 2)"}
    return [
        ["Human Trafficking Case Data Standard 2.0, IOM, CC BY 4.0"],
        ["Values are placed by the", used[headers]],
        ["Name and label disagree over", *differ],
        ["Columns marked (original), (kept) or with / are not IOM's; keep them to import again"],
        ["A status is what was asserted, not a decision; a consent here is evidence only"],
    ]
