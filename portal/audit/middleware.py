"""At the edge: a refusal leaves a row, and a look stays written when its page fails."""

from collections.abc import Callable

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from portal.audit.codes import is_code
from portal.audit.services import looks_survive, refuse

REFUSALS = (403, 404)
log = structlog.get_logger(__name__)


class RefusalMiddleware:
    """Writes what the actor was refused: the route's name, never its path, never why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write what the answer refused."""
        with looks_survive():
            response = self.get_response(request)
        if response.status_code in REFUSALS:
            self._refuse(request)
        return response

    def _refuse(self, request: HttpRequest) -> None:
        actor = getattr(request, "actor", None) or getattr(request, "auth", None)
        if not actor:
            return
        try:
            refuse(actor=actor, path_kind=_route(request))
        except DatabaseError as error:
            log.error("audit.refusal_not_written", error=type(error).__name__)


def _route(request: HttpRequest) -> str:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name if name and is_code(name) else "unknown"
