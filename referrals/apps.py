"""Screening, the referral and its answers, the way to safety."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    label = "referrals"
    verbose_name = "Referrals"

    def ready(self) -> None:
        from referrals import doors

        doors.register()
