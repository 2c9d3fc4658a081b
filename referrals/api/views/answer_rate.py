"""How an organisation answers, for its own people and systems."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.schema import example
from portal.core.shapes import told
from portal.organisations.desk_view import DeskView
from referrals import selectors
from referrals.api import examples
from referrals.api.question_shapes import AnswersShape


class HowWeAnswer(DeskView):
    """Response rate and time."""

    @extend_schema(
        operation_id="how_we_answer", tags=["inbox"], summary="Your organisation's response rate and time",
        responses=AnswersShape, examples=[example("Three of four", examples.ANSWERS)],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Of the offers of 90 days whose answer was given or due; nobody else's figures."""
        found = selectors.how_we_answer(self.actor)
        minutes = None if found.typical is None else int(found.typical.total_seconds() // 60)
        body = {
            "asked": found.asked, "answered": found.answered, "in_time": found.in_time,
            "rate": found.rate, "typical_minutes": minutes,
        }  # fmt: skip
        return Response(told(AnswersShape, body))
