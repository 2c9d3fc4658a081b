"""Lessons L31, L33, L34, L35: codes of countries and languages, by the file's expected column."""

from datetime import date

import pytest

from referrals.htcds import ImportedPerson
from referrals.htcds.languages import exported, read_language
from referrals.htcds.nationality import Nationalities
from referrals.htcds.places import HISTORIC, read_place
from tests.htcds.support import (
    TODAY,
    back_from_csv,
    back_from_workbook,
    expected,
    people,
    read_csv,
    read_sheet,
)

GIVEN = {
    (row["field"], row["given"]): row["expected"] for row in expected("countries_and_languages.csv")
}
CODES = {
    "NA": ("NA",), "XK": ("XK",), "XXA": ("XXA",), "XXX": ("XXX",), "RO;MD": ("RO", "MD"),
    "UK": ("GB",), "EL": ("GR",), "ROM": ("RO",),
}  # fmt: skip


def citizenship(cell, **options):
    return read_csv(f'prs_FirstName,prs_Citizenship\nAna,"{cell}"\n', **options)[1][0]


def test_every_line_of_the_file_is_tested_here():
    tested = {("citizenship", given) for given in CODES} | {("citizenship", "")}
    tested |= {("citizenship", "undetermined (child, procedure open)")}
    tested |= {("country_of_birth", given) for given in ("SU", "YU", "CS")}
    tested |= {("language", given) for given in ["rum", "alb", "per", "ger", "prs", "kmr", "mac"]}
    assert tested == set(GIVEN)


@pytest.mark.parametrize(("given", "codes"), CODES.items())
def test_l31_l33_l34_citizenships(given, codes):
    row = citizenship(given)
    assert row.person.citizenships == codes
    for back in (back_from_csv([row.person]), back_from_workbook([row.person])):
        assert people(back[1])[0].citizenships == codes


@pytest.mark.parametrize("cell", ["NA", "na", "NAM", "Namibia"])
def test_l31_namibia_is_never_empty(cell):
    assert citizenship(cell).person.citizenships == ("NA",)
    _run, rows = read_sheet([["prs_FirstName", "prs_Citizenship"], ["Ana", cell]])
    assert people(rows)[0].citizenships == ("NA",)


def test_l31_na_null_and_none_are_texts():
    _run, rows = read_csv("prs_FirstName,prs_SecondName\nNone,Null\nNA,N/A\n")
    assert [(p.given_names, p.family_name) for p in people(rows)] == [
        ("None", "Null"),
        ("NA", "N/A"),
    ]


@pytest.mark.parametrize(("given", "code"), [("UK", "GB"), ("EL", "GR"), ("ROM", "RO")])
def test_l33_corrections_are_shown(given, code):
    notes = [str(note) for _heading, note in citizenship(given).notes]
    assert notes == [f"{given} corrected to {code}"]


def test_l33_kosovo_has_a_neutral_footnote():
    for cell in ("XK", "XKX", "Kosovo"):
        row = citizenship(cell)
        assert row.person.citizenships == ("XK",)
        assert "1244" in str(row.notes[0][1])


@pytest.mark.parametrize("code", ["SU", "YU"])
def test_l33_dissolved_states_for_a_birth_only(code):
    assert read_place(code, purpose="birth").code == code
    row = citizenship(code)
    assert row.outcome == "refused"
    assert "place of birth only" in row.problems[0].remedy


def test_l33_cs_is_asked():
    assert read_place("CS", purpose="birth").ask == ("CSHH", "CSXX")
    assert {"CSHH", "CSXX"} <= set(HISTORIC)


def test_l34_blank_is_not_asked_and_no_other():
    person = citizenship("").person
    assert person.citizenships == ()
    assert "prs_Citizenship" not in person.values


def test_l34_undetermined_is_a_value_with_a_day_and_not_stateless():
    person = citizenship("undetermined (child, procedure open)").person
    assert person.citizenships == ()
    assert person.citizenship_undetermined_on == TODAY
    assert people(back_from_csv([person])[1]) == [person]


def test_l34_several_with_a_dated_undetermined_one():
    person = citizenship("RO; undetermined on 2026-11-20").person
    assert person.values["prs_Citizenship"] == Nationalities(("RO",), date(2026, 11, 20))


def test_unknown_countries_are_asked_the_near_ones_first():
    row = citizenship("Rumania")
    assert row.outcome == "waiting"
    _run, rows = read_csv(
        "prs_FirstName,prs_Citizenship\nAna,Rumania\n", codes={("prs_Citizenship", "rumania"): "RO"}
    )
    assert people(rows)[0].citizenships == ("RO",)
    asked = read_csv("prs_FirstName,prs_Citizenship\nAna,Rumania\n")[0].questions[0]
    assert asked.choices[0][0] == "RO"


@pytest.mark.parametrize(
    "cell", ["Korea, Republic of; RO", "Iran, Islamic Republic of, RO", "RO/MD", "RO\nMD"]
)
def test_names_with_commas_and_several_values(cell):
    assert "RO" in citizenship(cell).person.citizenships
    assert len(citizenship(cell).person.citizenships) == 2


def test_congo_and_korea_are_two_states_and_asked():
    assert citizenship("Congo").outcome == "waiting"
    assert citizenship("Korea").outcome == "waiting"


def test_our_own_states_are_known_where_they_are_named():
    assert citizenship("XA").outcome == "waiting"
    assert citizenship("XA", own_states={"XA": "Arvenia"}).person.citizenships == ("XA",)


@pytest.mark.parametrize(
    ("given", "stored", "out"),
    [("rum", "ron", "ron"), ("alb", "sqi", "sqi"), ("per", "fas", "fas"), ("ger", "deu", "deu"),
     ("prs", "prs", "fas"), ("kmr", "kmr", "kur"), ("mac", "mkd", "mkd"), ("ckb", "ckb", "kur"),
     ("ro", "ron", "ron"), ("Dari", "prs", "fas"), ("Sorani", "ckb", "kur"), ("Romanian", "ron", "ron")],
)  # fmt: skip
def test_l35_one_value_for_a_language_and_the_original_kept(given, stored, out):
    assert read_language(given).code == stored
    assert exported(stored) == out
    person = ImportedPerson({"prs_FirstName": "Ana", "prs_PrimaryLanguage": stored})
    for back in (back_from_csv([person]), back_from_workbook([person])):
        assert people(back[1]) == [person]


def test_l35_a_language_changed_since_the_export_wins_over_the_original():
    head = "prs_FirstName,prs_PrimaryLanguage,prs_PrimaryLanguage (original)\n"
    _run, rows = read_csv(f"{head}Ana,ron,prs\nEma,fas,prs\n")
    assert [person.languages for person in people(rows)] == [("ron",), ("prs",)]
