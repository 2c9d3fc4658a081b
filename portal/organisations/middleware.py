"""Gives each request its actor: the signed-in person at the desk she chose."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.organisations.actors import Actor, actor_of
from portal.organisations.models import Desk
from portal.organisations.selectors import running_memberships

DESK = "desk"


def desks_for(request: HttpRequest) -> list[Desk]:
    """The desks the signed-in person works at now, the chosen one first.

    The memberships are read anew at every request: who has left is out at the next click. A machine
    stands at one desk.
    """
    user: Any = request.user
    if (bound := getattr(user, "desk", None)) is not None:
        return [bound]
    if not user.is_authenticated or not user.is_active:
        return []
    desks = [m.desk for m in running_memberships(user.pk)]
    chosen = request.session.get(DESK)
    return sorted(desks, key=lambda d: d.pk != chosen)


def actor_for(request: HttpRequest) -> Actor | None:
    """The actor of a request, or None for a stranger or a person without a desk."""
    found: Any = request
    desks = found.desks = desks_for(request)
    return actor_of(desks[0], request.user.pk) if desks else None


class ActorMiddleware:
    """Sets ``request.actor``, ``request.desks`` and the zone of the desk's State."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found: Any = request
        found.actor = actor_for(request)
        zone = found.desks[0].organisation.state.zone if found.desks else "UTC"
        with timezone.override(ZoneInfo(zone)):
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
        return response
