"""A focal point's work: what is owed, and a table to write many reports in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.clock import now
from portal.core.problems import Problem
from portal.core.templatetags.concord import state_time
from portal.organisations.actors import Actor
from portal.organisations.posting import SeeOther, acting
from recommendations.models import Implementation, ReportDue, Submission
from recommendations.rules.access import Act
from recommendations.rules.levels import Voice
from recommendations.rules.submitting import Said
from recommendations.selectors.implementation import latest, owed, submissions
from recommendations.selectors.reach import ask_anywhere
from recommendations.services import submitting
from recommendations.web.faces import item_url
from recommendations.web.shell import show
from recommendations.web.writing_form import RowForm

SHOWN = 100


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Reports due, the most urgent first; what came back stands above all."""
    actor = acting(request)
    ask_anywhere(Act.WRITE_REPORT, actor)
    rows = list(owed(actor)[:SHOWN])
    begun = _begun(actor, rows)
    waits = submissions(actor).filter(voice=Voice.SELF.value, stage="submitted").count()
    faces = [_face(one, begun.get((one.implementation_id, one.period_id))) for one in rows]
    faces.sort(key=lambda face: not face["back"])
    late = sum(1 for one in rows if one.period.due_on < now().date())
    context = {
        "rows": faces,
        "n": len(rows),
        "late": late,
        "waits": waits,
        "table": reverse("recommendations:table"),
    }
    return show(request, "work", context)


def _begun(actor: Actor, rows: list[ReportDue]) -> dict[tuple[int, int], Submission]:
    found = submissions(actor).filter(
        voice=Voice.SELF.value, stage__in=("draft", "returned"),
        implementation__in={one.implementation_id for one in rows},
    )  # fmt: skip
    return {(one.implementation_id, one.period_id): one for one in found}


def _face(one: ReportDue, begun: Submission | None) -> dict[str, Any]:
    row = one.implementation.recommendation
    back = begun is not None and begun.stage == "returned"
    kind, left = _urgency(one.period.due_on)
    args = [one.implementation.uuid, Voice.SELF.value, one.period.code]
    meta = _("Returned: %(why)s") % {"why": begun.returned_because} if back and begun else (
        _("Draft begun") if begun else _("Nothing written yet")
    )  # fmt: skip
    return {
        "kind": "danger" if back else kind,
        "title": f"{row.code} {row.title}",
        "meta": f"{one.period.code} · {meta}",
        "left": left,
        "due": state_time(one.period.due_on, "day"),
        "back": back,
        "url": reverse("recommendations:write", args=args),
    }


def _urgency(due: date) -> tuple[str, str]:
    days = (due - now().date()).days
    if days < 0:
        return "danger", ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
    words = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return ("warn" if days <= 14 else "plain"), words


@require_http_methods(["GET", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """Many reports at once. A row that cannot be saved is named with its remedy; the good ones are."""
    actor = acting(request)
    ask_anywhere(Act.WRITE_REPORT, actor)
    rows = list(owed(actor)[:SHOWN])
    begun = _begun(actor, rows)
    before = latest(actor, [one.implementation_id for one in rows])
    lines = [_line(one, begun, before, request) for one in rows]
    if request.method == "GET":
        return _table(request, lines)
    send = request.POST.get("do") == "send"
    done = sum(_stored(actor, line, send) for line in lines)
    wrong = [line for line in lines if line["form"].errors]
    if done:
        words = ngettext("%(n)d report saved.", "%(n)d reports saved.", done)
        if send:
            words = ngettext("%(n)d report sent.", "%(n)d reports sent.", done)
        messages.success(request, words % {"n": done})
    if wrong:
        return _table(request, lines, status=422)
    return SeeOther(reverse("recommendations:table"))


def _line(one: ReportDue, begun: Any, before: Any, request: HttpRequest) -> dict[str, Any]:
    row = begun.get((one.implementation_id, one.period_id))
    told = before.get((one.implementation_id, Voice.SELF.value))
    source = row or told
    stored = {"level": row.level, "justification": row.justification} if row else {}
    initial = {
        "version": row.version if row else None,
        "level": source.level if source else "", "justification": source.justification if source else "",
    }  # fmt: skip
    code = one.implementation.recommendation.code
    data = request.POST if request.method == "POST" else None
    form = RowForm(data, prefix=str(one.uuid), initial=initial, label=code)
    kind, left = _urgency(one.period.due_on)
    return {
        "due": one, "form": form, "stored": stored, "kind": kind, "left": left, "code": code,
        "title": one.implementation.recommendation.title, "period": one.period.code,
        "url": item_url(one.implementation.recommendation, state=one.implementation.state.code),
        "confidence": source.confidence if source else "", "remembered": row is None and told is not None,
    }  # fmt: skip


def _stored(actor: Actor, line: dict[str, Any], send: bool) -> bool:
    """Save (and send) one row; its refusal becomes its form's errors."""
    form, due = line["form"], line["due"]
    if not form.is_valid() or not (
        form.cleaned_data["level"] or form.cleaned_data["justification"].strip()
    ):
        return False
    changed = form.changed_from(line["stored"])
    if not changed and not send:
        return False
    one: Implementation = due.implementation
    text = form.cleaned_data["justification"].replace("\r\n", "\n")
    try:
        row = submitting.save(
            actor=actor, implementation=one, period=due.period, voice=Voice.SELF,
            said=Said(form.cleaned_data["level"], line["confidence"], text),
            version=form.cleaned_data["version"],
        )  # fmt: skip
        if send:
            submitting.submit(actor=actor, ref=row.uuid, version=row.version)
    except Problem as problem:
        for field, remedy in (problem.errors or {"": problem.detail or problem.title}).items():
            form.add_error(field if field in form.fields else None, remedy)
        return False
    return True


def _table(request: HttpRequest, lines: list[dict[str, Any]], status: int = 200) -> HttpResponse:
    wrong = [
        {"id": line["form"][field].id_for_label if field in line["form"].fields else "",
         "text": f"{line['code']}: {text}"}
        for line in lines if line["form"].is_bound
        for field, texts in line["form"].errors.items() for text in texts
    ]  # fmt: skip
    return show(request, "table", {"lines": lines, "wrong": wrong}, status=status)
