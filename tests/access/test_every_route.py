"""Every route, every role, own, shared, foreign, walled and ended: who may not see gets what is not there."""

import json
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from cases.models import Consent
from portal.core.clock import now
from tests.access.routes import ADMIN, CASE, PUBLIC, ROUTES, SIGNED_IN
from tests.support.scenes import make_scene
from tests.support.world import LAND

ACTORS = [key for key, *_ in LAND] + ["coordinator_b", "ngo_admin", "far_ngo", "far_coordinator"]
SEES = {
    # (kind, thing): who gets something there
    ("case", "own"): {"ngo", "ngo_b", "ngo_admin"},  # the administrator: the envelope alone
    ("case", "foreign"): {"far_ngo"},
    ("case", "shared"): {
        "ngo",
        "ngo_b",
        "ngo_admin",
        "shelter",
        "health",
        "coordinator",
        "coordinator_b",
    },
    ("case", "border"): {"border", "ngo2", "coordinator", "coordinator_b"},
    ("referral", "bed"): {"ngo", "ngo_b", "coordinator", "coordinator_b"},
    ("referral", "doctor"): {"ngo", "ngo_b", "coordinator", "coordinator_b"},
    ("referral", "lawyer"): {"ngo", "ngo_b", "coordinator", "coordinator_b"},
    ("referral", "lead"): {"border", "ngo2", "coordinator", "coordinator_b"},
    ("referral", "no bed"): {"ngo2", "coordinator", "coordinator_b"},
    ("offer", "accepted"): {"shelter"},
    ("offer", "taken"): {"shelter2"},
    ("offer", "walled"): set(),
    ("draft", "of the border"): {"border"},
    ("review", "of the glass"): {"coordinator_b"},
    ("wall", "against an NGO"): {"coordinator", "coordinator_b", "oversight", "ngo_admin"},
    ("alarm", "nobody left"): {"border", "ngo2", "coordinator", "coordinator_b"},
    ("place", "of the shelter"): {"shelter"},
    ("import", "of the NGO"): {"ngo"},
    ("export", "of the NGO"): {"ngo"},
    ("found", "by the NGO"): {"ngo"},
    ("member", "of the NGO"): {"ngo_admin"},
    ("invitation", "of the NGO"): {"ngo_admin"},
    ("desk", "of the NGO"): {"ngo_admin"},
    ("case", "police"): {"police", "ngo2", "ngo2_admin", "coordinator", "coordinator_b"},
    ("proceeding", "of the police"): {"police"},
    ("wish", "of its administrator"): {"coordinator", "coordinator_b"},
    ("question", "of the NGO"): {"ngo", "ngo_b", "health"},
    ("webhook", "of the NGO"): {"ngo_admin"},
    ("machine", "of the NGO"): {"ngo_admin"},
    ("submission", "of the focal point"): {"focal", "validator"},
    ("entry", "of the focal point"): {"focal", "validator"},
    ("task", "of the focal point"): {"focal", "validator"},  # released by the validator
    ("session", "of the caseworker"): {"ngo"},
}
OVERSIGHT_BY_REFERENCE = {
    "cases:walls",
    "cases:wall_new",
    "cases-api:walls",
    "cases-api:history",
    "cases:history",
}
"""Oversight knows a case by its reference, to place a wall and to see who looked; never its content."""


def _names(resolver, space=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", entry
        else:
            yield from _names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def test_no_route_is_missing_from_the_table():
    names = {name for name, _ in _names(get_resolver()) if not name.startswith("admin:")}
    assert names == set(ROUTES)


def _address(name, uuid, case):
    entry = dict(_names(get_resolver()))[name]
    more = {
        "section": "identity",
        "move": "withdraw",
        "code": "general",
        "step": "charge",
        "voice": "self",
        "period": str(now().year),
    }
    if "consent" in entry.pattern.converters:
        found = Consent.objects.filter(case__uuid=uuid).first()
        more["consent"] = found.uuid if found else uuid4()
    first = next(iter(entry.pattern.converters))
    given = {key: more.get(key, uuid) for key in entry.pattern.converters}
    given[first] = uuid
    return reverse(name, kwargs=given)


def _plain(response):
    """What somebody could compare: the body without what differs at every answer."""
    text = response.content.decode()
    text = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", text)
    text = re.sub(r"<time.*?</time>|\d\d:\d\d", "TIME", text, flags=re.S)  # when it was printed
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID", text)


def _differs(one, other):
    """The first lines that differ."""
    pairs = zip(_plain(one).splitlines(), _plain(other).splitlines(), strict=False)
    return next(((a.strip()[:80], b.strip()[:80]) for a, b in pairs if a != b), "length")


def _ask(client, name, address, method):
    if method == "get":
        return client.get(address)
    headers = {"If-Match": '"1"'} if "-api:" in name else {}
    return client.post(address, json.dumps({}) if headers else {}, content_type="application/json", headers=headers) \
        if headers else client.post(address, {})  # fmt: skip


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("key", ACTORS)
def test_who_may_not_see_gets_what_is_not_there(world, key):
    scene = make_scene(world)
    client = Client(raise_request_exception=False)
    client.force_login(world.people[key])
    wrong = []
    for name, about in ROUTES.items():
        if about in (PUBLIC, SIGNED_IN, ADMIN) or not hasattr(scene, about):
            continue
        hidden = {t: row for t, row in getattr(scene, about).items() if key not in SEES[about, t]}
        if name.count("-") > 1:  # the API's many moves share one door: one hidden thing each
            hidden = dict(list(hidden.items())[:1])
        if key == "oversight" and name in OVERSIGHT_BY_REFERENCE:
            continue
        for method in ("get", "post"):
            nothing = _ask(client, name, _address(name, uuid4(), None), method)
            for thing, row in hidden.items():
                answer = _ask(client, name, _address(name, row.uuid, row), method)
                if (answer.status_code, _plain(answer)) != (nothing.status_code, _plain(nothing)):
                    wrong.append(
                        (method, name, thing, answer.status_code, _differs(answer, nothing))
                    )
    assert wrong == []


@pytest.mark.parametrize(
    "key", ["ngo", "shelter", "health", "coordinator", "border", "ngo2", "oversight"]
)
def test_who_may_see_gets_something(world, key):
    scene = make_scene(world)
    client = Client()
    client.force_login(world.people[key])
    pages = {"case": "cases:detail", "referral": "referrals:referral", "offer": "referrals:offer",
             "draft": "referrals:screening_form"}  # fmt: skip
    for (about, thing), who in SEES.items():
        if about in pages:
            answer = client.get(reverse(pages[about], args=[getattr(scene, about)[thing].uuid]))
            assert (answer.status_code == 200) is (key in who), (about, thing, answer.status_code)


@pytest.mark.parametrize("name", sorted(n for n, about in ROUTES.items() if about == CASE))
def test_a_stranger_is_asked_to_sign_in(db, name):
    answer = Client().get(_address(name, uuid4(), None))
    assert answer.status_code == (401 if "-api:" in name else 302)
