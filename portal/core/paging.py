"""Keyset pages: 'show 25 older', no page numbers, no totals that would count what is hidden.

The marker of a page is sealed: what a list is sorted by (a row's number, a time) is not for reading.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
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


def _keys() -> list[AESSIV]:
    """One for each secret key of the installation, the running one first."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (
        salted_hmac("portal.core.paging", "marker", secret=s, algorithm="sha512") for s in secrets
    )
    return [AESSIV(one.digest()) for one in made]


def sealed(values: Sequence[Any]) -> str:
    """A marker that says where to go on, and nothing that can be read."""
    text = json.dumps(values, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_keys()[0].encrypt(text, None)).decode().rstrip("=")


def opened(cursor: str) -> Any:
    """What a marker of ours holds; None where it is none."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
    except ValueError:
        return None
    for key in _keys():
        try:
            return json.loads(key.decrypt(raw, None))
        except (InvalidTag, ValueError):
            continue
    return None


def _read(cursor: str) -> list[Any]:
    values = opened(cursor)
    if values is None:
        raise Malformed(
            _("This page marker cannot be read."),
            field="after",
            remedy=_("Start from the first page."),
        )
    return [(parse_datetime(v) or v) if isinstance(v, str) and "T" in v else v for v in values]


def page(
    queryset: QuerySet[Any], *, keys: Sequence[str] = ("-id",), after: str = "", size: int = SIZE
) -> Page:
    """One page of ``queryset`` in the order of ``keys``; the last key must be unique.

    ``after`` is the cursor of the page before (sealed); raises Malformed where it is not.
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
    cursor = sealed([_value(found[-1], k) for k in keys]) if more else ""
    return Page(rows=found, next=cursor)
