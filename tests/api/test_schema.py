"""The schema says what is there: committed, complete, with examples; the page that draws it is strict."""

import json
import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from tests.api.routes import all_routes

OPEN_TO_ALL = {
    f"recommendations_{name}"
    for name in ("list", "read", "approaches", "sources", "matrix", "states", "state", "statements", "periods",
                 "tasks", "evidence", "kinds", "entries", "entry", "law", "plan", "years", "figures")
}  # fmt: skip
"""What is published in the register needs no account."""
COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """The schema as the command draws it; a warning fails."""
    file = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file))
    return file


def _operations(schema):
    return [
        (path, method, operation)
        for path, found in schema["paths"].items()
        for method, operation in found.items()
        if not path.startswith("/oauth/")
    ]


def test_the_token_door_is_told_with_its_form_and_without_a_way_in(drawn):
    paths = yaml.safe_load(drawn.read_text())["paths"]
    doors = {path: found["post"] for path, found in paths.items() if path.startswith("/oauth/")}
    assert set(doors) == {"/oauth/token/", "/oauth/revoke/"}
    for door in doors.values():
        [form] = door["requestBody"]["content"].items()
        assert form[0] == "application/x-www-form-urlencoded"
        assert form[1]["examples"]
        assert door.get("security", [{}]) in ([], [{}])
        assert list(door["responses"]["401"]["content"]) == ["application/json"]


def test_the_committed_schema_is_the_one_drawn_now(drawn):
    assert drawn.read_text() == COMMITTED.read_text(), "docs/openapi.yaml is stale: make fix"


def test_it_is_3_1_and_names_every_address(drawn):
    schema = yaml.safe_load(drawn.read_text())
    assert schema["openapi"].startswith("3.1")
    told = {(p, m) for p, m, _ in _operations(schema)}
    ours = {("/" + re.sub(r"<str:(\w+)>", r"{\1}", r.pattern), r.method) for r in all_routes()}
    assert told == ours
    ids = [o["operationId"] for _, _, o in _operations(schema)]
    assert len(set(ids)) == len(ids)


def test_every_operation_tells_its_problems_and_its_session(drawn):
    schema = yaml.safe_load(drawn.read_text())
    for path, method, operation in _operations(schema):
        wanted = {"400", "401", "403", "404", "405", "429"} | (
            {"409", "422"} if method != "get" else set()
        )
        assert wanted <= set(operation["responses"]), (path, method)
        anybody = method == "get" and operation["operationId"] in OPEN_TO_ALL
        assert operation["security"][0] == {"session": []}, path
        assert ({} in operation["security"]) is anybody, path
        assert len(operation["security"]) <= 2 + anybody
        for status, answer in operation["responses"].items():
            if status.startswith("4"):
                assert list(answer["content"]) == ["application/problem+json"]


def test_writes_of_what_has_a_version_ask_for_it(drawn):
    schema = yaml.safe_load(drawn.read_text())
    for path, method, operation in _operations(schema):
        headers = {p["name"] for p in operation.get("parameters", []) if p["in"] == "header"}
        if "/moves/" in path or (method in ("put", "delete") and "break-glass" not in path):
            assert "If-Match" in headers or "notifications" in path, path
        creates = method == "post" and "201" in operation["responses"]
        assert not creates or "Idempotency-Key" in headers, path


def test_every_body_has_an_example_and_no_room_for_more(drawn):
    schema = yaml.safe_load(drawn.read_text())
    without = [
        (method, path) for path, method, operation in _operations(schema)
        if '"examples":' not in json.dumps(operation)
        and not path.startswith("/api/v1/notifications/") and "204" not in operation["responses"]
        and "/sections/" not in path and "/notes/" not in path and '"format": "binary"' not in json.dumps(operation)
    ]  # fmt: skip
    assert without == []
    components = schema["components"]["schemas"]
    sent = [c for n, c in components.items() if n.endswith("Request") and "properties" in c]
    assert len(sent) > 30
    assert all(c["additionalProperties"] is False for c in sent)


def test_text_that_is_sent_keeps_null_characters_out(drawn):
    schema = yaml.safe_load(drawn.read_text())
    identity = schema["components"]["schemas"]["IdentityShapeRequest"]["properties"]
    for name in ("given_names", "family_name", "other_names", "document_numbers"):
        assert "\\u0000" in identity[name]["pattern"]


def test_anybody_reads_the_schema_and_its_page(db):
    stranger = Client()
    told = stranger.get("/api/v1/schema/?format=json")
    assert told.status_code == 200
    assert json.loads(told.content)["info"]["title"] == "Concord"
    assert stranger.get("/api/v1/schema/", headers={"Accept-Language": "ar"}).status_code == 200
    page = stranger.get("/api/docs/")
    html = page.content.decode()
    assert page.status_code == 200
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "js/api_docs.js" in html
    assert "swagger-ui-bundle.js" in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html), "no script stands in the page"
    assert " style=" not in html
    assert "onclick" not in html
