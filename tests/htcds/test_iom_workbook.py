"""IOM's own workbook: its quirks, filled with 200 invented rows, in and back."""

import io

import openpyxl
import pytest

from referrals.htcds import (
    DryRun,
    ImportedPerson,
    ImportOptions,
    Unreadable,
    open_table,
    write_csv,
    write_workbook,
)
from referrals.htcds.birth import Birth
from referrals.htcds.fields import FIELDS, WORKBOOK
from referrals.htcds.mapping import Use
from tests.htcds.invented import filled_template
from tests.htcds.support import (
    IOM_WORKBOOK,
    TODAY,
    back_from_csv,
    back_from_workbook,
    people,
    read,
    read_csv,
    read_sheet,
)

NAMES = [None, *(name or None for name, _label in WORKBOOK)]
LABELS = [None, *(label for _name, label in WORKBOOK)]
ADDRESS = ["Strada Lungă 12", "Timișoara", "Timiș", "300001", "RO"]


def iom_row(**by_label):
    return [1, *(by_label.get(label) for _name, label in WORKBOOK)]


def with_an_address(headers=None, values=ADDRESS):
    """The five columns filled in their order on the sheet."""
    row = iom_row(**{"First Name": "Ana"})
    row[13:18] = values
    return read_sheet([NAMES, LABELS, row], headers=headers)


def test_the_layout_is_that_of_the_published_file():
    sheet = openpyxl.load_workbook(IOM_WORKBOOK).active
    assert [cell.value for cell in sheet[1]] == NAMES
    assert [cell.value for cell in sheet[2]] == LABELS


def test_every_core_field_of_the_workbook_is_in_the_table():
    core = {of.name for of in FIELDS if of.core and not of.deprecated}
    placed = {c.field for c in read(IOM_WORKBOOK, headers="names")[0].mapping.columns if c.field}
    assert placed == core


def test_rows_with_nothing_but_their_number_are_no_rows():
    run, rows = read(IOM_WORKBOOK)
    assert rows == []
    assert run.summary.read == 0
    assert not run.may_import
    assert run.mapping.columns[0].use is Use.ROW_NUMBER


def test_the_misspelt_name_and_the_missing_name_are_taken():
    run, _rows = read(IOM_WORKBOOK)
    fields = {column.letter: column.field for column in run.mapping.columns}
    assert fields["T"] == "vic_TraffickingStatusDecisionMakingOrg"
    assert fields["AJ"] == "cas_ReasonForOutgoingReferral"


def test_names_and_labels_that_disagree_are_asked_with_values_under_both_readings():
    run, rows = with_an_address()
    question = next(q for q in run.questions if q.kind == "headers")
    assert [choice for choice, _label in question.choices] == ["labels", "names"]
    assert question.examples == [
        "N: Strada Lungă 12 = Mailing City (name) / Mailing Street (label)",
        "O: Timișoara = Mailing Country (name) / Mailing City (label)",
        "Q: 300001 = Mailing Street (name) / Mailing Zip/Postal Code (label)",
        "R: RO = Mailing Zip/Postal Code (name) / Mailing Country (label)",
    ]
    assert rows[0].outcome == "waiting"
    assert rows[0].person is None


def test_read_by_labels_or_by_names_as_answered():
    by_label = people(with_an_address("labels")[1])[0]
    assert by_label.contact == {
        "prs_MailingStreet": "Strada Lungă 12", "prs_MailingCity": "Timișoara", "prs_MailingState": "Timiș",
        "prs_MailingPostalCode": "300001", "prs_MailingCountry": "RO",
    }  # fmt: skip
    by_name = people(
        with_an_address("names", ["Timișoara", "RO", "Timiș", "Strada Lungă 12", "300001"])[1]
    )[0]
    assert by_name.contact == by_label.contact


def test_where_the_address_is_empty_nothing_has_to_be_asked_for_the_row():
    _run, rows = with_an_address(values=[None] * 5)
    assert rows[0].outcome == "accepted"


def test_the_template_filled_with_200_rows_comes_in_and_goes_back():
    file, given = filled_template()
    run, rows = read(file, "filled.xlsx", headers="labels")
    problems = [(row.line, p.field, p.message) for row in rows for p in row.problems]
    assert problems == []
    assert run.summary.accepted == 200
    persons = people(rows)
    for person, row in zip(persons, given, strict=True):
        assert person.text("prs_FirstName") == row["First Name"]
        assert person.text("prs_MobilePhone") == row["Mobile Phone"]
        assert person.text("prs_MailingStreet") == row["Mailing Street"]
        assert person.text("prs_MailingPostalCode") == row["Mailing Zip/Postal Code"]
        assert person.text("cas_OutgoingReferralDetails") == (
            row["Outgoing Referral Details"] or ""
        )
        assert isinstance(person.birth, Birth) == (row["Birthdate"] is not None)
    for headers in ("names", "labels"):
        again, back = back_from_workbook(persons, headers)
        assert again.summary.accepted == 200
        assert people(back) == persons
    assert people(back_from_csv(persons)[1]) == persons


