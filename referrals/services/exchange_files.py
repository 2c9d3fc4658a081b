"""Files of the exchange: sealed in chunks on the storage, opened in memory only.

A name on the storage is a uuid; the key is the run's own and goes with it.
"""

import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage

from portal.sealing.chunks import CHUNK, Place, open_stream, seal_stream
from portal.sealing.documents import seal, unseal
from portal.sealing.services import destroy_key, open_key
from referrals.htcds import Limits

LARGEST = 25 * 1024 * 1024
MOST_ROWS = 20_000
LIMITS = Limits(file_bytes=LARGEST, unpacked_bytes=200 * 1024 * 1024, rows=MOST_ROWS)
IN_MEMORY = "/dev/shm"  # noqa: S108  (memory, where there is one)


def name_of(kind: str, ref: UUID) -> str:
    """Where a file lies: nothing of a person's, not even its ending."""
    return f"exchange/{kind}-{ref}.sealed"


def _place(kind: str, ref: UUID) -> Place:
    return Place(table=f"exchange.{kind}", case_id=0, record=ref, version=1)


class _Pieces(io.RawIOBase):
    """Sealed pieces as a file that a storage reads, without holding the whole."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.held = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.held:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.held = piece
        taken = min(len(buffer), len(self.held))
        buffer[:taken], self.held = self.held[:taken], self.held[taken:]
        return taken


def keep(kind: str, ref: UUID, source: Iterable[bytes]) -> None:
    """Seal a file onto the storage; what lay there under this reference goes."""
    key = open_key(kind, ref)
    sealed = seal_stream(key=key, place=_place(kind, ref), source=source)
    with suppress(FileNotFoundError):
        default_storage.delete(name_of(kind, ref))
    default_storage.save(name_of(kind, ref), File(io.BufferedReader(_Pieces(sealed), CHUNK)))


def pieces_of(kind: str, ref: UUID) -> Iterator[bytes]:
    """The clear pieces of a kept file. Raises FileNotFoundError, KeyGone, DoesNotOpen."""
    key = open_key(kind, ref)
    with default_storage.open(name_of(kind, ref), "rb") as file:
        yield from open_stream(
            key=key, place=_place(kind, ref), source=iter(lambda: file.read(CHUNK), b"")
        )


def opened(kind: str, ref: UUID) -> IO[bytes]:
    """A kept file, whole, in memory."""
    clear = io.BytesIO()
    for piece in pieces_of(kind, ref):
        clear.write(piece)
    clear.seek(0)
    return clear


def forget(kind: str, ref: UUID) -> None:
    """Destroy the key, then the file: without its key it is noise."""
    destroy_key(kind, ref)
    with suppress(FileNotFoundError):
        default_storage.delete(name_of(kind, ref))


def sealed_part(kind: str, ref: UUID, part: str, document: dict[str, Any]) -> bytes:
    """A document of a run, sealed for its place."""
    return seal(key=open_key(kind, ref), table=f"exchange.{kind}.{part}", case_id=0, record=ref,
                version=1, document=document)  # fmt: skip


def part_of(kind: str, ref: UUID, part: str, sealed: bytes | memoryview) -> dict[str, Any]:
    """The reverse of ``sealed_part``."""
    return unseal(key=open_key(kind, ref), table=f"exchange.{kind}.{part}", case_id=0, record=ref,
                  version=1, sealed=sealed)  # fmt: skip


@contextmanager
def temporary_in_memory() -> Iterator[None]:
    """Writing a workbook makes a temporary file in clear: it goes to memory, not onto a disk."""
    was = tempfile.tempdir
    if os.path.isdir(IN_MEMORY) and os.access(IN_MEMORY, os.W_OK):
        tempfile.tempdir = IN_MEMORY
    try:
        yield
    finally:
        tempfile.tempdir = was
