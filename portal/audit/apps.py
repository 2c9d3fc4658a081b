"""Who changed, looked and was refused: one record that the portal itself cannot alter."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit app."""

    name = "portal.audit"
    label = "audit"
    verbose_name = "Audit"
