"""Notices, through the one door of the floors above: a row in the outbox."""

from collections.abc import Iterable

from portal.core import outbox

TOPIC = "notice"


def tell(
    *, key: str, kind: str, desk_ids: Iterable[int], user_id: int | None = None, link: str = ""
) -> None:
    """Tell desks, or one person of a desk, of something about an organisation itself: it names
    nobody and no case. Must run in the transaction of the change."""
    to = [{"desk_id": desk, "user_id": user_id} for desk in dict.fromkeys(desk_ids)]
    if to:
        outbox.put(
            topic=TOPIC, kind=kind, key=key,
            payload={"kind": kind, "to": to, "link": link, "subject_kind": "", "bulk": ""},
        )  # fmt: skip
