"""Clients of some desks of each State, made as their administrators make them: what programs come with."""

from typing import Any

from portal.machines import services
from portal.machines.scopes import SCOPES
from portal.organisations.actors import actor_of
from portal.organisations.models import Desk, Membership, State

_WORK = (
    "cases:read",
    "cases:write",
    "referrals:read",
    "referrals:write",
    "inbox:read",
    "inbox:write",
    "changes:read",
)
_ADMINISTRATION = ("webhooks:read", "webhooks:write")
DESKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # kind, role, scopes: one client for the first such desk of each State
    ("ngo", "caseworker", _WORK),
    ("shelter", "placement_officer", (*_WORK, "places:read", "places:write")),
    ("police", "liaison", _WORK),
    ("border_guard", "liaison", _WORK),
    ("health_provider", "caseworker", _WORK),
    ("competent_authority", "decision_maker", _WORK),
    ("coordination_body", "coordinator",
     ("cases:read", "referrals:read", "referrals:write", "coordination:read", "coordination:write", "changes:read")),
    ("ngo", "organisation_admin", _ADMINISTRATION),
    ("shelter", "organisation_admin", _ADMINISTRATION),
)  # fmt: skip


def make_clients() -> list[dict[str, Any]]:
    """The clients with their secrets, as the file of accounts tells them."""
    found = []
    for state in State.objects.order_by("code"):
        for kind, role, scopes in DESKS:
            desks = Desk.objects.filter(
                organisation__state=state, organisation__kind=kind, role=role
            )
            desk = desks.select_related("organisation__state").order_by("pk").first()
            if desk is not None:
                found.append(_client(desk, scopes))
    return found


def _client(desk: Desk, scopes: tuple[str, ...]) -> dict[str, Any]:
    organisation = desk.organisation
    seat = Membership.objects.filter(
        desk__organisation=organisation, desk__role="organisation_admin"
    )
    admin = seat.select_related("desk__organisation").order_by("pk")[0]
    client, secret = services.create_client(
        actor=actor_of(admin.desk, admin.user_id), desk=desk.uuid, scopes=scopes,
        name=f"Case system, {desk.name}"[:80],
    )  # fmt: skip
    return {
        "client_id": client.client_id, "client_secret": secret, "organisation": organisation.name,
        "kind": organisation.kind, "role": desk.role, "state": organisation.state.code,
        "desk": desk.name, "scopes": [code for code in SCOPES if code in scopes],
    }  # fmt: skip
