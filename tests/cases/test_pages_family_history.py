"""Family, guardian and the history of a case."""

from uuid import uuid4

import pytest
from django.http import Http404
from django.urls import reverse

from cases.models import Case, CaseLink
from cases.services import break_glass, link_family, record_guardian
from portal.audit.models import Entry
from portal.core.problems import NotOpen
from tests.support import steps
from tests.support.pages import browser, text, values


def at(name, case, *more):
    return reverse(f"cases:{name}", args=[case.uuid, *more])


def test_a_childs_case_is_opened_once_and_linked(world):
    mother = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    sent = values(client.get(at("family", mother))) | {
        "given_names": ["Little one"], "age": ["child"], "age_years": ["4"], "with_parent": ["on"], "act": ["open"],
    }  # fmt: skip
    for _ in range(2):
        assert client.post(at("family", mother), sent).status_code == 303
    link = CaseLink.objects.get(parent=mother)
    assert link.child.age_status == "child"
    assert link.child.guardian == "parent"
    assert link.child.languages == ["ti"]
    assert Case.objects.get(pk=mother.pk).dependants == 1
    assert link.child.ref in text(client.get(at("family", mother)))
    assert client.post(at("family", mother), {"act": "open"}).status_code == 422


def test_only_own_cases_are_offered_and_a_foreign_one_is_refused(world):
    mother, child = steps.a_case(world, "ngo"), steps.a_case(world, "ngo", adult=False)
    foreign = steps.a_case(world, "ngo2")
    client = browser(world, "ngo")
    page = client.get(at("family", mother))
    assert child.ref in text(page)
    assert foreign.ref not in text(page)
    refused = client.post(at("family", mother), {"act": "link", "children": [str(foreign.uuid)]})
    assert refused.status_code == 422
    assert not CaseLink.objects.exists()
    assert (
        client.post(
            at("family", mother), {"act": "link", "children": [str(child.uuid)]}
        ).status_code
        == 303
    )
    assert CaseLink.objects.get().child == child
    assert mother.ref in text(client.get(at("family", child)))


def test_the_services_ask_for_the_right_too(world):
    mother, foreign = steps.a_case(world, "ngo"), steps.a_case(world, "ngo2", adult=False)
    with pytest.raises(Http404):
        link_family(actor=world.actor("ngo"), parent=mother, children=[foreign])
    with pytest.raises(Http404):
        record_guardian(actor=world.actor("ngo"), case=foreign, guardian="appointed")
    border = steps.a_case(world, "border", adult=False)
    with pytest.raises(NotOpen):
        record_guardian(actor=world.actor("coordinator"), case=border, guardian="appointed")


def test_a_guardian_is_recorded_and_two_answers_are_shown_when_they_differ(world):
    case = steps.a_case(world, "ngo", adult=False)
    client = browser(world, "ngo")
    assert "No guardian yet" in text(client.get(at("detail", case)))
    sent = values(client.get(at("guardian", case)))
    assert client.post(at("guardian", case), sent | {"guardian": "asked"}).status_code == 303
    clash = browser(world, "ngo_b").post(at("guardian", case), {"was": "", "guardian": "appointed"})
    assert clash.status_code == 409
    assert "A guardian was asked for" in text(clash)
    assert "A guardian is appointed" in text(clash)
    again = values(clash) | {"guardian": "appointed"}
    assert browser(world, "ngo_b").post(at("guardian", case), again).status_code == 303
    assert "No guardian yet" not in text(client.get(at("detail", case)))
    assert client.post(at("guardian", case), {"guardian": "nobody"}).status_code == 422
    adult = steps.a_case(world, "ngo")
    assert client.get(at("guardian", adult)).status_code == 404


def test_the_history_names_her_own_people_and_of_others_the_organisation(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    steps.accept(world, steps.send(world, case, "accommodation"))
    browser(world, "shelter").post(at("section", case, "identity"))
    browser(world, "ngo_b").post(at("section", case, "identity"))
    said = text(browser(world, "ngo").get(at("history", case)))
    assert "Person ngo_b" in said
    assert "Agency shelter" in said
    assert "Person shelter" not in said
    assert said.count("Opened Who Agency") == 0
    assert "Opened" in said
    for who in ("shelter", "coordinator", "ngo2", "border"):
        assert browser(world, who).get(at("history", case)).status_code == 404


def test_oversight_reads_who_looked_and_never_what(world):
    steps.add_places(world)
    case = steps.a_case(world, "border", vital_interest=True)
    bed = steps.send(
        world,
        case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="He is near.",
    )
    steps.accept(world, bed, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    steps.accept(world, steps.send(world, case, "accommodation"))
    browser(world, "shelter").post(at("section", case, "health"))
    break_glass(
        actor=world.actor("coordinator"),
        ref=case.uuid,
        reason="Nobody answers and she is at the gate.",
    )
    page = browser(world, "oversight").get(at("history", case))
    said = text(page)
    assert "Read or changed" in said
    assert "Protection" in said
    assert "Agency ngo" in said
    assert "Agency shelter" not in said
    assert "break-glass" not in said
    assert "onsent recorded" not in said
    assert Entry.objects.filter(case_id=case.pk, section="history", verb="looked").count() == 1
    own = steps.a_case(world, "ngo")
    answers = {
        browser(world, "oversight").get(reverse("cases:history", args=[r])).status_code
        for r in (own.uuid, uuid4(), "x")
    }
    assert answers == {404}
    assert browser(world, "oversight").get(at("detail", case)).status_code == 404


def test_pages_of_a_history_are_bounded(world, django_assert_max_num_queries):
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    for _ in range(30):
        client.post(at("section", case, "identity"))
    with django_assert_max_num_queries(22):
        first = client.get(at("history", case))
    older = client.get(first.context["next_url"])
    assert len(first.context["lines"]) == 25
    assert older.status_code == 200
    assert older.context["lines"]
