"""Members, invitations and wishes through the API: the same services as the pages."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import answered, pressed_once, size_sent
from portal.core.clock import now
from portal.core.paging import page
from portal.core.schema import KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations import services
from portal.organisations.api import examples
from portal.organisations.api.shapes import (
    InvitationPage,
    InvitationRow,
    Leaving,
    MemberDetail,
    MemberPage,
    NewInvitation,
    NewSeat,
    RequestPage,
    SeatAnswer,
    Word,
)
from portal.organisations.desk_view import DeskView
from portal.organisations.models import Invitation, JoinRequest, Membership
from portal.organisations.selectors_members import (
    colleagues,
    get_invitation,
    get_member,
    invitations,
    members,
    requests_to_decide,
)
from portal.organisations.services.members import cases_led, open_work

IN_HAND = ("offers", "drafts", "imports", "alarms")


def _member(row: Membership) -> dict[str, Any]:
    return {
        "uuid": row.uuid, "name": row.user.name, "email": row.user.email, "desk": row.desk.uuid,
        "role": row.desk.role, "since": row.since,
    }  # fmt: skip


def _invitation(row: Invitation) -> dict[str, Any]:
    return {
        "uuid": row.uuid, "email": row.email, "desk": row.desk.uuid, "sent_at": row.sent_at,
        "expires_at": row.expires_at, "works": row.is_open(now()),
    }  # fmt: skip


class Members(DeskView):
    """Who works where."""

    @extend_schema(
        operation_id="members_list", tags=["organisation"], summary="Who works at your desks",
        parameters=PAGING, responses=MemberPage,
        examples=[example("A page", examples.listed(examples.MEMBER))],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """By name, a row for each desk of a person."""
        found = page(
            members(self.actor), keys=("user__name", "uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        body = {"results": [_member(row) for row in found.rows], "next": found.next}
        return Response(told(MemberPage, body))


class MemberView(DeskView):
    """One membership."""

    @extend_schema(
        operation_id="member_read", tags=["organisation"], summary="One member at one desk",
        responses=MemberDetail,
        examples=[example("A colleague", examples.MEMBER_DETAIL)],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """With what is in her hands now, in numbers, and who may take it over."""
        row = get_member(self.actor, ref)
        others = colleagues(self.actor, row)
        work = open_work(row.user_id, row.desk_id)
        body = {
            **_member(row),
            "in_hand": {kind: work.get(kind, 0) for kind in IN_HAND},
            "colleagues": [other.uuid for other in others],
            "cases_without_her": 0 if others else cases_led([row.desk_id]),
        }
        return Response(told(MemberDetail, body))


class Seats(DeskView):
    """Another desk for a member."""

    @extend_schema(
        operation_id="member_add_desk", tags=["organisation"], summary="Give a member another desk",
        parameters=[KEY], request=NewSeat, responses={200: SeatAnswer},
        examples=[example("Another desk", {"desk": examples.UUID}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """For yourself you only ask: another administrator, or coordination, says yes or no."""
        sent = read(NewSeat, request.data)

        def act() -> tuple[int, str]:
            made = services.add_to_desk(actor=self.actor, member=ref, desk=sent["desk"])
            kind = "request" if isinstance(made, JoinRequest) else "membership"
            return 200, f"{kind}:{made.uuid}"

        kind, _colon, uuid = pressed_once(request, act).reference.partition(":")
        return Response(told(SeatAnswer, {"membership": None, "request": None, kind: uuid}))


class Removal(DeskView):
    """The end of a membership."""

    @extend_schema(
        operation_id="member_remove", tags=["organisation"], summary="End a membership",
        parameters=[KEY], request=Leaving, responses={204: None},
        examples=[example("With a successor", {"successor": examples.UUID}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """What is in hand goes to the successor, else back to the desk's inbox; deadlines stay."""
        sent = read(Leaving, request.data)

        def act() -> tuple[int, str]:
            services.remove_member(actor=self.actor, member=ref, **sent)
            return 204, ""

        return Response(status=pressed_once(request, act).status)


class Invitations(DeskView):
    """Open invitations."""

    @extend_schema(
        operation_id="invitations_list", tags=["organisation"], summary="Open invitations",
        parameters=PAGING, responses=InvitationPage,
        examples=[example("A page", examples.listed(examples.INVITATION))],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """The newest letter first."""
        found = page(
            invitations(self.actor), keys=("-sent_at", "uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        body = {"results": [_invitation(row) for row in found.rows], "next": found.next}
        return Response(told(InvitationPage, body))

    @extend_schema(
        operation_id="invitations_create", tags=["organisation"], summary="Invite an address",
        parameters=[KEY], request=NewInvitation, responses={201: InvitationRow},
        examples=[example("To a desk", {"email": "name@agency.example", "desk": examples.UUID}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """The link works once, for seven days, and names nobody."""
        sent = read(NewInvitation, request.data)

        def act() -> tuple[int, str]:
            return 201, str(services.invite(actor=self.actor, **sent).uuid)

        answer = pressed_once(request, act)
        row = get_invitation(self.actor, answer.reference)
        return answered(told(InvitationRow, _invitation(row)), status_=answer.status)


class Resend(DeskView):
    """Another letter."""

    @extend_schema(
        operation_id="invitation_resend", tags=["organisation"], summary="Send the letter again",
        parameters=[KEY], request=None, responses={200: InvitationRow},
        examples=[example("Sent again", examples.INVITATION)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Links before it are dead."""

        def act() -> tuple[int, str]:
            return 200, str(services.resend(actor=self.actor, ref=ref).uuid)

        answer = pressed_once(request, act)
        row = get_invitation(self.actor, answer.reference)
        return Response(told(InvitationRow, _invitation(row)))


class Revoke(DeskView):
    """An invitation taken back."""

    @extend_schema(
        operation_id="invitation_revoke", tags=["organisation"], summary="Take an invitation back",
        parameters=[KEY], request=None, responses={204: None},
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Its link is dead at once, its address forgotten."""

        def act() -> tuple[int, str]:
            services.revoke(actor=self.actor, ref=ref)
            return 204, ""

        return Response(status=pressed_once(request, act).status)


class Requests(DeskView):
    """Wishes that wait for a second person."""

    @extend_schema(
        operation_id="join_requests_list", tags=["organisation"],
        summary="Wishes for a desk that wait for your word", parameters=PAGING, responses=RequestPage,
        examples=[example("A page", examples.listed(examples.WISH))],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Of another administrator of your organisation; for coordination, of the State's."""
        found = page(
            requests_to_decide(self.actor), keys=("asked_at", "uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        rows = [
            {
                "uuid": row.uuid, "name": row.user.name, "desk": row.desk.name,
                "organisation": row.desk.organisation.name, "role": row.desk.role,
                "asked_at": row.asked_at,
            }
            for row in found.rows
        ]  # fmt: skip
        return Response(told(RequestPage, {"results": rows, "next": found.next}))


class Decide(DeskView):
    """Yes or no to a wish."""

    @extend_schema(
        operation_id="join_request_decide", tags=["organisation"], summary="Say yes or no to a wish",
        parameters=[KEY], request=Word, responses={204: None},
        examples=[example("Yes", {"agreed": True}, sent=True)],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Nobody decides her own."""
        sent = read(Word, request.data)

        def act() -> tuple[int, str]:
            services.decide_request(actor=self.actor, ref=ref, agreed=sent["agreed"])
            return 204, ""

        return Response(status=pressed_once(request, act).status)
