"""A shelter's figures: as of when, by whose word, and what it expects."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import examples
from cases.api.safety_shapes import FiguresShape, NewExpected
from cases.api.views.places import only_shelter
from cases.services.vacancy import set_ahead
from cases.vacancy import figures_of
from portal.core.schema import example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView


def _told(actor: Actor) -> Response:
    found = figures_of(actor)
    vacancy = found.vacancy
    return Response(
        told(
            FiguresShape,
            {
                "free": vacancy.free, "held": vacancy.held, "taken": vacancy.taken,
                "as_of": vacancy.as_of, "confirmed_how": vacancy.how.value, "by": vacancy.by,
                "fresh_until": found.fresh_until,
                "ahead": [{"from_day": a.from_day, "free": a.free} for a in found.ahead],
            },
        )
    )  # fmt: skip


class Figures(DeskView):
    """What those who ask are told of your places."""

    @extend_schema(
        operation_id="places_figures", tags=["places"], summary="Your figures", responses=FiguresShape,
        examples=[example("Four taken", examples.FIGURES)],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Free, held, taken; who confirmed them, and until when that counts as fresh."""
        only_shelter(self.actor)
        return _told(self.actor)

    @extend_schema(
        operation_id="places_expect", tags=["places"], summary="Say what will be free from a day on",
        request=NewExpected, responses=FiguresShape,
        examples=[example("Two from Friday", examples.AHEAD, sent=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """One word a day, the newest holds; nought takes it back. Sent twice it does no harm."""
        only_shelter(self.actor)
        sent = read(NewExpected, request.data)
        set_ahead(actor=self.actor, from_day=sent["from_day"], free=sent["free"])
        return _told(self.actor)
