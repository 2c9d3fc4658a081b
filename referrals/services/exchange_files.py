"""Files of the exchange: sealed on the storage, opened in memory only; each run has a key of its own."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from portal.sealing.documents import seal, unseal
from portal.sealing.files import Cabinet
from portal.sealing.services import open_key
from referrals.htcds import Limits

LARGEST = 25 * 1024 * 1024
MOST_ROWS = 20_000
LIMITS = Limits(file_bytes=LARGEST, unpacked_bytes=200 * 1024 * 1024, rows=MOST_ROWS)
IN_MEMORY = "/dev/shm"  # noqa: S108  (memory, where there is one)


CABINET = Cabinet("exchange")
name_of, keep, pieces_of = CABINET.name_of, CABINET.keep, CABINET.pieces_of
opened, forget = CABINET.opened, CABINET.forget


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
