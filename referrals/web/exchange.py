"""Pages of an import: choose a list, read its report, answer, take the rows, watch, correct."""

import csv
import io
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.models import Case
from cases.selectors import visible_cases
from cases.services import confirm_running
from portal.access.rules import opens_own_case
from portal.core.problems import NotOpen, Problem
from portal.organisations.actors import Actor
from portal.organisations.posting import SeeOther, acting, press_once, show_problem
from portal.tables.runnable import neutralise
from referrals import selectors_exchange as selectors
from referrals import tasks
from referrals.models import ImportRun, ImportState
from referrals.services import exchange
from referrals.web.exchange_forms import AnswersForm, ExportForm, UploadForm
from referrals.web.exchange_words import RESULTS, columns, kept, reading, sentence, to_correct

AT_ONCE_BYTES, AT_ONCE_ROWS = 40_000, 15
SHOWN = 20


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """My lists in and out, what waits for my word, and a new one."""
    actor = acting(request)
    may = opens_own_case(actor.kind, actor.role)
    waiting = selectors.exports_to_decide(actor)
    if not may and actor.role != "organisation_admin" and not waiting.exists():
        raise Http404
    if request.method == "POST":
        return _upload(request, actor)
    return _overview(request, actor, UploadForm())


def _overview(
    request: HttpRequest, actor: Actor, form: UploadForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "may": opens_own_case(actor.kind, actor.role),
        "export_form": ExportForm(initial={"form": "xlsx", "headers": "names"}),
        "imports": selectors.my_imports(actor).order_by("-created_at")[:SHOWN],
        "exports": selectors.my_exports(actor).order_by("-created_at")[:SHOWN],
        "waiting": selectors.exports_to_decide(actor)[:SHOWN],
    }
    return render(request, "referrals/exchange/overview.html", context, status=status)


