"""From an outbox row to messages under way: each webhook of the desks that are told gets one."""

from typing import Any
from uuid import UUID

from portal.core.models import OutboxRow
from portal.core.outbox import handler, wake_on_commit
from portal.machines.models import Delivery, Endpoint
from portal.machines.services.endpoints import SEND, queue
from portal.notifications.kinds import KINDS
from portal.notifications.registry import still_sees
from portal.notifications.services.telling import TOPIC

TOLD = frozenset({"offer", "referral", "case"})
"""What systems hear about; a person's export, or her colleague's e-mails, is hers."""


@handler(TOPIC)
def queue_webhooks(row: OutboxRow) -> None:
    """In the delivery's transaction, beside the notices. Delivered twice, it does nothing more."""
    said = row.payload
    if said.get("subject_kind") not in TOLD or not said.get("subject_uuid"):
        return
    desks = sorted({entry["desk_id"] for entry in said["to"]})
    rows = Endpoint.objects.filter(desk_id__in=desks, active=True, removed_at__isnull=True)
    rows = rows.filter(desk__active=True, desk__organisation__active=True)
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    made = [_queue(row, said, endpoint) for endpoint in locked]
    if any(made):
        wake_on_commit(SEND)


def _queue(row: OutboxRow, said: dict[str, Any], endpoint: Endpoint) -> bool:
    if not wants(endpoint, said["kind"]):
        return False
    if Delivery.objects.filter(endpoint=endpoint, key=row.key).exists():
        return False
    subject = UUID(said["subject_uuid"])
    seen = still_sees(
        subject_kind=said["subject_kind"], subject_uuid=subject, case_id=said.get("case_id"),
        desk_id=endpoint.desk_id, user_id=None,
    )  # fmt: skip
    if not seen:
        return False
    queue(
        endpoint, key=row.key, kind=said["kind"], reference=said.get("reference", ""),
        subject_kind=said["subject_kind"], subject_uuid=subject, case_id=said.get("case_id"),
    )  # fmt: skip
    return True


def wants(endpoint: Endpoint, kind: str) -> bool:
    """The chosen kinds, or all where none was chosen; an alarm always, as everywhere."""
    return not endpoint.kinds or kind in endpoint.kinds or KINDS[kind].alarm
