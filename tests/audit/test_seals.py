import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.audit import seals
from portal.audit.seals import Position

# The test vectors of Certificate Transparency (RFC 6962).
VECTORS = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
LEAVES = [seals.leaf(bytes.fromhex(v)) for v in VECTORS]
MOMENT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
HASHES = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40)


def chained(**changes):
    facts = {"previous": seals.GENESIS, "number": 1, "root_": LEAVES[0], "rows": 1,
             "last": Position(5, 9), "made_at": MOMENT}  # fmt: skip
    return seals.chain(**{**facts, **changes})


def test_roots_are_those_of_the_standard():
    assert seals.root([]) == hashlib.sha256(b"").digest()
    assert (
        seals.root(LEAVES[:1]).hex()
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )
    assert (
        seals.root(LEAVES).hex()
        == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )


@given(HASHES, st.data())
def test_every_leaf_has_a_proof_that_leads_to_the_root(hashes, data):
    index = data.draw(st.integers(0, len(hashes) - 1))
    path = seals.proof(hashes, index)
    assert seals.root_of_proof(hashes[index], index, len(hashes), path) == seals.root(hashes)
    assert len(path) <= 6


@given(HASHES.filter(lambda h: len(h) > 1), st.data())
def test_no_change_of_any_row_keeps_the_root(hashes, data):
    index = data.draw(st.integers(0, len(hashes) - 1))
    changed = [*hashes[:index], bytes(x ^ 1 for x in hashes[index]), *hashes[index + 1 :]]
    assert seals.root(changed) != seals.root(hashes)
    assert seals.root(hashes[:index] + hashes[index + 1 :]) != seals.root(hashes)


@pytest.mark.parametrize(("count", "index", "path"), [(1, 0, [b"x"]), (1, 1, []), (4, 1, [])])
def test_a_proof_of_the_wrong_shape_is_refused(count, index, path):
    with pytest.raises(ValueError, match="does not fit"):
        seals.root_of_proof(b"l" * 32, index, count, path)


def test_a_node_cannot_pass_for_a_row():
    node = seals.root(LEAVES[:2])
    assert seals.leaf(LEAVES[0] + LEAVES[1]) != node


@pytest.mark.parametrize(
    "changes",
    [{"previous": b"1" * 32}, {"number": 2}, {"root_": LEAVES[1]}, {"rows": 2},
     {"last": Position(5, 10)}, {"last": Position(6, 9)}, {"made_at": MOMENT + timedelta(microseconds=1)}],
)  # fmt: skip
def test_the_chain_binds_everything_in_a_seal(changes):
    assert chained(**changes) != chained()


def test_a_row_has_one_form_whatever_the_zone_and_the_order_of_keys():
    there = MOMENT.astimezone(timezone(timedelta(hours=2)))
    assert seals.row_bytes([1, MOMENT, {"a": 1, "b": None}]) == seals.row_bytes(
        [1, there, {"b": None, "a": 1}]
    )
    assert seals.row_bytes([1, "2"]) != seals.row_bytes(["1", 2])
    assert seals.row_bytes([None]) != seals.row_bytes([""])


@given(st.lists(st.tuples(st.integers(0, 2**62), st.binary(min_size=32, max_size=32))))
def test_leaves_come_back_as_they_were_packed(leaves):
    assert seals.unpacked(memoryview(seals.packed(leaves))) == leaves
    assert seals.unpacked(seals.packed(leaves) + b"cut") == leaves
