"""Manners of every answer: problems, versions, keys, pages, bodies that are not what they should be."""

import json

import pytest

from portal.audit.models import Entry
from tests.access.routes import PUBLIC, ROUTES
from tests.api.callers import Caller, remedies
from tests.api.routes import all_routes
from tests.api.test_to_safety import PERSON
from tests.support import steps

PROBLEM = "application/problem+json"
PUBLIC_API = {name for name, about in ROUTES.items() if about == PUBLIC and "-api:" in name}


def test_a_stranger_is_asked_to_sign_in_at_every_address(db):
    stranger = Caller()
    for route in all_routes():
        if (
            f"recommendations-api:{route.name}" in PUBLIC_API
            and "recommendations/" in route.pattern
        ):
            continue
        response = stranger(
            route.method.upper(), route.path("x", "y"), {} if route.method != "get" else None
        )
        assert response.status_code == 401, route
        assert response["Content-Type"] == PROBLEM
        assert response["WWW-Authenticate"] == 'Bearer realm="concord"'


def test_a_write_without_the_csrf_token_is_refused(world):
    caller = Caller(world.people["ngo"], csrf=True)
    assert caller.get("me/").status_code == 200
    response = caller.post("cases/", {"sections": PERSON})
    assert response.status_code == 401
    assert "X-CSRFToken" in response.json()["detail"]


def test_me_names_the_person_her_desk_and_her_desks(world, calls):
    me = calls("ngo").ok("me/")
    assert me["name"] == "Person ngo"
    assert me["desk"]["role"] == "caseworker"
    assert [d["name"] for d in me["desks"]] == ["ngo desk"]
    state = calls("ngo").ok("states/XA/")
    assert [r["code"] for r in state["regions"]] == ["XA-N", "XA-S"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{", "body"), (b"\xff\xfe", "body"), (b"[1, 2]", "body"), (b'"words"', "body"), (b"NaN", "body"),
        (b"[" * 100_000, "body"), (b'{"surprise": 1}', "surprise"), (b'{"sections": 7}', "sections.body"),
        (b'{"sections": {"identity": {"nickname": "X"}}}', "sections.identity.nickname"),
        (b'{"sections": {"identity": {"given_names": "A\\u0000B"}}}', "sections.identity.given_names"),
        (b'{"sections": {"identity": {"given_names": "\\ud800"}}}', "sections.identity.given_names"),
        (b'{"sections": {"identity": {"given_names": {}}}}', "sections.identity.given_names"),
        (b'{"sections": {"identity": {"gender": "lady"}}}', "sections.identity.gender"),
        (b'{"sections": {"identity": {"citizenships": ["QQ"]}}}', "sections.identity.citizenships[0]"),
        (b'{"sections": {"contact_and_safety": {"languages": ["xx-no"]}}}', "sections.contact_and_safety.languages[0]"),
        (b'{"sections": {"identity": {"birth": {"precision": "exact", "earliest": "2001-02-30"}}}}',
         "sections.identity.birth.earliest"),
        (b'{"vital_interest": "perhaps"}', "vital_interest"),
    ],
)  # fmt: skip
def test_a_broken_shape_names_its_field(world, calls, body, field):
    response = calls("ngo").post("cases/", body)
    assert response.status_code == 400
    assert response["Content-Type"] == PROBLEM
    assert any(name.startswith(field) for name in remedies(response)), response.content[:400]


@pytest.mark.parametrize(
    ("section", "sent", "field"),
    [
        ("identity", {"birth": {"precision": "exact", "earliest": "2999-01-01"}}, "birth.earliest"),
        ("identity", {"birth": {"precision": "year", "earliest": "1800-01-01"}}, "birth.earliest"),
        ("identity", {"birth": {"precision": "range", "earliest": "2001-01-01"}}, "birth.latest"),
        ("identity", {"birth": {"precision": "age_range", "age_low": 20, "age_high": 10}}, "birth.age_high"),
        ("identity", {"given_names": "x" * 20_001}, "given_names"),
        ("identity", {"given_names": "bell\x07"}, "given_names"),
        ("contact_and_safety", {"no_go_regions": ["XB-N"]}, "no_go_regions"),
        ("screening", {"answers": {"no.such.sign": {"answer": "yes"}}}, "answers.no.such.sign"),
    ],
)  # fmt: skip
def test_a_broken_rule_names_its_field(world, calls, section, sent, field):
    response = calls("ngo").post("cases/", {"sections": {section: sent}})
    assert response.status_code == 422, response.content
    assert field in remedies(response)


