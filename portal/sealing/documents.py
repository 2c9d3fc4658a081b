"""One JSON document, sealed for its place: another row, case or version does not open it.

AES-256-GCM with a random nonce of 12 bytes under the case's own key. The text is padded with
spaces, so that its length does not tell an empty answer from a long one.
"""

import json
import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.sealing.canonical import canonical
from portal.sealing.keys import DataKey

FORMAT = b"\x01"
NONCE_BYTES = 12
PADDED_TO = 128


class DoesNotOpen(Exception):
    """What is sealed here was moved, swapped, changed, or sealed under another key."""

    def __init__(self, what: str, record: UUID) -> None:
        super().__init__(
            f"{what} does not open: moved, changed, or sealed under another key ({record})"
        )


def seal(
    *, key: DataKey, table: str, case_id: int, record: UUID, version: int, document: dict[str, Any]
) -> bytes:
    """The sealed bytes of ``document`` for this table, case, record and version.

    Raises TypeError or ValueError for what JSON does not hold (dates must come as text).
    """
    text = json.dumps(
        document, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True
    )
    clear = text.encode("utf-8", "surrogatepass")
    clear += b" " * (-len(clear) % PADDED_TO)
    nonce = secrets.token_bytes(NONCE_BYTES)
    bound = _bound_to(table, case_id, record, version)
    return FORMAT + nonce + AESGCM(key.secret).encrypt(nonce, clear, bound)


def unseal(
    *,
    key: DataKey,
    table: str,
    case_id: int,
    record: UUID,
    version: int,
    sealed: bytes | memoryview,
) -> dict[str, Any]:
    """The document. Raises DoesNotOpen where any of the five is not what it was sealed for."""
    raw = bytes(sealed)
    if raw[:1] != FORMAT or len(raw) < 1 + NONCE_BYTES + 16:
        raise DoesNotOpen(table, record)
    nonce, body = raw[1 : 1 + NONCE_BYTES], raw[1 + NONCE_BYTES :]
    try:
        clear = AESGCM(key.secret).decrypt(nonce, body, _bound_to(table, case_id, record, version))
    except InvalidTag:
        raise DoesNotOpen(table, record) from None
    document: dict[str, Any] = json.loads(clear)
    return document


def _bound_to(table: str, case_id: int, record: UUID, version: int) -> bytes:
    return canonical("concord.document.1", table, case_id, record, version)
