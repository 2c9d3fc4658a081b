"""The register by API: open reading as JSON and CSV with terms; each person's job; problems as everywhere."""

import base64
import csv
import io
from uuid import uuid4

import pytest

from portal.core.clock import now
from recommendations.models import Statement
from tests.api.callers import Caller, remedies
from tests.recommendations import scenes
from tests.support.budget import queries

R = "recommendations/"
YEAR = str(now().year)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def calls(register):
    return lambda who=None: Caller(register.people[who] if who else None)


@pytest.fixture
def scene(register):
    one = scenes.assigned(register)
    return register, one, scenes.a_period(register)


def table(caller, path):
    answer = caller.get(path)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"].startswith("text/csv")
    assert 'rel="license"' in answer["Link"]
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_everything_published_needs_no_account(scene, calls):
    world, one, period = scene
    own = scenes.published(world, one, period, level="full")
    scenes.assessed(world, one, period, "partial")
    scenes.drafted(world, scenes.assigned(world, "PRT-1"), period, text="Not public.")
    stranger = calls()
    page = stranger.ok(R)
    assert page["licence"] == "CC-BY-4.0"
    assert page["citation"]
    assert len(page["results"]) == 25
    assert len(stranger.ok(f"{R}?after={page['next']}&limit=100")["results"]) == 9
    assert [a["code"] for a in stranger.ok(f"{R}approaches/")["results"]] == [
        "LEG",
        "PRO",
        "PRT",
        "ORI",
        "DES",
    ]
    assert stranger.ok(f"{R}items/dcaf-2007/PRT-2/")["section"] == "4.3"
    [first] = [r for r in stranger.ok(f"{R}states/XA/")["results"] if r["code"] == "PRT-2"]
    assert (first["self"], first["rapporteur"], first["apart"], first["differs"]) == (
        "full",
        "partial",
        -1,
        True,
    )
    told = stranger.ok(f"{R}states/XA/statements/")["results"]
    assert {t["voice"] for t in told} == {"self", "rapporteur"}
    assert [t["uuid"] for t in told if t["voice"] == "self"] == [str(own.uuid)]
    assert "Not public" not in str(told)
    assert stranger.ok(f"{R}states/")["results"][0]["full_self"] == 1
    cells = stranger.ok(f"{R}matrix/?state=XA")["results"]
    assert len(cells) == 25
    assert {c["actor_type"]: c["under_way"] for c in cells if c["approach"] == "PRT"}[
        "governments"
    ] == 2
    assert stranger.ok(f"{R}tasks/?state=XA")["results"][0]["organisation"] == "Agency focal"
    assert stranger.ok(f"{R}states/XA/periods/")["results"][0]["open"] is True
    assert stranger.ok(f"{R}sources/")["results"][0]["recommendations"] == 34


def test_as_tables_with_stable_columns(scene, calls):
    world, one, period = scene
    scenes.published(world, one, period, text="=1+1 is no formula here.")
    stranger = calls()
    assert len(table(stranger, f"{R}?format=csv")) == 34
    assert [r["code"] for r in table(stranger, f"{R}?format=csv&approach=LEG")] == [
        "LEG-1",
        "LEG-2",
        "LEG-3",
    ]
    [row] = table(stranger, f"{R}states/XA/statements/?format=csv")
    assert (row["level"], row["state"], row["period"], row["edition"]) == (
        "partial",
        "XA",
        YEAR,
        "1",
    )
    assert row["justification"].startswith("'="), "what a spreadsheet would run does not (L30)"
    assert len(table(stranger, f"{R}matrix/?format=csv")) == 25
    assert table(stranger, f"{R}states/XA/?format=csv")[0]["self"] == "partial"
    assert table(stranger, f"{R}approaches/?format=csv")[2]["activities"].count("PRT.") == 6
    missing = stranger.get(f"{R}states/ZZ/?format=csv")
    assert missing.status_code == 404
    assert missing.json()["type"] == "urn:concord:problem:missing"


