"""From an outbox row to inboxes and e-mails under way. Delivered twice, it does nothing more."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q

from portal.core.clock import now
from portal.core.models import OutboxRow
from portal.core.outbox import handler
from portal.notifications.kinds import kind_of
from portal.notifications.models import OF_THE_NIGHT, MailDelivery, Notice
from portal.notifications.quiet import Quiet, waits_until
from portal.notifications.registry import still_sees
from portal.notifications.selectors import quiet_hours, wants_mail
from portal.notifications.services.gate import take_turn
from portal.notifications.services.telling import TOPIC
from portal.organisations.models import Desk
from portal.organisations.selectors import members_of

ZONE = "desk__organisation__state"
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
    rows = Notice.objects.filter(key=key, user__isnull=False, withdrawn_at__isnull=True)
    notices: dict[int, Notice] = {}
    for notice in rows.filter(told_in__isnull=True).select_related(ZONE).order_by("id"):
        notices.setdefault(notice.user_id or 0, notice)  # at two desks: one e-mail
    told = set(rows.filter(told_in__isnull=False).values_list("user_id", flat=True))
    wanted = sorted(wants_mail(list(notices), said["kind"]) - told)
    quiet = {} if kind_of(said["kind"]).alarm else quiet_hours(wanted)
    mails = [_mail(notices[u], u, said.get("bulk", "") or "", moment, quiet.get(u)) for u in wanted]
    MailDelivery.objects.bulk_create(mails, ignore_conflicts=True)
    _join(mails, {u: notices[u] for u in wanted})


def _mail(
    notice: Notice, user_id: int, bulk: str, moment: datetime, quiet: Quiet | None
) -> MailDelivery:
    uuid = uuid4()
    due = moment + BULK_WAIT if bulk else moment
    if quiet is not None:
        awake = waits_until(moment, quiet, notice.desk.organisation.state.zone)
        if awake > moment:  # what one night brings is one e-mail in the morning
            due, bulk = awake, f"{OF_THE_NIGHT}{awake:%Y%m%dT%H%M%S}"
    return MailDelivery(
        uuid=uuid,
        notice=notice,
        user_id=user_id,
        bulk=bulk,
        message_id=f"<{uuid}@{urlsplit(settings.BASE_URL).hostname}>",
        created_at=moment,
        since=due,
        next_at=due,
    )


def _join(mails: list[MailDelivery], notices: dict[int, Notice]) -> None:
    """Write at each notice which e-mail tells of it: its own, or one of its act or night under way."""
    mine = Q(notice__in=list(notices.values()))
    for mail in mails:
        if mail.bulk:
            mine |= Q(user_id=mail.user_id, bulk=mail.bulk)
    found = {m.user_id: m for m in MailDelivery.objects.filter(mine)}
    for user_id, notice in notices.items():
        notice.told_in = found.get(user_id)
    Notice.objects.bulk_update(notices.values(), ["told_in"])
