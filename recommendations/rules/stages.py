"""The two steps of publishing: who drafts does not publish. A plain workflow table. Pure."""

from portal.access.vocabulary import Coded, gettext_noop


class Stage(Coded):
    """Where a submission stands. What is published never changes: a correction is a new edition."""

    DRAFT = "draft", gettext_noop("Draft")
    SUBMITTED = "submitted", gettext_noop("Waits for publication")
    RETURNED = "returned", gettext_noop("Returned with a reason")
    PUBLISHED = "published", gettext_noop("Published")
    DECLINED = "declined", gettext_noop("Not published")


MOVES: dict[str, tuple[frozenset[str], str]] = {
    # move: (from, to)
    "save": (frozenset({Stage.DRAFT, Stage.RETURNED}), Stage.DRAFT),
    "submit": (frozenset({Stage.DRAFT, Stage.RETURNED}), Stage.SUBMITTED),
    "return": (frozenset({Stage.SUBMITTED}), Stage.RETURNED),
    "publish": (frozenset({Stage.SUBMITTED}), Stage.PUBLISHED),
    "decline": (frozenset({Stage.SUBMITTED}), Stage.DECLINED),
}


def open_moves(stage: str) -> tuple[str, ...]:
    """The moves that a stage leaves open."""
    return tuple(name for name, (sources, _to) in MOVES.items() if stage in sources)


def after(move: str, stage: str) -> str | None:
    """The stage after a move; None where it is not open."""
    sources, to = MOVES[move]
    return to if stage in sources else None
