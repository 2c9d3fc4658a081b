"""Consents: offered by the policy, recorded once, withdrawn on a page that says what happens."""

import pytest
from django.urls import reverse

from cases.models import Consent
from cases.selectors import held
from portal.access.matrix import MATRIX, Basis, Kind
from portal.core.models import OutboxRow
from tests.support import steps
from tests.support.pages import browser, sections_on, text, values


def at(name, case, *more):
    return reverse(f"cases:{name}", args=[case.uuid, *more])


def asked(client, case, purpose):
    return client.post(at("consent_new", case), {"purpose": purpose})


@pytest.mark.parametrize(
    "purpose", ["accommodation", "medical", "identification", "legal_aid", "psychological"]
)
def test_the_form_offers_the_sections_that_ask_for_a_consent_and_no_other(world, purpose):
    case = steps.a_case(world, "ngo")
    form = asked(browser(world, "ngo"), case, purpose).context["form"]
    offered = {code for code, _label in form.fields["sections"].choices}
    assert offered == {s.value for s, cell in MATRIX[Basis(purpose)].items() if cell.asks_consent}
    assert not form.initial.get("sections"), "nothing is ticked for her"


def test_purposes_of_later_issues_are_not_offered(world):
    case = steps.a_case(world, "ngo")
    said = text(browser(world, "ngo").get(at("consent_new", case)))
    assert "A safe place to sleep" in said
    assert "Police inquiry" in said  # since step 2
    assert "Return" not in said


