"""How the schema names our ways to sign in; loaded when the app is ready."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class DeskSessionScheme(OpenApiAuthenticationExtension):
    """A browser's session; writes carry the CSRF token too."""

    target_class = "portal.organisations.authentication.DeskSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The scheme as OpenAPI writes it."""
        return {
            "type": "apiKey", "in": "cookie", "name": "sessionid",
            "description": "Sign in at /sign-in/. Writes also carry the csrftoken cookie's value as "
            "X-CSRFToken.",
        }  # fmt: skip
