"""Who acts, as the lower floors know it: numbers and codes, no models."""

from typing import Any, Protocol


class Acting(Protocol):
    """An identity that may ask and do. ``organisations.actors.Actor`` is the one implementation.

    A person has a user, a desk and that desk's group; a machine has its client's name (``machine``), a
    desk and its group, and no user; the clock
    and the system itself have a role only. Ids are integers, or None: a query for None finds
    nothing, and no row can be written with it.
    """

    @property
    def user_id(self) -> Any: ...
    @property
    def desk_id(self) -> Any: ...
    @property
    def group_id(self) -> Any: ...
    @property
    def role(self) -> str: ...
    @property
    def organisation_id(self) -> Any: ...
    @property
    def kind(self) -> str: ...
    @property
    def state_id(self) -> Any: ...
    @property
    def machine(self) -> str: ...
