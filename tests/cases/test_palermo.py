import itertools

import pytest

from cases.palermo import (
    ARTICLES,
    Act,
    Element,
    Exploitation,
    Means,
    Outcome,
    Reason,
    Standing,
    assess,
)
from portal.access.vocabulary import AgeStatus

ADULT, CHILD = AgeStatus.ADULT, AgeStatus.CHILD
A, M, P = ["recruitment"], ["deception"], ["forced_labour"]
TABLE = [
    (A, M, P, ADULT, Outcome.INDICATED, ()),
    (A, [], P, ADULT, Outcome.ELEMENTS_MISSING, (Element.MEANS,)),
    ([], M, P, ADULT, Outcome.ELEMENTS_MISSING, (Element.ACT,)),
    (A, M, [], ADULT, Outcome.ELEMENTS_MISSING, (Element.PURPOSE,)),
    (A, [], [], ADULT, Outcome.ELEMENTS_MISSING, (Element.MEANS, Element.PURPOSE)),
    ([], [], [], ADULT, Outcome.NOT_ENOUGH_INFORMATION, tuple(Element)),
    (A, [], P, CHILD, Outcome.INDICATED_CHILD, ()),
    (A, M, P, CHILD, Outcome.INDICATED_CHILD, ()),
    (A, [], P, AgeStatus.MAY_BE_CHILD, Outcome.INDICATED_CHILD, ()),
    (A, [], P, AgeStatus.UNKNOWN, Outcome.INDICATED_CHILD, ()),
    (A, M, [], CHILD, Outcome.ELEMENTS_MISSING, (Element.PURPOSE,)),
    ([], M, [], CHILD, Outcome.NOT_ENOUGH_INFORMATION, (Element.ACT, Element.PURPOSE)),
]


@pytest.mark.parametrize(("acts", "means", "purposes", "age", "outcome", "missing"), TABLE)
def test_elements_give_the_outcome(acts, means, purposes, age, outcome, missing):
    found = assess(acts, means, purposes, age)
    assert (found.outcome, found.missing) == (outcome, missing)


def test_an_element_nobody_could_tell_about_is_not_missing_but_unknown():
    found = assess(A, [], P, ADULT, unsure=["means"])
    assert found.outcome is Outcome.NOT_ENOUGH_INFORMATION
    assert assess(A, [], P, CHILD, unsure=["means"]).outcome is Outcome.INDICATED_CHILD


@pytest.mark.parametrize("age", list(AgeStatus))
def test_there_is_never_a_final_no(age):
    for size in itertools.product((0, 1), repeat=3):
        found = assess(A[: size[0]], M[: size[1]], P[: size[2]], age)
        assert found.outcome in Outcome
        assert found.reasons
        if found.missing:
            assert Reason.ONLY_AUTHORITY_DECIDES in found.reasons
    assert not any("not_trafficked" in outcome or outcome == "no" for outcome in Outcome)


def test_every_act_means_and_purpose_counts_alone():
    for act, means, purpose in itertools.product(Act, Means, Exploitation):
        assert assess([act], [means], [purpose], ADULT).outcome is Outcome.INDICATED


def test_that_she_agreed_does_not_matter_once_a_means_was_used_and_never_for_a_child():
    assert assess(A, M, P, ADULT).consent_irrelevant
    assert not assess(A, [], P, ADULT).consent_irrelevant
    assert assess([], [], [], CHILD).consent_irrelevant


def test_each_reason_names_its_article():
    assert set(ARTICLES) == set(Reason)
    found = assess(A, [], P, AgeStatus.MAY_BE_CHILD)
    assert dict(found.articles)[Reason.MEANS_NOT_NEEDED].startswith("Palermo Protocol art. 3(c)")
    assert dict(found.articles)[Reason.AGE_IN_DOUBT] == "CoE Convention art. 10(3)"
    assert found.elements[Element.MEANS] is Standing.NOT_NEEDED


def test_a_purpose_added_by_the_union_says_so():
    assert Reason.PURPOSE_EU in assess(A, M, ["illegal_adoption"], ADULT).reasons
    assert Reason.PURPOSE_EU not in assess(A, M, ["illegal_adoption", "servitude"], ADULT).reasons


def test_an_unknown_code_is_refused():
    with pytest.raises(ValueError, match="smuggling"):
        assess(["smuggling"], [], [], ADULT)
