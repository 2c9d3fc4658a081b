"""Another agency's computer: clients with their tokens, and webhooks."""

from django.apps import AppConfig


class MachinesConfig(AppConfig):
    name = "portal.machines"
    label = "machines"
    verbose_name = "Other systems"

    def ready(self) -> None:
        from portal.machines import schema  # noqa: F401  it registers
        from portal.machines.services import fan_out  # noqa: F401  it registers
