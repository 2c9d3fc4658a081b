"""Files that are none, that cost too much or are damaged: one clear answer each, before any harm."""

import contextlib
import io
import tracemalloc
import zipfile

import openpyxl
import pytest

from referrals.htcds import Limits, Unreadable, open_table
from tests.htcds.support import INPUTS, read, saved

BOOK = openpyxl.Workbook()
BOOK.active.append(["prs_FirstName", "prs_SecondName"])
BOOK.active.append(["Ana", "Pop"])


def a_workbook(**parts):
    """A small workbook with parts replaced or added; ``__`` stands for a slash."""
    file, changed = (
        io.BytesIO(),
        {name.replace("__", "/") + ".xml": data for name, data in parts.items()},
    )
    with (
        zipfile.ZipFile(saved(BOOK)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            new.writestr(part.filename, changed.pop(part.filename, None) or old.read(part))
        for name, data in changed.items():
            new.writestr(name, data)
    file.seek(0)
    return file


def refusal(file, filename="list.xlsx", **options):
    with pytest.raises(Unreadable) as caught:
        read(file, filename, **options)
    assert caught.value.field
    assert caught.value.remedy
    return caught.value


def test_a_bomb_is_refused_by_its_directory_and_never_unpacked():
    bomb = a_workbook(xl__worksheets__sheet9=b"0" * 30_000_000)
    tracemalloc.start()
    said = refusal(bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "unpack" in said.message
    assert peak < 5_000_000


def test_too_many_parts_and_too_many_strings_are_refused():
    many = a_workbook(**{f"xl__media__p{n}": b"x" for n in range(50)})
    assert "unpack" in refusal(many, opening={"limits": Limits(members=40)}).message
    strings = a_workbook(xl__sharedStrings=bytes(range(256)) * 400)
    assert "unpack" in refusal(strings, opening={"limits": Limits(strings_bytes=100_000)}).message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding):
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'.encode(encoding)
    assert "document type" in refusal(a_workbook(xl__styles=entity)).message


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\x1f\x8b\x08\x00", "packed"),
        (b"<html><table>", "web page"),
        (b'{"a": 1}', "JSON"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"", "empty"),
        (b"abc\0def\0\0\0\0ghijk", "no table"),
    ],
)
def test_what_is_no_list_is_refused_whatever_its_name(data, word):
    assert word in refusal(io.BytesIO(data), "list.csv").message


def test_an_old_xls_says_how_to_mend_it():
    said = refusal(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "list.xls")
    assert "save as .xlsx" in said.remedy


@pytest.mark.parametrize(
    "name", ["heic_named_jpg.jpg", "photo_with_position.jpg", "name_pairs.json"]
)
def test_pictures_and_data_among_the_inputs_are_refused(name):
    refusal(INPUTS / name, name)


def test_an_opendocument_and_another_archive_are_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert "OpenDocument" in refusal(file).message
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert "no workbook" in refusal(file).message


def test_a_survey_form_is_no_list():
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.create_sheet("choices")
    assert "form" in refusal(saved(book)).message


def test_damaged_workbooks_at_any_place_give_an_answer():
    whole = saved(BOOK).getvalue()
    for cut in range(40, len(whole), 251):
        refusal(io.BytesIO(whole[:cut]))
    for at in range(0, len(whole), 97):
        data = bytearray(whole)
        data[at] ^= 0xFF
        with contextlib.suppress(Unreadable):  # anything else would fail the test
            read(io.BytesIO(bytes(data)), "list.xlsx")


@pytest.mark.parametrize("part", ["xl__worksheets__sheet1", "xl__workbook", "xl__sharedStrings"])
def test_a_part_of_nonsense_gives_an_answer(part):
    try:
        run, _rows = read(a_workbook(**{part: b"<a><b></a>"}))
    except Unreadable:
        return
    assert run.summary.accepted == 0 or part == "xl__sharedStrings"


def test_limits_of_rows_columns_and_bytes_name_the_remedy():
    text = b"prs_FirstName\n" + b"Ana\n" * 30
    assert (
        "20 rows" in refusal(io.BytesIO(text), "l.csv", opening={"limits": Limits(rows=20)}).message
    )
    assert (
        "MB"
        in refusal(io.BytesIO(text), "l.csv", opening={"limits": Limits(file_bytes=20)}).message
    )
    book = openpyxl.Workbook()
    book.active["ZZ1"] = "x"
    assert "columns" in refusal(saved(book)).message


def test_a_wrong_delimiter_and_heading_row_are_refused_by_name():
    file = INPUTS / "formula_cells.csv"
    assert refusal(file, opening={"delimiter": "ab"}).field == "delimiter"
    assert refusal(file, opening={"header_row": 900}).field == "header_row"


def test_the_readers_own_file_stays_open_and_is_read_again():
    with (INPUTS / "formula_cells.csv").open("rb") as file:
        for _time in range(2):
            assert read(file)[0].summary.accepted == 4
    with open_table(INPUTS / "formula_cells.csv") as table:
        stream = table.owned
    assert stream.closed


def test_a_large_list_is_read_with_one_row_in_memory():
    lines = b"".join(b"Ana%d,Pop,1998,ForcedLabour;ForcedBegging\n" % n for n in range(20_000))
    data = io.BytesIO(
        b"prs_FirstName,prs_SecondName,prs_Birthdate,vic_TypeOfExploitation\n" + lines
    )
    from referrals.htcds import DryRun, ImportOptions
    from tests.htcds.support import TODAY

    with open_table(data, "large.csv") as table:
        run = DryRun(table, ImportOptions(today=TODAY))
        tracemalloc.start()
        accepted = sum(row.person is not None for row in run)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert accepted == 20_000
    assert peak < 12_000_000
    assert table.progress() == 1.0
