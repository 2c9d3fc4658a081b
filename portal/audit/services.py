"""Writing the record. Every change, look and refusal of the portal comes through here."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from portal.audit.codes import is_code, not_codes
from portal.audit.models import Entry
from portal.core.actors import Acting
from portal.core.clock import now

LOOKED, LISTED, REFUSED = "looked", "listed", "refused"


def record(
    *,
    actor: Acting,
    verb: str,
    case_id: int | None = None,
    section: str = "",
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write a change beside the change itself; they commit together or not at all.

    ``subject`` is an opaque uuid or reference, ``detail`` holds codes and numbers. Raises
    RuntimeError outside a transaction, ValueError for anything that is no code.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record outside a transaction: the change could commit without it")
    _entry(actor, verb, case_id=case_id, section=section, subject=subject, detail=detail).save(
        force_insert=True
    )


def look(
    *, actor: Acting, case_id: int, sections: Iterable[str], subject: str = "", how: str = "page"
) -> None:
    """Write that the actor is shown these sections of a case; one row for each.

    Outside a transaction it commits at once. Inside one it commits with it; if that is rolled back
    the middleware writes the rows again after the page has failed. Call it before unsealing.
    """
    detail = {"how": how}
    _keep(
        [
            _entry(actor, LOOKED, case_id=case_id, section=s, subject=subject, detail=detail)
            for s in sections
        ]
    )


def look_at_list(
    *, actor: Acting, case_ids: Iterable[int], section: str = "", how: str = "search"
) -> None:
    """Write one row that names every case a search or list showed; nothing where it showed none."""
    shown = sorted(set(case_ids))
    if shown:
        _keep([_entry(actor, LISTED, cases=shown, section=section, detail={"how": how})])


def refuse(*, actor: Acting, path_kind: str) -> None:
    """Write a refusal, in a transaction of its own: by route name, the same for hidden and missing.

    For the edge, after the rollback. Raises RuntimeError inside a transaction.
    """
    with transaction.atomic(durable=True):
        _entry(actor, REFUSED, detail={"route": path_kind}).save(force_insert=True)


def _entry(
    actor: Acting,
    verb: str,
    *,
    case_id: int | None = None,
    cases: list[int] | None = None,
    section: str = "",
    subject: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    held = {"verb": verb, "section": str(section), "subject": str(subject)}
    for name, text in held.items():
        if not is_code(text):
            raise ValueError(f"audit: {name} holds no code")
    told = {**dict(detail or {}), **({"client": actor.machine} if actor.machine else {})}
    if wrong := not_codes(told):
        raise ValueError(f"audit: {wrong} is no code, number or reference; texts belong sealed")
    return Entry(
        at=now(),
        user_id=actor.user_id,
        desk_id=actor.desk_id,
        organisation_id=actor.organisation_id,
        role=str(actor.role),
        case_id=case_id,
        cases=cases,
        detail=told,
        **held,
    )


@dataclass(slots=True, eq=False)
class _Kept:
    """Rows written in a caller's transaction, until it has committed."""

    rows: list[Entry]
    committed: bool = False

    def commit(self) -> None:
        self.committed = True


_kept: ContextVar[list[_Kept] | None] = ContextVar("kept_looks", default=None)


def _keep(rows: list[Entry]) -> None:
    if not rows:
        return
    with transaction.atomic():
        Entry.objects.bulk_create(rows)
    kept = _kept.get()
    if kept is not None and transaction.get_connection().in_atomic_block:
        kept.append(mark := _Kept(rows))
        transaction.on_commit(mark.commit)


@contextmanager
def looks_survive() -> Iterator[None]:
    """Looks made in this block stay written even where the transaction they were in is undone."""
    token = _kept.set([])
    try:
        yield
    finally:
        marks = _kept.get() or []
        _kept.reset(token)
        waiting = [entry[1] for entry in transaction.get_connection().run_on_commit]
        lost = [m for m in marks if not m.committed and m.commit not in waiting]
        _write_again([row for mark in lost for row in mark.rows])


def _write_again(rows: list[Entry]) -> None:
    copies = [Entry(**{name: getattr(row, name) for name in _COPIED}) for row in rows]
    if copies:
        with transaction.atomic():
            Entry.objects.bulk_create(copies)


_COPIED: tuple[str, ...] = tuple(
    f.attname for f in Entry._meta.concrete_fields if f.attname not in ("id", "xid")
)
