"""Finding a person by name: a POST that answers with a handle."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases import services
from cases.api import bodies, examples
from cases.api.shapes import FoundShape, NewSearch
from cases.finding import found_list
from portal.core.schema import example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView


def shown(actor: Actor, handle: str) -> Response:
    """What a search found, with the rights of now."""
    kept, some = found_list(actor, handle)
    return Response(told(FoundShape, bodies.found(actor, kept, some)))


class Searches(DeskView):
    """A search by name, within the cases whose identity the desk may read."""

    @extend_schema(
        operation_id="searches_create", tags=["cases"], summary="Search by name",
        request=NewSearch, responses=FoundShape,
        examples=[example("A name", examples.SEARCH, sent=True),
                  example("One case", examples.FOUND)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """The name is not kept; the record names the cases that were shown."""
        kept = services.find_by_name(actor=self.actor, **read(NewSearch, request.data))
        return shown(self.actor, str(kept.uuid))


class Search(DeskView):
    """What a search found, for 15 minutes, to who asked."""

    @extend_schema(
        operation_id="searches_read", tags=["cases"], summary="What a search found",
        responses=FoundShape, examples=[example("One case", examples.FOUND)],
    )  # fmt: skip
    def get(self, request: Request, handle: str) -> Response:
        """The same list again, as far as the desk may still read it."""
        return shown(self.actor, handle)
