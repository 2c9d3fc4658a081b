"""A calendar address: made, replaced and ended by the person; the address itself is kept nowhere."""

import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.notifications.models import CalendarFeed
from portal.notifications.selectors_calendar import token_hash


@transaction.atomic
def open_feed(*, actor: Acting) -> tuple[CalendarFeed, str]:
    """A new address for the deadlines of the actor's desk, told here alone; an older one is dead."""
    if actor.user_id is None or actor.desk_id is None:
        raise Invalid(field="calendar", remedy=_("A person subscribes, at her desk."))
    token = secrets.token_urlsafe(32)
    feed, _made = CalendarFeed.objects.update_or_create(
        user_id=actor.user_id, desk_id=actor.desk_id,
        defaults={"token_hash": token_hash(token), "created_at": now(), "read_at": None},
    )  # fmt: skip
    record(actor=actor, verb="calendar.opened")
    return feed, token


@transaction.atomic
def close_feed(*, actor: Acting) -> int:
    """The address is dead from now on. Returns how many there were."""
    rows = CalendarFeed.objects.filter(user_id=actor.user_id or 0, desk_id=actor.desk_id or 0)
    gone, _by_model = rows.delete()
    if gone:
        record(actor=actor, verb="calendar.closed")
    return gone


def note_reading(feed: CalendarFeed) -> None:
    """That a calendar program came, to the hour: the page shows whether somebody still reads it."""
    moment = now().replace(minute=0, second=0, microsecond=0)
    if feed.read_at != moment:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=moment)
