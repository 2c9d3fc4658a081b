"""Keyset pages: 'show 25 older', no page numbers, no totals that would count what is hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portal.core.problems import Malformed

SIZE = 25
LARGEST = 100


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Any]
    next: str


def _after(keys: Sequence[str], values: Sequence[Any]) -> Q:
    """The condition 'comes after these values' in the order of ``keys``."""
    condition = Q()
    for depth in range(len(keys)):
        step = Q(**{keys[i].lstrip("-"): values[i] for i in range(depth)})
        name = keys[depth].lstrip("-")
        step &= Q(**{f"{name}__{'lt' if keys[depth].startswith('-') else 'gt'}": values[depth]})
        condition |= step
    return condition


def _value(row: Any, path: str) -> Any:
    for part in path.lstrip("-").split("__"):
        row = getattr(row, part)
    if isinstance(row, UUID):
        return str(row)
    return row.isoformat() if hasattr(row, "isoformat") else row


def _read(cursor: str) -> list[Any]:
    try:
        values = signing.loads(cursor, salt="portal.core.paging")
    except signing.BadSignature:
        raise Malformed(
            _("This page marker cannot be read."),
            field="after",
            remedy=_("Start from the first page."),
        ) from None
    return [(parse_datetime(v) or v) if isinstance(v, str) and "T" in v else v for v in values]


def page(
    queryset: QuerySet[Any], *, keys: Sequence[str] = ("-id",), after: str = "", size: int = SIZE
) -> Page:
    """One page of ``queryset`` in the order of ``keys``; the last key must be unique.

    ``after`` is the cursor of the page before (opaque, signed); raises Malformed where it is not.
    """
    size = max(1, min(size, LARGEST))
    rows = queryset.order_by(*keys)
    if after:
        values = _read(after)
        if len(values) != len(keys):
            raise Malformed(field="after", remedy=_("Start from the first page."))
        try:
            rows = rows.filter(_after(keys, values))
        except (TypeError, ValueError, ValidationError):  # a marker of another list
            raise Malformed(field="after", remedy=_("Start from the first page.")) from None
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    cursor = (
        signing.dumps([_value(found[-1], k) for k in keys], salt="portal.core.paging")
        if more
        else ""
    )
    return Page(rows=found, next=cursor)
