"""Finding a person by name: misspelt, transliterated, in any order, within what one may read, and recorded."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from cases import births
from cases.age import Birth
from cases.finding import found_list
from cases.models import FoundList, IndexToken
from cases.sections import ContactAndSafety, Identity
from cases.services import find_by_name, open_case, place_wall, write_section
from portal.access.matrix import Section
from portal.audit.models import Entry
from portal.core.problems import Invalid, TooMany
from tests.referrals.pages import browser, text_of
from tests.support import steps
from tests.support.budget import queries

PAIRS = json.loads((Path(__file__).parents[1] / "field_inputs/name_pairs.json").read_text("utf-8"))


def a_person(world, name, year=None, who="ngo", **more):
    given, _, family = name.partition(" ")
    birth = births.to_dict(Birth.in_year(year)) if year else {}
    sections = {
        Section.IDENTITY: Identity(given_names=given, family_name=family, birth=birth, **more),
        Section.CONTACT_AND_SAFETY: ContactAndSafety(languages=("en",)),
    }
    return open_case(actor=world.actor(who), sections=sections)


def names(world, name, who="ngo", year=None):
    kept = find_by_name(actor=world.actor(who), name=name, year=year)
    return [one.case.ref for one in found_list(world.actor(who), str(kept.uuid))[1]]


@pytest.mark.parametrize("pair", PAIRS, ids=[p["why"] for p in PAIRS])
def test_l14_to_l19_pairs_meet_through_the_whole_search(world, pair):
    case = a_person(world, pair["b"]["name"])
    year = int(pair["a"]["born"][:4]) if pair["a"]["born"] else None
    if pair["b"]["born"] and pair["b"]["born"][:4].isdigit():
        who = Identity(
            given_names=pair["b"]["name"],
            birth=births.to_dict(Birth.in_year(int(pair["b"]["born"][:4]))),
        )
        write_section(actor=world.actor("ngo"), ref=case.uuid, section=Section.IDENTITY,
                      document=who, version=1)  # fmt: skip
    found = names(world, pair["a"]["name"], year=year)
    assert (case.ref in found) is (pair["expected"] != "not a candidate")


def test_only_among_cases_whose_identity_the_desk_reads(world):
    case = a_person(world, "Selam Haile")
    assert names(world, "Haile Selam") == [case.ref]
    assert names(world, "Haile Selam", who="ngo_b") == [case.ref]
    for who in ("ngo2", "far_ngo", "police", "coordinator", "shelter", "rapporteur", "oversight"):
        assert names(world, "Haile Selam", who=who) == []
    place_wall(actor=world.actor("ngo"), ref=case.uuid, ground="personal_tie", reason="Her cousin.",
               user=world.people["ngo_b"])  # fmt: skip
    assert names(world, "Haile Selam", who="ngo_b") == []
    assert names(world, "Haile Selam") == [case.ref]


def test_what_every_desk_says_of_her_is_found_and_a_desk_of_its_own_finds_its_own(world):
    case = steps.a_case(world, "border")
    lead = steps.send(world, case, "transfer", ["ngo"], who="border", vital_interest=True,
                      vital_reason="Hurt.")  # fmt: skip
    steps.accept(world, lead, "ngo")
    write_section(actor=world.actor("ngo"), ref=case.uuid, section=Section.IDENTITY,
                  document=Identity(given_names="Mercy", family_name="Adeyo"))  # fmt: skip
    assert names(world, "Mercy Adeyo") == [case.ref]
    assert names(world, steps.CANARY) == [case.ref], "the first report's name is not lost"
    assert names(world, "Mercy Adeyo", who="border") == [], "what another desk wrote is not its own"
    assert names(world, steps.CANARY, who="border") in ([case.ref], [])


def test_one_row_of_the_record_names_what_was_shown_and_nothing_else_is_a_look(world):
    shown = a_person(world, "Selam Haile")
    a_person(world, "Salma Bello")
    before = Entry.objects.count()
    assert names(world, "Selam Haile") == [shown.ref]
    [entry] = Entry.objects.order_by("pk")[before:]
    assert (entry.verb, entry.section, entry.cases) == ("listed", "identity", [shown.pk])
    names(world, "Zz")
    assert Entry.objects.count() == before + 1


def test_no_name_is_kept_and_none_stands_in_an_address(world):
    a_person(world, "Selam Haile")
    mira = browser(world, "ngo")
    answer = mira.post(reverse("cases:search"), {"name": "Selam Haile", "year": ""})
    assert answer.status_code == 303
    assert "elam" not in answer["Location"]
    row = FoundList.objects.values().get()
    assert "elam" not in json.dumps(row, default=str)
    page = mira.get(answer["Location"])
    assert "Selam" not in text_of(page)
    assert "the same name" in text_of(page)


def test_a_handle_is_one_persons_and_ends_after_a_quarter_of_an_hour(world):
    case = a_person(world, "Selam Haile")
    kept = find_by_name(actor=world.actor("ngo"), name="Selam")
    with pytest.raises(Http404):
        found_list(world.actor("ngo_b"), str(kept.uuid))
    with pytest.raises(Http404):
        found_list(world.actor("ngo"), "no-uuid")
    place_wall(actor=world.actor("ngo_b"), ref=case.uuid, ground="personal_tie", reason="Her cousin.",
               user=world.people["ngo"])  # fmt: skip
    assert found_list(world.actor("ngo"), str(kept.uuid))[1] == [], "shown with the rights of now"
    with time_machine.travel(timezone.now() + timedelta(minutes=16)), pytest.raises(Http404):
        found_list(world.actor("ngo"), str(kept.uuid))


@pytest.mark.parametrize(("name", "year", "field"), [("", None, "name"), ("?!", None, "name"),
                         ("x" * 201, None, "name"), ("Selam", 3000, "year"), ("Selam", 3, "year")])  # fmt: skip
def test_bad_input_names_the_field_and_loses_nothing(world, name, year, field):
    with pytest.raises(Invalid) as refused:
        find_by_name(actor=world.actor("ngo"), name=name, year=year)
    assert list(refused.value.errors) == [field]
    page = browser(world, "ngo").post(reverse("cases:search"), {"name": name, "year": year or ""})
    assert page.status_code == 422
    assert f'value="{name}"' in page.content.decode() or name == ""
    api = browser(world, "ngo").post(
        "/api/v1/searches/", json.dumps({"name": name, "year": year}), "application/json"
    )
    assert api.status_code in (400, 422)
    assert field in [e["field"] for e in api.json()["errors"]]


def test_too_many_searches_in_a_minute_are_refused(world):
    for _ in range(30):
        find_by_name(actor=world.actor("ngo"), name="Selam")
    with pytest.raises(TooMany):
        find_by_name(actor=world.actor("ngo"), name="Selam")
    assert browser(world, "ngo").post(reverse("cases:search"), {"name": "Selam"}).status_code == 429
    assert names(world, "Selam", who="ngo_b") == []


def test_the_api_finds_the_same(world):
    case = a_person(world, "Selam Haile", 1998)
    mira = browser(world, "ngo")
    body = json.dumps({"name": "Haile Salam", "year": 1998})
    answer = mira.post("/api/v1/searches/", body, "application/json")
    assert answer.status_code == 200
    again = f"/api/v1/searches/{answer.json()['uuid']}/"
    found = answer.json()
    assert [one["case"]["reference"] for one in found["results"]] == [case.ref]
    assert found["results"][0]["why"] == ["name_close", "born_same_year"]
    assert mira.get(again).json()["results"] == found["results"]
    assert browser(world, "ngo_b").get(again).status_code == 404


def test_the_cost_does_not_grow_with_what_is_hidden_or_found(world):
    a_person(world, "Selam Haile")

    def search():
        names(world, "Selam Haile")

    one = len(queries(search))
    for number in range(6):
        a_person(world, f"Selam Haile{number}")
        a_person(world, "Selam Haile", who="far_ngo")
    assert len(queries(search)) <= one
    assert IndexToken.objects.exists()


def test_l15_a_common_name_alone_proposes_nobody_and_says_so(world):
    for n in range(6):
        a_person(world, f"Precious Family{n}")
    mira = browser(world, "ngo")
    page = mira.post(reverse("cases:search"), {"name": "Precious", "year": ""}, follow=True)
    said = text_of(page)
    assert "A common name alone" in said and "6 cases agree in it and in nothing else" in said
    assert "Nobody found" not in said
    assert "AA-" not in said
