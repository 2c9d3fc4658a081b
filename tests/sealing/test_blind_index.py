from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing.blind_index import Kind, name_traits, query_tokens, tokens
from portal.sealing.keys import IndexKey
from portal.sealing.names import Born, parts

KEY = IndexKey("k1", b"i" * 32)
OTHER = IndexKey("k1", b"o" * 32)
LETTERS = st.text("abcdefghiklmnoprstuvzéșłабвгдअبمل", min_size=2, max_size=10)
PLAIN = LETTERS.filter(lambda w: not any(p.startswith("abd") for p in parts(w)))


def of(kind, found):
    return {t.value for t in found if t.kind is kind}


@given(st.lists(PLAIN, min_size=1, max_size=4), st.randoms())
def test_the_order_of_names_makes_no_difference(words, random):
    shuffled = list(words)
    random.shuffle(shuffled)
    assert tokens(KEY, [" ".join(words)]) == tokens(KEY, [" ".join(shuffled)])


@given(st.text(min_size=3, max_size=40))
def test_a_token_is_a_kind_and_two_bytes_and_never_a_readable_name(name):
    for token in tokens(KEY, [name]):
        assert token.kind in Kind
        assert 0 <= token.value & 0xFFFF <= 0xFFFF
        assert token.value < 1 << 19
        assert (type(token.value), token.key_id) == (int, "k1")


@given(st.lists(PLAIN, min_size=2, max_size=4))
def test_one_part_alone_finds_the_whole_name(words):
    stored = tokens(KEY, [" ".join(words)])
    for part in parts(" ".join(words)):
        assert of(Kind.PART, query_tokens([KEY], part)) <= of(Kind.PART, stored)


def test_another_key_gives_other_tokens():
    one, other = tokens(KEY, ["Maria Popescu"]), tokens(OTHER, ["Maria Popescu"])
    assert len(one & other) <= 1


def test_tokens_are_short_enough_to_be_shared_by_different_names():
    names = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in
             ("ran", "lin", "mir", "dan", "sko", "vic", "tes", "nov", "gal", "rus")]  # fmt: skip
    words = [a + b for a in names for b in ("a", "el", "ita")]
    values = [next(iter(of(Kind.PART, tokens(KEY, [w])))) for w in words]
    assert len(set(values)) < len(words)


def test_both_keys_are_asked_while_the_index_is_rebuilt():
    asked = query_tokens([KEY, IndexKey("k0", b"z" * 32)], "Maria")
    assert {t.key_id for t in asked} == {"k0", "k1"}


def test_every_name_she_is_known_by_is_found():
    stored = tokens(KEY, ["Maria Popescu", "Мими"])
    assert of(Kind.PART, query_tokens([KEY], "Mimi")) <= of(Kind.PART, stored)


def test_a_servants_second_half_is_found_too():
    stored = tokens(KEY, ["Abdurrahman"])
    assert of(Kind.PART, query_tokens([KEY], "Rahman")) <= of(Kind.PART, stored)


@pytest.mark.parametrize(
    ("born", "kinds"),
    [
        (Born.on(date(1998, 3, 7)), {Kind.BORN_DAY: 1, Kind.BORN_MONTH: 1, Kind.BORN_YEAR: 1}),
        (Born.on(date(2001, 1, 1)), {Kind.BORN_YEAR: 1}),
        (Born.in_month(1990, 5), {Kind.BORN_MONTH: 1, Kind.BORN_YEAR: 1}),
        (Born.about(19, date(2027, 1, 11)), {Kind.BORN_YEAR: 4}),
        (Born.unknown(), {}),
    ],
)
def test_births_give_day_month_and_year_as_far_as_known(born, kinds):
    found = tokens(KEY, [], born)
    assert {k: len(of(k, found)) for k in Kind if of(k, found)} == kinds


def test_a_swapped_day_and_month_is_asked_for():
    stored = tokens(KEY, [], Born.on(date(1998, 3, 7)))
    asked = query_tokens([KEY], "", Born.on(date(1998, 7, 3)))
    assert of(Kind.BORN_DAY, stored) <= of(Kind.BORN_DAY, asked)


def test_the_scheme_has_not_changed_unnoticed():
    """Another value means that every stored token must be built anew: raise SCHEME and reindex."""
    assert sorted(name_traits(["Abdul Rahman"]))[:3] == [
        (Kind.PART, "abdrahman"), (Kind.PART, "rahman"), (Kind.FRAME, "bdrhmn"),
    ]  # fmt: skip
    assert {t.value for t in tokens(KEY, [], Born.in_year(1990))} == {FIXED_YEAR}


FIXED_YEAR = 517673
