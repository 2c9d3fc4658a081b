"""The table of mutations stays true: what it breaks is there once, what must notice exists."""

import pytest

from tests.support.mutations import MUTATIONS, ROOT

NEEDED = {"1", "2", "3", "4", "5", "6", "7", "9", "10"}
"""Rule 8 (figures) comes with the statistics."""


def test_every_rule_has_its_mutation():
    assert {m.rule for m in MUTATIONS} >= NEEDED


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.rule}-{m.file}")
def test_a_mutation_fits_the_code(mutation):
    text = (ROOT / mutation.file).read_text(encoding="utf-8")
    assert text.count(mutation.old) == 1, mutation.old
    assert mutation.new != mutation.old
    file, _, name = mutation.test.partition("::")
    test = (ROOT / file).read_text(encoding="utf-8")
    assert f"def {name}(" in test if name else "def test_" in test
