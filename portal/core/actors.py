"""Who acts, as the lower floors know it: numbers and codes, no models."""

from typing import Protocol


class Acting(Protocol):
    """An identity that may ask and do. ``organisations.actors.Actor`` is the one implementation.

    A person has a user, a desk and that desk's group; a machine has a desk and a group; the clock
    and the system itself have a role only.
    """

    @property
    def user_id(self) -> int | None: ...
    @property
    def desk_id(self) -> int | None: ...
    @property
    def group_id(self) -> int | None: ...
    @property
    def role(self) -> str: ...
    @property
    def organisation_id(self) -> int | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def state_id(self) -> int | None: ...
