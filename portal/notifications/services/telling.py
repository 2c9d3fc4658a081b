"""The one door to notices: a row in the outbox, in the transaction of the change it tells of."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from portal.core import outbox
from portal.notifications.kinds import kind_of

TOPIC = "notice"


def tell(
    *,
    key: str,
    kind: str,
    to: Iterable[Mapping[str, Any]],
    reference: str = "",
    link: str = "",
    subject_kind: str = "",
    subject_uuid: UUID | None = None,
    case_id: int | None = None,
    bulk: str = "",
) -> None:
    """Tell desks (or, with ``user_id``, one person of a desk) of an event.

    ``key`` names the event: the same key tells nobody twice. ``bulk`` groups many events of one act
    into one e-mail. Raises LookupError for an unknown kind, ValueError for a link that leads away.
    """
    kind_of(kind)
    if link and (not link.startswith("/") or link.startswith("//")):
        raise ValueError("a notice links to a page of the portal")
    wanted = [
        {"desk_id": t["desk_id"], "user_id": t.get("user_id")} for t in to if t.get("desk_id")
    ]
    if not wanted:
        return
    payload = {
        "kind": kind,
        "to": wanted,
        "reference": reference,
        "link": link,
        "subject_kind": subject_kind,
        "subject_uuid": str(subject_uuid) if subject_uuid else None,
        "case_id": case_id,
        "bulk": bulk,
    }
    outbox.put(topic=TOPIC, kind=kind, key=key, payload=payload)
