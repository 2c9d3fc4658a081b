"""Another agency's computer, as a test drives it: a token from the token door, then the API."""

from typing import Any

from django.test import Client, override_settings

from portal.machines import services
from portal.machines.scopes import SCOPES
from tests.api.callers import Caller

TOKEN, REVOKE = "/oauth/token/", "/oauth/revoke/"


def make_client(world: Any, key: str, *, scopes: Any = SCOPES, **more: Any) -> tuple[Any, str]:
    """A client of a desk of the made world, by that organisation's administrator, and its secret."""
    admin = world.actor(f"{key.removesuffix('_admin')}_admin")
    desk = world.desks[key].uuid
    return services.create_client(actor=admin, desk=desk, name=f"System of {key}", scopes=list(scopes), **more)  # fmt: skip


def ask(client_id: str, secret: str, **form: str) -> Any:
    """The answer of the token door."""
    sent = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    return Client().post(TOKEN, {**sent, **form})


def token_of(client: Any, secret: str, **form: str) -> str:
    answer = ask(client.client_id, secret, **form)
    assert answer.status_code == 200, answer.content
    return str(answer.json()["access_token"])


class MachineCaller(Caller):
    """Calls with a bearer token; ``Caller`` otherwise."""

    def __init__(self, token: str, scheme: str = "Bearer") -> None:
        super().__init__()
        said = f"{scheme} {token}" if scheme else token
        self.client.defaults["HTTP_AUTHORIZATION"] = said


def machine(world: Any, key: str, *, scopes: Any = SCOPES) -> MachineCaller:
    """A caller that stands at a desk, with a fresh token."""
    client, secret = make_client(world, key, scopes=scopes)
    return MachineCaller(token_of(client, secret))


def a_webhook(world: Any, key: str) -> Any:
    """A webhook of a desk that leads to this machine, where nobody answers."""
    with override_settings(WEBHOOKS_LOCAL=True):
        row, _secret = services.register(
            actor=world.actor(f"{key}_admin"), desk=world.desks[key].uuid, url="http://localhost:9/told"
        )  # fmt: skip
    return row
