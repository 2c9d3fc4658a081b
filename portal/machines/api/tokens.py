"""Where a client asks for a token, and gives one back: OAuth 2 as RFC 6749 and 7009 write it.

Answers have the shape of those RFCs, since every OAuth library reads that one; what stands before
them (too large, too often) is problem+json as everywhere.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_view
from oauth2_provider.oauth2_backends import get_oauthlib_core
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from portal.core.schema import example
from portal.machines.api.shapes import OAuthError, RevokeForm, TokenForm, TokenShape
from portal.machines.authentication import AtTheTokenDoor, ForOneClient

BROKEN = json.dumps({"error": "invalid_request"})


@method_decorator(sensitive_post_parameters("client_secret", "token"), name="dispatch")
class TokenDoor(APIView):
    """What both have in common: anybody knocks, not too often, with a form."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (AtTheTokenDoor, ForOneClient)

    def post(self, request: Any) -> HttpResponse:
        """Hand the form to the toolkit; what it cannot read at all is a bad request."""
        try:
            headers, body, status = self.answer(request._request)
        except ValueError:
            headers, body, status = {}, BROKEN, 400
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store", **headers}
        return HttpResponse(body or "", status=status, headers=headers)

    def answer(self, request: HttpRequest) -> tuple[dict[str, str], str, int]:
        """The toolkit's headers, body and status."""
        raise NotImplementedError


FORM = "application/x-www-form-urlencoded"
REFUSED = {(status, "application/json"): OAuthError for status in (400, 401)}
WHO = {"client_id": "concord-…", "client_secret": "ccs_…"}
ASKED = {"grant_type": "client_credentials", **WHO}


def _form(name: str, value: dict[str, str]) -> OpenApiExample:
    return OpenApiExample(name, value=value, request_only=True, media_type=FORM)


GIVEN = {
    "access_token": "…", "expires_in": 900, "token_type": "Bearer", "scope": "inbox:read inbox:write",
}  # fmt: skip


@extend_schema_view(
    post=extend_schema(
        operation_id="token", tags=["token"], summary="Ask for a token", auth=[],
        description="Good for 15 minutes; it is its client's desk, and nothing more.",
        request={FORM: TokenForm}, responses={200: TokenShape, **REFUSED},
        examples=[_form("Asked", ASKED), example("Given", GIVEN)],
    )
)  # fmt: skip
class Token(TokenDoor):
    """A token for a client's id and secret."""

    def answer(self, request: HttpRequest) -> tuple[dict[str, str], str, int]:
        _uri, headers, body, status = get_oauthlib_core().create_token_response(request)
        return headers, body, status


@extend_schema_view(
    post=extend_schema(
        operation_id="token_revoke", tags=["token"], summary="Give a token back", auth=[],
        description="It opens nothing any more. A token that is not yours is answered alike.",
        request={FORM: RevokeForm}, responses={200: None, **REFUSED},
        examples=[_form("Given back", {**WHO, "token": "…"})],
    )
)  # fmt: skip
class Revoke(TokenDoor):
    """A token that shall open nothing any more."""

    def answer(self, request: HttpRequest) -> tuple[dict[str, str], str, int]:
        _uri, headers, body, status = get_oauthlib_core().create_revocation_response(request)
        return headers, body, status
