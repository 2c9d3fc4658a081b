"""The systems of an organisation, and one client: made, its secret shown once and changed, ended."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core.clock import now
from portal.core.problems import Problem
from portal.machines import selectors, services
from portal.machines.models import Endpoint, MachineClient
from portal.machines.scopes import SCOPES
from portal.machines.web.forms import ALREADY, ClientForm
from portal.organisations.posting import (
    SeeOther,
    acting,
    fresh_key,
    press_once,
    show_problem,
)
from portal.organisations.selectors_members import administered


def client_status(row: MachineClient) -> dict[str, str]:
    """Whether it works, in a word."""
    if row.revoked_at is not None:
        return {"kind": "plain", "word": _("Ended")}
    if row.expires_at <= now():
        return {"kind": "warn", "word": _("Out of time")}
    return {"kind": "ok", "word": _("At work")}


def webhook_status(row: Endpoint) -> dict[str, str]:
    """Whether it is told, in a few words."""
    if row.stopped_why == "gone":
        return {"kind": "danger", "word": _("Off: it said ‘gone’")}
    if row.stopped_why == "not_answering":
        return {"kind": "danger", "word": _("Off: no answer all day")}
    if not row.active:
        return {"kind": "plain", "word": _("Switched off")}
    if row.failing_since is not None:
        return {"kind": "warn", "word": _("Not answering")}
    return {"kind": "ok", "word": _("On")}


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Clients and webhooks of the organisation; for its administrator, else nothing here."""
    actor = acting(request)
    clients = [(row, client_status(row)) for row in selectors.clients(actor)[:100]]
    webhooks = [(row, webhook_status(row)) for row in selectors.endpoints(actor)[:100]]
    return render(request, "machines/overview.html", {"clients": clients, "webhooks": webhooks})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a client; the answer to the press shows its secret, this once."""
    actor = acting(request)
    administered(actor)
    if request.method != "POST":
        return _form(request, ClientForm(actor=actor))
    form = ClientForm(request.POST, actor=actor)
    if not form.is_valid():
        return _form(request, form, 422)
    sent, shown = form.cleaned_data, [""]

    def act() -> str:
        row, shown[0] = services.create_client(
            actor=actor, desk=sent["desk"] or "-", name=sent["name"], scopes=sent["scopes"],
            days=int(sent["days"] or 0),
        )  # fmt: skip
        return str(row.uuid)

    if not sent["desk"]:
        form.add_error("desk", _("Choose the desk that it works for."))
        return _form(request, form, 422)
    try:
        answer = press_once(request, act)
    except Problem as problem:
        show_problem(form, problem)
        return _form(request, form, problem.status)
    return once_shown(request, actor, answer.reference, shown[0])


def _form(request: HttpRequest, form: ClientForm, status: int = 200) -> HttpResponse:
    return render(request, "machines/client_new.html", {"form": form}, status=status)


def once_shown(request: HttpRequest, actor: Any, ref: str, secret: str) -> HttpResponse:
    """The page with the secret; whoever presses twice finds the client, and no secret."""
    if not secret:
        messages.info(request, ALREADY)
        return SeeOther(reverse("machines:client", args=[ref]))
    row = selectors.get_client(actor, ref)
    context = {
        "title": _("Note this secret now"), "row": row, "secret": secret,
        "back": reverse("machines:client", args=[row.uuid]),
        "facts": [
            {"term": _("System"), "value": row.name},
            {"term": _("Client ID"), "value": row.client_id},
            {"term": _("Where it asks for tokens"), "value": settings.BASE_URL + reverse("oauth_token")},
        ],
    }  # fmt: skip
    return render(request, "machines/secret.html", context)


@require_GET
def client(request: HttpRequest, ref: str) -> HttpResponse:
    """One client: what it may do, since when, until when."""
    row = selectors.get_client(acting(request), ref)
    facts = [
        {"term": _("Client ID"), "value": row.client_id},
        {"term": _("Desk"), "value": row.desk.name},
        {"term": _("Made by"), "value": row.made_by.name if row.made_by else _("Nobody by name")},
    ]
    context = {
        "row": row, "status": client_status(row), "facts": facts, "runs": row.runs(now()),
        "scopes": [SCOPES[code] for code in SCOPES if code in row.scopes], "key": fresh_key(),
        "old_secret_runs": row.old_secret_runs(now()),
        "effects": [
            {"text": _("Its tokens open nothing any more."), "sign": "lock"},
            {"text": _("What it wrote stays, under the desk’s name.")},
            {"text": _("It cannot be begun again: make a new one instead.")},
        ],
    }  # fmt: skip
    return render(request, "machines/client.html", context)


@require_POST
def secret(request: HttpRequest, ref: str) -> HttpResponse:
    """A new secret, shown this once; the old one ends in a day, or now."""
    actor, shown = acting(request), [""]

    def act() -> str:
        at_once = request.POST.get("at_once") == "yes"
        row, shown[0] = services.rotate_secret(actor=actor, ref=ref, at_once=at_once)
        return str(row.uuid)

    answer = press_once(request, act)
    return once_shown(request, actor, answer.reference, shown[0])


@require_POST
def end(request: HttpRequest, ref: str) -> HttpResponse:
    """End a client for good."""
    row = services.revoke_client(actor=acting(request), ref=ref)
    messages.success(request, _("The system is shut out."))
    return SeeOther(reverse("machines:client", args=[row.uuid]))
