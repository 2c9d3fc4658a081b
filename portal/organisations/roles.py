"""Which desks an organisation may have, and what a desk may offer, by its kind. Plain rules.

A desk is one role of one organisation (design). Who decides on identification is data of the State:
a kind that no list names here gets decision makers by the State's row alone (policy 14).
"""

from collections.abc import Collection

from portal.access.matrix import ACTIVE_STEP, LIAISON_KINDS, Kind, Purpose, Role, basis_for

_CASEWORK = frozenset(
    {
        Kind.NGO,
        Kind.SHELTER,
        Kind.LEGAL_AID,
        Kind.HEALTH_PROVIDER,
        Kind.INTERNATIONAL_ORGANISATION,
        Kind.SOCIAL_SERVICES,
        Kind.CHILD_PROTECTION,
        Kind.HOTLINE,
        Kind.LABOUR_INSPECTORATE,
        Kind.CONSULATE,
    }
)
_SHELTERS = frozenset(
    {
        Kind.NGO,
        Kind.SHELTER,
        Kind.HEALTH_PROVIDER,
        Kind.INTERNATIONAL_ORGANISATION,
        Kind.SOCIAL_SERVICES,
        Kind.CHILD_PROTECTION,
    }
)
"""Kinds that may run a shelter: a desk of its own, which never has proceedings."""

_OF_THEIR_OWN: dict[Role, frozenset[Kind]] = {
    Role.CASEWORKER: _CASEWORK,
    Role.PLACEMENT_OFFICER: _SHELTERS,
    Role.LIAISON: frozenset(LIAISON_KINDS),
    Role.DECISION_MAKER: frozenset({Kind.COMPETENT_AUTHORITY}),
    Role.COORDINATOR: frozenset({Kind.COORDINATION_BODY}),
    Role.RAPPORTEUR: frozenset({Kind.RAPPORTEUR_OFFICE}),
    Role.OVERSIGHT: frozenset({Kind.DATA_PROTECTION_AUTHORITY, Kind.AUDITOR}),
    Role.ORGANISATION_ADMIN: frozenset(Kind),
    Role.FOCAL_POINT: frozenset(Kind),
    Role.VALIDATOR: frozenset({Kind.COORDINATION_BODY}),
    Role.MODERATOR: frozenset({Kind.RAPPORTEUR_OFFICE}),
}

SEES_NO_CASE = frozenset({Role.FOCAL_POINT, Role.VALIDATOR, Role.MODERATOR, Role.RAPPORTEUR})
"""Roles of the register and of figures: they open no case to whoever joins."""


def roles_of(kind: str, state_row: Collection[tuple[str, str]] = ()) -> tuple[Role, ...]:
    """The roles that desks of an organisation of this kind may have, in the table's order.

    ``state_row`` are the (role, kind) pairs of a State's row that lets others decide.
    """
    return tuple(
        role for role in Role if kind in _OF_THEIR_OWN.get(role, ()) or (role, kind) in state_row
    )


def purposes_of(role: str, kind: str, step: int = ACTIVE_STEP) -> tuple[Purpose, ...]:
    """The purposes for which a desk of this role and kind can receive a referral at all."""
    return tuple(p for p in Purpose if basis_for(p, role, kind, step) is not None)
