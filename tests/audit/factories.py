"""Plain actors: the audit knows them by their numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SomeActor:
    user_id: int | None = 11
    desk_id: int | None = 21
    group_id: int | None = 31
    role: str = "caseworker"
    organisation_id: int | None = 41
    kind: str = "ngo"
    state_id: int | None = 51
    machine: str = ""


ACTOR = SomeActor()
CLOCK = SomeActor(None, None, None, "clock", None, "", None)
