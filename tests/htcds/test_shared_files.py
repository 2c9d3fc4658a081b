"""Real files of others, tried as they are. They are no lists of persons by the standard: none comes in."""

import gzip
import io

import pytest

from referrals.htcds import Unreadable
from tests.htcds.support import read

pytestmark = pytest.mark.needs_shared_data


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "rows", "header"),
    [
        ("linelist/oficina_rescate_orientaciones_2020_2023.csv.gz", "utf-8-sig", ",", 7853, 1),
        ("encodings/utf16le_cr_tab_worldbank_unemployment.txt.gz", "utf-16", "\t", 264, 5),
        ("encodings/macroman_cr_countries.csv", "mac_roman", ",", 198, 1),
    ],
)
def test_text_files_are_detected_and_counted(shared, name, encoding, delimiter, rows, header):
    data = (shared / "data" / name).read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    run, _rows = read(io.BytesIO(data), name.removesuffix(".gz"))
    assert (run.sheet.encoding, run.sheet.delimiter) == (encoding, delimiter)
    assert (run.summary.read, run.summary.accepted, run.sheet.header_row) == (rows, 0, header)
    assert any(q.kind == "header_row" for q in run.questions)


def test_the_line_list_names_its_unknown_columns_and_can_be_mapped(shared):
    packed = shared / "data/linelist/oficina_rescate_orientaciones_2020_2023.csv.gz"
    data = io.BytesIO(gzip.decompress(packed.read_bytes()))
    run, rows = read(
        data,
        "list.csv",
        columns={"tema": "cco_CaseComment", "fecha_ingreso": "cas_IncomingReferralDate"},
    )
    assert len(run.mapping.unknown) == 18
    assert run.summary.accepted > 7_800
    first = next(row.person for row in rows if row.person)
    assert first.extras["provincia_indec_id"] == "02"
    assert first.referral["cas_IncomingReferralDate"].iso == "2020-01-01"


@pytest.mark.parametrize("number", [2, 3])
def test_statistics_of_2014_make_nobody(shared, number):
    file = next((shared / "data/spreadsheets").glob(f"fbi_table_{number}_*_2014.xlsx"))
    run, _rows = read(file)
    assert run.summary.accepted == 0
    assert run.summary.read > 20
    assert run.sheet.merged >= 4
    assert any(q.kind == "header_row" for q in run.questions)


def test_old_xls_files_are_refused_with_a_remedy(shared):
    files = list((shared / "data/spreadsheets").glob("*.xls"))
    assert len(files) == 2
    for file in files:
        with pytest.raises(Unreadable) as caught:
            read(file)
        assert "save as .xlsx" in caught.value.remedy


@pytest.mark.parametrize(
    "name", ["HTCDS_multi_select_v2.0_macros_removed.xlsx", "HTCDS_single_select_v2.0.xlsx"]
)
def test_ioms_toolkit_is_understood_and_empty(shared, name):
    run, rows = read(shared / "data/htcds" / name)
    assert rows == []
    assert run.sheet.sheet == "Case Sheet"
    assert run.sheet.hidden_rows == (1,)
    assert sum(column.use == "taken" for column in run.mapping.columns) == 34
    assert [q.kind for q in run.questions] == ["sheet", "headers"]


def test_the_survey_form_is_refused_as_a_form(shared):
    for name in ("htcds/htcds_xlsform.xlsx", "data/htcds/htcds_xform.xml"):
        with pytest.raises(Unreadable):
            read(shared / name)


def test_nine_years_stacked_in_one_sheet_make_nobody(shared):
    run, _rows = read(shared / "data/tip_report/TIP_tier_rankings_2008_2016.xlsx")
    assert run.summary.read == 1662
    assert run.summary.accepted == 0


@pytest.mark.slow
def test_a_workbook_that_openpyxl_cannot_open_whole_is_read_in_a_stream(shared):
    run, _rows = read(shared / "data/glotip/data_glotip.xlsx")
    assert run.summary.read == 58_769 or run.summary.read == 58_770
    assert run.summary.accepted == 0


def test_the_fixtures_are_the_shared_ones(shared):
    from tests.htcds.support import INPUTS, IOM_WORKBOOK

    for file in (shared / "field_inputs").iterdir():
        if file.name != "README.md":
            assert (INPUTS / file.name).read_bytes() == file.read_bytes()
    assert (
        IOM_WORKBOOK.read_bytes()
        == (shared / "htcds/HTCDS Excel Spreadsheet v2.0.xlsx").read_bytes()
    )
