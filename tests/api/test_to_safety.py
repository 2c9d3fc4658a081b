"""Three people bring one person to safety, each at her own computer."""

from datetime import timedelta

from django.utils import timezone

from cases.models import Case, Placement
from tests.support import steps

PERSON = {
    "identity": {
        "given_names": steps.CANARY, "gender": "woman",
        "birth": {"precision": "year", "earliest": "1990-01-01", "said_by": "herself"},
    },
    "contact_and_safety": {"languages": ["ti"], "danger": "likely", "warnings": ["do_not_call"]},
    "screening": {
        "acts": ["recruitment"], "means": ["deception"], "purposes": ["forced_labour"],
        "account": f"{steps.CANARY} said so.",
    },
}  # fmt: skip
OPEN = ["identity", "contact_and_safety", "health", "needs_and_assistance"]


def soon(hours=2):
    return (timezone.now() + timedelta(hours=hours)).isoformat()


def journey(her_word="yes"):
    return {
        "meeting_point": "Bus station, hall 2", "transport": "By car, with a woman driver",
        "expected_at": soon(), "her_word": her_word,
    }  # fmt: skip


def test_a_border_guard_an_ngo_and_a_shelter(world, calls):
    """Vital interest: the guard reports, the NGO leads, the shelter takes her; she never reads where."""
    guard, ngo, shelter = calls("border"), calls("ngo"), calls("shelter")
    steps.add_places(world)
    case = guard.made("cases/", {"sections": PERSON, "vital_interest": True}, key="one")
    assert case["summary"]["age_status"] == "adult"
    assert {"section": "identity"}.items() <= case["sections"][2].items()

    why = {
        "vital_interest": True,
        "vital_reason": "He is at the gate.",
        "urgency": "immediate_danger",
    }
    leads = guard.ok(f"candidates/?case={case['uuid']}&purpose=transfer")["proposed"]
    token = next(c["token"] for c in leads if c["name"] == "Agency ngo")
    to_lead = guard.made(
        "referrals/", {"cases": [case["uuid"]], "purpose": "transfer", "receivers": [token], **why}
    )

    beds = guard.ok(f"candidates/?case={case['uuid']}&purpose=urgent_protection")["proposed"]
    shelters = [c for c in beds if c["kind"] == "shelter"]
    assert all(c["name"] == "" and c["number"] for c in shelters), "shelters stay nameless"
    bed = guard.made(
        "referrals/",
        {
            "cases": [case["uuid"]],
            "purpose": "urgent_protection",
            "receivers": [c["token"] for c in shelters],
            **why,
        },
    )

    [offer] = ngo.ok("inbox/")["results"]
    assert offer["purpose"] == "transfer"
    assert steps.CANARY not in str(offer)
    assert case["reference"] not in str(offer)
    taken = ngo.moved("inbox", offer["uuid"], "accept")
    assert taken["cases"] == [{"uuid": case["uuid"], "reference": case["reference"]}]
    assert guard.ok(f"referrals/{to_lead['uuid']}/")["state"] == "accepted"

    [asked] = shelter.ok("inbox/")["results"]
    fields = {f["field"] for f in asked["preview"]}
    assert {"age_status", "danger", "persons"} <= fields
    assert "kind_of_need" not in fields
    shelter.moved("inbox", asked["uuid"], "claim")
    shelter.moved("inbox", asked["uuid"], "accept")
    seen = guard.ok(f"referrals/{bed['uuid']}/")
    assert {(a["name"], a["state"]) for a in seen["answers"]} == {("", "accepted"), ("", "taken")}
    named = ngo.ok(f"referrals/{bed['uuid']}/")["answers"]
    assert {a["name"] for a in named} == {"Agency shelter", "Agency shelter2"}

    guard.moved("referrals", bed["uuid"], "leave", journey("vital_interest"))
    here = shelter.ok(f"inbox/{asked['uuid']}/")
    assert here["handover"]["meeting_point"] == "Bus station, hall 2"
    shelter.moved("inbox", asked["uuid"], "arrive")
    told = guard.ok(f"referrals/{bed['uuid']}/")
    assert told["state"] == "arrived"
    assert "shelter" not in str(told).lower()
    assert Placement.objects.get(case__uuid=case["uuid"]).state == "occupied"
    assert shelter.ok("places/guests/")["results"][0]["state"] == "occupied"
    assert guard.get(f"cases/{case['uuid']}/placements/").status_code == 404
    assert ngo.ok(f"cases/{case['uuid']}/placements/")["results"][0]["shelter"] == "Agency shelter"


