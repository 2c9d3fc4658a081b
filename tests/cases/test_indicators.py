from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.indicators import (
    ILO_INDICATORS,
    ROWS,
    SCREENING_GROUPS,
    SIGNS,
    About,
    Answer,
    IloGroup,
    LabourClass,
    Presence,
    Profile,
    SignGroup,
    Strength,
    classify,
    elements_of,
    forced_labour_signs,
    group_presence,
    group_present,
)
from cases.palermo import Act, Element, Exploitation, Means

S, M, W = Strength.STRONG, Strength.MEDIUM, Strength.WEAK
ADULT, CHILD = Profile.ADULT_LABOUR, Profile.CHILD_LABOUR
EDGES = [
    ([], False),
    ([S], False),
    ([S, S], True),
    ([S, M], True),
    ([S, W], True),
    ([M, M], False),
    ([M, M, M], True),
    ([M, M, W], True),
    ([M, W, W, W], False),
    ([W, W, W], False),
]


@pytest.mark.parametrize(("strengths", "present"), EDGES)
def test_the_group_rule_at_its_edges(strengths, present):
    assert group_present(strengths) is present


def test_the_lists_are_as_long_as_in_their_sources():
    assert Counter(i.group.value for i in ILO_INDICATORS) == {
        "D": 10, "C": 10, "V": 16, "E": 9, "K": 15, "W": 7,
    }  # fmt: skip
    assert sum(ADULT in i.strengths for i in ILO_INDICATORS) == 67
    assert sum(CHILD in i.strengths for i in ILO_INDICATORS) == 65
    assert Counter(s.group.value for s in SIGNS) == {
        "UG": 36, "UC": 16, "UD": 9, "US": 18, "UL": 25, "UB": 13, "UF": 16,
    }  # fmt: skip
    for table in (ILO_INDICATORS, SIGNS):
        assert len({row.code for row in table}) == len(table)
        assert all(row.label and row.label[0].isupper() for row in table)


def test_children_have_no_weak_tier_and_adults_in_sexual_exploitation_no_strong_exploitation():
    for indicator in ILO_INDICATORS:
        assert indicator.strengths.get(CHILD) is not W
        if indicator.group is IloGroup.EXPLOITATION:
            assert indicator.strengths[Profile.ADULT_SEXUAL] is not S


def test_the_same_indicator_weighs_differently_for_a_child_and_at_destination():
    found = {i.code: i.strengths for i in ILO_INDICATORS}
    assert (found["D10"][ADULT], found["D10"][CHILD]) == (W, S)
    for recruited, there in (("C04", "K02"), ("C05", "K01"), ("C06", "K03")):
        assert (found[recruited][ADULT], found[there][ADULT]) == (M, S)


def test_strengths_that_nobody_read_are_marked():
    unread = {i.code: i.unverified for i in ILO_INDICATORS}
    assert unread["K07"] == frozenset()
    assert unread["E06"] == {Profile.ADULT_SEXUAL}
    assert unread["D01"] == {Profile.ADULT_SEXUAL, Profile.CHILD_SEXUAL}


def yes(*codes, no=()):
    return dict.fromkeys(codes, Answer.YES) | dict.fromkeys(no, Answer.NO)


def every(group, answer):
    return {i.code: answer for i in ILO_INDICATORS if i.group is group}


