"""Entries by API: each person's job, open reading as JSON and CSV as of a day, refusals by field."""

import base64
import csv
import io

import pytest

from portal.core.clock import now
from recommendations.models import Entry, EntryEdition
from recommendations.rules.entries.law import Element
from tests.api.callers import Caller, remedies
from tests.recommendations import scenes
from tests.recommendations.scenes import MEASURE
from tests.support.budget import queries

R = "recommendations/"
OWN = f"{R}own/entries/"


@pytest.fixture
def calls(register):
    return lambda who=None: Caller(register.people[who] if who else None)


def rows_of(answer):
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("text/csv")
    assert 'rel="license"' in answer["Link"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_measure_from_draft_to_public(calls):
    focal, validator, stranger = calls("focal"), calls("validator"), calls()
    made = focal.post(OWN, {"kind": "measure", "document": MEASURE}, key="k1")
    assert made.status_code == 201
    body = made.json()
    assert (body["code"], body["stage"], made["ETag"]) == ("M-1", "draft", '"1"')
    again = focal.post(OWN, {"kind": "measure", "document": MEASURE}, key="k1")
    assert again.json()["uuid"] == body["uuid"]
    assert Entry.objects.count() == 1
    ref = body["uuid"]
    assert validator.get(f"{OWN}{ref}/").status_code == 404
    assert stranger.get(f"{R}entries/{ref}/").status_code == 404
    assert stranger.ok(f"{R}entries/")["results"] == []
    sent = focal.post(f"{OWN}{ref}/submit/", version=1)
    assert sent.json()["stage"] == "submitted"
    assert [r["uuid"] for r in validator.ok(f"{OWN}?waiting=1")["results"]] == [ref]
    back = validator.post(f"{OWN}{ref}/return/", {"reason": "Which town?"}, version=2)
    assert (back.json()["stage"], back.json()["returned_because"]) == ("returned", "Which town?")
    put = focal.put(
        f"{OWN}{ref}/", {"document": {**MEASURE, "title": "A shelter in Senn"}}, version=3
    )
    assert put.status_code == 200
    assert focal.put(f"{OWN}{ref}/", {"document": MEASURE}, version=3).status_code == 409
    focal.post(f"{OWN}{ref}/submit/", version=4)
    assert validator.post(f"{OWN}{ref}/publish/", version=5).json()["stage"] == "published"
    found = stranger.ok(f"{R}entries/?kind=measure&state=XA")
    assert found["licence"]
    assert [(r["code"], r["document"]["title"], r["edition"]) for r in found["results"]] == [
        ("M-1", "A shelter in Senn", 1)
    ]
    assert stranger.ok(f"{R}entries/{ref}/")["results"][0]["document"]["budget"] == "120000.00"
    assert validator.post(f"{OWN}{ref}/withdraw/", version=6).status_code == 200
    assert stranger.ok(f"{R}entries/")["results"] == []
    assert stranger.get(f"{R}entries/{ref}/").status_code == 404
    assert focal.post(f"{OWN}{ref}/submit/", version=7).status_code == 409


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({**MEASURE, "currency": "XYZ"}, "currency"),
        ({**MEASURE, "due_on": "soon"}, "due_on"),
        ({**MEASURE, "title": "<i>x</i>"}, "title"),
        ({**MEASURE, "wish": 1}, "wish"),
        ({**MEASURE, "items": [["x"], {"a": 1}]}, "items"),
        ({**MEASURE, "budget": True}, "budget"),
        ({}, "title"),
    ],
)
def test_refusals_name_the_field_and_the_remedy(calls, document, field):
    refused = calls("focal").post(OWN, {"kind": "measure", "document": document})
    assert refused.status_code == 422
    assert remedies(refused)[field]
    assert Entry.objects.count() == 0


def test_an_unknown_kind_and_a_document_that_is_none(calls):
    assert calls("focal").post(OWN, {"kind": "wish", "document": {}}).status_code == 400
    assert calls("focal").post(OWN, {"kind": "measure", "document": "x"}).status_code == 400
    assert calls("ngo").post(OWN, {"kind": "measure", "document": MEASURE}).status_code == 404


