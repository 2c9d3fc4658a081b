"""A validator arranges: periods to report on, and who answers for what."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.core.problems import Problem
from portal.core.references import read_uuid
from portal.organisations.actors import Actor
from portal.organisations.posting import PostedForm, SeeOther, acting, show_problem
from recommendations.models import ActorType, Recommendation
from recommendations.rules.access import Act
from recommendations.selectors.implementation import (
    get_implementation,
    get_period,
    implementations,
    organisations_of,
    own_state,
    periods_of,
)
from recommendations.selectors.reach import ask_anywhere
from recommendations.selectors.register import Filters
from recommendations.selectors.register import listed as recommendations_listed
from recommendations.services import periods as services
from recommendations.web.shell import show

DAY = forms.DateInput(attrs={"type": "date", "class": "w-10"})
MOST = 1_000


class PeriodForm(PostedForm):
    """A time to report on."""

    code = forms.CharField(
        label=lazy("Name"), max_length=20, help_text=lazy("Such as 2026 or 2026-1.")
    )
    begins_on = forms.DateField(label=lazy("From"), widget=DAY)
    ends_on = forms.DateField(label=lazy("To"), widget=DAY)
    due_on = forms.DateField(label=lazy("Reports are due on"), widget=DAY)


class TaskForm(PostedForm):
    """Who answers for a recommendation."""

    recommendation = forms.ChoiceField(label=lazy("Recommendation"))
    organisation = forms.ChoiceField(
        label=lazy("Who answers for it"), help_text=lazy("Organisations with a focal point.")
    )
    actor_type = forms.ChoiceField(label=lazy("As what"), required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        state = own_state(actor)
        rows = recommendations_listed(actor, Filters(country=state.code)).order_by(
            "source__year", "number"
        )
        lists = {
            "recommendation": [(str(r.uuid), f"{r.code} {r.title}") for r in rows[:MOST]],
            "organisation": [(str(o.uuid), o.name) for o in organisations_of(state.pk)],
            "actor_type": [
                ("", _("What its kind says")),
                *((t.code, _(t.name)) for t in ActorType.objects.all()),
            ],
        }
        for name, found in lists.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = found


@require_http_methods(["GET", "POST"])
def periods(request: HttpRequest) -> HttpResponse:
    """Periods and tasks of one's State."""
    actor = acting(request)
    ask_anywhere(Act.SET_PERIODS, actor)
    if request.method == "GET":
        return _page(request, actor, PeriodForm(), TaskForm(actor=actor))
    form = PeriodForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, form, TaskForm(actor=actor), 422)
    data = form.cleaned_data
    try:
        services.open_period(
            actor=actor, state=own_state(actor), code=data["code"], begins_on=data["begins_on"],
            ends_on=data["ends_on"], due_on=data["due_on"],
        )  # fmt: skip
    except Problem as problem:
        show_problem(form, problem)
        return _page(request, actor, form, TaskForm(actor=actor), problem.status)
    messages.success(
        request, _("Opened. Whoever answers for something is told before reports are due.")
    )
    return SeeOther(reverse("recommendations:periods"))


@require_POST
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a period."""
    actor = acting(request)
    ask_anywhere(Act.SET_PERIODS, actor)
    period = get_period(own_state(actor).pk, code)
    version = request.POST.get("version", "")
    services.close_period(
        actor=actor, period=period, version=int(version) if version.isdecimal() else 0
    )
    messages.success(request, _("Closed. It takes no more reports."))
    return SeeOther(reverse("recommendations:periods"))


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Make an organisation answer for a recommendation."""
    actor = acting(request)
    ask_anywhere(Act.ASSIGN, actor)
    form = TaskForm(request.POST, actor=actor)
    if not form.is_valid():
        return _page(request, actor, PeriodForm(), form, 422)
    data = form.cleaned_data
    row = Recommendation.objects.get(uuid=read_uuid(data["recommendation"]))
    who = organisations_of(own_state(actor).pk).get(uuid=read_uuid(data["organisation"]))
    try:
        services.assign(
            actor=actor, recommendation=row, organisation=who, actor_type=data["actor_type"]
        )
    except Problem as problem:
        show_problem(form, problem)
        return _page(request, actor, PeriodForm(), form, problem.status)
    messages.success(request, _("Set. Reports for open periods are owed."))
    return SeeOther(reverse("recommendations:periods"))


@require_POST
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody no longer answers for it."""
    actor = acting(request)
    one = get_implementation(actor, ref)
    version = request.POST.get("version", "")
    services.release(
        actor=actor, implementation=one, version=int(version) if version.isdecimal() else 0
    )
    messages.success(request, _("Released. What was said stays."))
    return SeeOther(reverse("recommendations:periods"))


def _page(
    request: HttpRequest, actor: Actor, form: PeriodForm, task_form: TaskForm, status: int = 200
) -> HttpResponse:
    state = own_state(actor)
    tasks = (
        implementations(actor)
        .filter(state=state)
        .order_by("recommendation__source__year", "recommendation__number")
    )
    rows = [
        {"period": p, "owed": p.reports_due.filter(answered_at__isnull=True).count(),
         "all": p.reports_due.count(), "close": reverse("recommendations:close", args=[p.code])}
        for p in periods_of(state)[:12]
    ]  # fmt: skip
    context = {
        "form": form if form.is_bound else task_form, "period_form": form, "task_form": task_form,
        "state": state, "periods": rows, "tasks": tasks[:MOST],
    }  # fmt: skip
    return show(request, "periods", context, status=status)
