"""The pages of the screening as answers: the form, the clash of two colleagues, whom to send to."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.access.rules import opens_own_case
from portal.core.actors import Acting
from portal.core.problems import Problem
from referrals import selectors, services
from referrals.models import Draft
from referrals.screening import MOST_CHILDREN
from referrals.screening_form.fields import language_names
from referrals.screening_form.form import ScreeningForm
from referrals.screening_form.reading import form_for
from referrals.screening_form.typed import ALL, STEPS, in_scope, merge, typed_of
from referrals.web import screening_page as page
from referrals.web.screening_saving import Clash


def show_page(
    request: HttpRequest,
    draft: Draft,
    form: ScreeningForm,
    step: str,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The form, whole or one step of it, with what the ticks show."""
    context = {
        "draft": draft, "form": form, "step": step, "at": STEPS.index(step) + 1 if step else 0,
        "last": len(STEPS), "show": {name: step in ("", name) for name in STEPS},
        "result": page.result(form), "groups": page.sign_groups(form), "told_more": page.told_more(form),
        "languages": language_names(), "children": form.child_rows(),
        "owns": opens_own_case(request.actor.kind, request.actor.role),  # type: ignore[attr-defined]
        "more_children": form.children < MOST_CHILDREN, **more,
    }  # fmt: skip
    return render(request, "referrals/screening/form.html", context, status=status)


def show_clash(request: HttpRequest, actor: Acting, clash: Clash, scope: str) -> HttpResponse:
    """Both texts, hers kept, nothing chosen for her."""
    form, theirs = form_for(actor, clash.mine), form_for(actor, typed_of(clash.theirs))
    form.told()
    form.hush()
    conflict = {
        "by": page.saved_by(clash.theirs), "at": clash.draft.touched_at, "names": clash.names,
        "organisation": request.desks[0].name, "form": "screening",  # type: ignore[attr-defined]
        "clashes": page.clash_rows(theirs, form, clash.names),
    }  # fmt: skip
    step = scope if scope in STEPS and scope != "send" else ""
    return show_page(request, clash.draft, form, step, status=409, conflict=conflict)


def show_too_much(
    request: HttpRequest, actor: Acting, ref: str, scope: str, problem: Problem
) -> HttpResponse:
    """Too long to keep: the page comes back with every word."""
    draft = selectors.get_draft(actor, ref)
    form = form_for(actor, merge(typed_of(services.content_of(draft)), request.POST, scope))
    add_problem(form, problem)
    return show_page(request, draft, form, "" if scope == ALL else scope, status=422)


def add_problem(form: ScreeningForm, problem: Problem) -> None:
    """The remedies of a refusal, on the fields they name."""
    form.told()
    for name, remedy in problem.errors.items() or {"": problem.detail}.items():
        if remedy not in form.errors.get(name, []):
            form.add_error(name if name in form.fields else None, remedy)


def show_send(
    request: HttpRequest, draft: Draft, form: ScreeningForm, *, status: int = 200, errors: Any = ()
) -> HttpResponse:
    """To whom it goes; a field that cannot be read leads back to its page."""
    form.told()
    if not errors and any(not in_scope(name, "send") for name in form.errors):
        return show_page(request, draft, form, "", status=422)
    if form.errors and not errors:
        status = 422
        errors = [
            {"id": f"id_{name}", "text": str(found[0])} for name, found in form.errors.items()
        ]
    context = {
        "draft": draft, "form": form, "result": page.result(form), "errors": errors,
        "idempotency_key": uuid4(), "at": len(STEPS), "last": len(STEPS),
    } | page.sending(request.actor, draft, form)  # type: ignore[attr-defined]  # fmt: skip
    return render(request, "referrals/screening/send.html", context, status=status)
