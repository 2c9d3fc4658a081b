"""Screenings that are still typed: the same drafts as on the page, the same reader of their fields."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.selectors import get_case
from cases.services.opening import may_open
from portal.access.matrix import Purpose
from portal.core.api import answered, pressed_once, size_sent, version_sent
from portal.core.paging import page
from portal.core.problems import Invalid, Stale
from portal.core.schema import ASKS_RULES, ETAG, IF_MATCH, KEY, PAGING, example
from portal.core.shapes import read, told
from portal.organisations.actors import Actor
from portal.organisations.desk_view import DeskView
from referrals import selectors, services
from referrals.api import bodies, examples
from referrals.api.shapes import DraftCandidates, DraftPage, DraftShape, SentShape, TypedShape
from referrals.intake import Ask
from referrals.models import Draft
from referrals.routing_facts import candidates_for, for_persons
from referrals.screening import bed_purpose, persons_of, shown_by
from referrals.screening_form.form import ScreeningForm
from referrals.screening_form.reading import choices_of, form_for
from referrals.screening_form.typed import ALL, STEPS, in_scope, pack, typed_of

SHOWN = [example("A draft", examples.DRAFT)]
TYPED = example("Three fields", examples.TYPED, sent=True)


def known(typed: dict[str, list[str]]) -> dict[str, list[str]]:
    """What was typed; a name that no step asks is refused."""
    unknown = sorted(name for name in typed if not any(in_scope(name, s) for s in (*STEPS, ALL)))
    if unknown:
        remedy = _("The screening asks no such field. Leave it out.")
        raise Invalid(errors={f"typed.{name[:60]}": remedy for name in unknown[:20]})
    return {name: values for name, values in typed.items() if any(values)}


def shown(actor: Actor, ref: str, status: int = 200) -> Response:
    """One draft with its version; missing where it is not the desk's, or was sent."""
    row = selectors.get_draft(actor, ref)
    typed = typed_of(services.content_of(row))
    form = form_for(actor, typed)
    picture = shown_by(form.told(), form.frame.today)
    body = {
        **bodies.draft_row(row), "typed": typed, "shows": _(picture.outcome.label),
        "unread": {name: " ".join(map(str, found)) for name, found in form.errors.items()},
    }  # fmt: skip
    return answered(told(DraftShape, body), status_=status, version=row.version)


