"""Data keys: made, opened, destroyed, and wrapped anew when the key outside is rotated."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.db.models import Count

from portal.sealing.canonical import canonical
from portal.sealing.documents import DoesNotOpen
from portal.sealing.keys import KEY_BYTES, DataKey, KeyRing, sealing_ring
from portal.sealing.models import INSTALLATION, WrappedKey

NONCE_BYTES = 12
BATCH = 500
Subject = tuple[str, UUID]
_open: ContextVar[dict[Subject, DataKey] | None] = ContextVar("opened_data_keys", default=None)


class KeyGone(LookupError):
    """There is no key for this subject: it was erased, or never sealed. Carries no content."""


class UnknownWrappingKey(LookupError):
    """The wrap names a key that SEALING_KEY_FILE does not hold; put that key back into the file."""


@dataclass(slots=True)
class Rewrapped:
    """How many keys were wrapped anew, and the subjects whose wrap did not open."""

    done: int = 0
    shut: list[UUID] = field(default_factory=list)


@contextmanager
def keys_kept_open() -> Iterator[None]:
    """Within this block a data key is read and unwrapped once; afterwards all are forgotten.

    Without the block nothing is kept. A block inside another starts empty, and threads and
    requests never share one.
    """
    token = _open.set({})
    try:
        yield
    finally:
        _open.reset(token)


def new_key(subject_kind: str, subject_uuid: UUID) -> DataKey:
    """Draw, wrap and store the key of a new subject. Raises IntegrityError where it has one."""
    key = DataKey(secrets.token_bytes(KEY_BYTES))
    row = WrappedKey(subject_kind=subject_kind, subject_uuid=subject_uuid, holder=INSTALLATION)
    _wrap(row, key, sealing_ring())
    row.save(force_insert=True)
    return key


def open_key(subject_kind: str, subject_uuid: UUID) -> DataKey:
    """The key of a subject. Raises KeyGone, UnknownWrappingKey, DoesNotOpen."""
    found = open_keys(subject_kind, [subject_uuid])
    if subject_uuid not in found:
        raise KeyGone(f"no data key for {subject_kind}")
    return found[subject_uuid]


def open_keys(subject_kind: str, subject_uuids: Iterable[UUID]) -> dict[UUID, DataKey]:
    """The keys of many subjects in one query; who has none is left out."""
    wanted = set(subject_uuids)
    kept = _open.get()
    found = {u: kept[subject_kind, u] for u in wanted if (subject_kind, u) in kept} if kept else {}
    if missing := wanted - found.keys():
        rows = WrappedKey.objects.filter(
            subject_kind=subject_kind, subject_uuid__in=missing, holder=INSTALLATION
        )
        ring = sealing_ring()
        fresh = {row.subject_uuid: _unwrap(row, ring) for row in rows.order_by("id")}
        found |= fresh
        if kept is not None:
            kept.update({(subject_kind, u): key for u, key in fresh.items()})
    return found


def destroy_key(subject_kind: str, subject_uuid: UUID) -> bool:
    """Shut for good what this key sealed, for every holder; True where there was a key."""
    if kept := _open.get():
        kept.pop((subject_kind, subject_uuid), None)
    rows = WrappedKey.objects.filter(subject_kind=subject_kind, subject_uuid=subject_uuid)
    return rows.delete()[0] > 0


def rewrap(*, batch: int = BATCH, progress: Callable[[int, int], None] | None = None) -> Rewrapped:
    """Wrap every data key under the current key.

    Each batch commits by itself: an interrupted run goes on where it stopped, because a wrap says
    under which key it lies. ``progress(done, left)`` is told after each batch. A wrap that does
    not open is left as it is and named in the answer. Raises UnknownWrappingKey.
    """
    ring, result = sealing_ring(), Rewrapped()
    waiting = {id_: n for id_, n in wraps_by_key().items() if id_ != ring.current}
    if unknown := waiting.keys() - ring.keys.keys():
        raise UnknownWrappingKey(
            f"SEALING_KEY_FILE holds no key {', '.join(sorted(unknown))}: put it back."
        )
    left = sum(waiting.values())
    for key_id in waiting:
        last = 0
        while rows := _rewrap_batch(ring, key_id, last, batch, result):
            last, left = rows[-1].pk, left - len(rows)
            if progress:
                progress(result.done, max(left, 0))
    return result


def wraps_by_key() -> dict[str, int]:
    """How many data keys lie under each key: one without any may leave the file."""
    counted = WrappedKey.objects.values("key_id").annotate(n=Count("id")).order_by("key_id")
    return {row["key_id"]: row["n"] for row in counted}


@transaction.atomic
def _rewrap_batch(
    ring: KeyRing, key_id: str, after: int, batch: int, result: Rewrapped
) -> list[WrappedKey]:
    rows = WrappedKey.objects.filter(key_id=key_id, pk__gt=after).order_by("pk")
    found, opened = list(rows.select_for_update()[:batch]), []
    for row in found:
        try:
            _wrap(row, _unwrap(row, ring), ring)
            opened.append(row)
        except DoesNotOpen:
            result.shut.append(row.subject_uuid)
    WrappedKey.objects.bulk_update(opened, ["key_id", "nonce", "wrapped"])
    result.done += len(opened)
    return found


def _bound_to(row: WrappedKey) -> bytes:
    return canonical("concord.wrap.1", row.holder, row.subject_kind, row.subject_uuid, row.key_id)


def _wrap(row: WrappedKey, key: DataKey, ring: KeyRing) -> None:
    row.key_id, row.nonce = ring.current, secrets.token_bytes(NONCE_BYTES)
    row.wrapped = AESGCM(ring.newest).encrypt(bytes(row.nonce), key.secret, _bound_to(row))


def _unwrap(row: WrappedKey, ring: KeyRing) -> DataKey:
    if row.key_id not in ring.keys:
        raise UnknownWrappingKey(f"SEALING_KEY_FILE holds no key {row.key_id}: put it back.")
    try:
        secret = AESGCM(ring.keys[row.key_id]).decrypt(
            bytes(row.nonce), bytes(row.wrapped), _bound_to(row)
        )
    except InvalidTag:
        raise DoesNotOpen("a wrapped data key", row.subject_uuid) from None
    return DataKey(secret)
