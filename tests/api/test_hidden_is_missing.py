"""What is hidden answers as what was never there: status, body and the number of queries."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from cases import placements
from cases.models import Alarm
from cases.proceedings.services import open_proceedings
from cases.services import find_by_name, place_wall
from portal.machines import services as machines
from portal.organisations import services as members
from portal.organisations.models import Membership
from referrals import services
from referrals.services import begin_draft
from tests.api.routes import routes
from tests.recommendations import scenes
from tests.support import steps

OPEN_OR_OWN = {"item", "state", "statements", "periods", "evidence", "close", "release"}
"""Of the register: published, or about one's own State; tests/recommendations asks them."""
MALFORMED = ("not-a-uuid", "%00", "1", "F" * 300, "..%2f..")


def _made(world):
    """Something of everything, all of it the NGO's, the shelter's or the guard's."""
    steps.add_places(world)
    own = steps.a_case(world, "ngo")
    case = steps.a_case(world, "ngo")
    consent = steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation")
    wall = place_wall(
        actor=world.actor("ngo"), ref=case.uuid, ground="allegation", reason="Why.",
        organisation=world.desks["police"].organisation,
    )  # fmt: skip
    draft = begin_draft(actor=world.actor("border"))
    place = placements.my_places(world.actor("shelter")).first()
    alarm = Alarm.objects.create(case=case, kind="unplaced", referral_uuid=referral.uuid)
    return own, {
        "cases": case.uuid, "consent": consent.uuid, "referrals": referral.uuid, "onward": referral.uuid,
        "inbox": steps.offer_to(world, referral, "shelter").uuid, "walls": wall.uuid,
        "drafts": draft.uuid, "places": place.uuid, "alarms": alarm.uuid,
        "proceedings": open_proceedings(
            actor=world.actor("police"), ref=steps.a_case(world, "police").uuid
        ).uuid,
        "questions": services.ask_before(
            actor=world.actor("ngo"), case=own.uuid, purpose="psychological", text="Do you speak Tigrinya?",
            receiver=steps.token(world, "ngo", own, "psychological", "health"),
        ).uuid,
        "notifications": uuid4(), "deliveries": uuid4(), "states": "XX", "submissions": scenes.a_draft(world).uuid,
        "entries": scenes.entry(world).uuid,
        "searches": find_by_name(actor=world.actor("ngo"), name=steps.CANARY).uuid,
        **_inside_an_agency(world),
    }  # fmt: skip


def _inside_an_agency(world):
    """Of the NGO: a desk, a colleague, an invitation, a webhook; of the one abroad: a wish."""
    admin, desk = world.actor("ngo_admin"), world.desks["ngo"]
    far = Membership.objects.get(user=world.people["far_ngo_admin"])
    with override_settings(WEBHOOKS_LOCAL=True):
        webhook, _ = machines.register(actor=admin, desk=desk.uuid, url="http://localhost:9/told")
    wish = members.add_to_desk(
        actor=world.actor("far_ngo_admin"), member=far.uuid, desk=world.desks["far_ngo"].uuid
    )
    return {
        "desks": desk.uuid, "webhooks": webhook.uuid, "requests": wish.uuid,
        "members": Membership.objects.get(user=world.people["ngo_b"]).uuid,
        "invitations": members.invite(actor=admin, desk=desk.uuid, email="who@agency.example").uuid,
    }  # fmt: skip


def _asked(caller, route, *refs):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = caller(
            route.method.upper(), route.path(*map(str, refs)), route.body, version="1"
        )
    return response.status_code, response.content, len(queries)


@pytest.mark.parametrize(
    "who", ["ngo2", "coordinator", "shelter2", "far_ngo", "rapporteur", "ngo2_admin"]
)
def test_every_address_answers_hidden_random_and_malformed_alike(world, calls, who):
    own, hidden = _made(world)
    caller = calls(who)
    caller.get("me/")
    checked = 0
    for route in routes():
        open_ = "recommendations/" in route.pattern and route.name in OPEN_OR_OWN
        if route.first in ("states",) or open_:
            continue
        refs = [hidden[route.first], *([hidden["consent"]] if "consent" in route.pattern else [])]
        answers = {
            "hidden": _asked(caller, route, *refs),
            "random": _asked(caller, route, uuid4(), uuid4()),
            **{bad: _asked(caller, route, bad, bad) for bad in MALFORMED[:2]},
        }
        if route.first == "cases":
            answers["own"] = _asked(caller, route, own.uuid, uuid4())
        said = set(answers.values())
        assert len(said) == 1, (route, {k: (v[0], v[2], v[1][:200]) for k, v in answers.items()})
        assert answers["hidden"][0] == 404, (route, answers["hidden"][:2])
        checked += 1
    assert checked > 60


def test_malformed_references_of_all_sorts_are_missing(world, calls):
    ngo = calls("ngo")
    for bad in MALFORMED:
        for first in ("cases", "referrals", "inbox", "drafts", "states"):
            response = ngo.get(f"{first}/{bad}/")
            assert response.status_code == 404, (first, bad)
            assert response["Content-Type"] == "application/problem+json"


def test_references_inside_bodies_and_queries(world, calls):
    """A hidden case named in a body or a query is missing too."""
    _own, hidden = _made(world)
    mine = steps.a_case(world, "ngo2")
    ngo2 = calls("ngo2")
    ngo2.get("me/")
    new = {"purpose": "medical", "receivers": ["x"]}
    for ref in (str(hidden["cases"]), str(uuid4()), "nonsense"):
        asked = [
            ngo2.get(f"candidates/?case={ref}&purpose=medical"),
            ngo2.get(f"referrals/?case={ref}"),
            ngo2.get(f"candidates/?referral={ref}"),
            ngo2.post("referrals/", {"cases": [ref], **new}),
            ngo2.post("referrals/", {"cases": [str(mine.uuid), ref], **new}),
        ]
        assert [r.status_code for r in asked] == [404] * 5, ref
    for ref in (str(hidden["cases"]), str(uuid4())):
        assert ngo2.post(f"cases/{mine.uuid}/family/", {"children": [ref]}).status_code == 404
    consent = f"cases/{mine.uuid}/consents/{hidden['consent']}/withdraw/"
    assert ngo2.post(consent, version="1").status_code == 404


def test_a_walled_desk_finds_nothing_any_more(world, calls):
    case = steps.a_case(world, "border", vital_interest=True)
    to = steps.send(
        world, case, "transfer", ["ngo"], who="border", vital_interest=True, vital_reason="Hurt."
    )
    steps.accept(world, to, "ngo")
    ngo = calls("ngo")
    assert ngo.get(f"cases/{case.uuid}/").status_code == 200
    place_wall(
        actor=world.actor("coordinator"), ref=case.uuid, ground="allegation", reason="Said so.",
        organisation=world.desks["ngo"].organisation,
    )  # fmt: skip
    assert ngo.get(f"cases/{case.uuid}/").content == ngo.get(f"cases/{uuid4()}/").content
    assert ngo.ok("cases/")["results"] == []
    assert ngo.ok("inbox/?box=accepted")["results"] == []
    assert ngo.ok("alarms/")["results"] == []
