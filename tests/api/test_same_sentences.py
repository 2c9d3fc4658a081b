"""The same bad input, to the service that a form calls and to the API: the same sentence."""

import pytest

from cases import placements, services
from cases.sections import Identity
from portal.access.matrix import Section
from portal.core.problems import Problem
from referrals import services as moves
from referrals.intake import Ask, Journey
from referrals.services import Coded
from tests.api.callers import remedies
from tests.support import steps


def _said(act):
    with pytest.raises(Problem) as found:
        act()
    return found.value


def _agree(response, problem):
    assert response.status_code == problem.status, response.content
    assert remedies(response) == problem.errors
    assert problem.errors
    assert response.json().get("detail", "") == problem.detail


@pytest.fixture
def ready(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    return case


CASES = {
    "consent": (
        "consents/", {"purpose": "joy", "recipient_kinds": ["circus"], "sections": ["shoe"], "given_by": "me"},
        lambda a, c: services.record_consent(
            actor=a, ref=c.uuid,
            yes=services.Yes(purpose="joy", recipient_kinds=("circus",), sections=("shoe",), given_by="me"),
        ),
    ),
    "no recipient": (
        "consents/", {"purpose": "medical"},
        lambda a, c: services.record_consent(
            actor=a, ref=c.uuid, yes=services.Yes(purpose="medical", sections=(), recipient_kinds=()),
        ),
    ),
    "danger": ("risk-assessments/", {"danger": "much"},
               lambda a, c: services.assess_risk(actor=a, ref=c.uuid, danger="much", account="")),
    "language": ("rights-told/", {"language": "elvish"},
                 lambda a, c: services.tell_rights(actor=a, ref=c.uuid, language="elvish")),
    "guardian": ("guardian/", {"guardian": "uncle"},
                 lambda a, c: services.record_guardian(actor=a, case=c, guardian="uncle")),
    "wall": ("walls/", {"ground": "mood", "reason": " "},
             lambda a, c: services.place_wall(actor=a, ref=c.uuid, ground="mood", reason=" ")),
    "note": ("notes/", {"about": "nowhere", "text": "x"},
             lambda a, c: services.write_section(
                 actor=a, ref=c.uuid, section=Section.NOTES, document=services_note("x"), about="nowhere", new=True)),
}  # fmt: skip


def services_note(text):
    from cases.sections import Note

    return Note(text)


@pytest.mark.parametrize("name", CASES)
def test_of_a_case(world, calls, ready, name):
    path, body, act = CASES[name]
    problem = _said(lambda: act(world.actor("ngo"), ready))
    _agree(calls("ngo").post(f"cases/{ready.uuid}/{path}", body), problem)


def test_of_a_section(world, calls, ready):
    bad = "x" * 20_001
    problem = _said(
        lambda: services.write_section(
            actor=world.actor("ngo"), ref=ready.uuid, section=Section.IDENTITY,
            document=Identity(given_names=bad), version=1,
        )
    )  # fmt: skip
    _agree(
        calls("ngo").put(
            f"cases/{ready.uuid}/sections/identity/", {"given_names": bad}, version="1"
        ),
        problem,
    )


def test_of_sending(world, calls, ready):
    for body in (
        {"purpose": "holiday", "urgency": "soonish", "region": "XX"},
        {"purpose": "accommodation", "vital_interest": True},
        {"purpose": "accommodation", "conflict_kinds": ["circus"]},
        {"purpose": "accommodation"},
        {"purpose": "accommodation", "receivers": ["cap-nobody"]},
        {"purpose": "medical", "receivers": [str(world.desks["health"].uuid)]},
    ):
        given = {**body, "receivers": body.get("receivers", [])}
        ask = Ask(
            **{
                k: tuple(v) if isinstance(v, list) else v
                for k, v in body.items()
                if k != "receivers"
            }
        )
        problem = _said(
            lambda ask=ask, given=given: moves.send_referral(
                actor=world.actor("ngo"), cases=[ready.uuid], ask=ask, receivers=given["receivers"]
            )
        )
        _agree(calls("ngo").post("referrals/", {"cases": [str(ready.uuid)], **given}), problem)


def test_of_moves(world, calls, ready):
    ngo, shelter = calls("ngo"), calls("shelter")
    referral = steps.send(world, ready, "accommodation")
    offer = steps.offer_to(world, referral, "shelter")
    url = f"inbox/{offer.uuid}/moves/decline/"
    for body in (
        {"reason": "mood"},
        {"reason": "other"},
        {"reason": "other", "words": "x" * 2_001},
    ):
        problem = _said(
            lambda b=body: moves.decline(
                actor=world.actor("shelter"), ref=offer.uuid, version=1, **b
            )
        )
        _agree(shelter.post(url, body, version="1"), problem)
    steps.accept(world, referral)
    url, actor = f"referrals/{referral.uuid}/moves/", world.actor("ngo")
    referral.refresh_from_db()
    v = referral.version
    pairs = [
        ("leave", {}, lambda: moves.leave(
            actor=actor, ref=referral.uuid, version=v,
            journey=Journey(meeting_point="", transport="", expected_at=None, her_word=""))),
        ("withdraw", {"reason": "mood"}, lambda: moves.withdraw_referral(
            actor=actor, ref=referral.uuid, version=v, why=Coded("mood"))),
        ("she_declines", {"reason": "mood"}, lambda: moves.she_declines(
            actor=actor, ref=referral.uuid, version=v, reason="mood")),
        ("report_missing", {}, lambda: moves.report_missing(
            actor=actor, ref=referral.uuid, version=v, how="", known="")),
    ]  # fmt: skip
    for name, body, act in pairs:
        _agree(ngo.post(f"{url}{name}/", body, version=str(v)), _said(act))


def test_of_places(world, calls, ready):
    actor = world.actor("shelter")
    for label in ("", "x" * 61, "shelter 0"):
        problem = _said(lambda label=label: placements.add_place(actor=actor, label=label))
        response = calls("shelter").post("places/", {"label": label})
        if label:
            _agree(response, problem)
        else:
            assert response.status_code == 400
            assert "label" in remedies(response)
