"""Where a client asks for a token, and gives one back: OAuth 2 as RFC 6749 and 7009 write it.

Answers have the shape of those RFCs, since every OAuth library reads that one; what stands before
them (too large, too often) is problem+json as everywhere.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from drf_spectacular.utils import extend_schema
from oauth2_provider.oauth2_backends import get_oauthlib_core
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from portal.machines.authentication import AtTheTokenDoor, ForOneClient

BROKEN = json.dumps({"error": "invalid_request"})


@method_decorator(sensitive_post_parameters("client_secret", "token"), name="dispatch")
class TokenDoor(APIView):
    """What both have in common: anybody knocks, not too often, with a form."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (AtTheTokenDoor, ForOneClient)

    @extend_schema(exclude=True)
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


class Token(TokenDoor):
    """A token for a client's id and secret."""

    def answer(self, request: HttpRequest) -> tuple[dict[str, str], str, int]:
        _uri, headers, body, status = get_oauthlib_core().create_token_response(request)
        return headers, body, status


class Revoke(TokenDoor):
    """A token that shall open nothing any more."""

    def answer(self, request: HttpRequest) -> tuple[dict[str, str], str, int]:
        _uri, headers, body, status = get_oauthlib_core().create_revocation_response(request)
        return headers, body, status
