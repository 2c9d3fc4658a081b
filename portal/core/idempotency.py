"""Same key, same answer: a repeated POST does no harm.

The first request inserts the key and works in the same transaction; a second waits on the unique
index until the first has committed, then gets its status and reference. The body of the answer is
built again, with the rights of the moment.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from portal.core.clock import now
from portal.core.models import IdempotencyKey
from portal.core.problems import Invalid

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    reference: str
    repeated: bool


def fingerprint(route: str, body: Any) -> str:
    """A keyed hash of route and body in a canonical form: who steals the database cannot try
    names against it."""
    text = json.dumps([route, body], sort_keys=True, default=str, ensure_ascii=True)
    return salted_hmac("portal.core.idempotency", text, algorithm="sha256").hexdigest()


@transaction.atomic
def once(*, client: str, key: str, print_: str, act: Callable[[], tuple[int, str]]) -> Answer:
    """Run ``act`` unless this client used this key within 24 hours.

    ``act`` returns (status, reference). Raises Invalid where the key was used for another body.
    """
    if not key:
        status, reference = act()
        return Answer(status, reference, repeated=False)
    if len(key) > 200:
        raise Invalid(
            _("The key is too long."),
            field="Idempotency-Key",
            remedy=_("Use at most 200 characters."),
        )
    mine = IdempotencyKey(client=client, key=key, fingerprint=print_)
    IdempotencyKey.objects.filter(client=client, key=key, created_at__lt=now() - KEPT).delete()
    IdempotencyKey.objects.bulk_create([mine], ignore_conflicts=True)
    row = IdempotencyKey.objects.select_for_update().get(client=client, key=key)
    if row.fingerprint != print_:
        raise Invalid(
            _("This Idempotency-Key was used for another request."),
            field="Idempotency-Key",
            remedy=_("Send a new key with a new request."),
        )
    if row.status is not None:
        return Answer(row.status, row.reference, repeated=True)
    row.status, row.reference = act()
    row.save(update_fields=["status", "reference"])
    return Answer(row.status, row.reference, repeated=False)
