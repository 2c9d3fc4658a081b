"""The register of recommendations: what States are asked, what they do, who says so."""

from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"
    label = "recommendations"
    verbose_name = "Recommendations"

    def ready(self) -> None:
        """Let ``load_reference`` know the paper; listen to the clocks of reports."""
        from portal.core.reference import register_loader
        from recommendations import doors, reference

        register_loader("register of recommendations", reference.load)
        doors.register()
