"""Wishes that wait for a second person: of another administrator, or of the State's coordination."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.access.matrix import Role
from portal.core.paging import page
from portal.organisations import services
from portal.organisations.posting import SeeOther, acting
from portal.organisations.selectors_members import requests_to_decide
from portal.organisations.words import ROLES


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Who asks for which desk, the oldest first."""
    actor = acting(request)
    if actor.role not in (Role.ORGANISATION_ADMIN, Role.COORDINATOR):
        raise Http404
    found = page(
        requests_to_decide(actor), keys=("asked_at", "uuid"), after=request.GET.get("after", "")
    )
    rows = [
        {
            "name": row.user.name, "desk": row.desk.name, "asked_at": row.asked_at,
            "organisation": row.desk.organisation.name,
            "role": capfirst(str(ROLES.get(row.desk.role, row.desk.role))),
            "url": reverse("organisation:decide", args=[row.uuid]),
        }
        for row in found.rows
    ]  # fmt: skip
    here = reverse("organisation:requests")
    next_url = f"{here}?{urlencode({'after': found.next})}" if found.next else ""
    return render(request, "organisation/requests.html", {"rows": rows, "next_url": next_url})


@require_POST
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Yes or no."""
    agreed = request.POST.get("answer") == "yes"
    services.decide_request(actor=acting(request), ref=ref, agreed=agreed)
    messages.success(
        request,
        _("The desk is theirs from now on.") if agreed else _("They are told that you said no."),
    )
    return SeeOther(reverse("organisation:requests"))
