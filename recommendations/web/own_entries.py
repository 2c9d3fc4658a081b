"""Pages of those who write and publish entries: a list, the form, the two steps, tables by CSV."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.paging import page
from portal.core.problems import Invalid, Problem, Stale
from portal.organisations.actors import Actor
from portal.organisations.posting import SeeOther, acting, press_once, show_problem
from recommendations.models import Entry
from recommendations.rules.entries.catalogue import ALL, KINDS, PARTS
from recommendations.rules.entries.fields import Known
from recommendations.rules.entries.kinds import EntryKind
from recommendations.rules.stages import Stage
from recommendations.selectors import entries as selectors
from recommendations.selectors.reach import ask_anywhere, within
from recommendations.services import entries as services
from recommendations.services import entry_rows
from recommendations.web import entry_faces as faces
from recommendations.web.entry_form import (
    EntryForm,
    ReasonForm,
    TableForm,
    clashes,
    initial,
    settled,
)
from recommendations.web.shell import entry_roles, show
from recommendations.words import said

KIND_OF_STAGE = {
    Stage.PUBLISHED: "ok", Stage.SUBMITTED: "info", Stage.RETURNED: "danger", Stage.DRAFT: "plain",
}  # fmt: skip


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """What waits for her word, what she writes, and what she may begin."""
    actor = acting(request)
    if not entry_roles(actor):
        raise Http404
    waiting = list(selectors.entries_waiting(actor)[:50])
    found = page(
        selectors.entries(actor), keys=("-changed_at", "-uuid"), after=request.GET.get("after", "")
    )
    begin = [
        {
            "name": _(part.label),
            "kinds": [
                {"label": _(k.label), "url": reverse("recommendations:own_new", args=[k.code]),
                 "table": reverse("recommendations:own_table", args=[k.code]), "plural": _(k.plural)}
                for k in kinds
            ],
        }
        for part in PARTS if (kinds := [k for k in writes(actor) if k.part is part])
    ]  # fmt: skip
    context = {
        "waiting": [_row(one) for one in waiting], "rows": [_row(one) for one in found.rows],
        "begin": begin, "next_url": f"?after={found.next}" if found.next else "",
    }  # fmt: skip
    return show(request, "own", context)


def writes(actor: Actor) -> list[EntryKind]:
    """The kinds that this actor writes."""
    return [kind for kind in ALL if within(kind.write, actor).children != [("pk__in", ())]]


def _row(one: Entry) -> dict[str, Any]:
    kind = KINDS[one.kind]
    return {
        "title": _(selectors.titled(one.kind, one.document)) or one.code, "kind": _(kind.label),
        "code": one.code, "who": one.organisation.name, "changed": one.changed_at,
        "stage": said("stage", one.stage), "look": KIND_OF_STAGE.get(Stage(one.stage), "plain"),
        "url": reverse("recommendations:own_entry", args=[one.uuid]),
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def own_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin an entry; ``below`` in the address names what it hangs below."""
    actor, one = acting(request), selectors.kind_of(kind)
    ask_anywhere(one.write, actor)
    known = selectors.known_for(one, services.may_write(actor, one))
    if request.method == "GET":
        first = {one.parent.name: request.GET.get("below", "")} if one.parent else {}
        return _form(request, one, EntryForm(kind=one, known=known, initial=first))
    form = EntryForm(request.POST, kind=one, known=known)
    if not form.is_valid():
        return _form(request, one, form, status=422)
    try:
        made = press_once(
            request, lambda: str(services.save(actor=actor, kind=one, raw=form.raw()).uuid)
        )
        return _saved(request, actor, selectors.get_entry(actor, made.reference))
    except Problem as problem:
        show_problem(form, problem)
        return _form(request, one, form, status=problem.status)


def _saved(request: HttpRequest, actor: Actor, row: Entry) -> HttpResponse:
    here = reverse("recommendations:own_entry", args=[row.uuid])
    if request.POST.get("do") != "send":
        messages.success(request, _("Saved. Nobody else sees it yet."))
        return SeeOther(here)
    row = services.submit(actor=actor, ref=row.uuid, version=row.version)
    words = (
        _("Published.")
        if row.stage == Stage.PUBLISHED
        else _("Sent. It is public as soon as it is published.")
    )
    messages.success(request, words)
    return SeeOther(reverse("recommendations:own"))


@require_http_methods(["GET", "POST"])
def own_entry(request: HttpRequest, ref: str) -> HttpResponse:
    """One entry: its form for who writes it, the two answers for who publishes it."""
    actor = acting(request)
    row = selectors.get_entry(actor, ref)
    kind = KINDS[row.kind]
    known = selectors.known_for(kind, row.state)
    if request.method == "GET":
        form = EntryForm(
            kind=kind, known=known, version=row.version, initial=initial(kind, row.document)
        )
        return _form(request, kind, form, row=row, known=known)
    if request.POST.get("do") in ("publish", "return", "withdraw"):
        return _step(request, actor, row, kind, known)
    form = EntryForm(request.POST, kind=kind, known=known)
    if not form.is_valid():
        return _form(request, kind, form, row=row, known=known, status=422)
    try:
        raw, open_ = settled(request.POST, form, row.document)
        if open_:
            raise Invalid(errors=dict.fromkeys(open_, _("Choose which of the two to keep.")))
        version = form.cleaned_data["version"]
        row = services.save(actor=actor, kind=kind, raw=raw, ref=row.uuid, version=version)
        return _saved(request, actor, row)
    except Stale:
        return _conflict(request, kind, form, row, known)
    except Problem as problem:
        show_problem(form, problem)
        return _form(request, kind, form, row=row, known=known, status=problem.status)


