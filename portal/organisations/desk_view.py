"""The root of every view of the API: somebody at a desk calls it."""

from rest_framework.views import APIView

from portal.organisations.actors import Actor


class DeskView(APIView):
    """A view that always has somebody at a desk before it."""

    @property
    def actor(self) -> Actor:
        """Who calls: a person, or a machine, at her desk."""
        actor: Actor = self.request.auth  # type: ignore[assignment]
        return actor
