"""The inbox, the choices, and what does not arrive."""

from datetime import timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.core.actors import Acting
from portal.core.problems import Problem
from portal.notifications import selectors, services
from portal.notifications.kinds import KINDS
from portal.notifications.models import Notice


class SeeOther(HttpResponseRedirect):
    status_code = 303


def _actor(request: HttpRequest) -> Acting:
    actor: Acting | None = getattr(request, "actor", None)
    if not actor:
        raise Http404
    return actor


def _row(notice: Notice) -> dict[str, object]:
    kind = KINDS[notice.kind]
    return {
        "status": "plain" if notice.read_at and not kind.alarm else kind.status,
        "text": kind.text,
        "alarm": kind.alarm,
        "together": notice.together if notice.together > 1 else 0,
        "notice": notice,
        "day": timezone.localtime(notice.created_at).date(),
    }


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """One page of what the desk was told."""
    actor = _actor(request)
    after = request.GET.get("after", "")
    act = request.GET.get("together", "")
    found = (
        selectors.together(actor, act, after=after) if act else selectors.inbox(actor, after=after)
    )
    rows = [_row(notice) for notice in found.rows]
    today = timezone.localdate()
    follow = urlencode({"after": found.next, **({"together": act} if act else {})})
    days = [(day, list(group)) for day, group in groupby(rows, key=lambda row: row["day"])]
    context = {
        "days": days,
        "today": today,
        "yesterday": today - timedelta(days=1),
        "unread": selectors.unread_count(actor),
        "newest": found.rows[0].uuid if found.rows and not after and not act else "",
        "of_one_act": bool(act),
        "next_url": f"{reverse('notifications:list')}?{follow}" if found.next else "",
        "administrator": actor.role == selectors.ADMINISTRATOR,
    }
    return render(request, "notifications/list.html", context)


@require_POST
def open_notice(request: HttpRequest, uuid: str) -> HttpResponse:
    """Marks as read, leads on."""
    notice = services.mark_read(actor=_actor(request), uuid=uuid)
    inbox_ = reverse("notifications:list")
    if "together" in request.POST:
        return SeeOther(f"{inbox_}?together={notice.uuid}")
    return SeeOther(notice.link or inbox_)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything up to the newest that was shown."""
    services.mark_all_read(actor=_actor(request), upto=request.POST.get("upto", ""))
    return SeeOther(reverse("notifications:list"))


@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """What comes by e-mail."""
    actor = _actor(request)
    errors: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            services.set_preferences(actor=actor, chosen=request.POST.getlist("email"))
        except Problem as problem:
            errors = [{"id": "email-choices", "text": remedy} for remedy in problem.errors.values()]
        else:
            messages.success(request, _("Your choices are saved."))
            return SeeOther(reverse("notifications:preferences"))
    groups = selectors.preferences(actor)
    context = {
        "groups": [(key, name, [c for c in found if not c.fixed]) for key, name, found in groups],
        "alarms": [c.kind.text for _key, _name, found in groups for c in found if c.fixed],
        "errors": errors,
    }
    return render(request, "notifications/choices.html", context, status=422 if errors else 200)


@require_GET
def failed(request: HttpRequest) -> HttpResponse:
    """For the administrator: whose e-mails do not arrive."""
    found = selectors.undelivered(_actor(request))
    return render(request, "notifications/failed.html", {"people": found})
