"""How these tests open a list and read it to the end."""

import csv
import io
import os
from datetime import date
from pathlib import Path

import openpyxl

from referrals.htcds import DryRun, ImportOptions, open_table, write_csv, write_workbook

TODAY = date(2027, 1, 11)
INPUTS = Path(__file__).resolve().parents[1] / "field_inputs"
IOM_WORKBOOK = INPUTS / "htcds_workbook_v2.0.xlsx"
SHARED = Path(os.environ.get("CONCORD_SHARED", Path(__file__).resolve().parents[3] / "shared"))


def read(file, filename="", *, opening=None, **options):
    """(run, rows) of a full dry run. ``opening``: arguments of ``open_table``."""
    with open_table(file, filename, **(opening or {})) as table:
        run = DryRun(table, ImportOptions(**{"today": TODAY, **options}))
        rows = list(run)
    summary = run.summary
    assert summary.read == summary.accepted + summary.refused == len(rows)
    return run, rows


def read_csv(text, encoding="utf-8", **options):
    return read(io.BytesIO(text.encode(encoding)), "list.csv", **options)


def read_sheet(rows, **options):
    """A dry run over a workbook made of ``rows``."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return read(saved(book), "list.xlsx", **options)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def expected(name, encoding="utf-8-sig"):
    with (INPUTS / name).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def people(rows):
    return [row.person for row in rows if row.person]


def back_from_csv(persons, **options):
    file = io.BytesIO()
    write_csv(file, persons)
    return read(file, "export.csv", **options)


def back_from_workbook(persons, headers="names", **options):
    file = io.BytesIO()
    write_workbook(file, persons, headers)
    return read(file, "export.xlsx", headers=headers, **options)