def test_too_much_is_too_much(world, calls):
    response = calls("ngo").post("cases/", b'{"sections": "' + b"x" * 3_000_000 + b'"}')
    assert response.status_code == 413
    assert response["Content-Type"] == PROBLEM


def test_other_media_and_methods_are_problems_too(world, calls):
    ngo = calls("ngo")
    form = ngo.client.post("/api/v1/cases/", {"sections": "x"})
    assert form.status_code == 415
    assert form["Content-Type"] == PROBLEM
    assert ngo.put("cases/", {}).status_code == 405
    assert ngo.get("no-such-thing/").json()["type"] == "urn:concord:problem:missing"


def test_a_write_names_the_version_it_read(world, calls):
    ngo = calls("ngo")
    ref = ngo.made("cases/", {"sections": PERSON})["uuid"]
    url = f"cases/{ref}/sections/identity/"
    for bad in (None, "", "*", "²", '"one"'):
        response = ngo.put(url, {"given_names": "B"}, version=bad)
        assert response.status_code == 400, bad
        assert "If-Match" in remedies(response), bad
    first = ngo.get(url)
    assert first["ETag"] == '"1"'
    assert ngo.put(url, {"given_names": "B"}, version=first["ETag"])["ETag"] == '"2"'
    late = ngo.put(url, {"given_names": "C"}, version=first["ETag"])
    assert late.status_code == 409
    assert late.json()["theirs"]["given_names"] == "B"
    assert "version" in remedies(late)


def test_the_first_record_of_a_desk_is_written_with_nought(world, calls):
    ngo = calls("ngo")
    ref = ngo.made("cases/", {"sections": {"identity": PERSON["identity"]}})["uuid"]
    url = f"cases/{ref}/sections/health/"
    assert ngo.get(url)["ETag"] == '"0"'
    assert ngo.put(url, {"urgent": "A cut hand"}, version='"0"').status_code == 200
    late = ngo.put(url, {"urgent": "Another"}, version='"0"')
    assert late.status_code == 409
    assert late.json()["theirs"]["urgent"] == "A cut hand"


def test_theirs_holds_no_number(world, calls):
    ngo = calls("ngo")
    organisation = str(world.desks["ngo2"].organisation.uuid)
    ref = ngo.made("cases/", {"sections": PERSON})["uuid"]
    url = f"cases/{ref}/sections/contact_and_safety/"
    sent = {
        "no_go_regions": ["XA-S"],
        "no_go_organisations": [organisation],
        "wish_codes": ["city"],
    }
    saved = ngo.put(url, sent, version='"1"').json()["results"][0]["document"]
    assert saved["no_go_regions"] == ["XA-S"]
    assert saved["no_go_organisations"] == [organisation]
    late = ngo.put(url, sent, version='"1"').json()["theirs"]
    assert late["no_go_regions"] == ["XA-S"]
    assert late["no_go_organisations"] == [organisation]
    assert ngo.put(url, saved, version='"2"').status_code == 200, "what is read can be sent back"


def test_what_no_field_names_survives_a_write(world, calls):
    from cases.sections import ContactAndSafety
    from cases.services import open_case
    from portal.access.matrix import Section

    case = open_case(
        actor=world.actor("ngo"),
        sections={
            Section.CONTACT_AND_SAFETY: ContactAndSafety(
                extra={"told": "older", "wishes": ["city"]}
            )
        },
    )
    ngo = calls("ngo")
    url = f"cases/{case.uuid}/sections/contact_and_safety/"
    assert ngo.ok(url)["results"][0]["document"]["wish_codes"] == ["city"]
    ngo.put(url, {"phone": "1"}, version='"1"')
    from cases.selectors import open_section

    _case, [said] = open_section(world.actor("ngo"), case.uuid, Section.CONTACT_AND_SAFETY)
    assert said.document.extra == {"told": "older"}
    assert said.document.phone == "1"


