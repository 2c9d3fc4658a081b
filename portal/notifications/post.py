"""The letter: kind of event, reference, a link that asks for sign-in. Nothing else."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.notifications.kinds import KINDS
from portal.notifications.models import MailDelivery

INBOX = "/notifications/"


def letter(
    mail: MailDelivery, together: int, connection: BaseEmailBackend | None = None
) -> EmailMessage:
    """The e-mail of a delivery, in its reader's language; ``together`` events of one act."""
    notice, user = mail.notice, mail.user
    with override(user.language or settings.LANGUAGE_CODE):
        text = str(KINDS[notice.kind].text)
        many = together > 1
        body = render_to_string(
            "notifications/mail.txt",
            {
                "text": text,
                "together": together if many else 0,
                "signed": KINDS[notice.kind].signed and not many,
                "reference": "" if many else notice.reference,
                "link": settings.BASE_URL.rstrip("/") + (INBOX if many else notice.link or INBOX),
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