def _upload(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _overview(request, actor, form, 422)
    file = form.cleaned_data["file"]
    first = exchange.Answers(filename=file.name)
    try:
        made = press_once(
            request,
            lambda: str(exchange.receive(actor=actor, source=file.chunks(), answers=first).uuid),
        )
    except Problem as problem:
        show_problem(form, problem)
        return _overview(request, actor, form, problem.status)
    run = selectors.get_import(actor, made.reference)
    _check(actor, run)
    return SeeOther(reverse("referrals:import", args=[run.uuid]))


def _check(actor: Actor, run: ImportRun) -> None:
    if run.state != ImportState.CHECKING:
        return
    if run.size <= AT_ONCE_BYTES:
        exchange.check(actor=actor, run=run)
    else:
        tasks.hand_out(tasks.work_on_import, str(run.uuid))


@require_safe
def one(request: HttpRequest, ref: str) -> HttpResponse:
    """One import: while it is worked on its progress, then its report."""
    actor = acting(request)
    run = selectors.get_import(actor, ref)
    job = _job(run)
    if request.headers.get("HX-Request") and request.headers.get("HX-Target") == "job":
        if job:
            return render(request, "referrals/exchange/job.html", {"job": job})
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _page(request, actor, run)


def _job(run: ImportRun) -> dict[str, Any] | None:
    if run.state == ImportState.CHECKING:
        return {"label": _("Reading the list"), "done": 0, "total": 1, "url": _url(run)}
    if run.state == ImportState.IMPORTING:
        total = max(run.rows_read, 1)
        label = _("Taking row %(n)d of %(total)d") % {"n": run.passed, "total": run.rows_read}
        return {
            "label": label,
            "done": min(run.passed, total - 1),
            "total": total,
            "url": _url(run),
        }
    return None


def _url(run: ImportRun, name: str = "import") -> str:
    return reverse(f"referrals:{name}", args=[run.uuid])


def _page(
    request: HttpRequest,
    actor: Actor,
    run: ImportRun,
    form: AnswersForm | None = None,
    status: int = 200,
) -> HttpResponse:
    report = exchange.report_of(run)
    given = exchange.answers_of(run)
    checked = run.state in (ImportState.CHECKED, ImportState.UNREADABLE)
    broken = report.get("unreadable")
    if form is None and checked and not (broken and broken["field"] == "file"):
        form = AnswersForm(report=report, answers=given, keep=run.keep)
    bad, more_bad = _paged(request, run, exchange.TO_CORRECT, "bad")
    waiting, more_open = _paged(request, run, exchange.WAITING, "open")
    rows, more_rows = _paged(request, run, exchange.RESULT, "rows")
    context = {
        "run": run, "filename": given.filename, "form": form, "job": _job(run), "report": report,
        "checked": run.state == ImportState.CHECKED, "done": run.state == ImportState.DONE,
        "broken": broken and {k: sentence(broken[k]) for k in ("said", "remedy")},
        "figures": _figures(run, report), "columns": columns(report),
        "reading": reading(report.get("sheet", {})), "bad": to_correct(bad), "more_bad": more_bad,
        "open": to_correct(waiting),
        "more_open": more_open,
        "rows": _results(actor, rows), "more_rows": more_rows,
        "suspects": any(c["use"] == "not_taken_over" for c in report.get("columns", [])),
    }  # fmt: skip
    return render(request, "referrals/exchange/import.html", context, status=status)


def _paged(
    request: HttpRequest, run: ImportRun, kind: str, name: str
) -> tuple[list[dict[str, Any]], str]:
    """One sealed page of the report, and where the next is."""
    text = request.GET.get(name, "1")
    number = int(text) if text.isdecimal() and len(text) < 6 else 1
    lines = list(exchange.lines_of(run, kind, number))
    more = next(islice(exchange.lines_of(run, kind, number + 1), 1), None)
    return lines, f"{_url(run)}?{name}={number + 1}" if more else ""


def _figures(run: ImportRun, report: dict[str, Any]) -> list[dict[str, Any]]:
    if run.state == ImportState.CHECKED:
        summary = report["summary"]
        return [
            {"term": _("Read"), "value": run.rows_read, "detail": _("rows")},
            {"term": _("Can be taken"), "value": run.accepted, "detail": _("one case each")},
            {"term": _("Wait for an answer"), "value": summary["waiting"], "detail": _("of yours")},
            {"term": _("Left out or to correct"), "value": run.refused - summary["waiting"],
             "kind": "danger" if run.refused - summary["waiting"] else "", "detail": _("nothing stored")},
        ]  # fmt: skip
    return [
        {"term": _("Created"), "value": run.created, "detail": _("new cases")},
        {"term": _("Updated"), "value": run.updated, "detail": _("your own cases")},
        {"term": _("Unchanged"), "value": run.unchanged, "detail": _("known already")},
        {"term": _("To correct"), "value": run.refused, "kind": "danger" if run.refused else "",
         "detail": _("nothing stored")},
    ]  # fmt: skip


def _results(actor: Actor, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    wanted = [line["case"] for line in lines if line["case"]]
    found: dict[str, Case] = {str(c.uuid): c for c in visible_cases(actor).filter(uuid__in=wanted)}
    rows = []
    for line in lines:
        kind, word = RESULTS["aside" if line["aside"] else line["result"]]
        case = found.get(line["case"])
        note = _(line["note"]) if line["note"] else kept(line["kept"])
        if case is not None and case.treated_as_child and not note:
            note = _("Treated as a child until the age is known")
        rows.append(
            {
                "line": line["line"], "kind": kind, "word": word, "ref": case.ref if case else "",
                "url": reverse("cases:detail", args=[case.uuid]) if case else "", "note": note,
            }
        )  # fmt: skip
    return rows


@require_POST
def answers(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer questions, or say how the list is to be read; it is checked again."""
    actor = acting(request)
    run = selectors.get_import(actor, ref)
    given = exchange.Answers(filename=exchange.answers_of(run).filename) if request.POST.get(
        "anew"
    ) else exchange.answers_of(run)  # fmt: skip
    form = AnswersForm(request.POST, report=exchange.report_of(run), answers=given, keep=run.keep)
    if request.POST.get("anew"):
        run = exchange.answer(actor=actor, run=run, answers=given, keep=run.keep)
    elif form.is_valid():
        run = exchange.answer(
            actor=actor, run=run, answers=form.to_answers(), keep=form.cleaned_data["keep"]
        )
    else:
        return _page(request, actor, run, form, 422)
    _check(actor, run)
    return SeeOther(_url(run))


@require_POST
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Take the rows: few at once, many by a worker while the page shows how far it is."""
    actor = acting(request)
    run = selectors.get_import(actor, ref)
    try:
        run = exchange.begin(actor=actor, run=run)
    except Problem as problem:
        form = AnswersForm(
            report=exchange.report_of(run), answers=exchange.answers_of(run), keep=run.keep
        )
        messages.warning(
            request, " ".join(filter(None, (problem.detail, *problem.errors.values())))
        )
        return _page(request, actor, run, form, problem.status)
    if run.accepted <= AT_ONCE_ROWS and run.rows_read <= 10 * AT_ONCE_ROWS:
        exchange.take_rows(actor=actor, run=run)
    else:
        tasks.hand_out(tasks.work_on_import, str(run.uuid))
    return SeeOther(_url(run))


@require_POST
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Destroy file and report now; cases stay."""
    actor = acting(request)
    run = selectors.get_import(actor, ref)
    if run.state == ImportState.IMPORTING:
        raise NotOpen(_("Its rows are being taken. Wait until that is done."))
    exchange.discard_import(actor=actor, run=run)
    messages.success(request, _("The list and its report are deleted."))
    return SeeOther(reverse("referrals:imports"))


@require_safe
def rows_to_correct(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The rows to correct, as CSV: line, column, what it says, what is wrong, what to do."""
    run = selectors.get_import(acting(request), ref)
    answer = StreamingHttpResponse(_csv(run), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows-to-correct.csv"'
    return answer


def _csv(run: ImportRun) -> Iterator[bytes]:
    head = [_("Row"), _("Column"), _("What it says"), _("What is wrong"), _("What to do")]
    yield b"\xef\xbb\xbf" + _line(head)
    lines = chain(
        *(exchange.lines_of(run, kind) for kind in (exchange.TO_CORRECT, exchange.WAITING))
    )
    for line in lines:
        [row] = to_correct([line])
        yield _line([row["line"], row["column"], row["value"], row["wrong"], row["remedy"]])


def _line(cells: list[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([neutralise(str(cell)) for cell in cells])
    return text.getvalue().encode()


@require_POST
def running(request: HttpRequest, ref: str) -> HttpResponse:
    """A caseworker says that an imported case is running: its clocks start."""
    case = confirm_running(actor=acting(request), ref=ref)
    messages.success(request, _("The case is running. Its clocks have started."))
    return SeeOther(reverse("cases:detail", args=[case.uuid]))
