"""A workflow is a table: states, moves, and the parties who may make them. Plain Python."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

ACTIVE_STEP = 2
"""Rows of the policy tables with a later step are written down and held back."""

SAME = "same"
NOWHERE = "-"


class Party(StrEnum):
    """Who somebody is to one referral; worked out for each, never a role."""

    SENDER = "sender"
    RECEIVER = "receiver"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    CLOCK = "clock"
    CLAIMER = "claimer"
    ORGANISATION_ADMIN = "organisation_admin"
    DESK_WHERE_SHE_IS = "desk_where_she_is"
    WOULD_BE_LEAD = "would_be_lead"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of a policy table. `condition` and `effect` are the law's own sentences."""

    name: str
    sources: frozenset[str]
    targets: tuple[str, ...]
    by: frozenset[Party] = frozenset()
    follows: tuple[str, ...] = ()
    guard: str = ""
    condition: str = ""
    effect: str = ""
    deadline: str = ""
    source: str = ""
    step: int = 1

    @property
    def by_itself(self) -> bool:
        """True where no party makes the move: it follows from another one."""
        return not self.by

    def lands_on(self, state: str) -> tuple[str | None, ...]:
        """Where the move may end from `state`; None where the thing itself is gone."""
        return tuple(_target(target, state) for target in self.targets)


def _target(target: str, state: str) -> str | None:
    if target == SAME:
        return state
    return None if target == NOWHERE else target


class MoveRefused(Exception):
    """The move is not open here; `open_moves` are the names of those that are."""

    def __init__(self, name: str, state: str, open_moves: tuple[str, ...]) -> None:
        super().__init__(f"{name} is not open in {state}")
        self.name = name
        self.state = state
        self.open_moves = open_moves


class Workflow:
    """All moves of one thing, and the two questions asked of them."""

    def __init__(self, moves: Iterable[Move]) -> None:
        self.moves = tuple(moves)
        self._by_name = {move.name: move for move in self.moves}
        if len(self._by_name) != len(self.moves):
            raise ValueError("two moves share a name")

    def __getitem__(self, name: str) -> Move:
        return self._by_name[name]

    def live(self, step: int = ACTIVE_STEP) -> tuple[Move, ...]:
        """The moves that have come alive by `step`."""
        return tuple(move for move in self.moves if move.step <= step)

    def open_to(
        self, state: str, parties: Collection[str], step: int = ACTIVE_STEP
    ) -> tuple[Move, ...]:
        """The moves that somebody who is all of `parties` may make from `state`.

        The buttons of a page, the links of an answer. Guards are asked by the service.
        """
        mine = frozenset(parties)
        return tuple(move for move in self.live(step) if state in move.sources and move.by & mine)

    def find(
        self, name: str, state: str, parties: Collection[str], step: int = ACTIVE_STEP
    ) -> Move:
        """The move of that name if it is open to `parties` in `state`, else MoveRefused."""
        offered = self.open_to(state, parties, step)
        for move in offered:
            if move.name == name:
                return move
        raise MoveRefused(name, state, tuple(move.name for move in offered))

    def effect_of(self, name: str, state: str, step: int = ACTIVE_STEP) -> Move:
        """A move that follows by itself from another one, or MoveRefused: no party is asked."""
        for move in self.live(step):
            if move.name == name and move.follows and state in move.sources:
                return move
        raise MoveRefused(name, state, ())
