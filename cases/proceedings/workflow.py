"""How proceedings move: one small table of our own, with the source of each step. Plain rules.

It asks who holds the pen (the desk whose proceedings they are), never what she says, whether she
testifies, what help she has: an investigation depends on no report of hers (Directive 2011/36,
art. 9(1); CoE Convention, art. 27(1)), and help on no investigation (art. 12(6)).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cases.vocabulary import EndedWhy, Stage
from portal.access.vocabulary import gettext_noop


@dataclass(frozen=True, slots=True)
class Step:
    """One row: from where, to where, by which source; a step that ends asks for its reason."""

    name: str
    label: str
    sources: frozenset[Stage]
    target: Stage
    source: str

    @property
    def ends(self) -> bool:
        """Whether it asks why."""
        return self.target is Stage.ENDED


def _step(name: str, label: str, sources: tuple[Stage, ...], target: Stage, source: str) -> Step:
    return Step(name, label, frozenset(sources), target, source)


OPEN_STAGES = (Stage.REPORTED, Stage.UNDER_INVESTIGATION, Stage.CHARGED, Stage.TRIED)
STEPS: tuple[Step, ...] = (
    _step(
        "investigate", gettext_noop("The investigation begins"), (Stage.REPORTED,),
        Stage.UNDER_INVESTIGATION, "CoE Convention art. 27(1); Directive 2011/36 art. 9(1)",
    ),
    _step(
        "charge", gettext_noop("Somebody is charged"), (Stage.UNDER_INVESTIGATION,),
        Stage.CHARGED, "Directive 2011/36 arts 2-5; 19a as amended: prosecutions",
    ),
    _step(
        "send_back", gettext_noop("The file is sent back"), (Stage.CHARGED,),
        Stage.UNDER_INVESTIGATION, "national procedure",
    ),
    _step(
        "try", gettext_noop("The trial begins"), (Stage.CHARGED,), Stage.TRIED,
        "CoE Convention art. 30; Directive 2011/36 art. 12",
    ),
    _step(
        "end", gettext_noop("The proceedings end"), OPEN_STAGES, Stage.ENDED,
        "CoE Convention art. 23; Directive 2011/36 art. 19a as amended: convictions, final decisions",
    ),
    _step(
        "reopen", gettext_noop("They are taken up again"), (Stage.ENDED,),
        Stage.UNDER_INVESTIGATION, "national procedure; CoE Convention art. 27(1)",
    ),
)  # fmt: skip

_BEFORE_A_CHARGE = frozenset({Stage.REPORTED, Stage.UNDER_INVESTIGATION})
_ANY = frozenset(OPEN_STAGES)
WHY: Mapping[EndedWhy, tuple[frozenset[Stage], str]] = MappingProxyType(
    {
        EndedWhy.CONVICTED: (frozenset({Stage.TRIED}), "CoE Convention art. 23"),
        EndedWhy.CONVICTED_OF_OTHER: (frozenset({Stage.TRIED}), "CoE Convention art. 23"),
        EndedWhy.ACQUITTED: (
            frozenset({Stage.TRIED}),
            "national procedure; it undoes nothing she is entitled to (CoE Convention art. 12)",
        ),
        EndedWhy.NO_SUSPECT: (_BEFORE_A_CHARGE, "national procedure"),
        EndedWhy.NOT_ENOUGH_EVIDENCE: (
            frozenset({Stage.UNDER_INVESTIGATION, Stage.CHARGED}),
            "national procedure",
        ),
        EndedWhy.NO_OFFENCE: (_BEFORE_A_CHARGE, "national procedure"),
        EndedWhy.OTHER_AUTHORITY: (_ANY, "CoE Convention arts 31-32"),
        EndedWhy.JOINED: (_ANY, "national procedure"),
        EndedWhy.TIME_BARRED: (_ANY, "national law; Directive 2011/36 art. 9(2) on children"),
        EndedWhy.SUSPECT_DIED: (_ANY, "national procedure"),
    }
)
"""Why they may end, from which stages, by which source."""


def open_steps(stage: str) -> tuple[Step, ...]:
    """The steps that are open from a stage, in the table's order."""
    return tuple(step for step in STEPS if stage in step.sources)


def find_step(name: str, stage: str) -> Step | None:
    """The step of that name if it is open from the stage."""
    return next((step for step in open_steps(stage) if step.name == name), None)


def reasons_from(stage: str) -> tuple[EndedWhy, ...]:
    """Why proceedings at this stage may end."""
    return tuple(why for why, (stages, _source) in WHY.items() if stage in stages)
