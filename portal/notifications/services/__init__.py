"""What changes an inbox, a choice or an e-mail."""

from portal.notifications.services.feeds import close_feed, note_reading, open_feed
from portal.notifications.services.inbox import (
    mark_all_read,
    mark_read,
    set_preference,
    set_preferences,
    tidy,
    withdraw,
)
from portal.notifications.services.mail import send_due_mail
from portal.notifications.services.quieting import end_quiet_hours, set_quiet_hours
from portal.notifications.services.resending import resend
from portal.notifications.services.telling import tell

__all__ = [
    "close_feed",
    "end_quiet_hours",
    "mark_all_read",
    "mark_read",
    "note_reading",
    "open_feed",
    "resend",
    "send_due_mail",
    "set_preference",
    "set_preferences",
    "set_quiet_hours",
    "tell",
    "tidy",
    "withdraw",
]
