"""Deadlines: rules as rows, counting, and what is due."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "portal.deadlines"
    label = "deadlines"
    verbose_name = "Deadlines"

    def ready(self) -> None:
        """Let ``load_reference`` know the default set of rules."""
        from portal.core.reference import register_loader
        from portal.deadlines import reference

        register_loader("deadline rules", reference.load)
