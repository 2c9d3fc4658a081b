"""One webhook: registered, its log, changed, tried, replayed, taken away."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core.problems import Problem
from portal.machines import selectors, services
from portal.machines.models import Delivery
from portal.machines.web.clients import webhook_status
from portal.machines.web.forms import ALREADY, ChangedWebhookForm, NewWebhookForm
from portal.notifications.kinds import KINDS
from portal.organisations.actors import Actor
from portal.organisations.posting import (
    SeeOther,
    acting,
    fresh_key,
    press_once,
    show_problem,
)
from portal.organisations.selectors_members import administered


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register; the answer to the press shows the signing secret, this once."""
    actor = acting(request)
    administered(actor)
    if request.method != "POST":
        return _new(request, NewWebhookForm(actor=actor))
    form = NewWebhookForm(request.POST, actor=actor)
    if not form.is_valid():
        return _new(request, form, 422)
    sent, shown = form.cleaned_data, [""]
    if not sent["desk"]:
        form.add_error("desk", _("Choose the desk whose events it is told."))
        return _new(request, form, 422)

    def act() -> str:
        row, shown[0] = services.register(
            actor=actor, desk=sent["desk"], url=sent["url"], kinds=sent["kinds"]
        )
        return str(row.uuid)

    try:
        answer = press_once(request, act)
    except Problem as problem:
        show_problem(form, problem)
        return _new(request, form, problem.status)
    return _once_shown(request, actor, answer.reference, shown[0])


def _new(request: HttpRequest, form: NewWebhookForm, status: int = 200) -> HttpResponse:
    return render(request, "machines/webhook_new.html", {"form": form}, status=status)


def _once_shown(request: HttpRequest, actor: Actor, ref: str, secret_: str) -> HttpResponse:
    if not secret_:
        messages.info(request, ALREADY)
        return SeeOther(reverse("machines:webhook", args=[ref]))
    row = selectors.get_endpoint(actor, ref)
    context = {
        "title": _("Note this signing secret now"), "row": row, "secret": secret_,
        "back": reverse("machines:webhook", args=[row.uuid]),
        "facts": [
            {"term": _("Address"), "value": row.url},
            {"term": _("Signed by"), "value": _("Standard Webhooks, version 1 (HMAC-SHA256)")},
        ],
    }  # fmt: skip
    return render(request, "machines/secret.html", context)


@require_GET
def webhook(request: HttpRequest, ref: str) -> HttpResponse:
    """One webhook and its log."""
    return _show(request, acting(request), ref)


def _show(
    request: HttpRequest, actor: Actor, ref: str, form: ChangedWebhookForm | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    row = selectors.get_endpoint(actor, ref)
    found = selectors.deliveries(actor, ref, after=request.GET.get("after", ""))
    here = reverse("machines:webhook", args=[row.uuid])
    initial = {"url": row.url, "kinds": row.kinds, "active": row.active}
    facts = [
        {"term": _("Desk"), "value": row.desk.name},
        {"term": _("Told"), "value": _told(row.kinds)},
    ]
    context = {
        "row": row, "status": webhook_status(row), "facts": facts, "key": fresh_key(),
        "log": [line(one, active=row.active) for one in found.rows],
        "next_url": f"{here}?after={found.next}" if found.next else "",
        "form": form or ChangedWebhookForm(initial=initial, version=row.version),
        "opened": form is not None,
        "effects": [
            {"text": _("What waits for it is not sent any more.")},
            {"text": _("Its log goes after 30 days.")},
        ],
    }  # fmt: skip
    return render(request, "machines/webhook.html", context, status=status)


def _told(kinds: list[str]) -> str:
    if not kinds:
        return _("Everything the desk is told")
    return _(", ").join(str(KINDS[code].text) for code in kinds) + _(", and every alarm")


STATES = {
    "queued": "hold", "sending": "hold", "sent": "ok", "dropped": "plain", "failed": "danger",
    "stopped": "warn",
}  # fmt: skip


def line(one: Delivery, *, active: bool) -> dict[str, Any]:
    """One line of the log in words. Not which case: the kind, the number, what came of it."""
    words = {
        "queued": _("Waits for another attempt") if one.attempts else _("Waits"),
        "sending": _("Being sent"), "sent": _("Taken"), "failed": _("Not taken"),
        "dropped": _("Not told: no longer theirs to see"), "stopped": _("Stopped"),
    }  # fmt: skip
    kind = KINDS.get(one.kind)
    last = one.tries[-1] if one.tries else None
    return {
        "row": one, "kind": STATES[one.state], "word": words[one.state],
        "text": kind.text if kind else _("A trial message"), "said": _said(last),
        "last_at": parse_datetime(last["at"]) if last else None,
        "again": active and one.state in ("sent", "failed", "stopped"),
    }  # fmt: skip


def _said(attempt: dict[str, Any] | None) -> str:
    if attempt is None:
        return ""
    if attempt["status"] is not None:
        return _("answered %(status)d") % {"status": attempt["status"]}
    errors = {
        "timeout": _("no answer in time"), "tls": _("its certificate does not hold"),
        "connection": _("nobody there"), "network": _("nobody there"),
        "answer": _("not understood"), "refused-inside": _("leads inside: not called"),
        "refused-unknown": _("the name leads nowhere"),
    }  # fmt: skip
    return errors.get(attempt["error"], _("not called"))


@require_POST
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Address, kinds, on or off."""
    actor = acting(request)
    selectors.get_endpoint(actor, ref)
    form = ChangedWebhookForm(request.POST)
    if not form.is_valid():
        return _show(request, actor, ref, form, 422)
    sent = form.cleaned_data
    try:
        row = services.change(
            actor=actor, ref=ref, version=sent["version"] or 0, url=sent["url"], kinds=sent["kinds"],
            active=sent["active"],
        )  # fmt: skip
    except Problem as problem:
        show_problem(form, problem)
        return _show(request, actor, ref, form, problem.status)
    messages.success(request, _("Saved."))
    return SeeOther(reverse("machines:webhook", args=[row.uuid]))


@require_POST
def secret(request: HttpRequest, ref: str) -> HttpResponse:
    """A new signing secret, shown this once; both sign for a day."""
    actor, shown = acting(request), [""]

    def act() -> str:
        row, shown[0] = services.rotate(actor=actor, ref=ref)
        return str(row.uuid)

    answer = press_once(request, act)
    return _once_shown(request, actor, answer.reference, shown[0])


@require_POST
def test(request: HttpRequest, ref: str) -> HttpResponse:
    """Send a message that means nothing."""
    actor = acting(request)
    press_once(request, lambda: str(services.test(actor=actor, ref=ref).uuid))
    messages.success(request, _("A trial message is on its way."))
    return SeeOther(reverse("machines:webhook", args=[ref]))


@require_POST
def replay(request: HttpRequest, ref: str, delivery: str) -> HttpResponse:
    """Send one message again."""
    actor = acting(request)
    press_once(request, lambda: str(services.replay(actor=actor, ref=ref, delivery=delivery).uuid))
    messages.success(request, _("It is sent again."))
    return SeeOther(reverse("machines:webhook", args=[ref]))


@require_POST
def remove(request: HttpRequest, ref: str) -> HttpResponse:
    """Take it away."""
    actor = acting(request)
    version = selectors.get_endpoint(actor, ref).version
    services.remove(actor=actor, ref=ref, version=version)
    messages.success(request, _("The webhook is gone."))
    return SeeOther(reverse("machines:overview"))
