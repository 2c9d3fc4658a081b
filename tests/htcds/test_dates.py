"""Lessons L18, L19, L24, L38: births and dates, with the expected values of the file."""

import time
from datetime import date, datetime

import pytest

from referrals.htcds import ImportedPerson
from referrals.htcds.birth import Birth, PartialDate
from referrals.htcds.date_rules import DateRules
from referrals.htcds.dates import read_date
from tests.htcds.support import (
    INPUTS,
    TODAY,
    back_from_csv,
    back_from_workbook,
    expected,
    people,
    read,
    read_csv,
    read_sheet,
)

BIRTHS = expected("births_and_dates.csv")
RULES = DateRules(TODAY, TODAY, birth=True)


def rows_by_number(**options):
    _run, rows = read(INPUTS / "births_and_dates.csv", **options)
    return {int(given["row"]): row for given, row in zip(BIRTHS, rows, strict=True)}


@pytest.mark.parametrize(
    "given", BIRTHS, ids=lambda given: f"{given['row']} {given['prs_Birthdate']}"
)
def test_l24_each_birth_is_accepted_asked_or_refused_as_the_file_expects(given):
    row = rows_by_number()[int(given["row"])]
    word = given["expected"].split()[0].rstrip(":")
    outcome = {"accepted": "accepted", "refused": "refused", "asked": "waiting"}[word]
    assert row.outcome == outcome
    if outcome != "accepted":
        assert row.person is None
        problem = row.problems[0]
        assert (problem.line, problem.field) == (int(given["row"]) + 1, "prs_Birthdate")
        assert problem.column == "prs_Birthdate (D)"
        assert problem.value == given["prs_Birthdate"]
        assert problem.message
        assert problem.remedy


def test_l24_the_accepted_births_are_exactly_these():
    births = {number: row.person.birth for number, row in rows_by_number().items() if row.person}
    assert births == {
        1: Birth(born=PartialDate(1992, 2, 29)),
        5: Birth(born=PartialDate(1988, 1, 10)),
        7: Birth(born=PartialDate(1990)),
        8: Birth(low=25, high=25, said_on=date(2027, 1, 11), approximate=True),
        9: None,
        14: Birth(born=PartialDate(1998, 3, 7)),
    }


def test_l24_three_questions_and_never_one_per_row():
    run, _rows = read(INPUTS / "births_and_dates.csv")
    asked = [(q.kind, q.field, q.examples) for q in run.questions]
    assert asked == [
        ("dates", "prs_Birthdate", ["03/04/1990"]),
        ("dates", "prs_Birthdate", ["33970"]),
        ("dates", "prs_Birthdate", ["5.6.95"]),
    ]


@pytest.mark.parametrize(
    ("answers", "born"),
    [
        (("day_first", "serial_1900", "century_past"), ["1990-04-03", "1993-01-01", "1995-06-05"]),
        (
            ("month_first", "serial_1904", "century_1900"),
            ["1990-03-04", "1997-01-02", "1995-06-05"],
        ),
    ],
)
def test_l24_an_answer_holds_for_the_whole_column(answers, born):
    rows = rows_by_number(dates={"prs_Birthdate": answers})
    assert [rows[number].person.birth.born.iso for number in (6, 10, 13)] == born


def test_l24_one_question_for_a_thousand_ambiguous_rows():
    lines = "".join(f"Ana{n},0{n % 9 + 1}/11/1990\n" for n in range(1000))
    run, _rows = read_csv("prs_FirstName,prs_Birthdate\n" + lines)
    questions = [q for q in run.questions if q.kind == "dates"]
    assert len(questions) == 1
    assert questions[0].count == 1000
    assert questions[0].lines == [2, 3, 4, 5, 6]


def test_l24_a_date_impossible_in_the_order_answered_is_refused():
    _run, rows = read_csv(
        "prs_FirstName,prs_Birthdate\nAna,25/11/1990\n", dates={"prs_Birthdate": "month_first"}
    )
    assert rows[0].outcome == "refused"
    assert "25" in rows[0].problems[0].message


