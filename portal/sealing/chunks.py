"""A file sealed as a stream, both ways without holding it whole.

Each stream has a key of its own (HKDF from the case's key, a random salt and its place), each
chunk a counter and a mark on the last one: a chunk that is missing, swapped, repeated or cut off
does not open.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.sealing.canonical import canonical
from portal.sealing.documents import DoesNotOpen
from portal.sealing.keys import KEY_BYTES, DataKey

FORMAT = b"\x02"
SALT_BYTES = 16
TAG_BYTES = 16
CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream belongs; it opens nowhere else."""

    table: str
    case_id: int
    record: UUID
    version: int

    def bound(self) -> bytes:
        """The place as bytes, for the derivation of the stream's key."""
        return canonical("concord.stream.1", self.table, self.case_id, self.record, self.version)


def seal_stream(*, key: DataKey, place: Place, source: Iterable[bytes]) -> Iterator[bytes]:
    """Sealed pieces of ``source`` (pieces of any size, as a file's ``chunks()`` gives them)."""
    salt = secrets.token_bytes(SALT_BYTES)
    yield FORMAT + salt
    cipher = _cipher(key, salt, place)
    for number, piece, last in _pieces(source, CHUNK):
        yield cipher.encrypt(_nonce(number, last), piece, None)


def open_stream(*, key: DataKey, place: Place, source: Iterable[bytes]) -> Iterator[bytes]:
    """The clear pieces, each checked before it is given out.

    Raises DoesNotOpen; for a file that was cut off only at its end: whoever stores what comes out
    must throw it away then.
    """
    feed = iter(source)
    head, rest = _head(feed, len(FORMAT) + SALT_BYTES)
    if head[:1] != FORMAT or len(head) < len(FORMAT) + SALT_BYTES:
        raise DoesNotOpen(place.table, place.record)
    cipher = _cipher(key, head[1:], place)
    for number, piece, last in _pieces(_chained(rest, feed), CHUNK + TAG_BYTES):
        try:
            clear = cipher.decrypt(_nonce(number, last), piece, None)
        except (InvalidTag, ValueError):
            raise DoesNotOpen(place.table, place.record) from None
        yield clear


def _cipher(key: DataKey, salt: bytes, place: Place) -> AESGCM:
    derive = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=place.bound())
    return AESGCM(derive.derive(key.secret))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _pieces(source: Iterable[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """(number, piece, is last); all but the last have ``size`` bytes, an empty source gives one."""
    held, number = bytearray(), 0
    for part in source:
        held += part
        start = 0
        while len(held) - start > size:
            yield number, bytes(held[start : start + size]), False
            start, number = start + size, number + 1
        del held[:start]
    yield number, bytes(held), True


def _head(feed: Iterator[bytes], size: int) -> tuple[bytes, bytes]:
    held = b""
    for part in feed:
        held += part
        if len(held) >= size:
            break
    return held[:size], held[size:]


def _chained(first: bytes, feed: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from feed