@pytest.mark.parametrize(
    "path", ["states/ZZ/", "states/%00/", "items/none/PRT-2/", "items/dcaf-2007/none/", "matrix/?state=ZZ",
             "evidence/nonsense/", "states/ZZ/statements/", "states/ZZ/periods/", "tasks/?state=ZZ"],
)  # fmt: skip
def test_what_is_not_there_is_missing(register, calls, path):
    answer = calls().get(R + path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_bad_pages_are_refused(register, calls):
    assert calls().get(f"{R}?limit=1000").status_code == 400
    assert calls().get(f"{R}?after=nonsense").status_code == 400


def test_focal_point_and_validator_by_api(scene, calls):
    _world, _one, _period = scene
    focal, validator = calls("focal"), calls("validator")
    [due] = focal.ok(f"{R}reports-due/")["results"]
    new = {
        "task": due["task"],
        "period": due["period"],
        "voice": "self",
        "level": "full",
        "justification": "All.",
    }
    key = str(uuid4())
    begun = focal.made(f"{R}submissions/", new, key=key)
    assert focal.made(f"{R}submissions/", new, key=key)["uuid"] == begun["uuid"]
    at = f"{R}submissions/{begun['uuid']}/"
    refused = focal.post(f"{at}submit/", version=1)
    assert refused.status_code == 422
    assert "evidence" in remedies(refused)
    content = base64.b64encode(b"a,b\n1,2\n").decode()
    proved = focal.post(
        f"{at}evidence/", {"kind": "file", "title": "Posts", "content": content}, version=1
    )
    assert proved.status_code == 200, proved.content
    [proof] = proved.json()["evidence"]
    assert proof["content_type"] == "text/csv"
    saved = focal.put(
        at, {**{k: new[k] for k in ("level",)}, "justification": "All posts."}, version=2
    )
    assert saved["ETag"] == '"3"'
    assert focal.put(at, {"level": "partial"}, version=2).status_code == 409
    assert focal.post(f"{at}submit/", version=3).status_code == 200
    assert focal.ok(f"{R}reports-due/")["results"] == []
    [waits] = validator.ok(f"{R}submissions/?waiting=1")["results"]
    assert waits["moves"] == ["return", "publish", "decline"]
    assert validator.post(f"{at}return/", {"reason": " "}, version=4).status_code == 422
    assert validator.post(f"{at}return/", {"reason": "Since when?"}, version=4).status_code == 200
    assert focal.ok(at)["returned_because"] == "Since when?"
    assert focal.post(f"{at}submit/", version=5).status_code == 200
    done = validator.post(f"{at}publish/", version=6)
    assert done.json()["stage"] == "published"
    again = validator.post(f"{at}publish/", version=7)
    assert again.status_code == 409
    told = calls().ok(f"{R}states/XA/statements/")["results"][0]
    file = calls().get(f"{R}evidence/{told['evidence'][0]['uuid']}/")
    assert b"".join(file.streaming_content) == b"a,b\r\n1,2\r\n"


def test_rapporteur_and_civil_society_by_api(scene, calls):
    _world, one, period = scene
    new = {
        "task": str(one.uuid),
        "period": period.code,
        "level": "not_started",
        "justification": "We saw none.",
    }
    assessed = calls("rapporteur").made(f"{R}submissions/", {**new, "voice": "rapporteur"})
    done = calls("rapporteur").post(f"{R}submissions/{assessed['uuid']}/submit/", version=1)
    assert done.json()["stage"] == "published"
    comment = calls("ngo").made(f"{R}submissions/", {**new, "voice": "civil_society"})
    at = f"{R}submissions/{comment['uuid']}/"
    calls("ngo").post(f"{at}submit/", version=1)
    declined = calls("moderator").post(f"{at}decline/", {"reason": "It names a person."}, version=2)
    assert declined.json()["stage"] == "declined"
    assert Statement.objects.count() == 1


def test_a_validator_arranges_by_api(register, calls):
    validator = calls("validator")
    period = {
        "code": "2030",
        "begins_on": "2030-01-01",
        "ends_on": "2030-12-31",
        "due_on": "2031-01-31",
    }
    made = validator.made(f"{R}own/periods/", period)
    assert made["version"] == 1
    who = str(register.desks["focal"].organisation.uuid)
    task = validator.made(
        f"{R}own/tasks/", {"source": "dcaf-2007", "code": "LEG-1", "organisation": who}
    )
    assert [d["code"] for d in calls("focal").ok(f"{R}reports-due/")["results"]] == ["LEG-1"]
    wrong = {**period, "code": "2031", "due_on": "2030-01-01"}
    assert "due_on" in remedies(validator.post(f"{R}own/periods/", wrong))
    assert validator.post(f"{R}own/periods/2030/close/", version=9).status_code == 409
    assert validator.post(f"{R}own/periods/2030/close/", version=1).json()["open"] is False
    assert validator.post(f"{R}own/tasks/{task['uuid']}/release/", version=1).status_code == 200
    police = str(register.desks["police"].organisation.uuid)
    refused = validator.post(
        f"{R}own/tasks/", {"source": "dcaf-2007", "code": "LEG-1", "organisation": police}
    )
    assert "organisation" in remedies(refused)
    for who_else in ("focal", "rapporteur", "ngo", "coordinator"):
        assert calls(who_else).post(f"{R}own/periods/", period).status_code == 404
        assert calls(who_else).post(f"{R}own/periods/2030/close/", version=1).status_code == 404
    assert (
        calls("far_validator").post(f"{R}own/tasks/{task['uuid']}/release/", version=1).status_code
        == 404
    )


def test_a_list_by_api_dry_run_first(register, calls):
    content = base64.b64encode(b"Text,State\nDo it.,XA\n<b>x</b>,XA\n").decode()
    sent = {
        "source": {"code": "plan-xa", "kind": "national_plan", "title": "Plan"},
        "content": content,
    }
    dry = calls("validator").made(f"{R}own/imports/", sent, status=200)
    assert (dry["read"], dry["created"], dry["refused"]) == (2, 1, 1)
    assert dry["rows_to_mend"][0]["row"] == 3
    assert dry["rows_to_mend"][0]["remedy"]
    assert (
        calls("validator").post(f"{R}own/imports/", {**sent, "dry_run": False}).status_code == 422
    )
    taken = calls("validator").made(
        f"{R}own/imports/", {**sent, "dry_run": False, "only_good": True}, status=200
    )
    assert taken["created"] == 1
    again = calls("validator").made(
        f"{R}own/imports/", {**sent, "dry_run": False, "only_good": True}, status=200
    )
    assert again["unchanged"] == 1
    assert calls("focal").post(f"{R}own/imports/", sent).status_code == 404
    assert "content" in remedies(
        calls("validator").post(f"{R}own/imports/", {**sent, "content": "%"})
    )


def test_what_is_not_ones_own_is_missing(scene, calls):
    world, one, period = scene
    row = scenes.submitted(world, one, period)
    at = f"{R}submissions/{row.uuid}/"
    for who in (
        "far_validator",
        "far_focal",
        "ngo",
        "rapporteur",
        "moderator",
        "coordinator",
        "police",
    ):
        caller = calls(who)
        random = f"{R}submissions/{uuid4()}/"
        for url, other in (
            (at, random),
            (f"{at}publish/", f"{random}publish/"),
            (f"{at}submit/", f"{random}submit/"),
        ):
            one_, two = (
                (caller.get(u) if u in (at, random) else caller.post(u, version=row.version))
                for u in (url, other)
            )
            assert (one_.status_code, one_.content) == (two.status_code, two.content), (who, url)
            assert one_.status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"level": "perfect"}, 422, "level"), ({"justification": "<i>x</i>"}, 422, "justification"),
        ({"voice": "chorus"}, 400, "voice"), ({"task": "x"}, 400, "task"), ({"more": 1}, 400, "more"),
        ({"confidence": "quite"}, 422, "confidence"), ({"level": 3}, 400, "level"),
    ],
)  # fmt: skip
def test_bad_input_names_field_and_remedy(scene, calls, change, status, field):
    _world, one, period = scene
    new = {
        "task": str(one.uuid),
        "period": period.code,
        "voice": "self",
        "level": "partial",
        "justification": "x",
    }
    refused = calls("focal").post(f"{R}submissions/", {**new, **change})
    assert refused.status_code == status, refused.content
    assert remedies(refused)[field]


