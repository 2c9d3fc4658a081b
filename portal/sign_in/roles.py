"""Which roles must give a second step: whoever may see identity, and whoever opens that door to others.

Read from the access table (`access.csv`): a role stands here when a basis that its desks may hold
shows identity. The others may set one up, and are asked for it from then on.
"""

from collections.abc import Iterable
from types import MappingProxyType

from portal.access.vocabulary import Basis, Role
from portal.organisations.models import User

SEES_IDENTITY = MappingProxyType(
    {
        Role.CASEWORKER: Basis.LEAD,
        Role.LIAISON: Basis.URGENT_PROTECTION_POLICE,
        Role.PLACEMENT_OFFICER: Basis.ACCOMMODATION,
        Role.DECISION_MAKER: Basis.IDENTIFICATION,
        Role.COORDINATOR: Basis.BREAK_GLASS,
    }
)
"""Role -> a basis by which its desks may come to see identity."""

OPENS_THE_DOOR = frozenset({Role.ORGANISATION_ADMIN})
"""Sees no identity, but seats people at desks that do, and resets their second step."""


def must_give_second_step(user: User, roles: Iterable[str]) -> bool:
    """Whether a person with these desks needs one; so does whoever keeps the reference data."""
    return user.is_staff or any(role in SEES_IDENTITY or role in OPENS_THE_DOOR for role in roles)
