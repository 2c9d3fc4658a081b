import itertools
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.sealing.chunks import CHUNK, Place, open_stream, seal_stream
from portal.sealing.documents import DoesNotOpen
from portal.sealing.keys import DataKey

KEY = DataKey(b"k" * 32)
PLACE = Place("cases_document", 7, uuid.UUID(int=1), 1)
WHOLE = CHUNK + 16
HEAD = 17


def sealed(clear, place=PLACE):
    return b"".join(seal_stream(key=KEY, place=place, source=[clear]))


def opened(raw, place=PLACE, key=KEY):
    return b"".join(open_stream(key=key, place=place, source=[raw]))


def cut(data, sizes):
    start = 0
    for size in itertools.cycle(sizes):
        if start >= len(data):
            return
        yield data[start : start + size]
        start += size


@given(
    st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7]),
    st.lists(st.integers(1, CHUNK * 2), min_size=1, max_size=4),
)
def test_a_file_comes_back_whatever_the_pieces(size, sizes):
    clear = bytes(i % 251 for i in range(size))
    raw = b"".join(seal_stream(key=KEY, place=PLACE, source=cut(clear, [max(sizes)])))
    pieces = open_stream(key=KEY, place=PLACE, source=cut(raw, [max(s, 500) for s in sizes]))
    assert b"".join(pieces) == clear


def test_it_streams_and_holds_no_more_than_a_few_chunks():
    def endless():
        while True:
            yield b"x" * 1000

    stream = seal_stream(key=KEY, place=PLACE, source=endless())
    assert sum(len(piece) for piece in itertools.islice(stream, 5)) == HEAD + 4 * WHOLE


THREE = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK)
A, B, C = (THREE[HEAD + i * WHOLE : HEAD + (i + 1) * WHOLE] for i in range(3))
BROKEN = {
    "cut after a whole chunk": THREE[:HEAD] + A + B,
    "cut inside a chunk": THREE[:-100],
    "order changed": THREE[:HEAD] + B + A + C,
    "a chunk repeated": THREE[:HEAD] + A + A + B + C,
    "a chunk left out": THREE[:HEAD] + A + C,
    "something added": THREE + b"0",
    "another file's chunk": THREE[:HEAD] + A + sealed(b"d" * 3 * CHUNK)[HEAD + WHOLE :],
    "only the head": THREE[:HEAD],
    "nothing": b"",
    "another format": b"\x09" + THREE[1:],
}


@pytest.mark.parametrize("raw", BROKEN.values(), ids=BROKEN)
def test_a_file_that_was_tampered_with_does_not_open(raw):
    with pytest.raises(DoesNotOpen):
        opened(raw)


@pytest.mark.parametrize(
    "place",
    [
        Place("cases_note", 7, PLACE.record, 1),
        Place("cases_document", 8, PLACE.record, 1),
        Place("cases_document", 7, uuid.UUID(int=2), 1),
        Place("cases_document", 7, PLACE.record, 2),
    ],
)
def test_a_file_opens_at_its_own_place_only(place):
    with pytest.raises(DoesNotOpen):
        opened(sealed(b"secret"), place)


def test_another_key_does_not_open_it_and_nothing_is_readable():
    raw = sealed(b"Canary")
    assert b"Canary" not in raw
    with pytest.raises(DoesNotOpen):
        opened(raw, key=DataKey(b"x" * 32))
