"""The person's file, through the years."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    label = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        from cases import doors

        doors.register()
