"""What is stored goes out and comes back exactly: every field, both formats, any text."""

import json
from datetime import date, timedelta

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from referrals.htcds import ImportedPerson
from referrals.htcds.birth import Birth, PartialDate
from referrals.htcds.choices import Choices, codes_of
from referrals.htcds.fields import FIELDS, Kind
from referrals.htcds.headers import accuses
from referrals.htcds.nationality import Nationalities
from referrals.htcds.rows import kept
from referrals.htcds.text import broken, clean, romanian
from tests.htcds.support import TODAY, back_from_csv, back_from_workbook, people

NASTY = st.sampled_from(
    ["=1+1", "-Ana", "+40 721", "@x", "'=x", "''", "'", "NA", "None", "0", "007", "1e5", "TRUE", "x;y, z|w", '="a"',
     "_x0041_", "_x0041x0042_", "ăş", "ţ", "Ayşe", "- list", "1/2", "3-4", '"', "a\"b", "١", "Total Pop", "#REF!", "é"]
)  # fmt: skip


def sound(text, longest):
    return bool(text) and broken(text, longest=longest) is None


def texts(lines=False):
    anything = st.text(max_size=30) | NASTY
    tidy = anything.map(lambda text: clean(text, lines=lines))
    return tidy.map(lambda text: clean(romanian(text, citizenships=("RO",)), lines=lines)).filter(
        lambda text: sound(text, 255)
    )


@st.composite
def partial_dates(draw, latest):
    day = draw(st.dates(date(1930, 1, 1), latest))
    return draw(
        st.sampled_from(
            [PartialDate.of(day), PartialDate(day.year, day.month), PartialDate(day.year)]
        )
    )


@st.composite
def births(draw):
    if draw(st.booleans()):
        return Birth(born=draw(partial_dates(TODAY)))
    low = draw(st.integers(0, 90))
    return Birth(
        low=low,
        high=low + draw(st.integers(0, 5)),
        said_on=draw(st.dates(date(2000, 1, 1), TODAY)),
        approximate=draw(st.booleans()),
    )


@st.composite
def choices(draw, name):
    codes = draw(st.permutations(list(codes_of(name))))
    first, second = sorted(draw(st.tuples(st.integers(0, 4), st.integers(0, 6))))
    chosen, denied = tuple(codes[:first]), tuple(codes[first:second])
    return Choices(chosen, denied) if chosen or denied else Choices((codes[0],))


def nationalities():
    codes = st.lists(
        st.sampled_from(["RO", "NA", "XK", "XXA", "XXX", "GB"]), unique=True, max_size=3
    )
    on = st.none() | st.dates(date(2000, 1, 1), TODAY)
    return st.builds(Nationalities, codes.map(tuple), on).filter(
        lambda v: v.codes or v.undetermined_on
    )


def values(of):
    free = {"spl_PlannedEndDate": 3000, "cas_OutgoingReferralDate": 300}
    latest = TODAY + timedelta(days=free.get(of.name, 0))
    edge = 90.0 if of.name.endswith("Latitude") else 180.0
    return {
        Kind.TEXT: texts(),
        Kind.PHONE: texts(),
        Kind.LONG_TEXT: texts(lines=True),
        Kind.DATE: partial_dates(latest),
        Kind.BIRTH: births(),
        Kind.PICK: st.sampled_from(list(codes_of(of.codes)) if of.kind is Kind.PICK else [""]),
        Kind.MULTI: choices(of.codes),
        Kind.CHECK: st.booleans(),
        Kind.NUMBER: st.integers(0, 30),
        Kind.GEO: st.floats(-edge, edge).map(lambda number: float(f"{number:.12g}")),
        Kind.COUNTRY: st.sampled_from(["RO", "NA", "XK", "GB"]),
        Kind.COUNTRIES: nationalities(),
        Kind.LANGUAGE: st.sampled_from(
            ["ron", "sqi", "prs", "kmr", "ckb", "fas", "kur", "arz", "mkd"]
        ),
    }[of.kind]


HERS = [of for of in FIELDS if not of.perpetrator]


def headings(text):
    return " ".join(text.split())


KEYS = (st.text(max_size=12) | NASTY | st.sampled_from(["Status", "prs_Gender (as written)", "x (kept)", "row"])).map(
    headings
).filter(lambda key: sound(key, 100) and not accuses(key) and key.strip())  # fmt: skip
EXTRAS = st.dictionaries(
    KEYS,
    (st.text(max_size=20) | NASTY | st.integers(-(10**9), 10**9) | st.sampled_from([0.5, -12.25]))
    .map(kept)
    .filter(lambda value: not isinstance(value, str) or (value.strip() and sound(value, 255))),
    max_size=3,
)


@st.composite
def persons(draw):
    some = draw(st.lists(st.sampled_from(HERS), unique_by=lambda of: of.name, max_size=12))
    found = {of.name: draw(values(of)) for of in some}
    found.setdefault("prs_FirstName", draw(texts()))
    found["prs_MobilePhone"] = (
        "+40 721"  # a row of nothing but the word 'Total' is refused on purpose
    )
    return ImportedPerson(found, draw(EXTRAS))


def apart(group):
    """Different people may not share headings that differ by case alone, as no sheet has them."""
    keys = {key for person in group for key in person.extras}
    return len({key.casefold() for key in keys}) == len(keys)


GROUPS = st.lists(persons(), min_size=1, max_size=4).filter(apart)
ENOUGH = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@ENOUGH
@given(persons())
def test_a_record_survives_json(person):
    document = json.loads(json.dumps(person.to_dict()))
    assert ImportedPerson.from_dict(document) == person


@ENOUGH
@given(GROUPS)
def test_a_csv_gives_everything_back(group):
    note([person.to_dict() for person in group])
    run, rows = back_from_csv(group)
    assert [p.message for row in rows for p in row.problems] == []
    assert people(rows) == in_order(group, rows)
    assert run.summary.accepted == len(group)


@ENOUGH
@given(GROUPS, st.sampled_from(["names", "labels"]))
def test_a_workbook_gives_everything_back(group, headers):
    note([person.to_dict() for person in group])
    run, rows = back_from_workbook(group, headers)
    note([person.to_dict() for person in people(rows)])
    assert [p.message for row in rows for p in row.problems] == []
    assert people(rows) == in_order(group, rows)
    assert run.summary.accepted == len(group)


def in_order(group, rows):
    """The group with its denied codes in the order of the columns, which is not a matter of content."""
    made = []
    for person, row in zip(group, people(rows), strict=True):
        fixed = dict(person.values)
        for name, value in fixed.items():
            other = row.values.get(name)
            if isinstance(value, Choices) and isinstance(other, Choices):
                assert sorted(value.denied) == sorted(other.denied)
                fixed[name] = Choices(value.chosen, other.denied)
        made.append(ImportedPerson(fixed, person.extras))
    return made