class Drafts(DeskView):
    """The drafts of a desk that screens."""

    @extend_schema(
        operation_id="drafts_list", tags=["drafts"], summary="Screenings still typed at your desk",
        parameters=PAGING, responses=DraftPage,
        examples=[example("A page", {"results": [examples.DRAFT_ROW], "next": ""})],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """The last touched first; without what they say."""
        found = page(
            selectors.drafts(self.actor), keys=("-touched_at", "-uuid"),
            after=request.query_params.get("after", ""), size=size_sent(request),
        )  # fmt: skip
        body = {"results": [bodies.draft_row(row) for row in found.rows], "next": found.next}
        return Response(told(DraftPage, body))

    @extend_schema(
        operation_id="drafts_begin", tags=["drafts"], summary="Begin a screening",
        parameters=[KEY, ETAG], request=TypedShape, responses={201: DraftShape},
        examples=[TYPED, example("A draft", examples.DRAFT, status="201")],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Kept sealed, under a key of its own; untouched it is deleted after a warning."""
        sent = read(TypedShape, request.data)

        def act() -> tuple[int, str]:
            content = pack({}, known(sent["typed"]), version=1, user_id=self.actor.user_id)
            return 201, str(services.begin_draft(actor=self.actor, content=content).uuid)

        answer = pressed_once(request, act)
        return shown(self.actor, answer.reference, answer.status)


class DraftView(DeskView):
    """One draft."""

    @extend_schema(
        operation_id="drafts_read", tags=["drafts"], summary="What was typed so far, and what it shows",
        parameters=[ETAG], responses=DraftShape, examples=SHOWN,
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """`unread` names the fields that cannot be read yet, each with its remedy."""
        return shown(self.actor, ref)

    @extend_schema(
        operation_id="drafts_save", tags=["drafts"], summary="Keep what was typed, whole",
        parameters=[IF_MATCH, ETAG], request=TypedShape, responses=DraftShape,
        examples=[TYPED, *SHOWN],
    )  # fmt: skip
    def put(self, request: Request, ref: str) -> Response:
        """Half a date is kept as typed. Where a colleague saved first, 409 with hers."""
        version, sent = version_sent(request), read(TypedShape, request.data)
        before = services.content_of(selectors.get_draft(self.actor, ref))
        content = pack(
            before, known(sent["typed"]), version=version + 1, user_id=self.actor.user_id
        )
        try:
            services.save_draft(actor=self.actor, ref=ref, content=content, version=version)
        except Stale as problem:
            raise typed_only(problem) from None
        return shown(self.actor, ref)

    @extend_schema(
        operation_id="drafts_discard", tags=["drafts"], summary="Destroy a draft",
        parameters=[IF_MATCH], request=None, responses={204: None},
    )  # fmt: skip
    def delete(self, request: Request, ref: str) -> Response:
        """With its key. The record keeps that there was a draft, not what it said."""
        services.discard_draft(actor=self.actor, ref=ref, version=version_sent(request))
        return Response(status=204)


def typed_only(problem: Stale) -> Stale:
    """'Theirs' without the draft's own bookkeeping."""
    if isinstance(problem.extra.get("theirs"), dict):
        problem.extra["theirs"] = {"typed": typed_of(problem.extra["theirs"])}
    return problem


def read_whole(actor: Actor, draft: Draft) -> ScreeningForm:
    """The draft through the screening's form; raises Invalid where a field cannot be read."""
    form = form_for(actor, typed_of(services.content_of(draft)))
    form.told()
    if form.errors:
        raise Invalid(errors={name: str(found[0]) for name, found in form.errors.items()})
    return form


class Candidates(DeskView):
    """Whom the draft can be sent to."""

    @extend_schema(
        operation_id="drafts_candidates", tags=["drafts"], summary="Who may lead, which beds there are",
        responses=DraftCandidates, extensions=ASKS_RULES,
        examples=[example("One bed", {"lead": [], "bed": [examples.CANDIDATE]})],
    )  # fmt: skip
    def get(self, request: Request, ref: str) -> Response:
        """Put the tokens into the draft's fields `lead` and `bed`."""
        draft = selectors.get_draft(self.actor, ref)
        if not may_open(self.actor):
            raise Http404
        form = read_whole(self.actor, draft)
        told_, region = form.told(), form.cleaned_data.get("region") or ""
        whom = for_persons(self.actor, persons_of(told_, form.frame.today), draft.uuid)
        leads, _rest = candidates_for(self.actor, whom, Ask(purpose=Purpose.TRANSFER.value))
        beds, _none = candidates_for(
            self.actor, whom, Ask(purpose=bed_purpose(told_).value, region=region)
        )
        body = {
            "lead": [bodies.candidate(one, frozenset()) for one in leads],
            "bed": [
                bodies.candidate(one, frozenset())
                for one in beds
                if one.role == "placement_officer"
            ],
        }
        return Response(told(DraftCandidates, body))


class Send(DeskView):
    """The end of a screening."""

    keep = False

    @extend_schema(
        operation_id="drafts_send", tags=["drafts"], summary="Send a screening, in one act",
        parameters=[IF_MATCH, KEY], request=None, responses={201: SentShape},
        examples=[example("Sent", examples.SENT, status="201")],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Cases open, her yes is recorded, referrals go to `lead` and `bed`; the draft is gone."""
        version = version_sent(request)
        answer = pressed_once(request, lambda: (201, self._finish(ref, version)))
        return Response(told(SentShape, self._body(answer.reference)), status=answer.status)

    def _finish(self, ref: str, version: int) -> str:
        draft = selectors.get_draft(self.actor, ref)
        form = read_whole(self.actor, draft)
        try:
            if self.keep:
                case = services.keep_screening(
                    actor=self.actor, draft_ref=ref, version=version, told=form.told()
                )
                return f"{case.uuid}:"
            case, sent = services.send_screening(
                actor=self.actor, draft_ref=ref, version=version, choices=choices_of(form)
            )
        except Stale as problem:
            raise typed_only(problem) from None
        return f"{case.uuid}:{','.join(str(r.uuid) for r in sent)}"

    def _body(self, reference: str) -> dict[str, Any]:
        case, _sep, sent = reference.partition(":")
        rows = selectors.sent_by(self.actor).filter(uuid__in=[u for u in sent.split(",") if u])
        return {
            "case": bodies.case_ref(get_case(self.actor, case)),
            "referrals": bodies.rows(list(rows.order_by("sent_at", "uuid"))),
        }


class Keep(Send):
    """The organisation's own case."""

    keep = True

    @extend_schema(
        operation_id="drafts_keep", tags=["drafts"], summary="Keep a screening as your own case",
        parameters=[IF_MATCH, KEY], request=None, responses={201: SentShape},
        examples=[example("Kept", {**examples.SENT, "referrals": []}, status="201")],
    )  # fmt: skip
    def post(self, request: Request, ref: str) -> Response:
        """Nobody else learns that it exists."""
        return super().post(request, ref)
