import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing.documents import DoesNotOpen, seal, unseal
from portal.sealing.keys import DataKey

KEY = DataKey(b"k" * 32)
PLACE = {"table": "cases_identity", "case_id": 7, "record": uuid.UUID(int=1), "version": 3}
ELSEWHERE = {
    "table": {"table": "cases_health"},
    "case": {"case_id": 8},
    "record": {"record": uuid.UUID(int=2)},
    "version": {"version": 4},
    "key": {"key": DataKey(b"x" * 32)},
}
TEXTS = st.text(st.characters(codec=None), max_size=30)
DOCUMENTS = st.dictionaries(
    TEXTS, st.one_of(TEXTS, st.integers(-(2**53), 2**53), st.booleans(), st.none(), st.lists(TEXTS))
)


def sealed(document):
    return seal(key=KEY, document=document, **PLACE)


@given(DOCUMENTS)
def test_what_was_sealed_comes_back(document):
    assert unseal(key=KEY, sealed=memoryview(sealed(document)), **PLACE) == document


@pytest.mark.parametrize("moved", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_row_that_was_moved_or_swapped_does_not_open(moved):
    raw = sealed({"first_name": "Canary"})
    with pytest.raises(DoesNotOpen):
        unseal(**{"key": KEY, **PLACE, **moved}, sealed=raw)


@pytest.mark.parametrize("at", [0, 5, 20, -1])
def test_a_changed_byte_does_not_open(at):
    raw = bytearray(sealed({"first_name": "Canary"}))
    raw[at] ^= 1
    with pytest.raises(DoesNotOpen):
        unseal(key=KEY, sealed=bytes(raw), **PLACE)


@pytest.mark.parametrize("raw", [b"", b"\x01", b"\x01" + b"0" * 20])
def test_a_stump_does_not_open(raw):
    with pytest.raises(DoesNotOpen):
        unseal(key=KEY, sealed=raw, **PLACE)


def test_nothing_readable_remains_and_no_two_seals_are_alike():
    first, second = sealed({"name": "Canary"}), sealed({"name": "Canary"})
    assert first != second
    assert b"Canary" not in first + second
    assert b"name" not in first + second


def test_the_length_does_not_tell_an_empty_answer_from_a_short_one():
    assert len(sealed({"hiv": ""})) == len(sealed({"hiv": "positive, treated since May"}))


def test_errors_hold_nothing_of_the_document_or_the_key():
    with pytest.raises(TypeError) as shape:
        sealed({"name": "Canary", "born": object()})
    with pytest.raises(DoesNotOpen) as moved:
        unseal(key=KEY, sealed=sealed({"name": "Canary"}), **{**PLACE, "version": 9})
    for error in (shape.value, moved.value):
        assert "Canary" not in repr(error.args)
    assert "kkkk" not in repr(KEY)


def test_two_places_never_give_the_same_associated_data():
    document = {"a": 1}
    raw = seal(
        key=KEY, table="t1", case_id=23, record=PLACE["record"], version=4, document=document
    )
    with pytest.raises(DoesNotOpen):
        unseal(key=KEY, table="t12", case_id=3, record=PLACE["record"], version=4, sealed=raw)
