"""What the OAuth toolkit asks us before it gives a token: client credentials, and nothing else."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes

from portal.audit.services import record
from portal.core.clock import now
from portal.machines.models import MachineClient
from portal.machines.scopes import SCOPES
from portal.organisations.actors import actor_of

ONLY = "client_credentials"


class ClientCredentialsOnly(OAuth2Validator):  # type: ignore[misc]
    """A running client with its secret, or for a while the one before; its own scopes, no more."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        if super().authenticate_client(request, *args, **kwargs):
            return True
        client = request.client
        if not isinstance(client, MachineClient) or not client.old_secret_runs(now()):
            return False
        client.client_secret = client.old_secret  # in memory, for this one comparison
        found: bool = super().authenticate_client(request, *args, **kwargs)
        return found

    def validate_grant_type(self, client_id: str, grant_type: str, *args: Any, **kw: Any) -> bool:
        return grant_type == ONLY

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: MachineClient, request: Any, *args: Any, **kw: Any
    ) -> bool:  # fmt: skip
        return set(scopes) <= set(client.scopes)

    def get_default_scopes(self, client_id: str, request: Any, *args: Any, **kw: Any) -> list[str]:
        return list(request.client.scopes)

    def _save_bearer_token(self, token: Any, request: Any, *args: Any, **kwargs: Any) -> None:
        """In the toolkit's transaction: the token, when it was asked for, and the record of it."""
        super()._save_bearer_token(token, request, *args, **kwargs)
        client: MachineClient = request.client
        MachineClient.objects.filter(pk=client.pk).update(token_at=now())
        actor = actor_of(client.desk, None, client.client_id)
        record(actor=actor, verb="machine.token", subject=str(client.uuid))


class OurScopes(BaseScopes):  # type: ignore[misc]
    """The table of scopes, as the toolkit asks for it."""

    def get_all_scopes(self) -> dict[str, str]:
        return {code: str(text) for code, text in SCOPES.items()}

    def get_available_scopes(self, application: Any = None, *args: Any, **kw: Any) -> list[str]:
        return list(application.scopes) if application is not None else list(SCOPES)

    def get_default_scopes(self, application: Any = None, *args: Any, **kw: Any) -> list[str]:
        return self.get_available_scopes(application)
