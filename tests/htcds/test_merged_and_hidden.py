"""Lessons L27 and L28: merged cells, title and total rows, hidden rows, second sheets, choices."""

import io
import time
import zipfile

import openpyxl
import pytest

from referrals.htcds import ImportOptions, Unreadable, open_table
from referrals.htcds.choices import Choices
from tests.htcds.support import (
    INPUTS,
    TODAY,
    back_from_csv,
    back_from_workbook,
    people,
    read,
    read_csv,
    read_sheet,
    saved,
)

LIST = INPUTS / "merged_multiselect_hidden.xlsx"
ANSWERS = {
    "dates": {"cas_IncomingReferralDate": "day_first"},
    "codes": {
        ("vic_TypeOfExploitation", "Forced labour"): "ForcedLabour",
        ("vic_TypeOfExploitation", "CriminalActivities"): "ForcedCriminality",
    },
}


def test_l27_five_proposed_one_hidden_announced_one_total_refused():
    run, rows = read(LIST)
    summary = run.summary
    assert (summary.proposed, summary.hidden, summary.totals) == (5, 1, 1)
    assert (summary.read, summary.accepted, summary.waiting, summary.refused) == (7, 3, 2, 4)
    assert [(row.line, row.problems[0].code) for row in rows if row.outcome == "refused"] == [
        (9, "total"), (11, "hidden"),
    ]  # fmt: skip


def test_l27_the_sheet_is_described():
    run, _rows = read(LIST)
    sheet = run.sheet
    assert (sheet.header_row, sheet.hidden_rows, sheet.merged, sheet.last_row) == (3, (11,), 3, 11)
    assert set(sheet.merged_examples) == {"A1:J1", "A4:A6", "A7:A8"}
    assert sheet.sheets == (("Cases 2026", True), ("notes", True))
    assert any(q.kind == "sheet" and q.suggested == "Cases 2026" for q in run.questions)


def test_l27_merged_organisations_are_filled_down():
    _run, rows = read(LIST, **ANSWERS)
    names = [person.text("org_Name") for person in people(rows)]
    assert names == ["House A", "House A", "House A", "House B", "House B"]


def test_l28_unknown_choices_and_the_ambiguous_date_are_asked():
    run, _rows = read(LIST)
    asked = {q.value or q.examples[0]: q for q in run.questions if q.kind in ("code", "dates")}
    assert set(asked) == {"Forced labour", "CriminalActivities", "9/11/2026"}
    assert asked["Forced labour"].choices[0][0] == "ForcedLabour"
    assert asked["CriminalActivities"].choices[0][0] == "ForcedCriminality"
    assert asked["CriminalActivities"].lines == [8]


def test_l28_answered_all_five_are_accepted():
    run, rows = read(LIST, **ANSWERS)
    assert run.summary.accepted == 5
    third, fifth = people(rows)[2], people(rows)[4]
    assert third.chosen("vic_TypeOfExploitation") == ("ForcedLabour",)
    assert third.values["cas_IncomingReferralDate"].iso == "2026-11-09"
    assert third.birth.text == "1998"
    assert third.citizenships == ("SY", "XXA")
    assert fifth.chosen("vic_TypeOfExploitation") == ("SexualExploitation", "ForcedCriminality")
    assert run.may_import


def test_l28_blank_is_unknown_and_zero_is_no_and_the_round_trip_keeps_it():
    _run, rows = read(LIST, **ANSWERS)
    persons = people(rows)
    control = [person.values.get("vic_MethodsOfControl") for person in persons]
    assert control == [
        Choices(("DebtBondage",), ("WithholdsDocuments", "PhysicalThreats")),
        Choices(("WithholdsDocuments", "PhysicalThreats"), ("DebtBondage",)),
        None,
        Choices(("DebtBondage", "WithholdsDocuments"), ()),
        Choices((), ("DebtBondage", "WithholdsDocuments", "PhysicalThreats")),
    ]
    for _again, back in (back_from_csv(persons), back_from_workbook(persons)):
        for before, after in zip(persons, people(back), strict=True):
            old, new = (
                before.values.get("vic_MethodsOfControl"),
                after.values.get("vic_MethodsOfControl"),
            )
            assert (old is None) == (new is None)
            if old:
                assert set(old.chosen) == set(new.chosen)
                assert set(old.denied) == set(new.denied)


def test_l28_an_import_never_makes_a_code():
    options = ImportOptions(today=TODAY, codes={("vic_TypeOfExploitation", "x"): "MadeUp"})
    with pytest.raises(Unreadable) as caught:
        options.check()
    assert caught.value.field == "codes"


def test_l28_leaving_a_word_out_keeps_it_beside_the_record():
    _run, rows = read_csv(
        "prs_FirstName,prs_Gender\nAna,other\n", codes={("prs_Gender", "other"): ""}
    )
    person = people(rows)[0]
    assert person.gender == ""
    assert person.extras == {"prs_Gender (as written)": "other"}


