"""Schemathesis calls every operation of the schema as a caseworker: no server error, and no answer
that the schema does not tell of."""

import os
import random
import traceback

import pytest
import schemathesis
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cases import placements
from cases.models import Alarm
from cases.services import place_wall
from portal.wsgi import application
from referrals.services import begin_draft
from tests.support import steps

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("API_EXAMPLES", "6"))
SECRET = "a" * 32


def _made(world, who):
    """References that lead somewhere, by the first word of an address."""
    steps.add_places(world, n=4)
    case, other = steps.a_case(world, "ngo"), steps.a_case(world, "ngo")
    consent = steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation")
    offer = steps.offer_to(world, referral, "shelter")
    wall = place_wall(
        actor=world.actor("ngo"), ref=other.uuid, ground="allegation", reason="Why.",
        organisation=world.desks["police"].organisation,
    )  # fmt: skip
    alarm = Alarm.objects.create(case=case, kind="unplaced", referral_uuid=referral.uuid)
    place = placements.my_places(world.actor("shelter")).first()
    draft = begin_draft(actor=world.actor("ngo" if who == "ngo" else "border"))
    return {
        "cases": [case.uuid, other.uuid], "consent": [consent.uuid], "referrals": [referral.uuid],
        "inbox": [offer.uuid], "walls": [wall.uuid], "alarms": [alarm.uuid], "places": [place.uuid],
        "drafts": [draft.uuid], "states": ["XA"],
    }  # fmt: skip


def _lead_somewhere(case, made, dice):
    """Most references are real ones, and most versions the first."""
    first = case.operation.path.removeprefix("/api/v1/").split("/")[0]
    for name in list(case.path_parameters or {}):
        known = made.get("consent" if name == "consent" else first)
        if known and dice.random() < 0.8:
            case.path_parameters[name] = str(dice.choice(known))
    if "If-Match" in (case.headers or {}) and dice.random() < 0.7:
        case.headers["If-Match"] = f'"{dice.choice((0, 1, 1, 2))}"'
    if isinstance(case.body, dict) and "cases" in case.body and dice.random() < 0.8:
        case.body["cases"] = [str(dice.choice(made["cases"]))]


@pytest.fixture
def _one_connection():
    """The test's transaction stays open between requests, as with Django's own client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("who", ["ngo", "shelter"])
def test_every_operation_answers_as_the_schema_says(world, who):
    made, dice = _made(world, who), random.Random(7)
    signed_in = Client()
    signed_in.force_login(world.people[who])
    cookies = {"sessionid": signed_in.cookies["sessionid"].value, "csrftoken": SECRET}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    called: dict[int, int] = {}

    broken: list[str] = []
    got_request_exception.connect(
        lambda **_more: broken.append(traceback.format_exc()), weak=False, dispatch_uid="fuzz"
    )

    def call(case):
        broken.clear()
        _lead_somewhere(case, made, dice)
        response = case.call(cookies=cookies, headers={"X-CSRFToken": SECRET})
        assert not broken, broken[-1]
        case.validate_response(response, checks=CHECKS)
        if not case.operation.path.startswith(
            "/oauth/"
        ):  # there a machine signs in, and is refused
            called[response.status_code] = called.get(response.status_code, 0) + 1

    how = settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        how(given(case=operation.as_strategy())(call))()
    got_request_exception.disconnect(dispatch_uid="fuzz")
    assert len(operations) > 80
    assert called.get(200, 0) > 40, called
    assert 401 not in called, called
