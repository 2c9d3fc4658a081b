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
log = structlog.get_logger(__name__)


def send_due_mail(now: datetime | None = None, limit: int = 200) -> int:
    """Send what is due at ``now``; returns how many the mail server took."""
    moment = now or present()
    taken, claimed = 0, 0
    while claimed < limit and (batch := _claim(moment, min(BATCH, limit - claimed))):
        claimed += len(batch)
        connection = get_connection()
        try:
            taken += sum(_send(mail, connection, moment) for mail in batch)
        finally:
            connection.close()
    return taken


@transaction.atomic
def _claim(moment: datetime, size: int) -> list[MailDelivery]:
    rows = MailDelivery.objects.filter(next_at__isnull=False, next_at__lte=moment).order_by(
        "next_at", "id"
    )
    rows = rows.select_related("notice__desk", "user").select_for_update(
        of=("self",), skip_locked=True
    )
    batch = list(rows[:size])
    for mail in batch:
        if _has_cause(mail):
            mail.state, mail.next_at, mail.attempts = SENDING, moment + LEASE, mail.attempts + 1
        else:
            mail.state, mail.next_at, mail.finished_at = DROPPED, None, moment
        mail.save(update_fields=["state", "next_at", "attempts", "finished_at"])
    return batch


def _has_cause(mail: MailDelivery) -> bool:
    """Asked again at sending: is it still hers to know, and does she still want it?"""
    notice = mail.notice
    if notice.withdrawn_at is not None or not is_member(mail.user_id, notice.desk_id):
        return False
    if mail.user_id not in wants_mail([mail.user_id], notice.kind):
        return False
    return still_sees(
        subject_kind=notice.subject_kind, subject_uuid=notice.subject_uuid, case_id=notice.case_id,
        desk_id=notice.desk_id, user_id=mail.user_id,
    )  # fmt: skip


def _send(mail: MailDelivery, connection: BaseEmailBackend, moment: datetime) -> bool:
    if mail.state != SENDING:
        return False
    try:
        letter(mail, _together(mail), connection).send()
    except Exception as error:  # one address that fails must not hold up the others
        connection.close()
        _not_taken(mail, error, moment)
        return False
    mail.state, mail.next_at, mail.finished_at, mail.error = SENT, None, moment, ""
    _noted(mail)
    return True


def _together(mail: MailDelivery) -> int:
    if not mail.bulk:
        return 1
    rows = Notice.objects.filter(user_id=mail.user_id, bulk=mail.bulk, withdrawn_at__isnull=True)
    return rows.count()


def _not_taken(mail: MailDelivery, error: Exception, moment: datetime) -> None:
    code, for_good = _judged(error)
    mail.error = f"{type(error).__name__} {code}".strip()  # never the server's words: they name her
    log.warning("mail.not_taken", mail=str(mail.uuid), error=mail.error, attempts=mail.attempts)
    if for_good or moment - mail.created_at >= TRY_FOR:
        mail.state, mail.next_at, mail.finished_at = FAILED, None, moment
    else:
        wait = min(FIRST_WAIT * 2 ** min(mail.attempts - 1, 12), LONGEST_WAIT)
        mail.state, mail.next_at = QUEUED, moment + timedelta(seconds=wait)
    _noted(mail)


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
        state=mail.state, next_at=mail.next_at, finished_at=mail.finished_at, error=mail.error
    )
    if mail.state == FAILED and mail.notice.kind != "delivery_failed":
        organisation = mail.notice.desk.organisation_id
        tell(
            key=f"delivery_failed:{mail.user_id}:{mail.finished_at:%Y-%m-%d}",
            kind="delivery_failed",
            to=[{"desk_id": desk} for desk in administrators_of(organisation)],
            link="/notifications/failed/",
        )
