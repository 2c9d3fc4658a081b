"""Keys from outside the database: the rings that wrap data keys and blind names.

A ring is a JSON file ``{"current": "k2", "keys": {"k1": base64, "k2": base64}}``. The current key
wraps, every key of the ring opens; each is 32 bytes. The file is read again when it changes, so a
rotation needs no restart.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
REMEDY = (
    'Point it to a JSON file {"current": "k1", "keys": {"k1": "<base64 of 32 random bytes>"}} '
    "that the portal's user may read."
)


class KeyFileProblem(ImproperlyConfigured):
    """A key file is missing or unreadable; says which setting and what to do."""

    def __init__(self, setting: str, what: str) -> None:
        super().__init__(f"{setting}: {what} {REMEDY}")


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one case, draft or referral; never printed, never stored unwrapped."""

    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class IndexKey:
    """The key under which one State's names are blinded."""

    id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one file by id, and which of them is used for what is new."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    @property
    def newest(self) -> bytes:
        """The current key."""
        return self.keys[self.current]


def sealing_ring() -> KeyRing:
    """The key-encryption keys. Raises KeyFileProblem."""
    return _ring("SEALING_KEY_FILE")


def index_ring() -> KeyRing:
    """The keys from which each State's index key is derived. Raises KeyFileProblem."""
    return _ring("INDEX_KEY_FILE")


def index_key(state_code: str) -> IndexKey:
    """The key that blinds new names of this State. Raises KeyFileProblem."""
    ring = index_ring()
    return IndexKey(ring.current, _of_state(ring.newest, state_code))


def index_keys(state_code: str) -> list[IndexKey]:
    """Every key under which names of this State may still stand, the current one first."""
    ring = index_ring()
    ids = [ring.current, *sorted(set(ring.keys) - {ring.current})]
    return [IndexKey(id_, _of_state(ring.keys[id_], state_code)) for id_ in ids]


def _of_state(secret: bytes, state_code: str) -> bytes:
    return hmac.new(secret, b"concord.index.1|" + state_code.encode(), hashlib.sha256).digest()


def _ring(setting: str) -> KeyRing:
    path = str(getattr(settings, setting, "") or "")
    if not path:
        raise KeyFileProblem(setting, "is not set.")
    try:
        changed = os.stat(path).st_mtime_ns
    except OSError:
        raise KeyFileProblem(setting, "the file it names cannot be found.") from None
    return read_ring(setting, path, changed)


@lru_cache(maxsize=8)
def read_ring(setting: str, path: str, changed: int) -> KeyRing:
    """The ring in a file; ``changed`` (its time of change) makes the cache notice a new one."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        current, raw = found["current"], dict(found["keys"])
    except OSError:
        raise KeyFileProblem(setting, "the file it names cannot be read.") from None
    except (ValueError, KeyError, TypeError):
        raise KeyFileProblem(setting, "the file it names is not a ring of keys.") from None
    keys = {str(id_): _decoded(setting, str(id_), text) for id_, text in raw.items()}
    if current not in keys:
        raise KeyFileProblem(setting, "the key named 'current' is not among its keys.")
    return KeyRing(current, keys)


def _decoded(setting: str, id_: str, text: object) -> bytes:
    if len(id_) > 40 or not id_.isascii():
        raise KeyFileProblem(setting, "a key's id must be at most 40 plain characters.")
    try:
        key = base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError):
        raise KeyFileProblem(setting, f"key {id_} is not base64.") from None
    if len(key) != KEY_BYTES:
        raise KeyFileProblem(setting, f"key {id_} has {len(key)} bytes, not {KEY_BYTES}.")
    return key
