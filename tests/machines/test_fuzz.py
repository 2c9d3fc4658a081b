"""Schemathesis as another agency's computer, over every operation: no server error, and no answer
that the schema does not tell of."""

import random
import traceback

import pytest
import schemathesis
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how_often

from portal.machines import services
from portal.wsgi import application
from tests.api.test_fuzz import CHECKS, EXAMPLES, _lead_somewhere, _made, _one_connection  # noqa: F401
from tests.machines.callers import a_webhook as hook
from tests.machines.callers import machine, make_client


@pytest.mark.slow
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("who", ["ngo", "shelter_admin"])
def test_every_operation_answers_a_machine_as_the_schema_says(world, who):
    made, dice = _made(world, who.removesuffix("_admin")), random.Random(11)
    webhook = hook(world, "shelter")
    tried = services.test(actor=world.actor("shelter_admin"), ref=webhook.uuid)
    made |= {"webhooks": [webhook.uuid], "delivery": [tried.uuid]}
    bearer = machine(world, who).client.defaults["HTTP_AUTHORIZATION"]
    client, secret = make_client(world, "ngo")
    broken: list[str] = []
    got_request_exception.connect(
        lambda **_more: broken.append(traceback.format_exc()), weak=False, dispatch_uid="fuzz-machine"
    )  # fmt: skip
    for signal in (request_started, request_finished):  # Django's own client has set it again
        signal.disconnect(close_old_connections)
    called: dict[int, int] = {}

    def call(case):
        broken.clear()
        _lead_somewhere(case, made, dice)
        if "delivery" in (case.path_parameters or {}) and dice.random() < 0.8:
            case.path_parameters["delivery"] = str(dice.choice(made["delivery"]))
        if case.operation.path == "/oauth/token/" and isinstance(case.body, dict) and dice.random() < 0.5:  # fmt: skip
            case.body |= {"client_id": client.client_id, "client_secret": secret}
        response = case.call(headers={"Authorization": bearer})
        assert not broken, broken[-1]
        case.validate_response(response, checks=CHECKS)
        called[response.status_code] = called.get(response.status_code, 0) + 1

    rule = how_often(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.generate],
    )  # fmt: skip
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        rule(given(case=operation.as_strategy())(call))()
    got_request_exception.disconnect(dispatch_uid="fuzz-machine")
    assert len(operations) > 90
    assert called.get(200, 0) > 20, called
    assert called.get(403, 0) > 20, called
