"""Another agency's programmer generates her client from our schema and does the whole job with it."""

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.test import Client

from tests.machines.callers import make_client
from tests.support import steps
from tests.support.world import make_world

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial, pytest.mark.slow]
GENERATOR = Path(sys.executable).with_name("openapi-python-client")
PACKAGE = "concord_client"


@pytest.fixture(scope="module")
def package(tmp_path_factory, django_db_setup, django_db_blocker):
    """The client, generated once; the schema gave no warning but that of a missing formatter."""
    folder = tmp_path_factory.mktemp("generated")
    schema = folder / "schema.json"
    with django_db_blocker.unblock():
        schema.write_bytes(Client().get("/api/v1/schema/?format=json").content)
    command = [GENERATOR, "generate", "--path", schema, "--output-path", folder / PACKAGE, "--meta", "none"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING parsing" not in done.stdout
    assert "Unable to" not in done.stdout
    sys.path.insert(0, str(folder))
    yield SimpleNamespace(
        call=lambda name: importlib.import_module(f"{PACKAGE}.api.{name}"),
        models=importlib.import_module(f"{PACKAGE}.models"), root=importlib.import_module(PACKAGE),
    )  # fmt: skip
    sys.path.remove(str(folder))


class Generated:
    """A system that knows nothing of us but what was generated, its id and its secret."""

    def __init__(self, package, url, client_id, secret):
        self.package = package
        form = package.models.TokenFormRequest(
            grant_type=package.models.GrantTypeEnum("client_credentials"), client_id=client_id, client_secret=secret
        )  # fmt: skip
        with package.root.Client(base_url=url) as stranger:
            token = package.call("token.token").sync(client=stranger, body=form)
        assert token.expires_in == 900
        self.client = package.root.AuthenticatedClient(base_url=url, token=token.access_token)

    def __call__(self, name, *args, status=200, **more):
        """Call an operation by 'tag.operation'; its parsed answer and its ETag."""
        answer = self.package.call(name).sync_detailed(*args, client=self.client, **more)
        assert answer.status_code == status, (name, answer.status_code, answer.content)
        assert answer.parsed is not None, name
        self.etag = answer.headers.get("ETag", "")
        return answer.parsed

    def follow(self, after=""):
        """Everything that changed since, and where to come back."""
        found = []
        while True:
            feed = self("changes.changes_list", after=after, limit="5")
            found += feed.results
            after = feed.next_
            if not feed.more:
                return found, after


@pytest.fixture
def systems(package, live_server):
    """The systems of an NGO and of a shelter, each with its own client."""
    world = make_world()
    steps.add_places(world)

    def system(who, scopes):
        client, secret = make_client(world, who, scopes=scopes)
        return Generated(package, live_server.url, client.client_id, secret)

    ngo = system("ngo", ["cases:read", "cases:write", "referrals:read", "referrals:write", "changes:read"])  # fmt: skip
    shelter = system("shelter", ["cases:read", "inbox:read", "inbox:write", "changes:read"])
    with ngo.client, shelter.client:
        yield SimpleNamespace(world=world, ngo=ngo, shelter=shelter, models=package.models)


def test_from_token_to_arrival(systems):
    ngo, shelter, models = systems.ngo, systems.shelter, systems.models
    _before, at_ngo = ngo.follow()
    _before, at_shelter = shelter.follow()
    case = _a_case(ngo, models)
    referral, key = _asked(ngo, models, case)
    again = ngo(
        "referrals.referrals_send", status=201, idempotency_key=key, body=_body(ngo, models, case)
    )
    assert again.uuid == referral.uuid, "L42: the same key, the same referral"

    [offered] = [c for c in shelter.follow(at_shelter)[0] if c.kind == "offer.offer"]
    offer = shelter("inbox.inbox_read", str(offered.uuid))
    assert offer.reference == offered.reference
    assert {fact.field.value for fact in offer.preview}
    claimed = shelter("inbox_moves.inbox_claim", str(offer.uuid), if_match=shelter.etag)
    assert claimed.state.value == "claimed"
    assert claimed.claimed_by == "a connected system"
    taken = shelter("inbox_moves.inbox_accept", str(offer.uuid), if_match=shelter.etag)
    assert taken.state.value == "accepted"
    assert [str(c.uuid) for c in taken.cases] == [str(case.uuid)]

    told, at_ngo = ngo.follow(at_ngo)
    assert {"case.opened", "referral.send", "offer.claim", "offer.accept"} <= {c.kind for c in told}
    seen = ngo("referrals.referrals_read", str(referral.uuid))
    assert seen.state.value == "accepted"
    assert ngo.follow(at_ngo)[0] == []


def _a_case(ngo, models):
    body = models.NewCaseRequest.from_dict(
        {"sections": {"identity": {"given_names": "Selam", "gender": "woman"},
                      "contact_and_safety": {"languages": ["ti"], "danger": "likely"}}}
    )  # fmt: skip
    case = ngo("cases.cases_create", body=body, status=201, idempotency_key=str(uuid4()))
    yes = models.NewConsentRequest.from_dict(
        {"purpose": "accommodation", "recipient_kinds": ["shelter"], "sections": ["identity", "contact_and_safety"]}
    )  # fmt: skip
    ngo("consents.consents_record", str(case.uuid), body=yes, status=201)
    return case


def _body(ngo, models, case):
    asked = {"case": [str(case.uuid)], "purpose": models.CandidatesPurpose("accommodation")}
    found = ngo("referrals.candidates", **asked)
    token = next(c.token for c in found.proposed if "shelter" in c.name)
    return models.NewReferralRequest.from_dict(
        {"cases": [str(case.uuid)], "purpose": "accommodation", "urgency": "urgent", "receivers": [token]}
    )  # fmt: skip


def _asked(ngo, models, case):
    key = str(uuid4())
    body = _body(ngo, models, case)
    return ngo("referrals.referrals_send", body=body, status=201, idempotency_key=key), key


def test_l71_a_case_with_every_option_empty_is_read(systems):
    ngo, models = systems.ngo, systems.models
    made = ngo("cases.cases_create", body=models.NewCaseRequest.from_dict({"sections": {"identity": {}}}), status=201)  # fmt: skip
    read = ngo("cases.cases_read", str(made.uuid))
    assert read.uuid == made.uuid
    assert json.loads(json.dumps(read.to_dict()))["uuid"] == str(made.uuid)
    sections = ngo("sections.section_identity_read", str(made.uuid))
    assert sections.results[0].document.given_names == ""
    listed = ngo("cases.cases_list")
    assert [str(row.uuid) for row in listed.results] == [str(made.uuid)]


def test_a_refusal_is_read_too(systems):
    ngo, shelter = systems.ngo, systems.shelter
    missing = ngo("cases.cases_read", str(uuid4()), status=404)
    assert missing.type_ == "urn:concord:problem:missing"
    shut = shelter("referrals.referrals_list", status=403)
    assert shut.type_ == "urn:concord:problem:insufficient-scope"
