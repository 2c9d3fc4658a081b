"""An e-mail that did not arrive is sent again, by the person herself or her administrator."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.outbox import wake_on_commit
from portal.core.problems import NotOpen
from portal.notifications.models import DROPPED, QUEUED, WAITING, MailDelivery
from portal.notifications.selectors_mail import get_delivery
from portal.notifications.services.mail import causes

BETWEEN = timedelta(minutes=1)


@transaction.atomic
def resend(*, actor: Acting, uuid: UUID | str) -> MailDelivery:
    """Send one again, under a Message-ID of its own (a mail program drops the same one twice).

    Raises Http404; NotOpen where it still waits, was sent within the minute, or tells of nothing any
    more that its reader may see or wants.
    """
    found = get_delivery(actor, uuid)
    row = MailDelivery.objects.select_for_update().select_related("user").get(pk=found.pk)
    if row.state in WAITING:
        raise NotOpen(_("It is on its way already."))
    moment = now()
    if row.finished_at is not None and moment - row.finished_at < BETWEEN:
        raise NotOpen(_("It went out within this minute. Look for it first."))
    if row.state == DROPPED or not causes(row):
        raise NotOpen(_("There is nothing to tell any more: it is not sent."))
    row.state, row.error, row.attempts = QUEUED, "", 0
    row.next_at, row.since, row.finished_at = moment, moment, None
    host = urlsplit(settings.BASE_URL).hostname
    row.message_id = f"<{row.uuid}.{moment:%Y%m%dT%H%M%S}@{host}>"
    row.save()
    record(actor=actor, verb="notices.resent", subject=str(row.uuid))
    wake_on_commit("portal.notifications.tasks.send_mail")
    return row
