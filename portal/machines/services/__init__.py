"""What changes clients, webhooks and messages under way."""

from portal.machines.services.clients import (
    create_client,
    forget_tokens,
    revoke_client,
    rotate_secret,
)
from portal.machines.services.endpoints import change, register, remove, replay, rotate, test
from portal.machines.services.sending import forget_deliveries, send_due

__all__ = [
    "change",
    "create_client",
    "forget_deliveries",
    "forget_tokens",
    "register",
    "remove",
    "replay",
    "revoke_client",
    "rotate",
    "rotate_secret",
    "send_due",
    "test",
]
