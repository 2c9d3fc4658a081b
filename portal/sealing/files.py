"""Files sealed in chunks on the storage, opened in memory only.

A name on the storage is a uuid below the owner's folder; the key is the file's own and goes with it.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage

from portal.sealing.chunks import CHUNK, Place, open_stream, seal_stream
from portal.sealing.services import destroy_key, open_key


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


@dataclass(frozen=True, slots=True)
class Cabinet:
    """Where one owner keeps her sealed files: a folder of the storage, and the name in their seal."""

    folder: str

    def name_of(self, kind: str, ref: UUID) -> str:
        """Where a file lies: nothing of a person's, not even its ending."""
        return f"{self.folder}/{kind}-{ref}.sealed"

    def _place(self, kind: str, ref: UUID) -> Place:
        return Place(table=f"{self.folder}.{kind}", case_id=0, record=ref, version=1)

    def keep(self, kind: str, ref: UUID, source: Iterable[bytes]) -> None:
        """Seal a file onto the storage; what lay there under this reference goes."""
        key = open_key(kind, ref)
        sealed = seal_stream(key=key, place=self._place(kind, ref), source=source)
        with suppress(FileNotFoundError):
            default_storage.delete(self.name_of(kind, ref))
        file = File(io.BufferedReader(_Pieces(sealed), CHUNK))
        default_storage.save(self.name_of(kind, ref), file)

    def pieces_of(self, kind: str, ref: UUID) -> Iterator[bytes]:
        """The clear pieces of a kept file. Raises FileNotFoundError, KeyGone, DoesNotOpen."""
        key = open_key(kind, ref)
        with default_storage.open(self.name_of(kind, ref), "rb") as file:
            source = iter(lambda: file.read(CHUNK), b"")
            yield from open_stream(key=key, place=self._place(kind, ref), source=source)

    def opened(self, kind: str, ref: UUID) -> IO[bytes]:
        """A kept file, whole, in memory."""
        clear = io.BytesIO()
        for piece in self.pieces_of(kind, ref):
            clear.write(piece)
        clear.seek(0)
        return clear

    def forget(self, kind: str, ref: UUID) -> None:
        """Destroy the key, then the file: without its key it is noise."""
        destroy_key(kind, ref)
        with suppress(FileNotFoundError):
            default_storage.delete(self.name_of(kind, ref))
