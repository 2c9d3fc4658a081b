"""The letter: kind of event, reference, a link that asks for sign-in. Nothing else."""

from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.notifications.kinds import KINDS
from portal.notifications.models import OF_THE_NIGHT, MailDelivery, Notice

INBOX = "/notifications/"


def letter(
    mail: MailDelivery, notices: Sequence[Notice], connection: BaseEmailBackend | None = None
) -> EmailMessage:
    """The e-mail of a delivery, in its reader's language: of one event, or how many of which kinds."""
    user, first = mail.user, notices[0]
    with override(user.language or settings.LANGUAGE_CODE):
        kinds = Counter(notice.kind for notice in notices)
        text = str(KINDS[first.kind].text) if len(kinds) == 1 else _("Several events")
        many = len(notices) > 1
        body = render_to_string(
            "notifications/mail.txt",
            {
                "text": text,
                "together": len(notices) if many and len(kinds) == 1 else 0,
                "kinds": [(n, KINDS[k].text) for k, n in kinds.items()] if len(kinds) > 1 else [],
                "night": mail.bulk.startswith(OF_THE_NIGHT),
                "signed": KINDS[first.kind].signed and not many,
                "reference": "" if many else first.reference,
                "link": settings.BASE_URL.rstrip("/") + (INBOX if many else first.link or INBOX),
            },
        )
        subject = _("Concord: %(event)s") % {"event": text}
    return EmailMessage(
        subject=subject,
        body=body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[user.email],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
