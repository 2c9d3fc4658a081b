"""When e-mails come, which came, and one more time; the calendar of a desk's deadlines."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.core.actors import Acting
from portal.core.problems import Problem
from portal.notifications import selectors, selectors_calendar, selectors_mail, services
from portal.notifications.kinds import KINDS
from portal.notifications.models import DROPPED, FAILED, QUEUED, SENDING, SENT, MailDelivery
from portal.notifications.web.forms import QuietForm
from portal.organisations.posting import SeeOther, acting, show_problem

WORDS = {
    QUEUED: ("info", lazy("Waits to be sent")),
    SENDING: ("info", lazy("On its way")),
    SENT: ("ok", lazy("Taken by the mail server")),
    FAILED: ("danger", lazy("Did not arrive")),
    DROPPED: ("plain", lazy("Not sent: nothing to tell any more")),
}


@require_http_methods(["GET", "POST"])
def quiet(request: HttpRequest) -> HttpResponse:
    """When no e-mail comes but alarms."""
    actor = acting(request)
    set_ = selectors.quiet_hours([actor.user_id or 0]).get(actor.user_id or 0)
    form = QuietForm(request.POST or None, quiet=set_)
    if request.method == "POST" and _quiet_changed(actor, request, form):
        messages.success(request, _("Your choice is saved."))
        return SeeOther(reverse("notifications:quiet"))
    alarms = [kind.text for kind in KINDS.values() if kind.alarm]
    context = {"form": form, "on": set_ is not None, "alarms": alarms, "zone": _zone(request)}
    return render(request, "notifications/quiet.html", context, status=422 if form.errors else 200)


def _zone(request: Any) -> str:
    zone: str = request.desks[0].organisation.state.zone
    return zone


def _quiet_changed(actor: Acting, request: HttpRequest, form: QuietForm) -> bool:
    if "off" in request.POST:
        services.end_quiet_hours(actor=actor)
        return True
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        services.set_quiet_hours(
            actor=actor, start=said["start"], end=said["end"], days=[int(d) for d in said["days"]]
        )
    except Problem as problem:
        show_problem(form, problem)
        return False
    return True


@require_GET
def log(request: HttpRequest) -> HttpResponse:
    """Which e-mails went out; for an administrator those of her organisation's desks."""
    actor = acting(request)
    state = request.GET.get("state", "")
    found = selectors_mail.log(actor, after=request.GET.get("after", ""), state=state)
    more = urlencode({"after": found.next, **({"state": state} if state else {})})
    here = reverse("notifications:log")
    context = {
        "rows": [_line(actor, mail) for mail in found.rows],
        "next_url": f"{here}?{more}" if found.next else "",
        "states": [("", _("All"), not state), (FAILED, WORDS[FAILED][1], state == FAILED)],
        "administrator": actor.role == selectors.ADMINISTRATOR,
    }
    return render(request, "notifications/log.html", context)


def _line(actor: Acting, mail: MailDelivery) -> dict[str, Any]:
    status, word = WORDS[mail.state]
    hers = selectors_mail.told_to_her(actor, mail)
    return {
        "mail": mail, "status": {"kind": status, "word": word},
        "who": "" if mail.user_id == actor.user_id else mail.user.name,
        "what": KINDS[mail.notice.kind].text if hers else "",
        "reference": mail.notice.reference if hers and not mail.bulk else "",
        "again": mail.state in (SENT, FAILED),
    }  # fmt: skip


@require_POST
def resend(request: HttpRequest, uuid: str) -> HttpResponse:
    """One of them once more."""
    try:
        services.resend(actor=acting(request), uuid=uuid)
    except Problem as problem:
        messages.warning(request, problem.detail)
    else:
        messages.success(request, _("It is on its way once more."))
    return SeeOther(reverse("notifications:log"))


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The address of the desk's deadlines for a calendar program: made, replaced, ended."""
    actor = acting(request)
    if request.method == "POST" and "off" in request.POST:
        services.close_feed(actor=actor)
        messages.success(request, _("The address is dead: calendars find nothing there any more."))
        return SeeOther(reverse("notifications:calendar"))
    address = ""
    if request.method == "POST":
        _feed, token = services.open_feed(actor=actor)
        address = address_of(token)
    context = {"feed": selectors_calendar.feed_of(actor), "address": address}
    response = render(request, "notifications/calendar.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def address_of(token: str) -> str:
    """Where a calendar program reads: it cannot sign in, so the address is the key."""
    return settings.BASE_URL.rstrip("/") + reverse("notifications:feed", args=[token])


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself: by its address alone, whoever is signed in or not."""
    found, actor = selectors_calendar.read_feed(token)
    services.note_reading(found)
    body = selectors_calendar.file_of(found, actor)
    return HttpResponse(
        body, content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer",
                 "Content-Disposition": 'inline; filename="deadlines.ics"'},
    )  # fmt: skip
