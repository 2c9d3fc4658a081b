"""Lessons L26 and L29: counts that add up, keys that hold, and no record of a suspect."""

import json

import pytest

from referrals.htcds import DryRun, ImportedPerson, ImportOptions, open_table
from referrals.htcds.record import Asserted, ConsentEvidence
from tests.htcds.support import INPUTS, TODAY, people, read, read_csv, read_sheet

MIXED = "prs_FirstName,prs_Birthdate,Shoe\nAna,1998,38\nEma,31.02.1991,\n,,\nIna,03/04/1990,\nTotal,3,\n"
FILES = [
    "births_and_dates.csv",
    "windows1250_semicolon.csv",
    "merged_multiselect_hidden.xlsx",
    "formula_cells.csv",
]


def test_l26_read_is_accepted_plus_refused_and_unknown_columns_are_listed():
    run, _rows = read_csv(MIXED)
    assert run.summary.to_dict() == {
        "read": 4, "accepted": 1, "refused": 3, "waiting": 1, "totals": 1, "hidden": 0, "hidden_taken": 0,
        "by_code": {"value": 1, "dates": 1, "total": 1},
    }  # fmt: skip
    assert run.mapping.unknown == ["Shoe"]


def test_l26_nothing_read_is_no_success():
    run, _rows = read_csv("prs_FirstName,prs_Birthdate\n")
    assert run.summary.read == 0
    assert not run.may_import


@pytest.mark.parametrize(("keep", "may"), [("all", False), ("good", True)])
def test_all_or_only_the_good_rows(keep, may):
    run, _rows = read_csv(MIXED, keep=keep)
    assert run.may_import is may


def test_totals_and_hidden_rows_do_not_keep_the_rest_from_coming_in():
    run, _rows = read_csv("prs_FirstName,prs_NumberOfChildren\nAna,2\nTotal,2\n", keep="all")
    assert run.may_import


@pytest.mark.parametrize("name", FILES)
def test_l29_a_second_run_gives_the_same_keys(name):
    first, second = ([row.key for row in read(INPUTS / name)[1]] for _time in range(2))
    assert first == second
    assert len(set(first)) == len(first)


def test_l29_cut_at_60_percent_the_rest_follows_with_the_keys_of_a_whole_run():
    whole = [row.key for row in read(INPUTS / "births_and_dates.csv")[1]]
    with open_table(INPUTS / "births_and_dates.csv") as table:
        run = DryRun(table, ImportOptions(today=TODAY))
        begun = [row.key for row, _n in zip(run, range(8), strict=False)]
        assert not run.finished
        assert not run.may_import
        again = [row.key for row in run]
    assert begun == whole[:8]
    assert again == whole


def test_l29_keys_hold_whatever_is_answered_and_however_columns_stand():
    one = read_csv("prs_FirstName,prs_Birthdate\nAna,03/04/1990\n")[1][0]
    other = read_csv(
        "prs_Birthdate,prs_FirstName\n03/04/1990,Ana\n", dates={"prs_Birthdate": "day_first"}
    )[1][0]
    sheet = read_sheet([["prs_FirstName", "prs_Birthdate"], ["Ana", "03/04/1990"]])[1][0]
    assert one.key == other.key == sheet.key


def test_l29_a_key_column_names_the_row_and_a_correction_keeps_the_key():
    before = read_csv("No,prs_FirstName,prs_Birthdate\n7,Ana,1998\n", key_column="No")[1][0]
    after = read_csv("No,prs_FirstName,prs_Birthdate\n7,Anna,1999\n", key_column="No")[1][0]
    assert before.key == after.key
    _run, rows = read_csv("No,prs_FirstName\n7,Ana\n7,Ema\n,Ina\n", key_column="No")
    assert [row.outcome for row in rows] == ["accepted", "refused", "refused"]


def test_equal_rows_have_each_their_own_key_and_are_pointed_out():
    _run, rows = read_csv("prs_FirstName\nAna\nAna\n")
    assert rows[0].key != rows[1].key
    assert "line 2" in str(rows[1].notes[0][1])


def test_a_secret_makes_other_keys():
    plain, keyed = (
        read_csv("prs_FirstName\nAna\n", secret=secret)[1][0].key for secret in (b"", b"s" * 32)
    )
    assert plain != keyed


def test_the_report_is_json_safe_and_hides_content_from_repr():
    run, rows = read_csv(MIXED)
    json.dumps([row.to_dict() for row in rows] + [q.to_dict() for q in run.questions])
    json.dumps([column.to_dict() for column in run.mapping.columns])
    shown = repr(rows) + repr(run.questions) + repr(run.mapping) + repr(run.options)
    for content in ("Ana", "31.02.1991", "03/04/1990"):
        assert content not in shown


def test_a_consent_is_evidence_and_a_status_is_what_was_asserted():
    head = "prs_FirstName,con_Consent,vic_TraffickingStatus,vic_TraffickinStatusDecisionMakingOrg\n"
    person = people(read_csv(f"{head}Ana,Yes,ActualVictimOfTrafficking,Police\n")[1])[0]
    assert person.consents == (ConsentEvidence(True, "con_Consent"),)
    assert person.asserted == Asserted("ActualVictimOfTrafficking", "Police")
    assert "vic_TraffickingStatus" not in person.trafficking
    assert not any("decision" in name or "decided" in name for name in dir(person))


def test_perpetrator_columns_are_listed_and_not_taken_over():
    head = "prs_FirstName,vic_TypeOfExploitation,per_RoleDetails,Name of trafficker\n"
    run, rows = read_csv(f"{head}Ana,ForcedLabour,drove the van,Boris\n")
    left = [column.heading for column in run.mapping.columns if column.use == "not_taken_over"]
    assert left == ["per_RoleDetails", "Name of trafficker"]
    person = people(rows)[0]
    assert "Boris" not in str(person.to_dict())
    assert "drove" not in str(person.to_dict())
    assert "per_RoleDetails" in str(rows[0].notes[0][1])


@pytest.mark.parametrize("about_her", ["", "NotAVictimOfTrafficking"])
def test_a_row_about_a_suspect_makes_nobody(about_her):
    head = "prs_FirstName,vic_TraffickingStatus,per_RoleInProcess\n"
    run, rows = read_csv(f"{head}Boris,{about_her},Transporter\n")
    assert run.summary.accepted == 0
    assert rows[0].problems[0].code == "suspect"
    assert rows[0].problems[0].value == ""


def test_a_record_cannot_be_made_with_a_perpetrators_field():
    with pytest.raises(ValueError, match="cannot hold"):
        ImportedPerson.from_dict({"values": {"per_RoleDetails": "x"}, "extras": {}})


def test_a_row_about_nobody_is_refused():
    _run, rows = read_csv("org_Name,con_Consent,prs_FirstName\nHouse A,Yes,\n")
    assert rows[0].problems[0].code == "nobody"