D, C, V, E, K = (yes(f"{g}01", f"{g}02", f"{g}03") for g in "DCVEK")
WHERE = yes("W01", "W02", "W03")
CLASSES = [
    ({}, ADULT, False, LabourClass.NOT_ENOUGH_INFORMATION),
    (D | K, ADULT, True, LabourClass.NOT_ENOUGH_INFORMATION),
    (every(IloGroup.EXPLOITATION, Answer.NO), ADULT, True, LabourClass.NO_EXPLOITATION_SHOWN),
    (every(IloGroup.EXPLOITATION, Answer.NOT_ASKED), ADULT, True, LabourClass.NOT_ENOUGH_INFORMATION),
    (every(IloGroup.EXPLOITATION, Answer.PREFERS_NOT), ADULT, True, LabourClass.NOT_ENOUGH_INFORMATION),
    (E, ADULT, True, LabourClass.EXPLOITED),
    (E | K, ADULT, False, LabourClass.EXPLOITED),
    (D | E, ADULT, False, LabourClass.DECEIVED_AND_EXPLOITED),
    (C | E, ADULT, False, LabourClass.EXPLOITED),
    (D | E | K, ADULT, False, LabourClass.INDICATED),
    (C | E | K, ADULT, False, LabourClass.INDICATED),
    (V | E | K, ADULT, False, LabourClass.INDICATED),
    (WHERE | E | K, ADULT, False, LabourClass.INDICATED),
    (E, CHILD, True, LabourClass.INDICATED_CHILD),
    (D | E, CHILD, False, LabourClass.INDICATED_CHILD),
    (E, CHILD, False, LabourClass.EXPLOITED),
    ({}, CHILD, True, LabourClass.NOT_ENOUGH_INFORMATION),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "profile", "act", "shows"), CLASSES)
def test_the_class_rule(answers, profile, act, shows):
    assert classify(answers, profile, act_known=act).shows is shows


def test_unknown_is_never_absent():
    assert group_presence(IloGroup.DECEPTION, ADULT, {}) is Presence.OPEN
    almost = every(IloGroup.DECEPTION, Answer.NO)
    assert group_presence(IloGroup.DECEPTION, ADULT, almost) is Presence.ABSENT
    for answer in (Answer.NOT_ASKED, Answer.CANNOT_SAY, Answer.PREFERS_NOT):
        unsure = almost | {"D01": answer, "D02": answer}
        assert group_presence(IloGroup.DECEPTION, ADULT, unsure) is Presence.OPEN
    assert IloGroup.COERCION_THERE in classify(D | E, ADULT).still_open


@given(st.dictionaries(st.sampled_from(ILO_INDICATORS).map(lambda i: i.code), st.sampled_from(Answer)),
       st.sampled_from(Profile))  # fmt: skip
def test_a_further_yes_never_takes_a_group_away(answers, profile):
    for group in IloGroup:
        before = group_presence(group, profile, answers)
        after = group_presence(group, profile, answers | {f"{group}01": Answer.YES})
        assert before is not Presence.PRESENT or after is Presence.PRESENT


def test_indicators_gather_into_the_eleven_signs_of_forced_labour():
    assert forced_labour_signs(frozenset({"D03", "K02"})) == ("F2", "F9")
    assert forced_labour_signs(frozenset({"K03"})) == ("F3", "F4")
    assert forced_labour_signs(frozenset({"K10"})) == ("F4", "F6")
    assert forced_labour_signs(frozenset({"W07"})) == ("F1",)


def test_the_screening_offers_acts_means_and_purposes_whole_and_the_lists_collapsed():
    groups = {group.code: group for group in SCREENING_GROUPS}
    assert {row.points_to for row in groups["act"].rows} == set(Act)
    assert {row.points_to for row in groups["means"].rows} == set(Means)
    assert {row.points_to for row in groups["purpose"].rows} == set(Exploitation)
    assert groups["means"].element is Element.MEANS
    assert [g.code for g in SCREENING_GROUPS if not g.collapsed] == [
        "danger", "act", "means", "purpose",
    ]  # fmt: skip
    assert {f"signs.{g}" for g in SignGroup} | {f"ilo.{g}" for g in IloGroup} < set(groups)
    assert sum(len(group.rows) for group in SCREENING_GROUPS) == len(ROWS)


def test_ticks_become_elements():
    ticks = ["act.recruited", "means.papers", "purpose.crime", "UG07", "UG25", "hurt_or_ill"]
    assert elements_of(ticks) == (
        {Act.RECRUITMENT},
        {Means.OTHER_COERCION, Means.USE_OF_FORCE},
        {Exploitation.CRIMINAL_ACTIVITIES},
    )
    with pytest.raises(KeyError):
        elements_of(["no_such_row"])


def test_what_speaks_of_the_scene_is_told_apart():
    scene = {sign.code for sign in SIGNS if sign.about is About.SCENE}
    assert {"UC12", "US13", "UL25"} <= scene
    assert not scene & {"UC11", "US12", "UL17", "UG01"}
