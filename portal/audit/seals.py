"""Merkle trees over audit rows, and the chain of their roots. Pure.

The tree is that of RFC 6962: leaves and nodes are hashed with different first bytes, so that a
node can never pass for a row.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

EMPTY = hashlib.sha256(b"").digest()
GENESIS = bytes(32)
HASH_BYTES = 32
LEAF_BYTES = 8 + HASH_BYTES


def row_bytes(values: Sequence[Any]) -> bytes:
    """A row's values as bytes that depend on nothing but them (JSON, sorted keys, UTC)."""
    plain = [_instant(v) if isinstance(v, datetime) else v for v in values]
    return json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def leaf(row: bytes) -> bytes:
    """The hash of one row."""
    return hashlib.sha256(b"\x00" + row).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over hashes of rows, in their order."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    return _node(root(leaves[:middle]), root(leaves[middle:]))


def proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes beside the path from leaf ``index`` to the root, the nearest first."""
    if len(leaves) <= 1:
        return []
    middle = _split(len(leaves))
    if index < middle:
        return [*proof(leaves[:middle], index), root(leaves[middle:])]
    return [*proof(leaves[middle:], index - middle), root(leaves[:middle])]


def root_of_proof(leaf_hash: bytes, index: int, count: int, path: Sequence[bytes]) -> bytes:
    """The root that a leaf and its proof lead to; compare it with the seal's.

    Raises ValueError where the proof has the wrong length for a tree of ``count`` leaves.
    """
    if count <= 1:
        if path or index:
            raise ValueError("the proof does not fit the tree")
        return leaf_hash
    if not path:
        raise ValueError("the proof does not fit the tree")
    middle = _split(count)
    if index < middle:
        return _node(root_of_proof(leaf_hash, index, middle, path[:-1]), path[-1])
    return _node(path[-1], root_of_proof(leaf_hash, index - middle, count - middle, path[:-1]))


@dataclass(frozen=True, slots=True)
class Position:
    """A row's place in the order of events: its transaction, then its number."""

    xid: int
    id: int

    def after(self, other: "Position") -> bool:
        """True where this place comes later."""
        return (self.xid, self.id) > (other.xid, other.id)


START = Position(0, 0)


def chain(
    *, previous: bytes, number: int, root_: bytes, rows: int, last: Position, made_at: datetime
) -> bytes:
    """The hash that binds a seal to all seals before it."""
    facts = row_bytes([number, rows, str(last.xid), last.id, made_at])
    return hashlib.sha256(b"\x02" + previous + root_ + facts).digest()


def packed(leaves: Sequence[tuple[int, bytes]]) -> bytes:
    """(row id, hash) pairs as 40 bytes each, so that a seal can name the row that was changed."""
    return b"".join(id_.to_bytes(8, "big") + hash_ for id_, hash_ in leaves)


def unpacked(raw: bytes | memoryview) -> list[tuple[int, bytes]]:
    """The pairs again; a broken tail is left out and shows as a wrong root."""
    data = bytes(raw)
    starts = range(0, len(data) - LEAF_BYTES + 1, LEAF_BYTES)
    return [(int.from_bytes(data[i : i + 8], "big"), data[i + 8 : i + LEAF_BYTES]) for i in starts]
