"""The coordinator's part, and alarms."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import pressed_once, size_sent, version_sent
from portal.core.paging import page
from portal.core.references import read_uuid
from portal.core.schema import ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.desk_view import DeskView
from referrals import selectors, services
from referrals.api import bodies, examples
from referrals.api.shapes import AlarmPage, AlarmShape, OpenedForHer, Reassigned, ReferralShape
from referrals.api.views.asking import shown
from referrals.work import alarms_for

WORDS = {"receivers": [examples.CANDIDATE["token"]], "reason": "Nobody answers, and it is night."}
OPENED = {**WORDS, "case": examples.UUID, "purpose": "child_protection"}
SENT = example("Sent anew", examples.REFERRAL, status="201")


class Reassign(DeskView):
    """Out of their hands."""

    @extend_schema(
        operation_id="referrals_reassign", tags=["coordination"],
        summary="Take a referral that nobody answers to others", parameters=[IF_MATCH, KEY, ETAG],
        request=Reassigned, responses={201: ReferralShape},
        examples=[example("At night", WORDS, sent=True), SENT],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """A new referral is sent; its sender stays the lead, or the first reporter."""
        version, sent = version_sent(request), read(Reassigned, request.data)

        def act() -> tuple[int, str]:
            found = services.reassign(actor=self.actor, ref=ref, version=version, **sent)
            return 201, str(found.uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)


class OpenForHer(DeskView):
    """For a person whom nobody leads."""

    @extend_schema(
        operation_id="referrals_open_by_coordinator", tags=["coordination"],
        summary="Ask child protection, or a lead, for a person who has none",
        parameters=[KEY, ETAG], request=OpenedForHer, responses={201: ReferralShape},
        examples=[example("A child alone", OPENED, sent=True), SENT],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Your typed reason stands in for consent until the new lead has asked her, 72 hours."""
        sent = read(OpenedForHer, request.data)

        def act() -> tuple[int, str]:
            return 201, str(services.open_by_coordinator(actor=self.actor, **sent).uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)


class Alarms(DeskView):
    """What must not wait."""

    @extend_schema(
        operation_id="alarms_list", tags=["coordination"], summary="Open alarms, the oldest first",
        parameters=PAGING, responses=AlarmPage,
        examples=[example("A page", {"results": [examples.ALARM], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """Of what your desk sent, accepted, leads or coordinates."""
        found = page(
            alarms_for(self.actor), keys=("opened_at", "uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        body = {"results": bodies.alarm_rows(self.actor, found.rows), "next": found.next}
        return Response(told(AlarmPage, body))


class TakeAlarm(DeskView):
    """I have it."""

    @extend_schema(
        operation_id="alarms_take", tags=["coordination"], summary="Take an alarm: it rests for an hour",
        parameters=[KEY], request=None, responses={200: AlarmShape},
        examples=[example("Taken", {**examples.ALARM, "taken": True})],
    )  # fmt: skip
    def post(self, request: Request, alarm: str) -> Response:
        """Your name stands on it; both ends, lead and coordinator are told."""
        answer = pressed_once(request, lambda: (200, self._take(alarm)))
        return Response(told(AlarmShape, self._shown(answer.reference)), status=answer.status)

    def _row(self, alarm: str) -> Any:
        row = alarms_for(self.actor).filter(uuid=read_uuid(alarm)).first()
        if row is None:
            raise Http404
        return row

    def _shown(self, alarm: str) -> Any:
        return bodies.alarm_rows(self.actor, [self._row(alarm)])[0]

    def _take(self, alarm: str) -> str:
        row = self._row(alarm)
        if row.referral_uuid is None:
            services.take_case_level_alarm(actor=self.actor, alarm=row.uuid)
            return str(row.uuid)
        asks = selectors.visible_referrals(self.actor).filter(uuid=row.referral_uuid).exists()
        if asks:
            services.take_alarm(actor=self.actor, ref=row.referral_uuid)
        else:
            mine = selectors.visible_offers(self.actor).filter(referral__uuid=row.referral_uuid)
            offer = mine.filter(state="accepted").get()
            services.take_alarm(actor=self.actor, ref=offer.uuid, side="receiving")
        return str(row.uuid)
