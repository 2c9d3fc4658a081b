"""One unmistakable byte string for several values: what a seal is bound to."""

from collections.abc import Iterable
from uuid import UUID


def canonical(*parts: str | int | UUID) -> bytes:
    """Each part with its kind and length before it, so that no two lists give the same bytes."""
    return b"".join(_framed(parts))


def _framed(parts: Iterable[str | int | UUID]) -> Iterable[bytes]:
    for part in parts:
        if isinstance(part, UUID):
            kind, body = b"u", part.bytes
        elif isinstance(part, int):
            kind, body = b"i", str(part).encode()
        else:
            kind, body = b"s", part.encode()
        yield kind + len(body).to_bytes(4, "big") + body
