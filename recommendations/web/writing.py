"""Writing a report, an assessment or a comment: one page for the three voices."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.problems import Invalid, Problem, Stale
from portal.organisations.actors import Actor
from portal.organisations.posting import SeeOther, acting, show_problem
from recommendations.models import Implementation, ReportingPeriod, Statement, Submission
from recommendations.rules.levels import Voice
from recommendations.rules.stages import Stage
from recommendations.rules.submitting import Said
from recommendations.selectors.implementation import (
    VOICE_OF,
    get_implementation,
    get_period,
    get_submission,
    statements,
)
from recommendations.selectors.reach import ask
from recommendations.services import evidence as proving
from recommendations.services import submitting
from recommendations.web.faces import item_url, level, proof, statement
from recommendations.web.shell import show
from recommendations.web.writing_form import NAMES, ProofForm, WritingForm
from recommendations.words import said

WORDS = {
    Voice.SELF: (_("Report"), "work"),
    Voice.RAPPORTEUR: (_("Assessment"), "assessments"),
    Voice.CIVIL_SOCIETY: (_("Comment"), "comments"),
}


class Desk:
    """What one page writes about: who, for what, in which period, with which voice."""

    def __init__(self, request: HttpRequest, ref: str, voice: str, period: str) -> None:
        self.request, self.actor = request, acting(request)
        if voice not in set(Voice):
            raise Http404
        self.voice = Voice(voice)
        self.one: Implementation = get_implementation(self.actor, ref)
        ask(
            VOICE_OF[self.voice][0], self.actor, state_id=self.one.state_id,
            organisation_id=self.one.organisation_id,
        )  # fmt: skip
        self.period: ReportingPeriod = get_period(self.one.state_id, period)
        self.row: Submission | None = submitting.open_submission(
            self.actor, self.one, self.period, self.voice
        )

    @property
    def here(self) -> str:
        """The address of this page."""
        args = [self.one.uuid, self.voice.value, self.period.code]
        return reverse("recommendations:write", args=args)

    def last(self) -> Statement | None:
        """What this desk's organisation said last: a correction begins with it, so does a new year."""
        rows = statements(self.actor).filter(
            implementation=self.one, voice=self.voice.value, organisation_id=self.actor.organisation_id or 0,
            period__ends_on__lte=self.period.ends_on,
        )  # fmt: skip
        return rows.order_by("-period__ends_on", "-edition").first()

    def begun(self) -> dict[str, str]:
        """What the form begins with: the draft, else what was said last."""
        source = self.row or self.last()
        return {name: getattr(source, name) for name in NAMES} if source else {}

    def version(self) -> int | None:
        """The version the form was made from."""
        return self.row.version if self.row else None


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, ref: str, voice: str, period: str) -> HttpResponse:
    """The form; saving keeps a draft, sending hands it to who publishes."""
    desk = Desk(request, ref, voice, period)
    if request.method == "GET":
        form = WritingForm(initial=desk.begun(), version=desk.version())
        return _page(desk, form)
    form = WritingForm(request.POST)
    if not form.is_valid():
        return _page(desk, form, status=422)
    try:
        typed = _chosen(desk, form)
        row = submitting.save(
            actor=desk.actor, implementation=desk.one, period=desk.period, voice=desk.voice,
            said=typed, version=form.cleaned_data["version"],
        )  # fmt: skip
    except Stale:
        return _conflict(desk, form)
    except Problem as problem:
        show_problem(form, problem)
        return _page(desk, form, status=problem.status)
    if request.POST.get("do") != "send":
        messages.success(request, _("Saved. Nobody else sees it yet."))
        return SeeOther(desk.here)
    return _send(desk, row, typed)


def _send(desk: Desk, row: Submission, typed: Said) -> HttpResponse:
    try:
        row = submitting.submit(actor=desk.actor, ref=row.uuid, version=row.version)
    except Problem as problem:
        desk.row = row
        initial = {
            "level": typed.level,
            "confidence": typed.confidence,
            "justification": typed.justification,
        }
        form = WritingForm({**initial, "version": row.version})
        form.is_valid()
        show_problem(form, problem)
        return _page(desk, form, status=problem.status)
    if row.stage == Stage.PUBLISHED:
        messages.success(desk.request, _("Published."))
        return SeeOther(item_url(desk.one.recommendation, state=desk.one.state.code))
    messages.success(desk.request, _("Sent. It is public as soon as it is published."))
    return SeeOther(reverse(f"recommendations:{WORDS[desk.voice][1]}"))


def _chosen(desk: Desk, form: WritingForm) -> Said:
    """What was typed; where both changed a field, what she chose to keep."""
    typed, open_ = form.said(), {}
    for name in desk.request.POST.getlist("clash"):
        keep = desk.request.POST.get(f"keep-{name}")
        if name not in NAMES or desk.row is None:
            continue
        if keep == "theirs":
            typed = replace(typed, **{name: getattr(desk.row, name)})
        elif keep != "yours":
            open_[name] = _("Choose which of the two to keep.")
    if open_:
        raise Invalid(errors=open_)
    return typed


