import json
import random
from datetime import date
from pathlib import Path

import pytest

from portal.sealing.names import Born
from portal.sealing.weeding import Opened, Why, same, similarity, weed

PAIRS = json.loads((Path(__file__).parent / "data/name_pairs.json").read_text("utf-8"))
TODAY = date(2027, 1, 11)


def born(text):
    if text is None:
        return Born()
    if text.startswith("about"):
        return Born.about(19, TODAY)
    return Born.in_year(int(text)) if len(text) == 4 else Born.on(date.fromisoformat(text))


def compared(a, b):
    return weed(a["name"], born(a["born"]), [Opened("b", [b["name"]], born(b["born"]))]).matches


@pytest.mark.parametrize("pair", PAIRS, ids=[p["why"] for p in PAIRS])
def test_pairs_from_the_field(pair):
    a, b = pair["a"], pair["b"]
    assert bool(compared(a, b)) is (pair["expected"] != "not a candidate")
    assert bool(compared(b, a)) is bool(compared(a, b))
    if pair["expected"] == "same after normalising":
        assert same(a["name"], b["name"])


def test_a_common_given_name_alone_is_no_match():
    crowd = [Opened(i, [f"Precious {f}"], Born.in_year(1990 + i % 15))
             for i, f in enumerate(["Okafor", "Bello", "Eze", "Obi"] * 75)]  # fmt: skip
    found = weed("Precious", Born(), crowd)
    assert found.matches == ()
    assert found.too_common == 300
    assert [m.ref for m in weed("Precious", Born(), crowd[:3]).matches] == [0, 1, 2]


def test_at_most_five_come_back_the_best_first_in_a_stable_order():
    rows = [Opened(i, ["Maria Popescu"], Born.in_year(1998)) for i in range(8)]
    rows.append(Opened("best", ["Maria Popescu"], Born.on(date(1998, 3, 7))))
    random.shuffle(rows)
    found = weed("Popescu Maria", Born.on(date(1998, 3, 7)), rows).matches
    assert [m.ref for m in found] == ["best", 0, 1, 2, 3]
    assert found[0].why == (Why.NAME_SAME, Why.BORN_SAME)


def test_two_who_share_a_name_are_both_proposed():
    rows = [Opened(i, ["Maria Popescu"]) for i in (1, 2)]
    assert [m.ref for m in weed("Maria Popescu", Born(), rows).matches] == [1, 2]


def test_a_married_name_is_a_candidate_only_with_the_same_birth():
    day = date(1998, 3, 7)
    married = Opened(1, ["Maria Ionescu"], Born.on(day))
    assert weed("Maria Popescu", Born.on(day), [married]).matches[0].why[0] is Why.ONE_OF_SEVERAL
    assert not weed("Maria Popescu", Born.in_year(1998), [married]).matches


def test_a_birth_far_off_excludes_and_an_unknown_one_never_does():
    row = [Opened(1, ["Maria Popescu"], Born.in_year(1971))]
    assert not weed("Maria Popescu", Born.in_year(1998), row).matches
    assert weed("Maria Popescu", Born(), row).matches[0].why[-1] is Why.BORN_UNKNOWN
    near = weed("Maria Popescu", Born.in_year(1975), row).matches
    assert near[0].why[-1] is Why.BORN_DIFFERS


def test_the_best_of_her_names_counts():
    row = Opened(1, ["Gulalai", "Maria Popescu"], Born())
    assert weed("Maria Popescu", Born(), [row]).matches[0].why[0] is Why.NAME_SAME


def test_nothing_asked_finds_nothing():
    assert weed("", Born.in_year(1990), [Opened(1, ["Maria"], Born.in_year(1990))]).matches == ()
    assert not same("", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [("maria", "omar"), ("okafor", "bello"), ("ahmed", "hamid"), ("ivan", "iwona")],
)
def test_different_names_stay_apart(one, other):
    assert similarity(one, other) < 0.85
    assert similarity(one, other) == similarity(other, one)
