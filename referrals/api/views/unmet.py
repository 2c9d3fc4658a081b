"""What could not be met: for the coordinator, of cases in coordination alone."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import size_sent
from portal.core.paging import page
from portal.core.schema import PAGING, example
from portal.core.shapes import told
from portal.organisations.desk_view import DeskView
from referrals import selectors
from referrals.api import examples
from referrals.api.question_shapes import UnmetPage
from referrals.selectors.unmet import KEYS, day_of


class UnmetNeeds(DeskView):
    """Searches that found nobody, and refusals."""

    @extend_schema(
        operation_id="unmet_list", tags=["coordination"], summary="Needs that were not met, newest first",
        parameters=PAGING, responses=UnmetPage,
        examples=[example("A page", {"results": [examples.UNMET], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Need, region, reason, hours waited, what happened then; nobody's name, no receiver."""
        found = page(
            selectors.unmet(self.actor), keys=KEYS, after=request.query_params.get("after", ""),
            size=size_sent(request),
        )  # fmt: skip
        rows = [
            {
                "uuid": row.uuid, "need": row.need, "region": row.region.name if row.region else "",
                "unmet_reason": row.reason, "persons": row.persons, "hours_waited": row.hours_waited,
                "day": day_of(row), "happened_then": row.then,
            }
            for row in found.rows
        ]  # fmt: skip
        return Response(told(UnmetPage, {"results": rows, "next": found.next}))