def _conflict(desk: Desk, form: WritingForm) -> HttpResponse:
    """Somebody saved first: both texts, hers kept in the form, and the version she now knows."""
    row, typed = desk.row, form.said()
    if row is None:  # it was sent or published meanwhile
        form.add_error(
            None, _("This was sent by a colleague while you were writing. Look at it first.")
        )
        return _page(desk, form, status=409)
    clashes = [
        {"name": name, "label": form.fields[name].label, "theirs": _shown(name, getattr(row, name)),
         "yours": _shown(name, getattr(typed, name))}
        for name in NAMES if getattr(row, name) != getattr(typed, name)
    ]  # fmt: skip
    data: Any = desk.request.POST.copy()
    data["version"] = str(row.version)
    fresh = WritingForm(data)
    fresh.is_valid()
    conflict = {
        "by": _("A colleague"), "organisation": row.organisation.name, "at": row.changed_at,
        "form": "f", "clashes": clashes,
    }  # fmt: skip
    return _page(desk, fresh, conflict=conflict, status=409)


def _shown(name: str, value: str) -> str:
    return value if name == "justification" else said(name, value) or _("Nothing")


def _page(
    desk: Desk, form: WritingForm, *, proof_form: ProofForm | None = None,
    conflict: dict[str, Any] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    row, one, last = desk.row, desk.one, desk.last()
    word, back = WORDS[desk.voice]
    open_ = row is None or row.stage in (Stage.DRAFT, Stage.RETURNED)
    closed = desk.voice is Voice.SELF and not desk.period.is_open
    others = [
        statement(s)
        for s in statements(desk.actor).filter(implementation=one, period=desk.period)
        .exclude(voice=desk.voice.value).order_by("voice", "-edition")[:6]
    ]  # fmt: skip
    context = {
        "form": form,
        "word": _(word),
        "one": one,
        "period": desk.period,
        "here": desk.here,
        "row": row,
        "open": open_ and not closed,
        "closed": closed,
        "conflict": conflict,
        "back": reverse(f"recommendations:{back}"),
        "item": item_url(one.recommendation, state=one.state.code),
        "proofs": _proofs(desk, row),
        "proof_form": proof_form or ProofForm(version=desk.version()),
        "last": last and {"code": last.period.code, "level": level(last.level, last.voice)},
        "from_last": row is None and last is not None,
        "others": others,
        "publishes": desk.voice is Voice.RAPPORTEUR,
        "stage": row and said("stage", row.stage),
    }
    return show(desk.request, "write", context, status=status)


def _proofs(desk: Desk, row: Submission | None) -> list[dict[str, Any]]:
    if row is None:
        return []
    args = [desk.one.uuid, desk.voice.value, desk.period.code]
    return [
        {
            **proof(one, desk.one.state.code),
            "drop": reverse("recommendations:unprove", args=[*args, one.uuid]),
        }
        for one in row.evidence.all()
    ]  # fmt: skip


@require_POST
def prove(request: HttpRequest, ref: str, voice: str, period: str) -> HttpResponse:
    """Add a file, a link or a figure; where no draft is there yet, one begins with what was said last."""
    desk = Desk(request, ref, voice, period)
    form = ProofForm(request.POST, request.FILES)
    writing = WritingForm(initial=desk.begun(), version=desk.version())
    if not form.is_valid():
        return _page(desk, writing, proof_form=form, status=422)
    try:
        _add(desk, form)
    except Problem as problem:
        show_problem(form, problem)
        desk.row = submitting.open_submission(desk.actor, desk.one, desk.period, desk.voice)
        return _page(desk, writing, proof_form=form, status=problem.status)
    messages.success(request, _("Added."))
    return SeeOther(f"{desk.here}#evidence")


def _add(desk: Desk, form: ProofForm) -> None:
    data, file = form.cleaned_data, form.cleaned_data.get("file")
    if file is not None and getattr(file, "too_large", False):
        raise Invalid(field="file", remedy=_("At most 10 MB. Send a smaller file, or a link."))
    if not (file or data["address"] or data["figure"]):
        raise Invalid(field="file", remedy=_("Choose a file, give a link, or choose a figure."))
    row = desk.row or submitting.save(
        actor=desk.actor, implementation=desk.one, period=desk.period, voice=desk.voice,
        said=Said(**desk.begun()),
    )  # fmt: skip
    known: dict[str, Any] = {
        "actor": desk.actor,
        "ref": row.uuid,
        "version": data["version"] or row.version,
    }
    if file:
        proving.add_file(**known, title=data["title"] or _("File"), content=file.read())
    elif data["address"]:
        proving.add_link(
            **known, title=data["title"] or data["address"][:200], address=data["address"]
        )
    else:
        proving.add_figure(**known, figure=data["figure"])


@require_POST
def unprove(request: HttpRequest, ref: str, voice: str, period: str, evidence: str) -> HttpResponse:
    """Take a piece of evidence out of a draft."""
    desk = Desk(request, ref, voice, period)
    if desk.row is None:
        raise Http404
    proving.drop(actor=desk.actor, ref=desk.row.uuid, version=desk.row.version, evidence=evidence)
    messages.success(request, _("Taken out."))
    return SeeOther(f"{desk.here}#evidence")


@require_safe
def writing(request: HttpRequest, ref: str) -> HttpResponse:
    """Where a notice leads: the form while it is open, the published word after."""
    actor: Actor = acting(request)
    row = get_submission(actor, ref)
    one = row.implementation
    if row.stage in (Stage.PUBLISHED, Stage.DECLINED):
        return SeeOther(item_url(one.recommendation, state=one.state.code))
    return SeeOther(reverse("recommendations:write", args=[one.uuid, row.voice, row.period.code]))
