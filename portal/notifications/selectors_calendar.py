"""Who asks for a calendar, and what stands in it: asked anew at every reading."""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core.actors import Acting
from portal.core.clock import now
from portal.notifications.ics import Entry, calendar
from portal.notifications.models import CalendarFeed
from portal.notifications.registry import CALENDARS
from portal.organisations.actors import actor_of
from portal.organisations.selectors import running_memberships

MOST = 200


def token_hash(token: str) -> str:
    """What is kept of an address: nobody chose it, one turn is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def feed_of(actor: Acting) -> CalendarFeed | None:
    """The actor's own calendar of her desk."""
    rows = CalendarFeed.objects.filter(user_id=actor.user_id or 0, desk_id=actor.desk_id or 0)
    return rows.first()


def read_feed(token: str) -> tuple[CalendarFeed, Acting]:
    """Whose calendar an address is, at which desk; Http404 for one that is not, or whose person or
    desk is not there any more."""
    rows = CalendarFeed.objects.select_related("user", "desk__organisation__state")
    feed = rows.filter(token_hash=token_hash(token), user__is_active=True).first()
    if feed is None or not running_memberships(feed.user_id).filter(desk=feed.desk).exists():
        raise Http404
    return feed, actor_of(feed.desk, feed.user_id)


def file_of(feed: CalendarFeed, actor: Acting, moment: datetime | None = None) -> str:
    """The calendar: the next deadlines of the desk, by kind and reference, in her language."""
    with override(feed.user.language or settings.LANGUAGE_CODE):
        found: list[Entry] = []
        for source in CALENDARS:
            found += source(actor)
        found.sort(key=lambda entry: (entry.at, entry.uid))
        host = urlsplit(settings.BASE_URL).hostname or "localhost"
        return calendar(
            found[:MOST], name=_("Concord: deadlines"), host=host, moment=moment or now()
        )
