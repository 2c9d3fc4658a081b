"""What an administrator's organisation is made of: desks, who works there, what each offers."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.actors import Acting
from portal.organisations.models import Desk
from portal.organisations.posting import acting
from portal.organisations.roles import purposes_of
from portal.organisations.selectors_members import (
    administered,
    desks,
    invitations,
    own_requests,
    requests_to_decide,
)
from portal.organisations.words import KINDS, ROLES


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Everything at a glance, in a number of queries that does not grow."""
    actor = acting(request)
    organisation = administered(actor)
    context = {
        "organisation": organisation,
        "kind": KINDS.get(organisation.kind, organisation.kind),
        "desks": desk_rows(actor),
        "invited": invitations(actor).count(),
        "asked": requests_to_decide(actor).count(),
        "own": list(own_requests(actor)),
    }
    return render(request, "organisation/overview.html", context)


def desk_rows(actor: Acting) -> list[dict[str, Any]]:
    """A line for each desk: its role, how many work there, what it says it offers."""
    there = Count(
        "memberships",
        filter=Q(memberships__until__isnull=True, memberships__user__is_active=True),
    )
    rows = desks(actor).select_related("profile").annotate(people=there)
    return [_row(desk) for desk in rows]


def _row(desk: Any) -> dict[str, Any]:
    offers = bool(purposes_of(desk.role, desk.organisation.kind))
    profile = getattr(desk, "profile", None) if offers else None
    return {
        "name": desk.name,
        "role": capfirst(str(ROLES.get(desk.role, desk.role))),
        "people": desk.people,
        "profile_url": reverse("organisation:profile", args=[desk.uuid]) if offers else "",
        "confirmed_on": profile.confirmed_on if profile else None,
        "closed_for_now": profile is not None and not profile.accepting,
        "close_url": reverse("organisation:desk_close", args=[desk.uuid]),
        "empty": not desk.people,
    }


def crumb(desk: Desk | None = None) -> dict[str, str]:
    """The way back to the overview."""
    return {"url": reverse("organisation:overview"), "label": _("Organisation")}