def test_an_ngo_brings_her_own_case_with_consent(world, calls):
    ngo, shelter, coordinator = calls("ngo"), calls("shelter"), calls("coordinator")
    steps.add_places(world)
    case = ngo.made("cases/", {"sections": PERSON})
    ref = case["uuid"]
    assert coordinator.get(f"cases/{ref}/").status_code == 404, "an own case is nobody else's"
    token = next(
        c["token"]
        for c in ngo.ok(f"candidates/?case={ref}&purpose=accommodation")["proposed"]
        if c["name"] == "Agency shelter"
    )
    body = {"cases": [ref], "purpose": "accommodation", "receivers": [token]}
    refused = ngo.post("referrals/", body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "consent"
    yes = {
        "purpose": "accommodation",
        "sections": OPEN,
        "recipient_kinds": ["shelter"],
        "language": "ti",
    }
    consent = ngo.made(f"cases/{ref}/consents/", yes)
    sent = ngo.made("referrals/", {**body, "read_back": "yes"})
    assert (sent["mode"], sent["read_back"]) == ("she_chooses", "yes")
    offer = shelter.ok("inbox/")["results"][0]["uuid"]
    assert "hold" in shelter.ok(f"inbox/{offer}/")["moves"]
    assert shelter.moved("inbox", offer, "hold")["held_until"]
    [held] = ngo.ok(f"referrals/{sent['uuid']}/")["answers"]
    assert (held["state"], held["held_until"] is not None) == ("held", True)
    chosen = ngo.moved("referrals", sent["uuid"], "her_yes", {"number": held["number"]})
    assert chosen["state"] == "accepted"
    ngo.moved("referrals", sent["uuid"], "leave", journey())
    shelter.moved("inbox", offer, "arrive")

    identity = shelter.ok(f"cases/{ref}/sections/identity/")["results"]
    assert identity[0]["document"]["given_names"] == steps.CANARY
    assert identity[0]["said_by"] == "Agency ngo"
    etag = f'"{consent["version"]}"'
    assert (
        ngo.post(f"cases/{ref}/consents/{consent['uuid']}/withdraw/", version=etag).status_code
        == 200
    )
    assert shelter.get(f"cases/{ref}/sections/identity/").json()["results"] == [], (
        "the access is cut at once"
    )
    assert Case.objects.get(uuid=ref).lead_desk == world.desks["ngo"]
    shelter.moved("inbox", offer, "end", {"reason": "completed"})
    assert shelter.ok("inbox/?box=accepted")["results"] == []


def test_a_mother_and_her_child_go_together(world, calls):
    ngo, shelter = calls("ngo"), calls("shelter")
    steps.add_places(world, n=2)
    mother = ngo.made("cases/", {"sections": PERSON})
    child = ngo.made(
        "cases/",
        {
            "sections": {
                "identity": {
                    "given_names": "Little",
                    "birth": {"precision": "age_range", "age_low": 6, "age_high": 6},
                },
                "contact_and_safety": {"languages": ["ti"], "travels_alone": "with_parent"},
            },
            "guardian": "parent",
        },
    )
    assert child["summary"]["age_status"] == "child"
    assert child["guardian"] == "parent"
    family = ngo.made(f"cases/{mother['uuid']}/family/", {"children": [child["uuid"]]}, status=200)
    assert family["family"] == [
        {"uuid": child["uuid"], "reference": child["reference"], "relation": "child"}
    ]
    assert family["summary"]["dependants"] == 1
    yes = {"purpose": "accommodation", "sections": OPEN, "recipient_kinds": ["shelter"]}
    ngo.made(f"cases/{mother['uuid']}/consents/", yes)
    found = ngo.ok(f"candidates/?case={mother['uuid']}&case={child['uuid']}&purpose=accommodation")
    token = next(c["token"] for c in found["proposed"] if c["name"] == "Agency shelter")
    ngo.made(
        "referrals/",
        {
            "cases": [mother["uuid"], child["uuid"]],
            "purpose": "accommodation",
            "urgency": "urgent",
            "receivers": [token],
        },
    )
    offer = shelter.ok("inbox/")["results"][0]["uuid"]
    assert len(shelter.moved("inbox", offer, "accept")["cases"]) == 2
    assert Placement.objects.filter(state="reserved").count() == 2


def test_a_screening_by_draft(world, calls):
    """The same draft as on the page: typed, read back, sent in one act."""
    guard = calls("border")
    typed = {
        "age": ["adult"],
        "given_names": [steps.CANARY],
        "language": ["ti"],
        "account": ["Somebody took the papers."],
    }
    draft = guard.made("drafts/", {"typed": typed})
    url = f"drafts/{draft['uuid']}/"
    lead = guard.ok(f"{url}candidates/")["lead"]
    typed |= {
        "lead": [lead[0]["token"]],
        "consent_transfer": ["yes"],
        "consent_coordination": ["yes"],
    }
    saved = guard.put(url, {"typed": typed}, version='"1"')
    assert saved.status_code == 200
    assert saved["ETag"] == '"2"'
    assert saved.json()["unread"] == {}
    sent = guard.made(f"{url}send/", version='"2"', key="send")
    assert [r["purpose"] for r in sent["referrals"]] == ["transfer"]
    assert guard.get(url).status_code == 404, "the draft is gone"
    again = guard.made(f"{url}send/", version='"2"', key="send")
    assert again["case"] == sent["case"], "sent twice, made once"
    assert Case.objects.count() == 1


def test_a_coordinator_takes_an_alarm_and_breaks_the_glass(world, calls):
    coordinator, guard = calls("coordinator"), calls("border")
    case = guard.made("cases/", {"sections": PERSON, "vital_interest": True})
    why = {"vital_interest": True, "vital_reason": "She is hurt."}
    token = steps.token(world, "border", Case.objects.get(uuid=case["uuid"]), "transfer", "ngo")
    sent = guard.made(
        "referrals/", {"cases": [case["uuid"]], "purpose": "transfer", "receivers": [token], **why}
    )
    ngo = calls("ngo")
    offer = ngo.ok("inbox/")["results"][0]["uuid"]
    ngo.moved("inbox", offer, "decline", {"reason": "language"})
    [alarm] = coordinator.ok("alarms/")["results"]
    assert alarm["kind"] == "unplaced"
    assert alarm["case"]["uuid"] == case["uuid"]
    assert coordinator.made(f"alarms/{alarm['uuid']}/take/", status=200)["taken"]
    next_ = coordinator.ok(f"candidates/?referral={sent['uuid']}")
    assert all(c["why"] == [] for c in next_["proposed"]), "fit or not, without reasons"
    other = next(c["token"] for c in next_["proposed"] if c["name"] == "Agency ngo2")
    etag = coordinator.get(f"referrals/{sent['uuid']}/")["ETag"]
    fresh = coordinator.made(
        f"referrals/{sent['uuid']}/reassign/",
        {"receivers": [other], "reason": "Nobody answers."},
        version=etag,
    )
    assert fresh["state"] == "sent"
    assert fresh["uuid"] != sent["uuid"]

    url = f"cases/{case['uuid']}/"
    assert coordinator.get(f"{url}sections/identity/").status_code == 404
    coordinator.made(f"{url}break-glass/", {"reason": "She is missing and must be reached now."})
    assert (
        coordinator.ok(f"{url}sections/identity/")["results"][0]["document"]["given_names"]
        == steps.CANARY
    )
    assert coordinator.delete(f"{url}break-glass/").status_code == 204
    assert coordinator.get(f"{url}sections/identity/").status_code == 404
