"""The same key and body: one act, one answer, built with the rights of the moment."""

from cases.models import Case, Consent
from referrals.models import Referral
from tests.api.callers import remedies
from tests.api.test_to_safety import PERSON
from tests.support import steps


def test_a_case_is_opened_once(world, calls):
    ngo = calls("ngo")
    first = ngo.post("cases/", {"sections": PERSON}, key="k1")
    again = ngo.post("cases/", {"sections": PERSON}, key="k1")
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert first["Location"] == again["Location"]
    other = ngo.post("cases/", {"sections": PERSON}, key="k2")
    assert other.json()["uuid"] != first.json()["uuid"]
    assert Case.objects.count() == 2


def test_another_body_under_the_same_key_is_refused(world, calls):
    ngo = calls("ngo")
    ngo.made("cases/", {"sections": PERSON}, key="k1")
    response = ngo.post("cases/", {"sections": PERSON, "vital_interest": True}, key="k1")
    assert response.status_code == 422
    assert "Idempotency-Key" in remedies(response)
    elsewhere = ngo.post("places/", {"sections": PERSON}, key="k1")
    assert elsewhere.status_code in (400, 422)


def test_a_key_is_one_persons_own(world, calls):
    one, two = calls("ngo"), calls("ngo_b")
    assert (
        one.made("cases/", {"sections": PERSON}, key="k")["uuid"]
        != two.made("cases/", {"sections": PERSON}, key="k")["uuid"]
    )


def test_what_was_refused_may_be_sent_again(world, calls):
    ngo = calls("ngo")
    case = steps.a_case(world, "ngo")
    steps.add_places(world)
    token = steps.token(world, "ngo", case, "accommodation", "shelter")
    body = {"cases": [str(case.uuid)], "purpose": "accommodation", "receivers": [token]}
    assert ngo.post("referrals/", body, key="k").status_code == 422
    steps.yes(world, case, "accommodation", ["shelter"])
    assert ngo.post("referrals/", body, key="k").status_code == 201
    assert ngo.post("referrals/", body, key="k").status_code == 201
    assert Referral.objects.count() == 1


def test_a_broken_key_names_itself(world, calls):
    for key in ("x" * 201, "a\tb"):
        response = calls("ngo").post("cases/", {"sections": PERSON}, key=key)
        assert response.status_code == 400
        assert "Idempotency-Key" in remedies(response)


def test_after_rights_were_lost_the_answer_is_missing(world, calls):
    """Status and reference are kept, never a body: the shelter that gave back reads nothing again."""
    guard, ngo = calls("border"), calls("ngo")
    case = guard.made("cases/", {"sections": PERSON, "vital_interest": True}, key="open")
    why = {"vital_interest": True, "vital_reason": "Hurt."}
    token = steps.token(world, "border", Case.objects.get(uuid=case["uuid"]), "transfer", "ngo")
    body = {"cases": [case["uuid"]], "purpose": "transfer", "receivers": [token], **why}
    sent = guard.made("referrals/", body, key="send")
    offer = ngo.ok("inbox/")["results"][0]["uuid"]
    ngo.moved("inbox", offer, "accept")
    consent = {"purpose": "medical", "recipient_kinds": ["health_provider"], "sections": ["health"]}
    ngo.made(f"cases/{case['uuid']}/consents/", consent, key="yes")
    from cases.services import place_wall

    place_wall(
        actor=world.actor("coordinator"), ref=case["uuid"], ground="allegation", reason="Said so.",
        organisation=world.desks["ngo"].organisation,
    )  # fmt: skip
    again = ngo.post(f"cases/{case['uuid']}/consents/", consent, key="yes")
    assert again.status_code == 404, again.content
    assert Consent.objects.count() == 1
    narrower = guard.post("cases/", {"sections": PERSON, "vital_interest": True}, key="open")
    assert narrower.status_code == 201
    assert narrower.json()["uuid"] == case["uuid"]
    assert guard.post("referrals/", body, key="send").json()["uuid"] == sent["uuid"]


def test_a_move_pressed_twice_is_made_once(world, calls):
    shelter = calls("shelter")
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    offer = steps.offer_to(world, steps.send(world, case, "accommodation"), "shelter")
    url = f"inbox/{offer.uuid}/moves/accept/"
    first = shelter.post(url, {}, version='"1"', key="k")
    again = shelter.post(url, {}, version='"1"', key="k")
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    without = shelter.post(url, {}, version='"1"')
    assert without.status_code == 409