def test_an_open_move_is_named_where_one_is_not(world, calls):
    ngo = calls("ngo")
    case = steps.a_case(world, "ngo")
    steps.add_places(world)
    steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation")
    response = ngo.post(
        f"referrals/{referral.uuid}/moves/turn_back/", {"reason": "way_not_safe"}, version="1"
    )
    assert response.status_code == 409
    assert {"offer_next", "withdraw"} <= set(response.json()["moves"])
    stale = ngo.post(
        f"referrals/{referral.uuid}/moves/withdraw/", {"reason": "duplicate"}, version="77"
    )
    assert stale.status_code == 409
    assert stale.json()["type"].endswith("stale")


def test_pages_follow_one_another(world, calls):
    ngo = calls("ngo")
    made = [str(steps.a_case(world, "ngo").uuid) for _ in range(5)]
    seen, after = [], ""
    while True:
        found = ngo.ok(f"cases/?limit=2&after={after}")
        seen += [row["uuid"] for row in found["results"]]
        after = found["next"]
        if not after:
            break
    assert seen == made[::-1]
    for bad in ("0", "101", "x", "-1", "1e1", "²", "99999999999"):
        assert "limit" in remedies(ngo.get(f"cases/?limit={bad}")), bad
    first = ngo.ok("cases/?limit=2")["next"]
    for path in (
        f"cases/?after={first}x",
        "cases/?after=%00",
        f"cases/{made[0]}/history/?after={first}",
    ):
        assert "after" in remedies(ngo.get(path)), path


def test_a_cursor_of_another_list_is_no_server_error(world, calls):
    shelter = calls("shelter")
    steps.add_places(world, n=3)
    places = shelter.ok("places/?limit=1")["next"]
    for path in ("cases/", "referrals/", "inbox/", "drafts/", "alarms/", "places/guests/"):
        assert shelter.get(f"{path}?after={places}").status_code in (200, 400), path


def test_a_get_writes_nothing_but_the_record_of_looks(world, calls):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ngo = calls("ngo")
    ref = ngo.made("cases/", {"sections": PERSON})["uuid"]
    paths = ["me/", "cases/", f"cases/{ref}/", *(f"cases/{ref}/{p}/" for p in (
        "notes", "consents", "history", "placements", "sections/identity", "sections/health"))]  # fmt: skip
    paths += [
        "referrals/",
        "inbox/",
        "drafts/",
        "alarms/",
        f"candidates/?case={ref}&purpose=medical",
        "states/XA/",
    ]
    before = Entry.objects.count()
    for path in paths:
        with CaptureQueriesContext(connection) as queries:
            assert ngo.get(path).status_code == 200, path
        writes = [
            q["sql"]
            for q in queries
            if q["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        ]
        assert all("audit_entry" in sql for sql in writes), (path, writes)
    looked = Entry.objects.order_by("pk")[before:]
    assert [(e.verb, e.section) for e in looked] == [("looked", "identity"), ("looked", "health")]


def test_no_number_of_the_database_stands_in_an_answer(world, calls):
    """Integers are counts and versions; every name is a uuid or a reference."""
    counts = {
        "version",
        "dependants",
        "number",
        "capacity",
        "free",
        "count",
        "status",
        "unread",
        "confirmed",
    }

    def numbers(value, path=""):
        if isinstance(value, dict):
            for name, inner in value.items():
                yield from numbers(inner, name)
        elif isinstance(value, list):
            for inner in value:
                yield from numbers(inner, path)
        elif isinstance(value, int) and not isinstance(value, bool) and path not in counts:
            yield path, value

    ngo = calls("ngo")
    steps.add_places(world)
    case = steps.a_case(world, "ngo", no_go_organisations=(world.desks["ngo2"].organisation_id,))
    steps.yes(
        world,
        case,
        "accommodation",
        ["shelter"],
        only_organisations=(world.desks["shelter"].organisation_id,),
    )
    steps.send(world, case, "accommodation")
    ref = case.uuid
    paths = [
        "me/",
        "cases/",
        f"cases/{ref}/",
        f"cases/{ref}/consents/",
        f"cases/{ref}/history/?limit=100",
    ]
    paths += [f"cases/{ref}/sections/{s}/" for s in ("contact_and_safety", "screening")]
    paths += ["referrals/", "notifications/", f"candidates/?case={ref}&purpose=accommodation"]
    for path in paths:
        assert list(numbers(ngo.ok(path))) == [], path
    birth = json.dumps(ngo.ok(f"cases/{ref}/sections/identity/"))
    assert "age_low" in birth
