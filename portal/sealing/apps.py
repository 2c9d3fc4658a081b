"""Keys, sealed documents, and names that can be found without being readable."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Registers the deployment check of both key files."""

    name = "portal.sealing"
    label = "sealing"
    verbose_name = "Sealing"

    def ready(self) -> None:
        """Register the check."""
        from portal.sealing import checks  # noqa: F401  (registers itself)
