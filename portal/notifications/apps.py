"""Notices: the inbox, and e-mail that says 'sign in'."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from portal.notifications.services import delivery, invitation, seals  # noqa: F401
        from portal.notifications.services.leaving import notices_stay
        from portal.organisations.signals import member_leaving

        member_leaving.connect(notices_stay, dispatch_uid="notifications.leaving")
