"""Lesson L25: byte-order marks, old code pages, semicolons, ="..." cells, odd rows, Romanian letters."""

import io

import pytest

from referrals.htcds import Unreadable, open_table
from referrals.htcds.text import broken, clean, romanian
from tests.htcds.support import INPUTS, people, read, read_csv

CODE_PAGE = INPUTS / "windows1250_semicolon.csv"
NAMES = [
    ("Ștefania", "Țîrlea"),
    ("Jürgen", "Groß"),
    ("Anna; Maria", "O'Neill"),
    ("Łucja", "Dvořák"),
]


def test_l25_four_rows_with_their_names():
    run, rows = read(CODE_PAGE)
    assert run.summary.read == run.summary.accepted == 4
    assert [(p.given_names, p.family_name) for p in people(rows)] == NAMES


def test_l25_what_was_detected_is_shown_for_confirmation():
    run, _rows = read(CODE_PAGE)
    assert (run.sheet.encoding, run.sheet.delimiter, run.sheet.encoding_sure) == (
        "cp1250",
        ";",
        False,
    )
    question = next(q for q in run.questions if q.kind == "encoding")
    assert question.suggested == "cp1250"
    assert "Jürgen" in dict(question.choices)["cp1250"]


def test_l25_wrapped_cells_are_text_and_keep_plus_and_zeros():
    _run, rows = read(CODE_PAGE)
    phones = [person.text("prs_MobilePhone") for person in people(rows)]
    assert phones == ["+40721555010", "0049301234567", "+40 722 555 011", "00420 601 555 012"]


def test_l25_the_odd_row_is_named_and_the_empty_last_row_is_none():
    _run, rows = read(CODE_PAGE)
    assert [row.line for row in rows if row.notes and "9 cells" in str(row.notes[0][1])] == [3]


def test_l25_cells_beyond_the_headings_with_content_are_refused():
    _run, rows = read_csv("prs_FirstName;prs_SecondName\nAna;Pop;0722\n")
    assert rows[0].problems[0].code == "wide"


@pytest.mark.parametrize(
    ("encoding", "delimiter", "newline"),
    [("utf-8-sig", ",", "\n"), ("utf-8", ";", "\r\n"), ("utf-16", "\t", "\r\n"), ("utf-16-le", "\t", "\r\n"),
     ("cp1250", "|", "\r\n"), ("mac_latin2", ",", "\r"), ("cp1252", ";", "\n")],
)  # fmt: skip
def test_l25_the_same_list_in_many_manners(encoding, delimiter, newline):
    rows = [
        ["prs_FirstName", "prs_SecondName", "prs_MailingCity"],
        ["Jürgen", "Müller", "Köln"],
        ["Ana", "Pop", "Graz"],
    ]
    text = newline.join(delimiter.join(row) for row in rows) + newline
    run, read_rows = read_csv(text, encoding)
    assert [p.text("prs_MailingCity") for p in people(read_rows)] == ["Köln", "Graz"]
    assert people(read_rows)[0].family_name == "Müller"
    assert run.sheet.delimiter == delimiter


def test_l25_an_answer_about_the_encoding_is_followed_and_a_wrong_one_named():
    data = "prs_FirstName\nŁucja\n".encode("cp1250")
    _run, rows = read(io.BytesIO(data), opening={"encoding": "cp1250"})
    assert people(rows)[0].given_names == "Łucja"
    with pytest.raises(Unreadable) as caught:
        read(io.BytesIO(data), opening={"encoding": "utf-8"})
    assert caught.value.field == "encoding"
    with pytest.raises(Unreadable) as caught:
        open_table(io.BytesIO(data), encoding="klingon")
    assert "utf-8" in caught.value.remedy


@pytest.mark.parametrize(
    ("given", "citizenships", "stored"),
    [
        ("Ştefania", ("RO",), "Ștefania"), ("Ţîrlea", (), "Țîrlea"), ("Brăneşti", (), "Brănești"),
        ("Ayşe", ("TR",), "Ayşe"), ("Ayşe Güneş", ("RO",), "Ayşe Güneş"), ("Şirin", (), "Şirin"),
    ],
)  # fmt: skip
def test_l25_cedilla_becomes_comma_below_only_where_it_is_romanian(given, citizenships, stored):
    once = romanian(clean(given), citizenships=citizenships)
    assert once == stored
    assert romanian(clean(once), citizenships=citizenships) == stored


def test_unicode_is_stored_in_one_form_and_no_break_spaces_are_spaces():
    assert clean("E\u0301ma") == "Éma"
    assert clean("عبد\u00a0الرحمن") == "عبد الرحمن"
    assert clean("\u202a+40721555010\u202c") == "+40721555010"
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


@pytest.mark.parametrize("bad", ["A\ufffdna", "An\x07a", "\ud800", "An\u202ea", "x" * 256])
def test_broken_or_over_long_text_is_refused_with_field_and_remedy(bad):
    wrong = broken(bad, longest=255)
    assert wrong
    assert str(wrong[1])


def test_over_long_text_names_its_cell():
    _run, rows = read_csv(f"prs_FirstName,prs_SecondName\n{'x' * 300},Pop\n")
    problem = rows[0].problems[0]
    assert (problem.field, problem.line) == ("prs_FirstName", 2)
    assert "255" in problem.message


def test_a_quotation_mark_that_is_never_closed_is_named_and_nothing_below_is_guessed():
    _run, rows = read_csv('prs_FirstName,prs_SecondName\nAna,Pop\n"Ema,Stan\nIna,Rus\n')
    assert [(row.line, row.outcome) for row in rows] == [(2, "accepted"), (3, "refused")]
    assert "never closed" in rows[1].problems[0].message


def test_a_quotation_mark_inside_a_quoted_cell_refuses_its_row_alone():
    _run, rows = read_csv('prs_FirstName,prs_SecondName\n"Anna "Mimi" Pop",X\nIna,Rus\n')
    assert [row.outcome for row in rows] == ["refused", "accepted"]


def test_a_line_break_inside_a_cell_does_not_shift_the_row_numbers():
    _run, rows = read_csv('prs_FirstName,cco_CaseComment\nAna,"one\ntwo"\nEma,three\n')
    assert [row.line for row in rows] == [2, 3]
    assert people(rows)[0].comment == "one\ntwo"


def test_a_hint_of_the_delimiter_is_followed():
    run, rows = read_csv("sep=;\nprs_FirstName;prs_SecondName\nAna;Pop, Maria\n")
    assert run.sheet.delimiter == ";"
    assert people(rows)[0].family_name == "Pop, Maria"
