"""Writing entries: drafts, their steps, tables of them."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core.api import answered, pressed_once, size_sent, version_sent
from portal.core.paging import page
from portal.core.schema import ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from recommendations.api import entry_bodies as bodies
from recommendations.api import entry_shapes as shapes
from recommendations.api.shapes import Reason
from recommendations.api.writing import FileParser, decoded
from recommendations.selectors import entries as selectors
from recommendations.services import entries as services
from recommendations.services import entry_rows

TAG = ["recommendations"]
SHOWN = [example("As it is now", bodies.OWN)]


def shown(actor: Actor, ref: object, status: int = 200) -> Response:
    """An entry as its reader sees it now."""
    row = selectors.get_entry(actor, ref)
    location = f"/api/v1/recommendations/own/entries/{row.uuid}/" if status == 201 else ""
    body = told(shapes.OwnEntry, bodies.own(row))
    return answered(body, status_=status, version=row.version, location=location)


class OwnEntries(DeskView):
    """What you write, and what waits for your word."""

    @extend_schema(
        operation_id="recommendations_own_entries", tags=TAG, responses=shapes.OwnEntryPage,
        summary="Entries that you write, or that wait for you",
        parameters=[
            OpenApiParameter("waiting", str, enum=["1"], description="Only what waits for your word."),
            *PAGING,
        ],
        examples=[example("A page", {"results": [bodies.OWN], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """The last changed first."""
        waiting = request.query_params.get("waiting") == "1"
        rows = selectors.entries_waiting(self.actor) if waiting else selectors.entries(self.actor)
        found = page(
            rows, keys=("-changed_at", "-uuid"), after=request.query_params.get("after", ""),
            size=size_sent(request),
        )  # fmt: skip
        body = {"results": [bodies.own(row) for row in found.rows], "next": found.next}
        return Response(told(shapes.OwnEntryPage, body))

    @extend_schema(
        operation_id="recommendations_entry_begin", tags=TAG, parameters=[KEY, ETAG],
        summary="Begin an entry", request=shapes.NewEntry, responses={201: shapes.OwnEntry},
        examples=[
            example("A measure", {"kind": "measure", "document": bodies.DOCUMENT}, sent=True),
            example("Begun", bodies.OWN, status="201"),
        ],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """A draft that nobody else reads."""
        sent = read(shapes.NewEntry, request.data)
        answer = pressed_once(request, lambda: (201, self._begin(sent)))
        return shown(self.actor, answer.reference, answer.status)

    def _begin(self, sent: dict[str, Any]) -> str:
        kind = selectors.kind_of(sent["kind"])
        row = services.save(
            actor=self.actor, kind=kind, raw=sent["document"], code=sent["code"].strip()
        )
        return str(row.uuid)


class OwnEntryView(DeskView):
    """One of them."""

    @extend_schema(
        operation_id="recommendations_own_entry", tags=TAG, summary="One entry as you write it",
        parameters=[ETAG], responses=shapes.OwnEntry, examples=SHOWN,
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Its fields and its stage."""
        return shown(self.actor, ref)

    @extend_schema(
        operation_id="recommendations_entry_save", tags=TAG, summary="Save its fields",
        parameters=[IF_MATCH, ETAG], request=shapes.EntryWords, responses=shapes.OwnEntry,
        examples=[example("Fields", {"document": bodies.DOCUMENT}, sent=True), *SHOWN],
    )  # fmt: skip
    def put(self, request: Request, ref: str) -> Response:
        """What is published stays as it is until the change is published too."""
        sent, version = read(shapes.EntryWords, request.data), version_sent(request)
        row = selectors.get_entry(self.actor, ref)
        services.save(
            actor=self.actor, kind=selectors.kind_of(row.kind), raw=sent["document"], ref=ref,
            version=version,
        )  # fmt: skip
        return shown(self.actor, ref)


class SubmitEntry(DeskView):
    """Send it."""

    @extend_schema(
        operation_id="recommendations_entry_submit", tags=TAG, request=None, examples=SHOWN,
        summary="Send it to be published", parameters=[IF_MATCH, ETAG], responses=shapes.OwnEntry,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """An assessment of a standard and a good practice are public at once."""
        services.submit(actor=self.actor, ref=ref, version=version_sent(request))
        return shown(self.actor, ref)


class PublishEntry(DeskView):
    """Publish it."""

    @extend_schema(
        operation_id="recommendations_entry_publish", tags=TAG, request=None, examples=SHOWN,
        summary="Publish an entry", parameters=[IF_MATCH, ETAG], responses=shapes.OwnEntry,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """The next edition, which nobody changes any more."""
        services.publish(actor=self.actor, ref=ref, version=version_sent(request))
        return shown(self.actor, ref)


class ReturnEntry(DeskView):
    """Give it back."""

    @extend_schema(
        operation_id="recommendations_entry_return", tags=TAG, request=Reason,
        summary="Give an entry back with a reason", parameters=[IF_MATCH, ETAG],
        responses=shapes.OwnEntry, examples=SHOWN,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """It is open to its writers again."""
        version, sent = version_sent(request), read(Reason, request.data)
        services.send_back(actor=self.actor, ref=ref, version=version, reason=sent["reason"])
        return shown(self.actor, ref)


class WithdrawEntry(DeskView):
    """Take it out."""

    @extend_schema(
        operation_id="recommendations_entry_withdraw", tags=TAG, request=None, examples=SHOWN,
        summary="Take a published entry out", parameters=[IF_MATCH, ETAG], responses=shapes.OwnEntry,
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Its history stays readable."""
        services.withdraw(actor=self.actor, ref=ref, version=version_sent(request))
        return shown(self.actor, ref)


class EntryTable(DeskView):
    """Entries out of a table."""

    parser_classes = (FileParser,)

    @extend_schema(
        operation_id="recommendations_entry_table", tags=TAG, request=shapes.NewTable,
        summary="Bring a table of entries in: dry run, all rows, or the good ones",
        responses=shapes.TableReport,
        examples=[example("A dry run", bodies.TABLE, sent=True), example("Its report", bodies.REPORT)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Rows become drafts. Repeating it changes nothing."""
        sent = read(shapes.NewTable, request.data)
        known: dict[str, Any] = {
            "actor": self.actor, "kind": selectors.kind_of(sent["kind"]),
            "content": decoded(sent["content"]),
        }  # fmt: skip
        if sent["dry_run"]:
            outcome = entry_rows.check(**known)
        else:
            outcome = entry_rows.take(**known, only_good=sent["only_good"])
        return Response(told(shapes.TableReport, bodies.outcome(outcome)))
