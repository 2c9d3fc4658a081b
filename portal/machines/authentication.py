"""Who calls the API: a person's session at her desk, or a machine's bearer token, which is its desk."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from oauth2_provider.models import get_access_token_model
from rest_framework import exceptions, permissions, status, throttling

from portal.core.clock import now
from portal.machines.models import MachineClient
from portal.machines.scopes import ANY, needed
from portal.organisations.actors import Actor, actor_of
from portal.organisations.authentication import DeskSession
from portal.organisations.models import Desk

REALM = 'Bearer realm="concord"'
BAD_TOKEN = f'{REALM}, error="invalid_token"'


@dataclass(frozen=True)
class Machine:
    """What stands where a user would: signed in, nobody in particular."""

    client: MachineClient
    scopes: frozenset[str]
    pk: ClassVar[None] = None
    is_authenticated: ClassVar[bool] = True
    is_active: ClassVar[bool] = True
    is_anonymous: ClassVar[bool] = False

    @property
    def name(self) -> str:
        """What its administrator called it."""
        return self.client.name

    @property
    def desk(self) -> Desk:
        """The one desk it stands at."""
        return self.client.desk


class DeskCaller(DeskSession):
    """The one way in: with an Authorization header the token alone counts, else the session.

    ``request.auth`` is the Actor for both. A token that is empty, unknown, expired, revoked, or of
    a client that is, gets the same 401.
    """

    def authenticate(self, request: Any) -> Any:
        said = request.META.get("HTTP_AUTHORIZATION")
        if said is None:
            return super().authenticate(request)
        scheme, _space, token = said.partition(" ")
        found = machine_of(token.strip(), request) if scheme.lower() == "bearer" else None
        if found is None:
            error = exceptions.AuthenticationFailed(
                _("This token opens nothing: ask for a new one."), code="token"
            )
            error.auth_header = BAD_TOKEN  # type: ignore[attr-defined]
            request.bad_token = True
            raise error
        client = found.client
        return found, actor_of(client.desk, None, client.client_id)

    def authenticate_header(self, request: Any) -> str:
        return BAD_TOKEN if getattr(request, "bad_token", False) else REALM


def machine_of(token: str, request: Any) -> Machine | None:
    """The machine of a token, read anew at every request; None where it opens nothing now."""
    if not token or not token.isascii() or len(token) > 255:
        return None
    sum_ = hashlib.sha256(token.encode()).hexdigest()
    rows = get_access_token_model().objects.select_related("application__desk__organisation")
    row = rows.filter(token_checksum=sum_, expires__gt=now()).first()
    if row is None or row.application is None or not row.application.runs(now()):
        return None
    if row.resource and not row.allows_audience(request.build_absolute_uri(request.path)):
        return None
    client = row.application
    return Machine(client, frozenset(row.scope.split()) & frozenset(client.scopes))


class ScopeMissing(exceptions.APIException):
    """The token does not open this: 403, whatever stands there."""

    status_code = status.HTTP_403_FORBIDDEN
    default_code = "insufficient-scope"
    default_detail = gettext_lazy("This token does not open this")

    def __init__(self, scope: str) -> None:
        words = (
            _("Ask for a token with the scope %(scope)s.") % {"scope": scope}
            if scope
            else _("A person does this, at her desk: no scope opens it to a machine.")
        )
        super().__init__(words)
        told = f', scope="{scope}"' if scope else ""
        self.auth_header = f'{REALM}, error="insufficient_scope"{told}'


class InScope(permissions.BasePermission):
    """Asked before anything is looked up: the answer is the same for what is there and what is not."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not isinstance(request.user, Machine):
            return True
        if not hasattr(view, request.method.lower()) and request.method != "OPTIONS":
            return True  # no such method here: 405 says so
        scope = needed(request.resolver_match.view_name, request.method)
        if scope != ANY and scope not in request.user.scopes:
            raise ScopeMissing(scope)
        return True


class Unnamed(throttling.SimpleRateThrottle):
    """Counts by an address of the network without keeping it: its keyed hash stands in the key (rule 5)."""

    def get_ident(self, request: Any) -> str:
        address = super().get_ident(request)
        return salted_hmac("portal.machines.throttle", address, algorithm="sha256").hexdigest()[:32]


class ByCaller(Unnamed, throttling.UserRateThrottle):
    """So many requests a minute for a person, and for a client: machines have no user to count by."""

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        actor: Actor | None = request.auth if isinstance(request.auth, Actor) else None
        if actor is None or not actor.machine:
            return super().get_cache_key(request, view)
        return self.cache_format % {"scope": self.scope, "ident": actor.machine}


class AtTheTokenDoor(Unnamed):
    """So many attempts a minute from one address."""

    scope = "token"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


class ForOneClient(throttling.SimpleRateThrottle):
    """So many attempts a minute for one client, from wherever they come."""

    scope = "token-client"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        name = client_asked_for(request)
        ident = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]
        return self.cache_format % {"scope": self.scope, "ident": ident} if name else None


def client_asked_for(request: Any) -> str:
    """The client_id that an attempt names, in its header or its body; empty where it names none."""
    scheme, _space, pair = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(pair).decode().split(":", 1)[0]
        except ValueError:
            return ""
    return str(request._request.POST.get("client_id", ""))