def test_the_export_has_ioms_layout_and_says_which_reading_it_used():
    person = ImportedPerson({"prs_FirstName": "Ana", "prs_MailingCity": "Köln"})
    for headers, column in (("names", "N"), ("labels", "O")):
        file = io.BytesIO()
        write_workbook(file, [person], headers)
        book = openpyxl.load_workbook(file)
        sheet = book.worksheets[0]
        assert [cell.value for cell in sheet[1]][: len(NAMES)] == NAMES
        assert [cell.value for cell in sheet[2]][: len(LABELS)] == LABELS
        assert sheet["A3"].value == 1
        assert sheet[f"{column}3"].value == "Köln"
        said = [cell.value for row in book.worksheets[1].iter_rows() for cell in row]
        assert {"names": "technical names (row 1)", "labels": "labels (row 2)"}[headers] in said
        file.seek(0)
        with open_table(file) as table:
            run = DryRun(table, ImportOptions(today=TODAY))
            question = next(q for q in run.questions if q.kind == "headers")
        assert question.suggested == headers


def test_the_csv_uses_the_standards_spelling():
    file = io.BytesIO()
    write_csv(file, [ImportedPerson({"prs_FirstName": "Ana"})])
    head = file.getvalue().decode("utf-8").splitlines()[0]
    assert head.startswith("\ufeffprs_Salutation,")
    assert "vic_TraffickingStatusDecisionMakingOrg" in head
    assert "TraffickinStatus" not in head


def test_a_near_heading_is_proposed_and_not_taken():
    run, rows = read_csv("prs_FirstName,prs_Brithdate\nAna,1998\n")
    question = run.questions[0]
    assert (question.kind, question.column) == ("column", "prs_Brithdate")
    assert question.choices[0] == ("prs_Birthdate", "Birthdate")
    assert rows[0].outcome == "waiting"
    _run, rows = read_csv(
        "prs_FirstName,prs_Brithdate\nAna,1998\n", columns={"prs_Brithdate": "prs_Birthdate"}
    )
    assert people(rows)[0].birth.text == "1998"
    run, rows = read_csv("prs_FirstName,prs_Brithdate\nAna,1998\n", columns={"prs_Brithdate": ""})
    assert people(rows)[0].extras == {"prs_Brithdate": 1998}
    assert run.mapping.unknown == ["prs_Brithdate"]


def test_unknown_columns_are_listed_and_kept_word_for_word():
    run, rows = read_csv("prs_FirstName,Shoe size,Leaf\nAna,038,\tx \n")
    assert run.mapping.unknown == ["Shoe size", "Leaf"]
    assert people(rows)[0].extras == {"Shoe size": "038", "Leaf": "\tx "}
    assert people(back_from_csv(people(rows))[1]) == people(rows)
    assert people(back_from_workbook(people(rows))[1]) == people(rows)


def test_a_column_that_is_there_twice_is_asked():
    run, rows = read_csv("prs_FirstName,First Name\nAna,Eva\nIna,\n")
    assert [row.outcome for row in rows] == ["waiting", "accepted"]
    question = run.questions[0]
    _run, rows = read_csv("prs_FirstName,First Name\nAna,Eva\n", columns={question.column: ""})
    assert people(rows)[0].extras == {"First Name": "Eva"}


@pytest.mark.parametrize(
    "name", ["prs_First_Name", "PRS_FIRSTNAME", "First name", "person/prs_FirstName"]
)
def test_other_spellings_of_the_same_name_are_taken(name):
    _run, rows = read_csv(f"{name},prs_SecondName\nAna,Pop\n")
    assert people(rows)[0].given_names == "Ana"


@pytest.mark.parametrize(
    ("option", "value"),
    [("headers", "both"), ("keep", "some"), ("dates", {"prs_Birthdate": "maybe"}),
     ("columns", {"x": "per_RoleDetails"}), ("columns", {"x": "nonsense"}), ("key_column", "nothing")],
)  # fmt: skip
def test_an_answer_that_cannot_be_given_is_refused_by_name(option, value):
    with pytest.raises(Unreadable) as caught:
        read(IOM_WORKBOOK, **{option: value})
    assert caught.value.field == option


def test_a_row_of_data_that_speaks_like_headings_is_data():
    _run, rows = read_csv(
        "prs_FirstName,prs_SecondName,org_Name,org_Phone\nTitle,Status,Consent,Gender\n"
    )
    assert people(rows)[0].family_name == "Status"
    _run, rows = read_csv("prs_FirstName,prs_SecondName,org_Name\nStatus,Status,Status\n")
    assert people(rows)[0].family_name == "Status"
