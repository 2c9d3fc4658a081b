"""Lesson L30: only text that can run is neutralised, and what was stored comes back."""

import csv
import io

import openpyxl
import pytest

from portal.tables.runnable import can_run, neutralise, restore
from referrals.htcds import write_csv, write_workbook
from tests.htcds.support import INPUTS, back_from_csv, back_from_workbook, people, read

LIST = INPUTS / "formula_cells.csv"


def persons():
    return people(read(LIST)[1])


def exported_csv():
    file = io.BytesIO()
    write_csv(file, persons())
    text = file.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_l30_first_row_formula_neutralised_phone_and_number_kept():
    row = exported_csv()[0]
    assert row["prs_FirstName"] == '\'=HYPERLINK("http://example.org/?"&A1;"x")'
    assert row["prs_MobilePhone"] == "+40721555010"
    assert row["score"] == "-12"
    assert row["note"] == "'@SUM(1+1)"


def test_l30_second_row_name_readable_and_exact_again():
    row = exported_csv()[1]
    assert row["prs_FirstName"].lstrip("'") == "-Ana"
    assert row["score"] == "-0.5"
    assert people(back_from_csv(persons())[1])[1].given_names == "-Ana"


def test_l30_third_row_round_trip_without_added_signs():
    row = exported_csv()[2]
    assert (row["prs_FirstName"], row["prs_MobilePhone"], row["note"]) == (
        "O'Neill", "(+40) 721 555 012", "- a dash list",
    )  # fmt: skip


def test_l30_fourth_row_neutralised_in_csv_typed_as_text_in_the_workbook():
    assert exported_csv()[3]["prs_FirstName"] == "'=cmd|'/c calc'!A1"
    file = io.BytesIO()
    write_workbook(file, persons())
    sheet = openpyxl.load_workbook(file)["Sheet1"]
    cell = next(cell for cell in sheet[6] if cell.value == "=cmd|'/c calc'!A1")
    assert cell.data_type == "s"
    assert cell.number_format == "@"
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_l30_numbers_stay_numbers_and_phones_text_in_the_workbook():
    file = io.BytesIO()
    write_workbook(file, persons())
    sheet = openpyxl.load_workbook(file)["Sheet1"]
    column = {cell.value: cell.column for cell in sheet[1] if cell.value}
    assert [sheet.cell(line, column["score"]).value for line in range(3, 7)] == [-12, -0.5, 0, 3]
    phone = sheet.cell(3, column["prs_MobilePhone"])
    assert (phone.value, phone.data_type) == ("+40721555010", "s")


@pytest.mark.parametrize("back", [back_from_csv, back_from_workbook])
def test_l30_every_stored_value_comes_back_exactly(back):
    before = persons()
    assert people(back(before)[1]) == before


@pytest.mark.parametrize(
    ("text", "runs"),
    [("=1", True), ("@x", True), ("+cmd|' /c calc'!A0", True), ("-2+3+cmd", True), ("\t=1", True), (" =1", True),
     ("＝1", True), ("- cmd|x", True), ("-Ana", True), ("+40 721 (5) 55-01", False), ("-12.5", False), ("-", True),
     ("- a dash list", False), ("O'Neill", False), ("'t Hooft", False), ("", False), ("1=1", False)],
)  # fmt: skip
def test_what_can_run(text, runs):
    assert can_run(text) is runs
    assert (neutralise(text) != text) is runs
    assert restore(neutralise(text)) == text
