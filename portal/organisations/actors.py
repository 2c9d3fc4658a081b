"""The only identity that services and selectors accept."""

from dataclasses import dataclass

from portal.organisations.models import Desk


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person at a desk, a machine of a desk, the clock, or the system.

    A desk is one role of one organisation; ``group_id`` is the key of its grants. ``machine`` is the
    client_id of another agency's computer: it has no user, and no right beyond its desk's.
    """

    user_id: int | None
    desk_id: int | None
    group_id: int | None
    role: str
    organisation_id: int | None
    kind: str
    state_id: int | None
    machine: str = ""

    @property
    def client(self) -> str:
        """Whose Idempotency-Keys these are."""
        if self.machine:
            return f"machine:{self.machine}"
        return f"user:{self.user_id}" if self.user_id else f"desk:{self.desk_id}"


CLOCK = Actor(None, None, None, "clock", None, "", None)
SYSTEM = Actor(None, None, None, "system", None, "", None)


def actor_of(desk: Desk, user_id: int | None, machine: str = "") -> Actor:
    """The actor for a person (or, without one, a machine) at ``desk``; its organisation is read."""
    return Actor(
        user_id=user_id,
        desk_id=desk.pk,
        group_id=desk.group_id,
        role=desk.role,
        organisation_id=desk.organisation_id,
        kind=desk.organisation.kind,
        state_id=desk.organisation.state_id,
        machine=machine,
    )
