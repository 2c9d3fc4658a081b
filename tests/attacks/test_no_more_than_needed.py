"""Small oracles: a reason that is her word, an account that exists, a hash that can be guessed."""

import hashlib
import json

import pytest

from cases.sections import ContactAndSafety
from cases.services import write_section
from portal.access.matrix import Section
from portal.core.models import IdempotencyKey
from referrals.routing import HER_NO_ORGANISATION
from tests.api.callers import Caller
from tests.support import steps

WALL = {"ground": "allegation", "reason": "Said by her."}


def test_a_coordinator_hears_no_reason_that_is_the_persons_own_word(world):
    case = steps.a_case(world, "border", no_go_organisations=(world.desks["ngo2"].organisation_id,))
    body = {
        "case": str(case.uuid), "purpose": "transfer", "reason": "Nobody leads, and it is night.",
        "receivers": [str(world.desks["ngo2"].uuid)],
    }  # fmt: skip
    answer = Caller(world.people["coordinator"]).post("referrals/open-by-coordinator/", body)
    assert answer.status_code == 422
    assert HER_NO_ORGANISATION not in answer.content.decode()
    assert "does not want" not in answer.content.decode()


@pytest.mark.parametrize("party", ["far_ngo", "nobody"])
def test_an_account_abroad_and_none_at_all_answer_alike(world, party):
    case = steps.a_case(world, "ngo")
    answer = Caller(world.people["ngo"]).post(
        f"cases/{case.uuid}/walls/", {**WALL, "email": f"{party}@example.org"}
    )
    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == ["email"]


def test_a_house_abroad_cannot_be_walled_off_from_here(world):
    case = steps.a_case(world, "ngo")
    far = world.desks["far_ngo"].organisation
    answer = Caller(world.people["ngo"]).post(
        f"cases/{case.uuid}/walls/", {**WALL, "organisation": str(far.uuid)}
    )
    assert answer.status_code == 422


def test_the_fingerprint_of_a_request_cannot_be_guessed_without_the_key(world):
    body = {"sections": {"identity": {"given_names": steps.CANARY}}}
    made = Caller(world.people["ngo"]).post("cases/", body, key="k-1")
    assert made.status_code == 201
    text = json.dumps(["POST /api/v1/cases/", body], sort_keys=True, ensure_ascii=True)
    guessed = hashlib.sha256(text.encode()).hexdigest()
    assert IdempotencyKey.objects.get(key="k-1").fingerprint != guessed


def test_a_coordinator_reads_no_contact_before_she_breaks_the_glass(world):
    case = steps.a_case(world, "border")
    write_section(
        actor=world.actor("border"), ref=case.uuid, section=Section.CONTACT_AND_SAFETY, version=1,
        document=ContactAndSafety(phone="+40 700 000 000", old_contact="written_wrongly"),
    )  # fmt: skip
    answer = Caller(world.people["coordinator"]).get(
        f"cases/{case.uuid}/sections/contact_and_safety/"
    )
    assert answer.status_code == 404
