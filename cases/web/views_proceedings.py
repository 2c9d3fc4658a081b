"""Proceedings of a police or prosecution desk: its list, one of them, opening and moving them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Case, CaseBasis, Proceeding
from cases.proceedings import services
from cases.proceedings.selectors import get_own, investigates, listed, may_open, own_of
from cases.proceedings.workflow import open_steps, reasons_from
from cases.selectors import get_case, held
from cases.vocabulary import EndedWhy, Stage
from cases.web.cards import url
from cases.web.forms_proceedings import OpenForm, StepForm
from cases.web.proceedings_track import status_words
from cases.who_sees import Circle
from cases.words import coded
from portal.access import grants
from portal.access.matrix import Role
from portal.core.actors import Acting
from portal.core.paging import page
from portal.core.problems import Problem, Stale
from portal.organisations.fields import translated
from portal.organisations.posting import SeeOther, acting, press_once, show_problem

KIND = {Stage.TRIED: "warn", Stage.CHARGED: "info", Stage.ENDED: "plain"}


@require_safe
def proceedings(request: HttpRequest) -> HttpResponse:
    """The desk's own, the last changed first; filtered by their own stage and nothing else."""
    actor = acting(request)
    if not investigates(actor):
        raise Http404
    stages = [s for s in request.GET.getlist("stage") if s in set(Stage)]
    found = page(
        listed(actor, stages), keys=("-changed_at", "-uuid"), after=request.GET.get("after", "")
    )
    kept = [("stage", s) for s in stages]
    here = reverse("cases:proceedings")
    context = {
        "rows": _rows(actor, found.rows),
        "stages": [(code, label, code in stages) for code, label in translated(Stage.choices())],
        "next_url": f"{here}?{urlencode([*kept, ('after', found.next)])}" if found.next else "",
        "filtered": bool(stages),
    }
    return render(request, "cases/proceedings/list.html", context)


def _rows(actor: Acting, rows: Sequence[Proceeding]) -> list[dict[str, Any]]:
    """A line for each, by the names this reader may hear: two queries, whatever their number."""
    ids = [row.case_id for row in rows]
    names = grants.held_on(ids, actor)
    sheltering: dict[int, set[int]] = {}
    places = CaseBasis.objects.filter(case_id__in=ids, desk__role=Role.PLACEMENT_OFFICER)
    for case_id, organisation in places.values_list("case_id", "desk__organisation_id"):
        sheltering.setdefault(case_id, set()).add(organisation)
    return [
        {
            "ref": row.case.ref,
            "url": reverse("cases:proceeding", args=[row.uuid]),
            "status": {"kind": KIND.get(Stage(row.stage), "info"), "word": status_words(row)},
            "since": row.since,
            "from": _("Own report") if row.own_report else _("Referral"),
            "lead": _lead(actor, row.case, names, sheltering),
        }
        for row in rows
    ]


def _lead(
    actor: Acting, case: Case, names: dict[int, frozenset[str]], sheltering: dict[int, set[int]]
) -> str:
    held_here = names.get(case.pk, frozenset())
    around = Circle(actor, case, held_here, (), frozenset(sheltering.get(case.pk, ())))
    return around.lead()


@require_http_methods(["GET", "HEAD", "POST"])
def proceedings_open(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin them from an own report, or from a referral that was accepted."""
    actor = acting(request)
    case = get_case(actor, ref)
    mine = own_of(actor, case)
    if mine is not None and request.method != "POST":
        return SeeOther(reverse("cases:proceeding", args=[mine.uuid]))
    if mine is None and not may_open(actor, case, held(actor, case)):
        raise Http404
    form, status = OpenForm(), 200
    if request.method == "POST":
        form, status = OpenForm(request.POST), 422
        try:
            if form.is_valid():
                made = press_once(
                    request,
                    lambda: str(
                        services.open_proceedings(
                            actor=actor, ref=case.uuid, day=form.cleaned_data["day"]
                        ).uuid
                    ),
                )
                messages.success(request, _("The proceedings are open."))
                return SeeOther(reverse("cases:proceeding", args=[made.reference]))
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {
        "case": case, "case_url": url("detail", case), "form": form,
        "own": case.reporter_desk_id == actor.desk_id, "here": url("proceedings_open", case),
        "effects": _effects(),
    }  # fmt: skip
    return render(request, "cases/proceedings/open.html", context, status=status)


def _effects() -> list[dict[str, str]]:
    return [
        {"sign": "eye", "text": _("Who leads the case sees the status line, never the content.")},
        {"sign": "people", "text": _("No help to the person depends on it, or waits for it.")},
        {
            "sign": "lock",
            "text": _("Health, needs and where the person sleeps stay closed to you."),
        },
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def proceeding(request: HttpRequest, ref: str) -> HttpResponse:
    """Where they stand, how they came there, and the steps that are open now."""
    actor = acting(request)
    row = get_own(actor, ref)
    form, status, stale = _form(None, row), 200, None
    if request.method == "POST":
        form, status = _form(request.POST, row), 422
        try:
            if form.is_valid():
                told = form.cleaned_data
                services.move(
                    actor=actor, ref=row.uuid, name=told["step"], version=told["version"],
                    day=told["day"], why=told["why"],
                )  # fmt: skip
                messages.success(request, _("The status is changed. Who leads the case is told."))
                return SeeOther(reverse("cases:proceeding", args=[row.uuid]))
        except Stale as problem:
            row = get_own(actor, ref)
            typed = {**request.POST.dict(), "version": str(row.version)}
            form, stale, status = _form(typed, row), problem, problem.status
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    names = held(actor, row.case)
    context = {
        "row": row,
        "case": row.case,
        "case_url": url("detail", row.case),
        "status": {"kind": KIND.get(Stage(row.stage), "info"), "word": status_words(row)},
        "form": form if form.steps and _has_the_pen(row, names) else None,
        "stale": stale,
        "steps": _steps(row),
        "write_url": url("section_edit", row.case, "proceedings")
        if "edit_proceedings" in names
        else "",
    }
    return render(request, "cases/proceedings/detail.html", context, status=status)


def _has_the_pen(row: Proceeding, names: frozenset[str]) -> bool:
    return "edit_proceedings" in names or (row.own_report and row.stage == Stage.ENDED)


def _form(data: Any, row: Proceeding) -> StepForm:
    return StepForm(
        data, steps=open_steps(row.stage), reasons=reasons_from(row.stage), version=row.version
    )


def _steps(row: Proceeding) -> list[dict[str, Any]]:
    """How they came where they are: each step with its day and who said so."""
    taken = list(row.steps.all())
    found = []
    for step in taken:
        title = coded(Stage.choices(), step.stage)
        if step.ended_why:
            title = f"{title}: {coded(EndedWhy.choices(), step.ended_why)}"
        found.append(
            {
                "title": title,
                "day": step.day,
                "at": step.at,
                "by": step.user.name if step.user else "",
            }
        )
    return found[::-1]