def test_l24_dates_that_a_workbook_holds_as_dates_are_taken_as_they_are():
    _run, rows = read_sheet(
        [
            ["prs_FirstName", "prs_Birthdate"],
            ["Mira", datetime(1992, 2, 29)],
            ["Ana", 1998],
            ["Ema", 33970],
        ]
    )
    assert rows[0].person.birth.born.iso == "1992-02-29"
    assert rows[1].person.birth.born.iso == "1998"
    assert rows[2].outcome == "waiting"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("unknown", "no date"), ("25", "no date"), ("NA", "no date"), ("0", "no date"),
        ("1370/05/12", "before any date"), ("2541-01-02", "future"), ("2031", "future"),
        ("1998-03-06T22:00:00Z", "slipped"), ("1900-01-01", "before any date"), ("10-12", "no date"),
        ("31 February 1990", "no day 31"), ("1998-3-32", "no day 32"), ("99999999", "month 99"),
    ],
)  # fmt: skip
def test_l24_what_is_no_possible_birth_is_refused_in_words(written, said):
    reading = read_date(written, RULES)
    assert reading.value is None
    assert said in str(reading.refused[0])
    assert str(reading.refused[1])


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1998", "1998"), ("03/1998", "1998-03"), ("1998-03", "1998-03"), ("March 1998", "1998-03"),
        ("7 March 1998", "1998-03-07"), ("07.03.1998.", "1998-03-07"), ("1998. 03. 07.", "1998-03-07"),
        ("25/11/1990", "1990-11-25"), ("05/05/1990", "1990-05-05"), ("19980307", "1998-03-07"),
        ("۱۹۹۸/۰۳/۰۷", "1998-03-07"), ("1998-03-07T00:00:00.000Z", "1998-03-07"),
        ("about 25", "about 25 on 2027-01-11"), ("ca. 25", "about 25 on 2027-01-11"),
        ("about 16 to 19", "about 16 to 19 on 2027-01-11"),
        ("16-19 years", "aged 16 to 19 on 2027-01-11"),
        ("about 30 on 2020-05-01", "about 30 on 2020-05-01"),
    ],
)  # fmt: skip
def test_l19_a_birth_is_kept_as_it_is_known(written, text):
    assert read_date(written, RULES).value.text == text


def test_l19_a_year_alone_is_never_the_first_of_january():
    birth = read_date("1990", RULES).value
    assert birth.precision == "year"
    assert birth.born.as_day is None
    assert (birth.earliest, birth.latest) == (date(1990, 1, 1), date(1990, 12, 31))
    assert "01-01" not in str(ImportedPerson({"prs_Birthdate": birth}).to_dict())


def test_l19_an_age_moves_with_time_from_its_day():
    birth = read_date("about 25", RULES).value
    assert birth.ages_on(date(2027, 1, 11)) == (24, 26)
    assert birth.ages_on(date(2032, 1, 11)) == (29, 31)


def test_l19_about_16_to_19_is_treated_as_a_child():
    birth = read_date("about 16 to 19", RULES).value
    assert birth.may_be_child(TODAY)
    assert not birth.may_be_child(date(2031, 1, 11))


def test_l19_a_year_alone_is_a_child_to_the_end_of_the_year():
    birth = Birth(born=PartialDate(2008))
    assert birth.may_be_child(date(2026, 12, 30))
    assert not birth.may_be_child(date(2027, 1, 1))


def test_l19_an_age_without_a_day_refers_to_the_day_of_the_incoming_referral():
    _run, rows = read_csv(
        "prs_FirstName,prs_Birthdate,cas_IncomingReferralDate\nDana,about 25,2024-02-01\n"
    )
    assert rows[0].person.birth.said_on == date(2024, 2, 1)


def test_l18_one_name_is_a_whole_name_in_import_and_export():
    person = rows_by_number()[9].person
    assert (person.given_names, person.family_name, person.birth) == ("Gulalai", "", None)
    for back in (back_from_csv([person]), back_from_workbook([person])):
        assert people(back[1]) == [person]
        assert "prs_SecondName" not in people(back[1])[0].values


def test_an_incoming_referral_of_tomorrow_is_refused_a_planned_end_is_not():
    head = "prs_FirstName,cas_IncomingReferralDate,spl_PlannedEndDate\n"
    _run, rows = read_csv(f"{head}Ana,2027-01-12,2027-06-01\nEma,2027-01-11,2027-06-01\n")
    assert [row.outcome for row in rows] == ["refused", "accepted"]
    assert rows[0].problems[0].field == "cas_IncomingReferralDate"


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_l38_ten_saves_in_any_zone_leave_the_day(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        persons = [
            ImportedPerson(
                {"prs_FirstName": "Noor", "prs_Birthdate": Birth(born=PartialDate(1998, 3, 7))}
            )
        ]
        for _save in range(10):
            persons = [ImportedPerson.from_dict(person.to_dict()) for person in persons]
            persons = people(back_from_workbook(persons)[1])
            persons = people(back_from_csv(persons)[1])
        assert persons[0].birth.born.iso == "1998-03-07"
    finally:
        monkeypatch.undo()
        time.tzset()
