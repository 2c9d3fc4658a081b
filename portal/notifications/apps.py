"""Notices: the inbox, and e-mail that says 'sign in'."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from portal.notifications.services import delivery, seals  # noqa: F401  they register
