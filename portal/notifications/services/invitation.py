"""The letter of an invitation: sent once for each time somebody pressed 'send'."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.clock import now
from portal.core.models import OutboxRow
from portal.core.outbox import handler
from portal.organisations.invitation_links import link_token
from portal.organisations.models import Invitation


@handler("invitation")
def send_letter(row: OutboxRow) -> None:
    """Send it, unless the invitation was used, taken back, written to again, or is over.

    What the mail server does not take is tried again by the outbox; the address is read now.
    """
    uuid, serial = UUID(row.payload["invitation"]), row.payload["serial"]
    invitation = Invitation.objects.filter(uuid=uuid, serial=serial).first()
    if invitation is None or not invitation.is_open(now()):
        return
    letter(invitation).send()


def letter(invitation: Invitation) -> EmailMessage:
    """Who receives it learns that somebody invites her to the portal, and until when: no name of a
    person, an organisation or a desk stands in it, since anybody may read over her shoulder."""
    with override(invitation.language or settings.LANGUAGE_CODE):
        link = f"{settings.BASE_URL.rstrip('/')}/invitation/{link_token(invitation.uuid, invitation.serial)}/"
        body = render_to_string(
            "notifications/invitation.txt", {"link": link, "until": invitation.expires_at}
        )
        subject = _("Concord: an invitation")
    return EmailMessage(
        subject=subject,
        body=body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[invitation.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