def _conflict(
    request: HttpRequest, kind: EntryKind, form: EntryForm, row: Entry, known: Known
) -> HttpResponse:
    """Somebody saved first: both texts, hers kept in the form, and the version she now knows."""
    differ = clashes(form, row.document, known, lambda value: str(value or _("Nothing")))
    data = request.POST.copy()
    data["version"] = str(row.version)
    fresh = EntryForm(data, kind=kind, known=known)
    fresh.is_valid()
    conflict = {
        "by": _("A colleague"), "organisation": row.organisation.name, "at": row.changed_at,
        "form": "f", "clashes": differ,
    }  # fmt: skip
    return _form(request, kind, fresh, row=row, known=known, conflict=conflict, status=409)


def _step(
    request: HttpRequest, actor: Actor, row: Entry, kind: EntryKind, known: Known
) -> HttpResponse:
    do, version = request.POST["do"], request.POST.get("version", "")
    sent: dict[str, Any] = {
        "actor": actor, "ref": row.uuid, "version": int(version) if version.isdecimal() else 0
    }  # fmt: skip
    reason = ReasonForm(request.POST)
    reason.is_valid()
    try:
        if do == "publish":
            services.publish(**sent)
        elif do == "withdraw":
            services.withdraw(**sent)
        else:
            services.send_back(**sent, reason=reason.cleaned_data.get("reason", ""))
    except Problem as problem:
        show_problem(reason, problem)
        form = EntryForm(
            kind=kind, known=known, version=row.version, initial=initial(kind, row.document)
        )
        return _form(
            request, kind, form, row=row, known=known, reason=reason, status=problem.status
        )
    words = {"publish": _("Published."), "withdraw": _("Taken out. Its history stays."),
             "return": _("Returned. Its writers know why.")}  # fmt: skip
    messages.success(request, words[do])
    return SeeOther(reverse("recommendations:own"))


def _form(
    request: HttpRequest, kind: EntryKind, form: EntryForm, *, row: Entry | None = None,
    known: Known | None = None, conflict: Any = None, reason: ReasonForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    actor = acting(request)
    mine = row is None or (row.organisation_id == actor.organisation_id and kind in writes(actor))
    open_ = row is None or row.stage in (Stage.DRAFT, Stage.RETURNED, Stage.PUBLISHED)
    publishes = kind.at_once or kind not in writes(actor)
    names = {**known.entries, **known.lists} if known else {}
    last = row.editions.order_by("-edition").first() if row else None
    context = {
        "kind": kind, "label": _(kind.label), "part": _(kind.part.label), "form": form, "row": row,
        "write": mine and open_, "conflict": conflict, "at_once": kind.at_once,
        "facts": faces.facts(kind, row.document, names) if row else [],
        "title": (_(selectors.titled(row.kind, row.document)) or row.code) if row else _(kind.label),
        "stage": said("stage", row.stage) if row else "", "reason": reason or ReasonForm(),
        "waits": row is not None and row.stage == Stage.SUBMITTED and publishes,
        "may_withdraw": row is not None and row.stage == Stage.PUBLISHED and publishes
        and last is not None and not last.withdrawn,
        "public": reverse("recommendations:entry", args=[row.uuid])
        if row and last and not last.withdrawn else "",
    }  # fmt: skip
    return show(request, "own_entry", context, status=status)


@require_http_methods(["GET", "POST"])
def own_table(request: HttpRequest, kind: str) -> HttpResponse:
    """A table of entries: read first, taken when she says so."""
    actor, one = acting(request), selectors.kind_of(kind)
    services.may_write(actor, one)
    context: dict[str, Any] = {
        "kind": one, "plural": _(one.plural), "form": TableForm(),
        "columns": [(f.name, _(f.label), f.needed) for f in one.fields],
    }  # fmt: skip
    if request.method == "GET":
        return show(request, "own_table", context)
    form = context["form"] = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, "own_table", context, status=422)
    known: dict[str, Any] = {
        "actor": actor,
        "kind": one,
        "content": form.cleaned_data["file"].read(),
    }
    try:
        if request.POST.get("do") != "take":
            context["report"] = entry_rows.check(**known)
            return show(request, "own_table", context)
        outcome = entry_rows.take(**known, only_good=form.cleaned_data["good"])
    except Problem as problem:
        show_problem(form, problem)
        if "file" in problem.errors and form.files:
            context["report"] = _again(known)
        return show(request, "own_table", context, status=problem.status)
    n = outcome.created + outcome.changed
    messages.success(
        request, ngettext("%(n)d draft written.", "%(n)d drafts written.", n) % {"n": n}
    )
    return SeeOther(reverse("recommendations:own"))


def _again(known: dict[str, Any]) -> entry_rows.Outcome | None:
    """The report beside a refusal, where the table could be read at all."""
    try:
        return entry_rows.check(**known)
    except Problem:
        return None
