"""Gives each request its actor: the signed-in person at the desk she chose."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from portal.organisations.selectors import actor_at

DESK = "desk"


def actor_for(request: HttpRequest) -> Any:
    """The actor of a request, or None for a stranger or a person without a desk.

    The membership is read anew at every request: who has left is out at the next click.
    """
    user = request.user
    if not user.is_authenticated or not user.is_active:
        return None
    return actor_at(user.pk, request.session.get(DESK))


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_for(request))  # type: ignore[attr-defined]
        return self.get_response(request)
