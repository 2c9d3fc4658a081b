"""What every page with a form needs: who acts, one key for one press, refusals beside their fields."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from portal.core.idempotency import Answer, fingerprint, once
from portal.core.problems import Problem
from portal.organisations.actors import Actor

KEY = "idempotency_key"


class SeeOther(HttpResponseRedirect):
    """After a POST: look there."""

    status_code = 303


def acting(request: HttpRequest) -> Actor:
    """The actor of a page; a person without a desk meets nothing here."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise Http404
    return actor


def as_uuid(ref: str) -> UUID:
    """A reference out of an address; a malformed one is missing."""
    try:
        return UUID(str(ref))
    except ValueError:
        raise Http404 from None


def fresh_key() -> str:
    """The key of a form that was not sent yet."""
    return str(uuid4())


def press_once(request: HttpRequest, act: Callable[[], str]) -> Answer:
    """Do ``act`` once for the key in the form, however often its button was pressed.

    ``act`` returns the reference of what it made. What was refused may be sent again.
    """
    body = {k: request.POST.getlist(k) for k in sorted(request.POST) if k != "csrfmiddlewaretoken"}
    return once(
        client=acting(request).client, key=request.POST.get(KEY, ""),
        print_=fingerprint(request.path, body), act=lambda: (303, act()),
    )  # fmt: skip


def show_problem(form: forms.BaseForm, problem: Problem) -> None:
    """A service's refusal becomes the form's errors, each at its field, else above all of them."""
    general = problem.detail == _("Some answers need a change.")
    alone = len(problem.errors) == 1 and problem.detail and not general
    for field, remedy in problem.errors.items():
        said = (
            f"{problem.detail.rstrip('.')}: {remedy}"
            if alone and remedy != problem.detail
            else remedy
        )
        form.add_error(field if field in form.fields else None, said)
    if not problem.errors:
        form.add_error(None, problem.detail or problem.title)


class PostedForm(forms.Form):
    """A form with the key of its press, and the version its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, version: int | None = None, **more: Any) -> None:
        given = more.pop("initial", None) or {}
        more["initial"] = {"version": version, KEY: fresh_key(), **given}
        super().__init__(*args, **more)