@pytest.mark.parametrize("joined", ["a;b", "a; b", "a,b", "a, b", "a | b", "a\nb", "a b"])
def test_several_values_whatever_parts_them(joined):
    cell = joined.replace("a", "DebtBondage").replace("b", "TakesEarnings")
    cell = cell.replace("DeTakesEarningstBondage", "DebtBondage")
    _run, rows = read_sheet([["prs_FirstName", "vic_MethodsOfControl"], ["Ana", cell]])
    assert people(rows)[0].chosen("vic_MethodsOfControl") == ("DebtBondage", "TakesEarnings")


def test_labels_with_separators_inside_are_one_value():
    label = "Water supply; sewerage, waste management and remediation; Construction"
    _run, rows = read_sheet(
        [["First Name", "Second Name", "Forced Labour Industry"], ["Ana", "Pop", label]]
    )
    assert people(rows)[0].chosen("vic_ForcedLabourIndustry") == (
        "E_WaterSupplySewerageWasteManagement", "F_Construction",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "value"),
    [("Yes", True), ("No", False), ("TRUE", True), ("false", False), ("1", True), ("0", False), ("x", True),
     (True, True), (False, False), (1, True), (0, False), (None, None)],
)  # fmt: skip
def test_checkboxes(written, value):
    _run, rows = read_sheet([["prs_FirstName", "con_Consent"], ["Ana", written]])
    assert people(rows)[0].values.get("con_Consent") is value


def test_a_list_and_its_zero_and_one_columns_that_disagree_are_refused():
    head = "prs_FirstName,vic_MethodsOfControl,vic_MethodsOfControl/DebtBondage\n"
    _run, rows = read_csv(f"{head}Ana,TakesEarnings,1\nEma,DebtBondage,0\nIna,DebtBondage,1\n")
    assert [row.outcome for row in rows] == ["refused", "refused", "accepted"]
    assert rows[0].problems[0].code == "disagree"


def test_a_person_named_total_is_no_total():
    _run, rows = read_csv("prs_FirstName,prs_SecondName\nTotal,Pop\nTotal,14\n")
    assert [row.outcome for row in rows] == ["accepted", "refused"]


def test_hidden_rows_are_taken_where_somebody_says_so():
    run, rows = read(LIST, include_hidden=True, **ANSWERS)
    assert run.summary.accepted == 6
    assert run.summary.hidden_taken == 1
    assert people(rows)[-1].family_name == "Row"


def test_hidden_columns_are_announced():
    book = openpyxl.Workbook()
    book.active.append(["prs_FirstName", "prs_SecondName"])
    book.active.append(["Ana", "Pop"])
    book.active.column_dimensions["B"].hidden = True
    run, _rows = read(saved(book))
    assert run.sheet.hidden_columns == ("B",)


def test_a_formula_in_a_cell_is_refused_and_never_worked_out():
    _run, rows = read_sheet(
        [["prs_FirstName", "prs_SecondName"], ["Ana", '=HYPERLINK("http://x.example")']]
    )
    assert rows[0].outcome == "refused"
    assert "formula" in rows[0].problems[0].message


def test_an_error_cell_is_refused():
    book = openpyxl.Workbook()
    book.active.append(["prs_FirstName", "prs_SecondName"])
    book.active.append(["Ana", "#REF!"])
    book.active["B2"].data_type = "e"
    _run, rows = read(saved(book))
    assert "#REF!" in rows[0].problems[0].message


def test_a_sheet_of_that_name_or_a_refusal_that_names_them():
    run, _rows = read(LIST, opening={"sheet": "notes"})
    assert run.summary.accepted == 0
    with pytest.raises(Unreadable) as caught:
        open_table(LIST, sheet="Cases 2025")
    assert "Cases 2026, notes" in caught.value.remedy


def test_the_heading_row_is_asked_where_none_is_known_and_taken_as_answered():
    rows = [["List of the house"], [], ["Vorname", "Familienname"], ["Ana", "Pop"]]
    run, _rows = read_sheet(rows)
    question = next(q for q in run.questions if q.kind == "header_row")
    assert ("3", "Vorname | Familienname") in question.choices
    run, read_rows = read_sheet(
        rows,
        opening={"header_row": 3},
        columns={"Vorname": "prs_FirstName", "Familienname": "prs_SecondName"},
    )
    assert people(read_rows)[0].family_name == "Pop"


def with_merged(areas):
    """A workbook whose sheet lists ``areas`` merged areas, written by hand."""
    file = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["org_Name", "prs_FirstName"])
    for number in range(2, 20):
        book.active.append([f"House {number}" if number % 2 == 0 else None, f"Ana{number}"])
    source = saved(book)
    listed = "".join(f'<mergeCell ref="A{2 * n}:A{2 * n + 1}"/>' for n in range(1, areas + 1))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(
                    b"</sheetData>",
                    f'</sheetData><mergeCells count="{areas}">{listed}</mergeCells>'.encode(),
                )
            new.writestr(part.filename, data)
    file.seek(0)
    return file


def test_l27_42000_merged_areas_do_not_hang():
    started = time.process_time()
    run, rows = read(with_merged(42_000), "merged.xlsx")
    assert time.process_time() - started < 10
    assert run.sheet.merged == 42_000
    assert len(run.sheet.merged_examples) == 10
    assert people(rows)[1].text("org_Name") == "House 2"
