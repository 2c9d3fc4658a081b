"""What first contact owes her, and what keeps others out or lets one person in: risk, rights, walls,
break-glass."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases import services
from cases.api import examples
from cases.api.safety_shapes import GlassShape, NewGlass, NewWall, WallShape
from cases.api.shapes import CaseShape, NewRights, NewRisk
from cases.api.views.cases import SEEN, shown
from cases.models import Wall
from cases.selectors import get_case
from cases.services.break_glass import running
from cases.services.lifting import lift_wall, may_lift
from cases.services.walls import case_for_wall
from cases.wall_selectors import house, person_at
from portal.core.api import answered, pressed_once
from portal.core.problems import Invalid
from portal.core.references import read_uuid
from portal.core.schema import ETAG, KEY, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView


class Risk(DeskView):
    """Her risk."""

    @extend_schema(
        operation_id="cases_assess_risk", tags=["cases"], summary="Weigh her risk now",
        parameters=[KEY, ETAG], request=NewRisk, responses={201: CaseShape},
        examples=[example("Looked for", examples.NEW_RISK, sent=True)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Written into your desk's record of contact and safety; the next is due in 30 days."""
        sent = read(NewRisk, request.data)

        def act() -> tuple[int, str]:
            case = services.assess_risk(actor=self.actor, ref=ref, **sent)
            return 201, str(case.uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)


class Rights(DeskView):
    """Her rights."""

    @extend_schema(
        operation_id="cases_tell_rights", tags=["cases"], summary="Record that her rights were explained",
        parameters=[KEY, ETAG], request=NewRights, responses={200: CaseShape},
        examples=[example("In Tigrinya", {"language": "ti"}, sent=True), *SEEN],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """In a language that she understands (Directive 2012/29/EU, articles 3 and 4)."""
        sent = read(NewRights, request.data)

        def act() -> tuple[int, str]:
            case = services.tell_rights(actor=self.actor, ref=ref, **sent)
            return 200, str(case.uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)


def wall_body(wall: Wall) -> Any:
    """A wall without the party's name and without its reason."""
    body = {
        "uuid": wall.uuid, "ground": wall.ground, "organisation": wall.organisation_id is not None,
        "placed_at": wall.placed_at, "lift_proposed": wall.lift_first_desk_id is not None,
        "lifted_at": wall.lifted_at,
    }  # fmt: skip
    return told(WallShape, body)


class Walls(DeskView):
    """Walls around a case."""

    @extend_schema(
        operation_id="walls_place", tags=["walls"], summary="Close a case to an organisation or a person",
        parameters=[KEY], request=NewWall, responses={201: WallShape},
        examples=[
            example("A personal tie", examples.NEW_WALL, sent=True),
            example("Placed", examples.WALL, status="201"),
        ],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """At once and altogether. The walled party is neither told nor among those who lift it."""
        sent = read(NewWall, request.data)
        answer = pressed_once(request, lambda: (201, self._place(ref, sent)))
        case = case_for_wall(self.actor, ref)
        wall = Wall.objects.filter(case=case, uuid=answer.reference).first()
        if wall is None:
            raise Http404
        return answered(wall_body(wall), status_=answer.status)

    def _place(self, ref: str, sent: dict[str, Any]) -> str:
        """The party is found where the page finds it: no oracle of accounts and houses abroad."""
        case = case_for_wall(self.actor, ref)
        email, uuid = sent["email"].strip(), sent["organisation"]
        user = person_at(case.state, email) if email else None
        organisation = house(self.actor, case, str(uuid)) if uuid else None
        if email and user is None:
            raise Invalid(field="email", remedy=_("Nobody works here under this address."))
        wall = services.place_wall(
            actor=self.actor, ref=ref, ground=sent["ground"], reason=sent["reason"],
            organisation=organisation, user=user,
        )  # fmt: skip
        return str(wall.uuid)


class Lift(DeskView):
    """The end of a wall."""

    @extend_schema(
        operation_id="walls_lift", tags=["walls"], summary="Lift a wall: the first or the second of two",
        parameters=[KEY], request=None, responses={200: WallShape},
        examples=[example("Proposed", {**examples.WALL, "lift_proposed": True})],
    )  # fmt: skip
    def post(self, request: Request, wall: str) -> Response:
        """Two persons of two organisations: the first call proposes, the second lifts."""

        def act() -> tuple[int, str]:
            return 200, str(lift_wall(actor=self.actor, wall=read_uuid(wall)).uuid)

        answer = pressed_once(request, act)
        row = (
            Wall.objects.filter(uuid=read_uuid(answer.reference))
            .select_related("case__lead_desk")
            .first()
        )
        if row is None or not may_lift(self.actor, row):
            raise Http404
        return answered(wall_body(row), status_=answer.status)


def glass(actor: Actor, ref: str, status: int = 200) -> Response:
    """The actor's own open break-glass."""
    row = running(actor, get_case(actor, ref))
    if row is None:
        raise Http404
    body = {"uuid": row.uuid, "opened_at": row.opened_at, "until": row.until}
    return answered(told(GlassShape, body), status_=status)


class Glass(DeskView):
    """One coordinator opens one case by force."""

    @extend_schema(
        operation_id="glass_break", tags=["break-glass"], summary="Open a case for 60 minutes",
        parameters=[KEY], request=NewGlass, responses={201: GlassShape},
        examples=[
            example("Missing on the way", examples.NEW_GLASS, sent=True),
            example("Open", examples.GLASS, status="201"),
        ],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """The lead is told at once; another coordinator, else oversight, reviews it."""
        sent = read(NewGlass, request.data)

        def act() -> tuple[int, str]:
            services.break_glass(actor=self.actor, ref=ref, reason=sent["reason"])
            return 201, str(ref)

        answer = pressed_once(request, act)
        return glass(self.actor, answer.reference, answer.status)

    @extend_schema(
        operation_id="glass_close", tags=["break-glass"], summary="Close it before its time",
        request=None, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, ref: str) -> Response:
        """What it opened to you is shut again."""
        services.close_glass(actor=self.actor, ref=ref)
        return Response(status=204)


__all__ = ["Glass", "Lift", "Rights", "Risk", "Walls"]
