"""The organisation, its desks and their profiles through the API."""

from typing import Any

from django.db.models import Count, Q
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import answered, pressed_once, version_sent
from portal.core.schema import ETAG, IF_MATCH, KEY, example
from portal.core.shapes import read, told
from portal.organisations import services
from portal.organisations.api import examples
from portal.organisations.api.shapes import (
    DeskRow,
    NameAgain,
    NewDesk,
    OrganisationDetail,
    ProfileDetail,
    ProfileShape,
)
from portal.organisations.desk_view import DeskView
from portal.organisations.roles import purposes_of
from portal.organisations.selectors_members import administered, desks, open_roles, profile_of
from portal.organisations.services.desks import what_stands_in_the_way

PLAIN = ("takes", "languages", "accessibility", "hours", "at_night", "accepting", "duty", "places")
MORE = ("purposes", "accreditation", "accredited_until", "version", "confirmed_on")


def desk_rows(rows: Any) -> list[dict[str, Any]]:
    """Desks with how many work there, in one query."""
    there = Count(
        "memberships", filter=Q(memberships__until__isnull=True, memberships__user__is_active=True)
    )
    return [
        {
            "uuid": desk.uuid, "name": desk.name, "role": desk.role, "people": desk.people,
            "takes_referrals": bool(purposes_of(desk.role, desk.organisation.kind)),
            "confirmed_on": desk.profile.confirmed_on if hasattr(desk, "profile") else None,
        }
        for desk in rows.select_related("profile").annotate(people=there)
    ]  # fmt: skip


class OrganisationView(DeskView):
    """The organisation from inside."""

    @extend_schema(
        operation_id="organisation_read", tags=["organisation"], summary="The organisation you administer",
        responses=OrganisationDetail,
        examples=[example("An NGO", examples.ORGANISATION)],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Its desks, the roles it may open, and why it could not be closed now."""
        found = administered(self.actor)
        body = {
            "uuid": found.uuid, "name": found.name, "kind": found.kind, "state": found.state.code,
            "desks": desk_rows(desks(self.actor)), "roles": open_roles(found),
            "in_the_way": what_stands_in_the_way(self.actor),
        }  # fmt: skip
        return Response(told(OrganisationDetail, body))


class Closing(DeskView):
    """The end of an organisation."""

    @extend_schema(
        operation_id="organisation_close", tags=["organisation"], summary="Close your organisation",
        parameters=[KEY], request=NameAgain, responses={204: None},
        examples=[example("Typed again", {"name": "Lanternhouse"}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Only when each case it leads is transferred or closed, and nothing of it runs."""
        sent = read(NameAgain, request.data)

        def act() -> tuple[int, str]:
            services.close_organisation(actor=self.actor, name=sent["name"])
            return 204, ""

        return Response(status=pressed_once(request, act).status)


class Desks(DeskView):
    """A new desk."""

    @extend_schema(
        operation_id="desk_open", tags=["organisation"], summary="Open a desk", parameters=[KEY],
        request=NewDesk, responses={201: DeskRow},
        examples=[example("A second desk", {"role": "caseworker", "name": "Night line"}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Of a role that your organisation's kind may have."""
        sent = read(NewDesk, request.data)

        def act() -> tuple[int, str]:
            return 201, str(services.open_desk(actor=self.actor, **sent).uuid)

        answer = pressed_once(request, act)
        [row] = desk_rows(desks(self.actor).filter(uuid=answer.reference))
        return answered(told(DeskRow, row), status_=answer.status)


class DeskClosing(DeskView):
    """The end of a desk."""

    @extend_schema(
        operation_id="desk_close", tags=["organisation"], summary="Close a desk", parameters=[KEY],
        request=None, responses={204: None},
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """At which nobody works any more, and of which nothing is left open."""

        def act() -> tuple[int, str]:
            services.close_desk(actor=self.actor, desk=ref)
            return 204, ""

        return Response(status=pressed_once(request, act).status)


def profile_answer(actor: Any, ref: str) -> Response:
    """A desk's profile with its version; version 0 where nothing is written yet."""
    desk, row = profile_of(actor, ref)
    body = {name: getattr(row, name) for name in (*PLAIN, *MORE)}
    body["regions"] = [r.code for r in row.regions.all()] if row.pk else []
    body["offers"] = purposes_of(desk.role, desk.organisation.kind)
    return answered(told(ProfileDetail, body), version=row.version)


class ProfileView(DeskView):
    """What a desk offers."""

    @extend_schema(
        operation_id="profile_read", tags=["organisation"], summary="What a desk of yours offers",
        parameters=[ETAG], responses=ProfileDetail,
        examples=[example("By day", examples.PROFILE)],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Never an address."""
        return profile_answer(self.actor, ref)

    @extend_schema(
        operation_id="profile_write", tags=["organisation"], summary="Say what a desk of yours offers",
        parameters=[IF_MATCH, ETAG], request=ProfileShape, responses=ProfileDetail,
        examples=[
            example("By day", {"purposes": ["transfer"], "languages": ["en"], "hours": "By day"}, sent=True)
        ],
    )  # fmt: skip
    def put(self, request: Request, ref: str) -> Response:
        """Whole; saving confirms it as of today. The first one is written with If-Match "0"."""
        version, sent = version_sent(request), read(ProfileShape, request.data)
        services.save_profile(
            actor=self.actor, desk=ref, version=version, profile=services.Profile(**sent)
        )
        return profile_answer(self.actor, ref)


class Confirm(DeskView):
    """Nothing has changed."""

    @extend_schema(
        operation_id="profile_confirm", tags=["organisation"], summary="Confirm what a desk offers",
        parameters=[IF_MATCH, ETAG], request=None, responses=ProfileDetail,
        examples=[example("By day", examples.PROFILE)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """The entry is right as of today."""
        services.confirm_profile(actor=self.actor, desk=ref, version=version_sent(request))
        return profile_answer(self.actor, ref)