def test_a_consent_is_recorded_once_and_opens_what_it_names(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    sent = values(asked(client, case, "accommodation")) | {
        "recipient_kinds": ["shelter"], "only_organisations": [str(world.desks["shelter"].organisation_id)],
        "sections": ["identity", "contact_and_safety"], "until": ["24 12 2030"], "given_by": ["herself"], "language": ["ti"],
        "interpreter": ["on"],
    }  # fmt: skip
    for _ in range(2):
        assert client.post(at("consent_new", case), sent).status_code == 303
    row = Consent.objects.get(case=case)
    assert (
        row.until.astimezone(__import__("zoneinfo").ZoneInfo("Europe/Bucharest")).isoformat()
        == "2030-12-25T00:00:00+02:00"
    )
    assert (row.sections, row.recipient_kinds, row.language, row.interpreter) == (
        ["identity", "contact_and_safety"], ["shelter"], "ti", True,
    )  # fmt: skip
    steps.accept(world, steps.send(world, case, "accommodation"))
    assert sections_on(browser(world, "shelter").get(at("detail", case))) >= {
        "identity",
        "contact_and_safety",
    }
    said = text(client.get(at("section", case, "consent")))
    assert "Yes, until Tue 24 Dec 2030" in said
    assert "Agency shelter" in said


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"recipient_kinds": []}, "recipient_kinds"),
        ({"given_by": []}, "given_by"),
        ({"until": ["24 12 2020"]}, "until"),
        ({"until": ["31 02 2030"]}, "until"),
        ({"sections": ["history"]}, "sections"),
        ({"only_organisations": ["999999999"]}, "only_organisations"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(world, change, field):
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    sent = values(asked(client, case, "accommodation")) | {
        "recipient_kinds": ["shelter"],
        "given_by": ["herself"],
    }
    answer = client.post(at("consent_new", case), sent | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Consent.objects.exists()


def test_withdrawing_says_who_loses_what_then_cuts_it(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    row = steps.yes(world, case, "accommodation", ["shelter"])
    steps.accept(world, steps.send(world, case, "accommodation"))
    client = browser(world, "ngo")
    here = at("consent_withdraw", case, str(row.uuid))
    page = client.get(here)
    said = text(page)
    assert (
        "Agency shelter can no longer open identity, contact and safety, needs and assistance, health of this case"
        in said
    )
    assert "Shelter, care and every other help go on unchanged" in said
    assert "view_identity" in held(world.actor("shelter"), case), "looking at the page cuts nothing"
    stale = client.post(here, {"version": "7"})
    assert stale.status_code == 409
    assert "Read again" in text(stale)
    sent = values(page)
    assert client.post(here, sent).status_code == 303
    assert "view_identity" not in held(world.actor("shelter"), case)
    assert "Withdrawn" in text(client.get(at("section", case, "consent")))
    assert client.post(here, sent).status_code == 409


def test_on_the_road_both_ends_are_asked_at_once(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    row = steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation")
    steps.accept(world, referral)
    steps.leave(world, referral)
    client = browser(world, "ngo")
    here = at("consent_withdraw", case, str(row.uuid))
    assert client.post(here, values(client.get(here))).status_code == 303
    told = OutboxRow.objects.get(topic="notice", kind="ask_her_now")
    assert {d["desk_id"] for d in told.payload["to"]} == {
        world.desks["shelter"].pk,
        world.desks["ngo"].pk,
    }


def test_a_first_reporter_meets_no_shelter_by_name(world):
    steps.add_places(world)
    case = steps.a_case(world, "border", vital_interest=True)
    client = browser(world, "border")
    page = asked(client, case, "accommodation")
    assert "Agency shelter" not in page.content.decode()
    row = steps.yes(world, case, "accommodation", ["shelter"], who="border")
    steps.accept(
        world,
        steps.send(
            world,
            case,
            "transfer",
            ["ngo"],
            who="border",
            vital_interest=True,
            vital_reason="He is at the gate.",
        ),
        "ngo",
    )
    bed = steps.send(
        world,
        case,
        "urgent_protection",
        who="ngo",
        vital_interest=True,
        vital_reason="He is at the gate.",
    )
    steps.accept(world, bed)
    assert browser(world, "border").get(
        at("consent_withdraw", case, str(row.uuid))
    ).status_code in (404, 409)
    assert "Agency shelter" not in browser(world, "border").get(at("detail", case)).content.decode()


def test_the_sheet_is_read_together_line_by_line(world):
    case = steps.a_case(world, "ngo")
    said = text(browser(world, "ngo").get(at("consent_print", case)))
    assert "Help does not stop if you say no" in said
    assert said.count("Yes") >= 6
    assert browser(world, "ngo2").get(at("consent_print", case)).status_code == 404


def test_another_kind_of_reader_sees_consents_without_recording_them(world):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "medical", [Kind.HEALTH_PROVIDER.value])
    steps.accept(world, steps.send(world, case, "medical", ["health"]), "health")
    client = browser(world, "health")
    page = client.get(at("section", case, "consent"))
    assert page.status_code == 200
    assert "Record a consent" not in text(page)
    assert "withdrawal" not in text(page)
    assert client.get(at("consent_new", case)).status_code == 409


def test_from_asking_to_the_yes_and_back_to_asking_with_its_urgency(world):
    steps.add_places(world)
    case, mira = steps.a_case(world, "ngo"), browser(world, "ngo")
    refer = reverse("referrals:refer", args=[case.uuid])
    page = mira.post(refer, {"step": "look", "purpose": "accommodation", "urgency": "urgent"})
    assert 'name="then" value="ask-urgent"' in page.content.decode()
    step = mira.post(at("consent_new", case), {"purpose": "accommodation", "then": "ask-urgent"})
    sent = values(step) | {
        "recipient_kinds": ["shelter"], "given_by": ["herself"], "then": ["ask-urgent"],
    }  # fmt: skip
    assert 'name="then" value="ask-urgent"' in step.content.decode()
    assert mira.post(at("consent_new", case), {**sent, "given_by": []}).status_code == 422
    back = mira.post(at("consent_new", case), sent)
    assert back["Location"] == f"{refer}?purpose=accommodation&urgency=urgent"
    page = mira.get(back["Location"])
    assert "A safe place to sleep. Urgent: answer within 24 hours." in text(page)
    assert "No consent covers" not in text(page)
    odd = mira.post(
        at("consent_new", case), {**sent, "then": "//evil.example", "idempotency_key": "2"}
    )
    assert odd["Location"] == at("section", case, "consent")
