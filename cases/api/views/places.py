"""Where she sleeps, and a shelter's own places."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases import placements as shelter
from cases.api import bodies, examples
from cases.api.safety_shapes import (
    Confirmed,
    GuestPage,
    NewPlace,
    PlacementPage,
    PlacePage,
    PlaceShape,
    Usable,
)
from cases.models import Place
from cases.selectors import get_case, held, placements
from cases.services.vacancy import confirm_places
from cases.who_sees import circle
from portal.access import grants
from portal.access.matrix import Section
from portal.audit.services import look
from portal.core.api import answered, pressed_once, size_sent, version_sent
from portal.core.paging import page
from portal.core.references import read_uuid
from portal.core.schema import ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView


class CasePlacements(DeskView):
    """Where one person sleeps."""

    @extend_schema(
        operation_id="cases_placements", tags=["places"], summary="Where she sleeps",
        parameters=PAGING, responses=PlacementPage,
        examples=[example("A page", {"results": [examples.PLACEMENT], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """The shelter for the lead and child protection, the place for the shelter; never an address."""
        case = get_case(self.actor, ref)
        names = held(self.actor, case)
        if not bodies.reads(names, Section.PLACEMENT):
            raise Http404
        if self.actor.role == "coordinator":
            look(
                actor=self.actor,
                case_id=case.pk,
                sections=["placement"],
                subject=str(case.uuid),
                how="api",
            )
        found = page(
            placements(self.actor, case, names), keys=("-reserved_at", "-uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        around = circle(self.actor, case, names)
        rows = [
            {
                "uuid": row.uuid, "state": row.state, "reserved_at": row.reserved_at,
                "arrived_at": row.arrived_at, "ended_at": row.ended_at,
                "shelter": around.name(row.desk.organisation),
                "place": row.place.label if row.desk_id == self.actor.desk_id else "",
            }
            for row in found.rows
        ]  # fmt: skip
        return Response(told(PlacementPage, {"results": rows, "next": found.next}))


def only_shelter(actor: Actor) -> None:
    """Places belong to placement officers."""
    if actor.role != "placement_officer":
        raise Http404


def place_body(row: Any) -> dict[str, Any]:
    """One of the shelter's own places."""
    return {
        "uuid": row.uuid, "version": row.version, "label": row.label, "takes": row.takes,
        "usable": row.usable, "busy": row.busy, "confirmed_at": row.confirmed_at,
    }  # fmt: skip


def one(actor: Actor, uuid: str | UUID, status: int = 200) -> Response:
    """One place with its version."""
    row: Place | None = shelter.my_places(actor).filter(uuid=read_uuid(uuid)).first()
    if row is None:
        raise Http404
    return answered(told(PlaceShape, place_body(row)), status_=status, version=row.version)


class Places(DeskView):
    """The shelter's places."""

    @extend_schema(
        operation_id="places_list", tags=["places"], summary="Your places", parameters=PAGING,
        responses=PlacePage,
        examples=[example("A page", {"results": [examples.PLACE], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """By their names; `busy` is derived from who holds them."""
        only_shelter(self.actor)
        found = page(
            shelter.my_places(self.actor), keys=("label", "uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        body = {"results": [place_body(row) for row in found.rows], "next": found.next}
        return Response(told(PlacePage, body))

    @extend_schema(
        operation_id="places_add", tags=["places"], summary="Add a place", parameters=[KEY, ETAG],
        request=NewPlace, responses={201: PlaceShape},
        examples=[example("A bed", {"label": "Room 2, by the window", "takes": ["women"]}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Under your own name for it; nobody else reads that name."""
        sent = read(NewPlace, request.data)

        def act() -> tuple[int, str]:
            return 201, str(shelter.add_place(actor=self.actor, **sent).uuid)

        answer = pressed_once(request, act)
        return one(self.actor, answer.reference, answer.status)


class PlaceView(DeskView):
    """One place."""

    @extend_schema(
        operation_id="places_read", tags=["places"], summary="One of your places",
        parameters=[ETAG], responses=PlaceShape, examples=[example("A bed", examples.PLACE)],
    )  # fmt: skip
    def get(self, request: Request, place: str) -> Response:
        """With its version."""
        return one(self.actor, place)

    @extend_schema(
        operation_id="places_set_usable", tags=["places"], summary="Take a place out of use, or back",
        parameters=[IF_MATCH, ETAG], request=Usable, responses=PlaceShape,
        examples=[example("Out of use", {"usable": False}, sent=True)],
    )  # fmt: skip
    def put(self, request: Request, place: str) -> Response:
        """Not while somebody holds it."""
        version, sent = version_sent(request), read(Usable, request.data)
        row = shelter.set_usable(
            actor=self.actor, place=read_uuid(place), usable=sent["usable"], version=version
        )
        return one(self.actor, row.uuid)


class Confirm(DeskView):
    """Somebody looked."""

    @extend_schema(
        operation_id="places_confirm", tags=["places"], summary="The count is right as of now",
        request=None, responses={200: Confirmed}, examples=[example("Four", {"confirmed": 4})],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Those who ask see 'as of'. Sent twice it does no harm."""
        return Response(told(Confirmed, {"confirmed": confirm_places(actor=self.actor)}))


class Guests(DeskView):
    """Who is here."""

    @extend_schema(
        operation_id="places_guests", tags=["places"], summary="Who holds your places",
        parameters=PAGING, responses=GuestPage,
        examples=[example("A page", {"results": [examples.GUEST], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Reserved and occupied, by reference."""
        only_shelter(self.actor)
        rows = shelter.my_placements(self.actor).exclude(state="held")
        rows = grants.visible(rows, self.actor, case="case_id")
        found = page(
            rows, keys=("reserved_at", "uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        guests = [
            {
                "uuid": row.uuid, "case": row.case.uuid, "reference": row.case.ref,
                "place": row.place.label, "state": row.state, "reserved_at": row.reserved_at,
            }
            for row in found.rows
        ]  # fmt: skip
        return Response(told(GuestPage, {"results": guests, "next": found.next}))
