"""Who calls, and what a State's codes are."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api import examples
from cases.api.shapes import MeShape, StateShape
from portal.core.schema import example
from portal.core.shapes import told
from portal.organisations.desk_view import DeskView
from portal.organisations.middleware import desks_for
from portal.organisations.models import Desk, State


def desk_body(desk: Desk) -> dict[str, Any]:
    """A desk of the caller's own."""
    organisation = desk.organisation
    return {
        "uuid": desk.uuid, "name": desk.name, "role": desk.role, "kind": organisation.kind,
        "organisation": {"uuid": organisation.uuid, "name": organisation.name},
        "state": organisation.state.code,
    }  # fmt: skip


class Me(DeskView):
    """The signed-in person."""

    @extend_schema(
        operation_id="me", tags=["me"], summary="Who I am, and at which desk", responses=MeShape,
        examples=[example("A caseworker", examples.ME)],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Choose another of your desks on the page: the session keeps the choice."""
        desks = [desk_body(desk) for desk in desks_for(request._request)]
        body = {"name": request.user.name, "desk": desks[0], "desks": desks}  # type: ignore[union-attr]
        return Response(told(MeShape, body))


class StateView(DeskView):
    """A State's own lists."""

    @extend_schema(
        operation_id="state", tags=["reference"], summary="Regions and languages of a State",
        responses=StateShape, examples=[example("Arvenia", examples.STATE)],
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        """The codes that cases and referrals of this State take."""
        state = State.objects.filter(code=code.replace("\x00", "")).first()
        if state is None:
            raise Http404
        regions = state.regions.order_by("code").values("code", "name")
        body = {
            "code": state.code, "name": state.name, "zone": state.zone,
            "languages": state.languages, "regions": list(regions),
        }  # fmt: skip
        return Response(told(StateShape, body))