def test_kinds_tell_what_a_document_holds(calls):
    rows = calls().ok(f"{R}kinds/")["results"]
    assert len(rows) == 20
    measure = next(row for row in rows if row["code"] == "measure")
    fields = {one["name"]: one for one in measure["holds"]}
    assert fields["level"]["codes"][0] == "not_started"
    assert "PRT.shelter" in fields["activities"]["codes"]
    assert fields["title"]["needed"] is True


def test_csv_has_the_columns_of_its_kind_and_runs_nothing(register, calls):
    scenes.entry_out(register, title="=1+1")
    rows = rows_of(calls().get(f"{R}entries/?kind=measure&format=csv"))
    assert rows[0]["title"] == "'=1+1"
    assert (rows[0]["budget"], rows[0]["items"]) == ("120000.00", "dcaf-2007:PRT-2")
    assert calls().get(f"{R}entries/?format=csv").status_code == 400
    assert calls().get(f"{R}entries/?kind=wish").status_code == 404
    assert calls().get(f"{R}entries/?on=yesterday").status_code == 400
    assert calls().get(f"{R}entries/?on=9999-12-31").status_code == 400
    assert calls().get(f"{R}entries/?state=ZZ").status_code == 404


def test_the_plan_as_of_a_day_and_its_sums(register, calls):
    scenes.entry_out(register)
    today = now().date().isoformat()
    rows = calls().ok(f"{R}states/XA/plan/")["results"]
    assert [(r["currency"], r["planned"], r["spent"], r["travel"]) for r in rows] == [
        ("EUR", "120000.00", "30000.00", "5000.00")
    ]
    assert calls().ok(f"{R}states/XA/plan/?on={today}")["results"][0]["measures"] == 1
    assert calls().ok(f"{R}states/XA/plan/?on=2020-01-01")["results"][0]["measures"] == 0
    assert calls().ok(f"{R}entries/?on=2020-01-01")["results"] == []
    assert rows_of(calls().get(f"{R}states/XA/plan/?format=csv"))[0]["currency"] == "EUR"


def test_law_of_each_state_beside_both_conventions(register, calls):
    scenes.law_of(register, {"consent": "yes", "organs": "no"})
    rows = {r["element"]: r for r in calls().ok(f"{R}law/")["results"]}
    assert set(rows) == set(Element)
    assert (rows["consent"]["covered"], rows["consent"]["palermo"], rows["consent"]["coe_197"]) == (
        "yes", "P 3(b)", "C 4(b)",
    )  # fmt: skip
    assert rows["child"]["covered"] == ""
    assert rows_of(calls().get(f"{R}law/?state=XA&format=csv"))
    assert calls().ok(f"{R}law/?state=XB")["results"][0]["covered"] == ""


def test_a_table_by_api(calls):
    text = "code,title,lead,due_on\nM-A,One,Office,2027-01-31\n,Two,,soon\n"
    body = {"kind": "measure", "content": base64.b64encode(text.encode()).decode()}
    path = f"{R}own/entry-tables/"
    report = calls("focal").post(path, body).json()
    assert (report["read"], report["created"], report["refused"]) == (2, 1, 1)
    assert {w["field"] for w in report["wrong"]} == {"lead", "due_on"}
    assert calls("focal").post(path, {**body, "dry_run": False}).status_code == 422
    assert (
        calls("focal").post(path, {**body, "dry_run": False, "only_good": True}).status_code == 200
    )
    assert Entry.objects.get().code == "M-A"
    assert calls("focal").post(path, {**body, "content": "?"}).status_code == 422
    assert calls("ngo").post(path, body).status_code == 404


def test_lists_take_as_many_queries_with_one_as_with_ten(register, calls):
    reader, focal = calls(), calls("focal")
    paths = ((reader, f"{R}entries/"), (reader, f"{R}entries/?kind=measure&format=csv"),
             (reader, f"{R}states/XA/plan/"), (reader, f"{R}law/"), (focal, OWN))  # fmt: skip

    def asked():
        return [len(queries(lambda c=c, p=p: c.get(p))) for c, p in paths]

    scenes.entry_out(register)
    scenes.law_of(register, {"consent": "yes"})
    asked()
    before = asked()
    for n in range(9):
        scenes.entry_out(register, title=f"Measure {n}")
    scenes.law_of(register, {"child": "yes", "organs": "no"})
    assert asked() == before
    assert max(before) <= 12
    assert EntryEdition.objects.count() == 13
