"""manage.py import_htcds and export_htcds, as an operator types them."""

import csv
import io

import pytest
from django.core.management import call_command

from cases.models import Case
from referrals.models import ImportRun
from tests.exchange.lists import CANARY, a_list
from tests.htcds.support import INPUTS, SHARED

CORRECT, GOOD, BROKEN = 0, 1, 2


def run(command, *args):
    """(exit code, what was printed, what was complained of)."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(command, *map(str, args), stdout=out, stderr=err)
    return ended.value.code, out.getvalue(), err.getvalue()


def take(path, *args, who="Agency ngo"):
    return run("import_htcds", path, "--organisation", who, *args)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "list.csv"
    file.write_bytes(a_list(3))
    return file


def test_a_dry_run_tells_and_changes_nothing(world, path):
    code, out, _err = take(path, "--key-column", "Number", "--dry-run")
    assert code == 0
    assert "prs_FirstName" in out
    assert "3 read = 3 accepted + 0 refused" in out
    assert not Case.objects.exists()
    assert not ImportRun.objects.exists()


def test_importing_twice_makes_nothing_new_and_keeps_no_file(world, path, storage):
    code, out, _err = take(path, "--key-column", "Number")
    assert code == 0
    assert "3 read = 3 created + 0 updated + 0 unchanged + 0 refused" in out
    code, out, _err = take(path, "--key-column", "Number")
    assert code == 0
    assert "0 created + 0 updated + 3 unchanged" in out
    assert Case.objects.count() == 3
    assert not ImportRun.objects.exists()
    assert not [p for p in storage.rglob("*") if p.is_file()]


def test_refused_rows_end_with_one_and_an_unreadable_file_with_two(world, path, tmp_path):
    path.write_bytes(a_list(2) + b"\r\nP-9,Mira,Dinu,31.02.1999,,Yes")
    code, out, _err = take(path)
    assert code == 1
    assert "line 4" in out
    assert "31.02.1999" in out
    assert not Case.objects.exists()
    code, out, _err = take(path, "--only-good")
    assert code == 1
    assert Case.objects.count() == 2
    no_list = tmp_path / "photo.xlsx"
    no_list.write_bytes(b"%PDF-1.4")
    code, _out, err = take(no_list)
    assert code == 2
    assert err.startswith("file:")
    assert take(tmp_path / "missing.csv")[0] == 2


@pytest.mark.parametrize("who", ["Agency police", "Agency shelter", "Agency coordinator", "Nobody"])
def test_it_names_a_desk_that_can_lead_or_says_so(world, path, who):
    code, _out, err = take(path, who=who)
    assert code == 2
    assert "desk:" in err or "organisation:" in err


def test_the_person_is_one_of_the_desk(world, path):
    assert take(path, "--user", "ngo2@example.org")[0] == 2
    assert take(path, "--user", "ngo@example.org", "--key-column", "Number")[0] == 0
    assert ImportRun.objects.get().user == world.people["ngo"]


@pytest.mark.parametrize(
    "name",
    ["births_and_dates.csv", "countries_and_languages.csv", "formula_cells.csv", "windows1250_semicolon.csv",
     "merged_multiselect_hidden.xlsx", "htcds_workbook_v2.0.xlsx", "heic_named_jpg.jpg", "photo_with_position.jpg"],
)  # fmt: skip
def test_every_field_input_gets_a_clear_answer(world, name):
    code, out, err = take(INPUTS / name, "--only-good")
    assert code in (0, 1, 2)
    if code == 2:
        assert err.startswith("file:")
        assert ";" in err
    else:
        assert "Rows: " in out


@pytest.mark.needs_shared_data
@pytest.mark.slow
def test_every_shared_list_gets_a_clear_answer(world):
    folders = [SHARED / "data" / name for name in ("spreadsheets", "linelist", "encodings")]
    files = sorted(
        f for folder in folders if folder.is_dir() for f in folder.rglob("*") if f.is_file()
    )
    assert files
    for file in files:
        if file.stat().st_size > 2_000_000:
            continue
        code, out, err = take(file, "--only-good", "--dry-run")
        assert code in (0, 1, 2), file.name
        assert "Rows: " in out or err, file.name


def test_an_export_is_written_and_read_again(world, path, tmp_path):
    take(path, "--key-column", "Number")
    out = tmp_path / "out.csv"
    code, said, _err = run("export_htcds", out, "--organisation", "Agency ngo")
    assert code == 0
    assert "3 cases" in said
    assert out.stat().st_mode & 0o077 == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [row["prs_FirstName"] for row in rows] == [f"{CANARY}{n}" for n in (1, 2, 3)]
