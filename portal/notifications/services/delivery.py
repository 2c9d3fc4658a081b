"""From an outbox row to inboxes and e-mails under way. Delivered twice, it does nothing more."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings

from portal.core.clock import now
from portal.core.models import OutboxRow
from portal.core.outbox import handler
from portal.notifications.kinds import kind_of
from portal.notifications.models import MailDelivery, Notice
from portal.notifications.registry import still_sees
from portal.notifications.selectors import wants_mail
from portal.notifications.services.gate import take_turn
from portal.notifications.services.telling import TOPIC
from portal.organisations.models import Desk
from portal.organisations.selectors import members_of

BULK_WAIT = timedelta(seconds=60)  # an act of many rows is one e-mail, sent when they are in


@handler(TOPIC)
def deliver(row: OutboxRow) -> None:
    """Write the notices of one event to whoever may still see its subject."""
    said = row.payload
    kind_of(said["kind"])
    subject = UUID(said["subject_uuid"]) if said.get("subject_uuid") else None
    take_turn(subject_uuid=subject, case_id=said.get("case_id"))
    moment = now()
    people = [
        person
        for person in _people(said["to"])
        if still_sees(
            subject_kind=said.get("subject_kind", ""), subject_uuid=subject,
            case_id=said.get("case_id"), desk_id=person[0], user_id=person[1],
        )
    ]  # fmt: skip
    rows = [
        _notice(row.key, said, subject, desk_id, user_id, moment) for desk_id, user_id in people
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    _queue_mail(row.key, said, moment)


def _people(to: list[dict[str, Any]]) -> list[tuple[int, int | None]]:
    """Desk and person, each once, in order. Who left her desk passes it on to the others there;
    a desk without members keeps it for whoever comes first."""
    found: dict[tuple[int, int | None], None] = {}
    desks = set(
        Desk.objects.filter(pk__in=[t["desk_id"] for t in to], active=True).values_list(
            "pk", flat=True
        )
    )
    for entry in to:
        desk_id, user_id = entry["desk_id"], entry.get("user_id")
        if desk_id not in desks:
            continue
        members = list(members_of(desk_id).order_by("user_id").values_list("user_id", flat=True))
        chosen: list[int | None] = [user_id] if user_id in members else [*members]
        for person in chosen or [None]:
            found[(desk_id, person)] = None
    return list(found)


def _notice(
    key: str,
    said: dict[str, Any],
    subject: UUID | None,
    desk_id: int,
    user_id: int | None,
    moment: datetime,
) -> Notice:
    return Notice(
        key=key,
        kind=said["kind"],
        desk_id=desk_id,
        user_id=user_id,
        reference=said.get("reference", ""),
        link=said.get("link", ""),
        subject_kind=said.get("subject_kind", ""),
        subject_uuid=subject,
        case_id=said.get("case_id"),
        bulk=said.get("bulk", "") or "",
        created_at=moment,
    )


def _queue_mail(key: str, said: dict[str, Any], moment: datetime) -> None:
    fresh = Notice.objects.filter(
        key=key, user__isnull=False, mail__isnull=True, withdrawn_at__isnull=True
    )
    notices: dict[int, Notice] = {}
    for notice in fresh.order_by("id"):
        notices.setdefault(notice.user_id or 0, notice)  # at two desks: one e-mail
    told = set(MailDelivery.objects.filter(notice__key=key).values_list("user_id", flat=True))
    bulk = said.get("bulk", "") or ""
    wanted = sorted(wants_mail(list(notices), said["kind"]) - told)
    MailDelivery.objects.bulk_create(
        [_mail(notices[user_id], user_id, bulk, moment) for user_id in wanted],
        ignore_conflicts=True,
    )


def _mail(notice: Notice, user_id: int, bulk: str, moment: datetime) -> MailDelivery:
    uuid = uuid4()
    return MailDelivery(
        uuid=uuid,
        notice=notice,
        user_id=user_id,
        bulk=bulk,
        message_id=f"<{uuid}@{urlsplit(settings.BASE_URL).hostname}>",
        created_at=moment,
        next_at=moment + BULK_WAIT if bulk else moment,
    )
