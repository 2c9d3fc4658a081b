"""E-mails under way: claimed, checked again, sent, retried; a lasting failure is told.

At least once on the wire: a worker that dies between sending and noting sends again after the
lease, under the same Message-ID.
"""

from datetime import datetime, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from portal.core.clock import now as present
from portal.notifications.models import DROPPED, FAILED, QUEUED, SENDING, SENT, MailDelivery, Notice
from portal.notifications.post import letter
from portal.notifications.registry import still_sees
from portal.notifications.selectors import wants_mail
from portal.notifications.services.telling import tell
from portal.organisations.selectors import administrators_of, is_member

LEASE = timedelta(minutes=5)
TRY_FOR = timedelta(hours=24)
FIRST_WAIT, LONGEST_WAIT = 15, 3_600
BATCH = 20
MOST_TRIES = 40
Claimed = tuple[MailDelivery, list[Notice]]
log = structlog.get_logger(__name__)


def send_due_mail(now: datetime | None = None, limit: int = 200) -> int:
    """Send what is due at ``now``; returns how many the mail server took."""
    moment = now or present()
    taken, claimed = 0, 0
    while claimed < limit and (batch := _claim(moment, min(BATCH, limit - claimed))):
        claimed += len(batch)
        connection = get_connection()
        try:
            taken += sum(_send(mail, told, connection, moment) for mail, told in batch)
        finally:
            connection.close()
    return taken


@transaction.atomic
def _claim(moment: datetime, size: int) -> list[Claimed]:
    rows = MailDelivery.objects.filter(next_at__isnull=False, next_at__lte=moment).order_by(
        "next_at", "id"
    )
    rows = rows.select_related("notice__desk", "user").select_for_update(
        of=("self",), skip_locked=True
    )
    batch = [(mail, causes(mail)) for mail in rows[:size]]
    for mail, told in batch:
        if told:
            mail.state, mail.next_at, mail.attempts = SENDING, moment + LEASE, mail.attempts + 1
        else:
            mail.state, mail.next_at, mail.finished_at = DROPPED, None, moment
        mail.save(update_fields=["state", "next_at", "attempts", "finished_at"])
    return batch


def causes(mail: MailDelivery) -> list[Notice]:
    """What it tells of, asked again at sending: still hers to know, and still wanted by her."""
    rows = list(mail.tells.filter(withdrawn_at__isnull=True).order_by("pk"))
    wanted = {k for k in {n.kind for n in rows} if wants_mail([mail.user_id], k)}
    desks = {d for d in {n.desk_id for n in rows} if is_member(mail.user_id, d)}
    return [
        notice
        for notice in rows
        if notice.kind in wanted and notice.desk_id in desks and still_sees(
            subject_kind=notice.subject_kind, subject_uuid=notice.subject_uuid,
            case_id=notice.case_id, desk_id=notice.desk_id, user_id=mail.user_id,
        )
    ]  # fmt: skip


def _send(
    mail: MailDelivery, told: list[Notice], connection: BaseEmailBackend, moment: datetime
) -> bool:
    if mail.state != SENDING:
        return False
    try:
        letter(mail, told, connection).send()
    except Exception as error:  # one address that fails must not hold up the others
        connection.close()
        _not_taken(mail, error, moment)
        return False
    mail.state, mail.next_at, mail.finished_at, mail.error = SENT, None, moment, ""
    _tried(mail, moment)
    _noted(mail)
    return True


def _not_taken(mail: MailDelivery, error: Exception, moment: datetime) -> None:
    code, for_good = _judged(error)
    mail.error = f"{type(error).__name__} {code}".strip()  # never the server's words: they name her
    log.warning("mail.not_taken", mail=str(mail.uuid), error=mail.error, attempts=mail.attempts)
    _tried(mail, moment)
    if for_good or moment - begun(mail) >= TRY_FOR:
        mail.state, mail.next_at, mail.finished_at = FAILED, None, moment
    else:
        wait = min(FIRST_WAIT * 2 ** min(mail.attempts - 1, 12), LONGEST_WAIT)
        mail.state, mail.next_at = QUEUED, moment + timedelta(seconds=wait)
    _noted(mail)


def begun(mail: MailDelivery) -> datetime:
    """When its 24 hours began: written, due after quiet hours, or sent again."""
    return mail.since or mail.created_at


def _tried(mail: MailDelivery, moment: datetime) -> None:
    mail.tries = [*mail.tries, {"at": moment.isoformat(), "error": mail.error}][-MOST_TRIES:]


def _judged(error: Exception) -> tuple[str, bool]:
    """The server's code, and whether it is about this message for good (5xx to the recipient or the
    data); a refused sender or sign-in is our own trouble and is tried again."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _words in error.recipients.values()]
        return str(codes[0]) if codes else "", bool(codes) and all(code >= 500 for code in codes)
    if isinstance(error, SMTPDataError):
        return str(error.smtp_code), error.smtp_code >= 500
    return str(getattr(error, "smtp_code", "")), False


@transaction.atomic
def _noted(mail: MailDelivery) -> None:
    rows = MailDelivery.objects.filter(pk=mail.pk, state=SENDING)
    rows.update(
        state=mail.state, next_at=mail.next_at, finished_at=mail.finished_at, error=mail.error,
        tries=mail.tries,
    )  # fmt: skip
    if mail.state == FAILED and mail.notice.kind != "delivery_failed":
        organisation = mail.notice.desk.organisation_id
        tell(
            key=f"delivery_failed:{mail.user_id}:{mail.finished_at:%Y-%m-%d}",
            kind="delivery_failed",
            to=[{"desk_id": desk} for desk in administrators_of(organisation)],
            link="/notifications/failed/",
        )
