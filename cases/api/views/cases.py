"""Cases: the list, a new one, one of them, who belongs to whom, who guards a child, closing."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases import services
from cases.api import bodies, examples
from cases.api.documents import Setting, age_told, document_of
from cases.api.shapes import CasePage, CaseShape, ClosingReason, NewCase, NewFamily, NewGuardian
from cases.sections import Document
from cases.selectors import get_case, listed_cases, seen
from cases.services.closing import close_case
from portal.access.matrix import AgeStatus, Section
from portal.access.rules import opens_own_case
from portal.core.api import answered, pressed_once, size_sent, version_sent
from portal.core.paging import page
from portal.core.schema import ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from portal.organisations.models import State

SEEN = [example("A case that you lead", examples.CASE)]
MADE = [example("A case that you lead", examples.CASE, status="201")]


def shown(actor: Actor, ref: str, status: int = 200) -> Response:
    """One case as the actor holds it now; missing where she holds nothing.

    Its version is the lead's, who may close it: to others it would count what is written in
    sections they do not see (policy 2).
    """
    case, names = seen(actor, ref)
    version = case.version if case.lead_desk_id == actor.desk_id else None
    body = told(CaseShape, bodies.detail(actor, case, names))
    location = f"/api/v1/cases/{case.uuid}/" if status == 201 else ""
    return answered(body, status_=status, version=version, location=location)


class Cases(DeskView):
    """The cases of a desk."""

    @extend_schema(
        operation_id="cases_list", tags=["cases"], summary="The cases your desk holds, newest first",
        parameters=PAGING, responses=CasePage,
        examples=[example("A page", {"results": [examples.ROW], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """The envelope of each; the summary where your desk holds it."""
        found = page(
            listed_cases(self.actor).select_related("state", "lead_desk__organisation"),
            keys=("-created_at", "-uuid"), after=request.query_params.get("after", ""),
            size=size_sent(request),
        )  # fmt: skip
        body = {"results": bodies.rows(self.actor, found.rows), "next": found.next}
        return Response(told(CasePage, body))

    @extend_schema(
        operation_id="cases_create", tags=["cases"], summary="Open a case",
        parameters=[KEY, ETAG], request=NewCase, responses={201: CaseShape},
        examples=[example("A first report", examples.NEW_CASE, sent=True), *MADE],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """A caseworker opens her organisation's own case; any other desk that screens reports one."""
        sent = read(NewCase, request.data)
        answer = pressed_once(request, lambda: (201, self._open(sent)))
        return shown(self.actor, answer.reference, answer.status)

    def _open(self, sent: dict[str, Any]) -> str:
        case = services.open_case(
            actor=self.actor, sections=first_records(self.actor, sent["sections"]),
            guardian=sent["guardian"], vital_interest=sent["vital_interest"],
        )  # fmt: skip
        return str(case.uuid)


def first_records(actor: Actor, sent: dict[str, Any]) -> dict[Section, Document]:
    """The documents of a new case, identity first: the age it tells weighs the screening."""
    state = State.objects.get(pk=actor.state_id or 0)
    sees = opens_own_case(actor.kind, actor.role)
    setting = Setting(state, AgeStatus.UNKNOWN, sees)
    found: dict[Section, Document] = {}
    for section in Section:
        if sent.get(section.value) is None:
            continue
        if section is Section.SCREENING:
            setting = Setting(state, age_told(found, setting.today), sees)
        found[section] = document_of(section, sent[section.value], setting)
    return found


class CaseView(DeskView):
    """One case."""

    @extend_schema(
        operation_id="cases_read", tags=["cases"], summary="What your desk holds of a case",
        parameters=[ETAG], responses=CaseShape, examples=SEEN,
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Sections with their verbs and who sees them, clocks of the sections you view, open moves."""
        return shown(self.actor, ref)


class Guardian(DeskView):
    """Who stands beside a child."""

    @extend_schema(
        operation_id="cases_guardian", tags=["cases"], summary="Say who stands beside a child",
        parameters=[KEY, ETAG], request=NewGuardian, responses={200: CaseShape},
        examples=[example("Appointed", {"guardian": "appointed"}, sent=True), *SEEN],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """`was` is the answer that you read: where a colleague was quicker, 409 with hers."""
        sent = read(NewGuardian, request.data)

        def act() -> tuple[int, str]:
            case = get_case(self.actor, ref)
            services.record_guardian(actor=self.actor, case=case, **sent)
            return 200, str(case.uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)


class Family(DeskView):
    """Who belongs to whom."""

    @extend_schema(
        operation_id="cases_family", tags=["cases"], summary="A mother and her children",
        parameters=[KEY, ETAG], request=NewFamily, responses={200: CaseShape},
        examples=[example("One child", {"children": [examples.UUID]}, sent=True), *SEEN],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Each keeps a case of her own. You write in every one of them."""
        sent = read(NewFamily, request.data)

        def act() -> tuple[int, str]:
            parent = get_case(self.actor, ref)
            children = [get_case(self.actor, child) for child in sent["children"]]
            services.link_family(actor=self.actor, parent=parent, children=children)
            return 200, str(parent.uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)


class Closing(DeskView):
    """The end of a case."""

    @extend_schema(
        operation_id="cases_close", tags=["cases"], summary="Close a case that you lead",
        parameters=[IF_MATCH, KEY, ETAG], request=ClosingReason, responses={200: CaseShape},
        examples=[example("Done", {"reason": "goals_met"}, sent=True), *SEEN],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Nothing may run any more: no referral, no place, no missing report."""
        version, sent = version_sent(request), read(ClosingReason, request.data)

        def act() -> tuple[int, str]:
            case = close_case(actor=self.actor, ref=ref, reason=sent["reason"], version=version)
            return 200, str(case.uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)
