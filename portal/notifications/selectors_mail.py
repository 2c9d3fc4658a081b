"""The log of e-mails: her own; an administrator's of her organisation's desks. Never what they said."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from portal.core.actors import Acting
from portal.core.paging import SIZE, Page, page
from portal.notifications.models import STATES, MailDelivery
from portal.notifications.registry import SHUT
from portal.notifications.selectors import ADMINISTRATOR, read_uuid


def deliveries(actor: Acting) -> QuerySet[MailDelivery]:
    """The e-mails that the actor may follow. Of a colleague an administrator reads when, how often,
    whether it arrived; kind and reference only the person herself."""
    rows = MailDelivery.objects.select_related("user", "notice")
    if actor.role == ADMINISTRATOR:
        ours = Q(notice__desk__organisation_id=actor.organisation_id or 0)
        return rows.filter(ours | _hers(actor))
    return rows.filter(_hers(actor))


def _hers(actor: Acting) -> Q:
    return Q(user_id=actor.user_id or 0, notice__desk_id=actor.desk_id or 0)


def log(actor: Acting, after: str = "", state: str = "", size: int = SIZE) -> Page:
    """One page of them, newest first; with ``state`` those that stand there."""
    rows = deliveries(actor)
    if state in STATES:
        rows = rows.filter(state=state)
    return page(rows, keys=("-id",), after=after, size=size)


def get_delivery(actor: Acting, uuid: UUID | str) -> MailDelivery:
    """One of them, or Http404."""
    found = deliveries(actor).filter(uuid=read_uuid(uuid)).first()
    if found is None:
        raise Http404
    return found


def told_to_her(actor: Acting, mail: MailDelivery) -> bool:
    """Whether kind and reference may be shown beside it: hers, not taken back, behind no wall of hers."""
    notice = mail.notice
    if mail.user_id != actor.user_id or notice.withdrawn_at is not None:
        return False
    rows = type(notice).objects.filter(pk=notice.pk)
    return not any(rows.filter(condition(actor)).exists() for condition in SHUT)