def test_a_report_for_a_closed_period(scene, calls):
    _world, one, period = scene
    calls("validator").post(f"{R}own/periods/{period.code}/close/", version=1)
    new = {
        "task": str(one.uuid),
        "period": period.code,
        "voice": "self",
        "level": "partial",
        "justification": "x",
    }
    refused = calls("focal").post(f"{R}submissions/", new)
    assert refused.status_code == 409
    assert "period" in remedies(refused)


def test_lists_ask_the_database_as_often_at_one_row_as_at_twenty(register, calls):
    period = scenes.a_period(register)
    paths = {None: (R, f"{R}states/", f"{R}states/XA/", f"{R}states/XA/statements/", f"{R}tasks/", f"{R}matrix/"),
             "validator": (f"{R}submissions/",), "focal": (f"{R}reports-due/",)}  # fmt: skip

    def add(codes):
        for code in codes:
            scenes.published(register, scenes.assigned(register, code), period, level="full")
            scenes.assigned(
                register, code.replace("PRO", "PRT") if code in ("PRO-1", "PRO-2") else "LEG-1"
            )

    callers = {who: calls(who) for who in paths}

    def one(who, path):
        return lambda: callers[who].ok(path)

    def asked():
        return {p: len(queries(one(who, p))) for who, found in paths.items() for p in found}

    add(["PRO-1"])
    asked()
    before = asked()
    add(
        [
            "PRO-2",
            "PRO-3",
            "PRO-4",
            "PRO-5",
            "PRO-6",
            "PRO-7",
            "PRO-8",
            "PRO-9",
            "PRO-10",
            "PRO-11",
            "ORI-1",
            "ORI-2",
        ]
    )
    after = asked()
    assert {p: (before[p], n) for p, n in after.items() if n > before[p]} == {}
    assert max(after.values()) <= 12
