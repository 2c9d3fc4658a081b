"""What changes an inbox, a choice or an e-mail."""

from portal.notifications.services.inbox import (
    mark_all_read,
    mark_read,
    set_preference,
    set_preferences,
    tidy,
    withdraw,
)
from portal.notifications.services.mail import send_due_mail
from portal.notifications.services.telling import tell

__all__ = [
    "mark_all_read",
    "mark_read",
    "send_due_mail",
    "set_preference",
    "set_preferences",
    "tell",
    "tidy",
    "withdraw",
]
