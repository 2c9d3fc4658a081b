"""The table of proceedings: every stage, every step, every reason, with a source."""

import pytest

from cases.proceedings.workflow import (
    OPEN_STAGES,
    STEPS,
    WHY,
    find_step,
    open_steps,
    reasons_from,
)
from cases.vocabulary import EndedWhy, Stage

WALK = {
    # stage: {step: where it leads}
    Stage.REPORTED: {"investigate": Stage.UNDER_INVESTIGATION, "end": Stage.ENDED},
    Stage.UNDER_INVESTIGATION: {"charge": Stage.CHARGED, "end": Stage.ENDED},
    Stage.CHARGED: {"send_back": Stage.UNDER_INVESTIGATION, "try": Stage.TRIED, "end": Stage.ENDED},
    Stage.TRIED: {"end": Stage.ENDED},
    Stage.ENDED: {"reopen": Stage.UNDER_INVESTIGATION},
}
FROM = {
    Stage.REPORTED: {"no_suspect", "no_offence", "other_authority", "joined", "time_barred", "suspect_died"},
    Stage.UNDER_INVESTIGATION: {"no_suspect", "not_enough_evidence", "no_offence", "other_authority", "joined",
                                "time_barred", "suspect_died"},
    Stage.CHARGED: {"not_enough_evidence", "other_authority", "joined", "time_barred", "suspect_died"},
    Stage.TRIED: {"convicted", "convicted_of_other", "acquitted", "other_authority", "joined", "time_barred",
                  "suspect_died"},
    Stage.ENDED: set(),
}  # fmt: skip


@pytest.mark.parametrize("stage", list(Stage))
def test_every_cell_of_the_table(stage):
    assert {s.name: s.target for s in open_steps(stage)} == WALK[stage]
    for step in STEPS:
        assert (find_step(step.name, stage) is not None) is (step.name in WALK[stage])
    assert {str(why) for why in reasons_from(stage)} == FROM[stage]


def test_every_row_has_its_source_and_every_reason_a_stage():
    assert all(step.source and step.label for step in STEPS)
    assert set(WHY) == set(EndedWhy)
    assert all(stages and source for stages, source in WHY.values())
    assert set(OPEN_STAGES) == set(Stage) - {Stage.ENDED}


def test_that_she_withdrew_a_statement_is_no_reason():
    """Directive 2011/36, art. 9(1): prosecution may continue if she withdraws it."""
    words = " ".join(f"{why} {why.label}" for why in EndedWhy).lower()
    assert not any(word in words for word in ("statement", "cooperat", "testif", "complaint"))
