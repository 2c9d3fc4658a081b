import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing.names import Born, frame, normal, parts, sound, trigrams

ONE_NAME = [
    ["Abdullah", "عبد الله", "عبدالله", "Abd Allah", "ABD-ALLAH"],
    ["Abdurrahman", "Abdul Rahman", "Abd el-Rahman", "Abdelrahman"],
    ["عبد الرحمن", "عبدالرحمن", "عبد\u00a0الرحمن"],
    ["علی کریمی", "علي كريمي"],
    ["فاطمة أحمد", "فاطمه احمد"],
    ["محمـــد", "محمد", "مُحَمَّد"],
    ["Łucja Dvořák", "LUCJA DVORAK", "dvorak, lucja"],
    ["Ştefania", "Ștefania", "stefania"],
    ["Groß", "GROSS"],
    ["O'Neill", "O’Neill", "oneill"],
    ["Шевченко", "Shevchenko"],
    ["Σοφία", "ΣΟΦΙΑ", "Sofia"],
    ["Nguyễn Thị Hồng", "Hong Nguyen Thi"],
    ["van der Berg", "Berg", "Van den Berg"],
    ["de la Cruz", "Cruz"],
    ["Fatimah", "Fatima"],
]


@pytest.mark.parametrize("spellings", ONE_NAME, ids=[s[-1] for s in ONE_NAME])
def test_one_name_has_one_form(spellings):
    assert len({normal(s) for s in spellings}) == 1, [normal(s) for s in spellings]


@pytest.mark.parametrize(
    ("one", "other"),
    [("محمد", "Mohamad"), ("الحسيني", "El Husseini"), ("قاسم", "Qassem"), ("يوسف", "Youssef"),
     ("Хаджиев", "Hadzhiev"), ("Юлія", "Yulia"), ("Ξανθή", "Xanthi"), ("გიორგი", "Giorgi")],
)  # fmt: skip
def test_two_scripts_share_a_frame(one, other):
    assert [frame(p) for p in parts(one)] == [frame(p) for p in parts(other)]


@pytest.mark.parametrize("typed", ["", "   ", "-", "123", "🙂", "\u0640", "\ud800", "'"])
def test_what_is_no_name_has_no_parts(typed):
    assert parts(typed) == ()


@pytest.mark.parametrize("typed", ["王小明", "ሰላም", "김철수", "प्रिया"])
def test_a_script_without_a_table_stays_itself_and_is_found(typed):
    assert parts(typed)
    assert sound(parts(typed)[0]) == ""
    assert frame(parts(typed)[0])


def test_a_name_that_is_only_a_particle_is_kept():
    assert parts("Ben") == ("ben",)
    assert parts("von der") == ("von", "der")


@given(st.text(max_size=400))
def test_any_text_at_all_is_survived(typed):
    found = parts(typed)
    assert len(found) <= 12
    assert all(p and p == p.strip() for p in found)
    assert all(frame(p) and trigrams(p) for p in found)


@given(st.permutations(["maria", "popescu", "ana", "ivanovna"]))
def test_order_says_nothing(words):
    assert normal(" ".join(words)) == "ana ivanovna maria popescu"


def test_births_of_every_kind():
    assert Born.on(date(1998, 3, 7)) == Born(1998, 1998, 3, 7)
    assert Born.on(date(2001, 1, 1)) == Born.in_year(2001)
    assert list(Born.about(19, date(2027, 1, 11)).years()) == [2006, 2007, 2008, 2009]
    assert not Born.unknown().known
    assert Born.in_month(1990, 5).years_apart(Born.in_year(1993)) == 3
    assert Born.in_year(1990).years_apart(Born()) == 0
    assert Born.on(date(1998, 3, 7)).swapped() == Born(1998, 1998, 7, 3)
    assert Born.on(date(1998, 3, 17)).swapped() is None


@given(st.lists(st.integers(1900, 2030), min_size=2, max_size=2))
def test_distance_of_years_is_the_same_both_ways(years):
    one, other = (Born.in_year(y) for y in years)
    assert one.years_apart(other) == other.years_apart(one) == abs(years[0] - years[1])


def test_no_two_letters_are_in_two_tables():
    from portal.sealing import letters

    tables = [letters.CYRILLIC, letters.GREEK, letters.ARABIC, letters.HEBREW, letters.GEORGIAN,
              letters.ARMENIAN, letters.LATIN]  # fmt: skip
    for one, other in itertools.combinations(tables, 2):
        assert not one.keys() & other.keys()
