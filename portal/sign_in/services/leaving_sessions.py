"""Ending sessions from afar: the row goes, and the next click there meets the sign-in page."""

from uuid import UUID

from django.db import transaction

from portal.audit.services import record
from portal.organisations.models import User
from portal.sign_in.models import Session
from portal.sign_in.services.telling import herself


@transaction.atomic
def end_session(*, user: User, ref: UUID) -> bool:
    """End one session of a person's own; False where she has none such."""
    gone, _rows = Session.objects.filter(user=user, uuid=ref).delete()
    if gone:
        record(actor=herself(user), verb="signin.session_ended", subject=str(ref))
    return bool(gone)


@transaction.atomic
def end_others(*, user: User, keep: str) -> int:
    """End every session of a person but the one whose key is kept; how many that were."""
    gone, _rows = Session.objects.filter(user=user).exclude(session_key=keep).delete()
    if gone:
        record(actor=herself(user), verb="signin.sessions_ended", detail={"count": gone})
    return gone
