"""Messages under way: claimed, checked again, sent, tried again for 24 hours, then told.

At least once on the wire: a worker that dies between sending and noting sends again after the lease,
under the same id. The row is locked while it is claimed and while it is noted, never while we wait
for another agency's server.
"""

import json
import time
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction

from portal.core.clock import now as present
from portal.machines import outgoing
from portal.machines.models import (
    DROPPED,
    FAILED,
    QUEUED,
    SENDING,
    SENT,
    STOPPED,
    WAITING,
    Delivery,
    Endpoint,
)
from portal.machines.outgoing import Outcome
from portal.machines.services.endpoints import secrets_of, stop
from portal.machines.signing import headers
from portal.notifications.registry import still_sees
from portal.notifications.services import tell
from portal.organisations.selectors import administrators_of

LEASE = timedelta(minutes=5)
TRY_FOR = timedelta(hours=24)
WAITS = (5, 60, 300, 900, 1_800, 3_600, 7_200, 14_400)
"""Seconds before the second, third, … attempt; the last one again and again until the day is over."""
KEPT = timedelta(days=30)
LATE = timedelta(hours=1)
LONGEST_RUN = 60.0
AGENT = "Concord-Webhooks/1"
PATHS = {"offer": "inbox", "referral": "referrals", "case": "cases"}
log = structlog.get_logger(__name__)


def send_due(now: datetime | None = None, limit: int = 100) -> int:
    """Send what is due at ``now``; returns how many were taken. An address that does not answer is
    left alone for the rest of this run: it holds up nobody behind it."""
    taken, silent, started = 0, set[int](), time.monotonic()
    for _n in range(limit):
        if time.monotonic() - started > LONGEST_RUN:
            break
        delivery = _claim(now or present(), silent)
        if delivery is None:
            break
        if delivery.state != SENDING:
            continue
        outcome = _send(delivery, now or present())
        _note(delivery.pk, outcome, now or present())
        taken += _taken(outcome)
        if outcome.status is None:
            silent.add(delivery.endpoint_id)
    return taken


def body_of(delivery: Delivery) -> bytes:
    """The message: codes, a reference and ids, the same bytes at every attempt."""
    data: dict[str, Any] = {"sequence": delivery.sequence}
    if delivery.subject_uuid is not None:
        place = PATHS[delivery.subject_kind]
        data |= {
            "reference": delivery.reference, "about": delivery.subject_kind,
            "uuid": str(delivery.subject_uuid), "path": f"/api/v1/{place}/{delivery.subject_uuid}/",
        }  # fmt: skip
    said = {"type": delivery.kind, "timestamp": delivery.created_at.isoformat(), "data": data}
    return json.dumps(said, separators=(",", ":"), sort_keys=True).encode()


@transaction.atomic
def _claim(moment: datetime, silent: Collection[int]) -> Delivery | None:
    """The next due message that nobody holds; one that may not be told any more is let go."""
    rows = Delivery.objects.filter(next_at__isnull=False, next_at__lte=moment)
    rows = rows.exclude(endpoint_id__in=list(silent)).order_by("next_at", "id")
    rows = rows.select_related("endpoint__desk").select_for_update(of=("self",), skip_locked=True)
    delivery = rows.first()
    if delivery is None:
        return None
    if not delivery.endpoint.active:
        delivery.state, delivery.next_at, delivery.finished_at = STOPPED, None, moment
    elif _may_be_told(delivery):
        delivery.state, delivery.next_at = SENDING, moment + LEASE
        delivery.attempts += 1
    else:
        delivery.state, delivery.next_at, delivery.finished_at = DROPPED, None, moment
    delivery.save(update_fields=["state", "next_at", "attempts", "finished_at"])
    return delivery


def _may_be_told(delivery: Delivery) -> bool:
    if delivery.subject_uuid is None:
        return True
    return still_sees(
        subject_kind=delivery.subject_kind, subject_uuid=delivery.subject_uuid,
        case_id=delivery.case_id, desk_id=delivery.endpoint.desk_id, user_id=None,
    )  # fmt: skip


def _send(delivery: Delivery, moment: datetime) -> Outcome:
    body = body_of(delivery)
    signed = headers(
        secrets_of(delivery.endpoint, moment), delivery.message_id, int(moment.timestamp()), body
    )
    about = {"Content-Type": "application/json", "User-Agent": AGENT}
    return outgoing.post(delivery.endpoint.url, body, {**about, **signed, "Connection": "close"})


def _taken(outcome: Outcome) -> bool:
    return outcome.status is not None and 200 <= outcome.status < 300


@transaction.atomic
def _note(pk: int, outcome: Outcome, moment: datetime) -> None:
    """Write what came of it, under the locks of endpoint and row, in this order everywhere."""
    endpoint_id = Delivery.objects.values_list("endpoint_id", flat=True).get(pk=pk)
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint_id)
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    delivery.tries = [*delivery.tries, _as_try(outcome, moment)][-50:]
    if delivery.state == SENDING:
        _judge(endpoint, delivery, outcome, moment)
    delivery.save()
    endpoint.save(update_fields=["active", "stopped_why", "stopped_at", "failing_since"])


def _as_try(outcome: Outcome, moment: datetime) -> dict[str, Any]:
    at = moment.isoformat(timespec="seconds")
    return {"at": at, "status": outcome.status, "error": outcome.error, "ms": outcome.milliseconds}


def _judge(endpoint: Endpoint, delivery: Delivery, outcome: Outcome, moment: datetime) -> None:
    if _taken(outcome):
        delivery.state, delivery.next_at, delivery.finished_at = SENT, None, moment
        endpoint.failing_since = None
        return
    said = {"status": outcome.status, "error": outcome.error}
    log.info("webhook.not_taken", delivery=str(delivery.uuid), **said)
    endpoint.failing_since = endpoint.failing_since or moment
    if outcome.status == 410:
        delivery.state, delivery.next_at, delivery.finished_at = FAILED, None, moment
        _switch_off(endpoint, "gone", moment)
    elif (next_at := _next_attempt(delivery, moment)) is None:
        delivery.state, delivery.next_at, delivery.finished_at = FAILED, None, moment
        if endpoint.failing_since <= delivery.since + LATE:  # nothing came through all day
            _switch_off(endpoint, "not_answering", moment)
        else:
            _tell(endpoint, "delivery_failed", moment)
    else:
        delivery.state, delivery.next_at = QUEUED, next_at


def _next_attempt(delivery: Delivery, moment: datetime) -> datetime | None:
    """When to try again; None once the day is over. The last attempt is at its very end."""
    end = delivery.since + TRY_FOR
    if moment >= end:
        return None
    wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
    return min(moment + timedelta(seconds=wait), end)


def _switch_off(endpoint: Endpoint, why: str, moment: datetime) -> None:
    stop(endpoint, why)
    _tell(endpoint, "webhook_disabled", moment)


def _tell(endpoint: Endpoint, kind: str, moment: datetime) -> None:
    organisation = endpoint.desk.organisation_id
    tell(
        key=f"{kind}:webhook:{endpoint.uuid}:{moment:%Y-%m-%dT%H:%M}", kind=kind,
        to=[{"desk_id": desk} for desk in administrators_of(organisation)],
        link=f"/systems/webhooks/{endpoint.uuid}/",
    )  # fmt: skip


def forget_deliveries() -> int:
    """Delete the log of what ended 30 days ago; returns how many lines."""
    old = Delivery.objects.filter(finished_at__lt=present() - KEPT).exclude(state__in=WAITING)
    return old.delete()[0]
