"""How the schema names our ways in: a session, or a token with the scope of the route."""

from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve
from drf_spectacular.extensions import OpenApiAuthenticationExtension

from portal.machines.scopes import ANY, SCOPES, needed

ASK_AT = "/oauth/token/"


class DeskCallerScheme(OpenApiAuthenticationExtension):
    """The session of a browser and the bearer token of a machine, by one class."""

    target_class = "portal.machines.authentication.DeskCaller"
    name = ["session", "machine"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        """Both schemes as OpenAPI writes them."""
        session = {
            "type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME,
            "description": "Sign in at /sign-in/. Writes also carry the csrftoken cookie's value as "
            "X-CSRFToken.",
        }  # fmt: skip
        flow = {"tokenUrl": ASK_AT, "scopes": {code: str(text) for code, text in SCOPES.items()}}
        machine = {
            "type": "oauth2", "flows": {"clientCredentials": flow},
            "description": "A client of one desk, made by the organisation's administrator. A token is "
            "good for 15 minutes and is that desk, nothing more. Operations without this scheme are "
            "for people.",
        }  # fmt: skip
        return [session, machine]

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """A session always; a token where a scope opens the route to machines."""
        scope = self._scope(auto_schema)
        session: dict[str, list[str]] = {"session": []}
        if not scope:
            return [session]
        return [session, {"machine": [] if scope == ANY else [scope]}]

    def _scope(self, auto_schema: Any) -> str:
        try:
            route = resolve(auto_schema.path).view_name
        except Resolver404:
            return ""
        return needed(route, auto_schema.method)
