"""Her consents: read, recorded, withdrawn."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases import services
from cases.api import bodies, examples
from cases.api.shapes import ConsentPage, ConsentShape, NewConsent
from cases.models import Case, Consent
from cases.selectors import consents, get_case, held
from cases.services import Yes
from cases.who_sees import Circle, circle
from portal.access.matrix import Kind, Role, Section
from portal.core.api import answered, pressed_once, size_sent, version_sent
from portal.core.paging import page
from portal.core.problems import Invalid
from portal.core.references import read_uuid
from portal.core.schema import ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from portal.organisations.models import Organisation

KEYS = ("-given_at", "-uuid")


def readable(actor: Actor, ref: str) -> tuple[Case, frozenset[str]]:
    """A case whose consents the actor may read something of, or Http404."""
    case = get_case(actor, ref)
    names = held(actor, case)
    if not bodies.reads(names, Section.CONSENT):
        raise Http404
    return case, names


def one(actor: Actor, ref: str, uuid: str, status: int = 200) -> Response:
    """One consent with its version, as the actor may read it now."""
    case, names = readable(actor, ref)
    row = consents(actor, case, names).filter(uuid=read_uuid(uuid)).first()
    if row is None:
        raise Http404
    [body] = bodies.consents(actor, [row], circle(actor, case, names))
    return answered(told(ConsentShape, body), status_=status, version=row.version)


def named(uuids: Iterable[UUID], field: str, around: Circle) -> tuple[int, ...]:
    """Organisations of the case's State by their uuid, none that the writer may not hear of."""
    asked = list(uuids)
    rows = Organisation.objects.filter(state=around.case.state, active=True)
    if not around.names_shelters:
        rows = rows.exclude(kind=Kind.SHELTER).exclude(desks__role=Role.PLACEMENT_OFFICER)
    known = dict(rows.filter(uuid__in=asked).values_list("uuid", "pk"))
    if set(asked) - set(known):
        raise Invalid(field=field, remedy=_("Choose from the organisations of this State."))
    return tuple(known[uuid] for uuid in asked)


class Consents(DeskView):
    """The consents of a case."""

    @extend_schema(
        operation_id="consents_list", tags=["consents"], summary="What she agreed to",
        parameters=PAGING, responses=ConsentPage,
        examples=[example("A page", {"results": [examples.CONSENT], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """The newest first, the withdrawn among them."""
        case, names = readable(self.actor, ref)
        found = page(
            consents(self.actor, case, names), keys=KEYS,
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        around = circle(self.actor, case, names)
        body = {"results": bodies.consents(self.actor, found.rows, around), "next": found.next}
        return Response(told(ConsentPage, body))

    @extend_schema(
        operation_id="consents_record", tags=["consents"], summary="Record her yes",
        parameters=[KEY, ETAG], request=NewConsent, responses={201: ConsentShape},
        examples=[
            example("A bed", examples.NEW_CONSENT, sent=True),
            example("A bed, recorded", examples.CONSENT, status="201"),
        ],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """For one purpose, to these recipients, for these sections, until a day or until withdrawn."""
        sent = read(NewConsent, request.data)
        answer = pressed_once(request, lambda: (201, self._record(ref, sent)))
        return one(self.actor, ref, answer.reference, answer.status)

    def _record(self, ref: str, sent: dict[str, Any]) -> str:
        case = get_case(self.actor, ref)
        around = circle(self.actor, case, held(self.actor, case))
        lists = ("only_organisations", "never_organisations")
        organisations = {name: named(sent.pop(name), name, around) for name in lists}
        yes = Yes(**{**sent, **organisations})
        return str(services.record_consent(actor=self.actor, ref=ref, yes=yes).uuid)


class Withdraw(DeskView):
    """She takes it back."""

    @extend_schema(
        operation_id="consents_withdraw", tags=["consents"], summary="Withdraw a consent",
        parameters=[IF_MATCH, KEY, ETAG], request=None, responses={200: ConsentShape},
        examples=[example("Withdrawn", {**examples.CONSENT, "withdrawn_at": examples.WHEN})],
    )  # fmt: skip
    def post(self, request: Request, ref: str, consent: str) -> Response:
        """The access that it carried ends in the same moment. What others wrote stays."""
        version = version_sent(request)

        def act() -> tuple[int, str]:
            row: Consent = services.withdraw_consent(
                actor=self.actor, ref=ref, consent=read_uuid(consent), version=version
            )
            return 200, str(row.uuid)

        answer = pressed_once(request, act)
        return one(self.actor, ref, answer.reference, answer.status)
