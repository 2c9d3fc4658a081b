"""The page of one case, seen by each desk: what stands on it, and what is not even hinted at."""

from uuid import uuid4

import pytest
from django.urls import reverse

from cases.sections import Health, Immigration, Needs
from cases.services import write_section
from portal.access.matrix import Section
from tests.support import steps
from tests.support.pages import body, browser, sections_on, text

LEAD = {
    "identity",
    "contact_and_safety",
    "screening",
    "immigration",
    "needs_and_assistance",
    "health",
    "placement",
    "consent",
    "notes",
}


def page(world, who, case):
    return browser(world, who).get(reverse("cases:detail", args=[case.uuid]))


def difference(answers):
    import difflib

    first, second, *_ = sorted(answers)
    return "\n".join(
        list(difflib.unified_diff(first.decode().split("\n"), second.decode().split("\n"), n=0))[
            :30
        ]
    )


def fill(world, case, who="ngo"):
    for section, document in (
        (Section.NEEDS_AND_ASSISTANCE, Needs(plan="Dentist on Friday")),
        (Section.IMMIGRATION, Immigration(status="visa ended")),
        (Section.HEALTH, Health(conditions="a sprained wrist")),
    ):
        write_section(actor=world.actor(who), ref=case.uuid, section=section, document=document)


@pytest.fixture
def sheltered(world):
    """An NGO leads; a shelter gives a bed on her consent to a place; an authority was asked."""
    steps.add_places(world)
    case = steps.a_case(
        world, "ngo", warnings=("do_not_call",), safe_contact="Through the duty desk"
    )
    fill(world, case)
    steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation")
    steps.accept(world, referral)
    return case


def test_the_lead_sees_every_section_and_two_tracks(world, sheltered):
    response = page(world, "ngo", sheltered)
    assert response.status_code == 200
    assert sections_on(response) == LEAD
    said = text(response)
    assert "Two tracks" in said
    assert "Do not call this number" in said
    assert "Through the duty desk" in said
    assert "Dentist on Friday" in said
    assert "Agency shelter" in said
    assert steps.CANARY not in response.content.decode().split("section-screening")[0]
    assert "sprained" not in said


def test_a_shelter_with_consent_sees_its_sections_and_no_word_of_proceedings(world, sheltered):
    response = page(world, "shelter", sheltered)
    assert sections_on(response) == {
        "identity",
        "contact_and_safety",
        "needs_and_assistance",
        "health",
        "placement",
        "notes",
        "consent",
    }
    said = text(response)
    assert "roceeding" not in said
    assert "Two tracks" not in said


def test_a_shelter_without_consent_keeps_what_it_may_write(world, sheltered):
    from cases.models import Consent
    from cases.services import withdraw_consent

    row = Consent.objects.get(case=sheltered)
    withdraw_consent(
        actor=world.actor("ngo"), ref=sheltered.uuid, consent=row.uuid, version=row.version
    )
    response = page(world, "shelter", sheltered)
    assert response.status_code == 200
    assert sections_on(response) == {
        "contact_and_safety",
        "needs_and_assistance",
        "placement",
        "notes",
        "consent",
    }
    said = text(response)
    assert "Do not call this number" in said
    assert "Through the duty desk" not in said
    assert "Dentist" not in said
    assert "700 555" not in said


def test_the_first_reporter_before_and_after_a_lead(world):
    case = steps.a_case(world, "border", vital_interest=True, warnings=("no_uniform",))
    before = page(world, "border", case)
    assert sections_on(before) == {
        "identity",
        "contact_and_safety",
        "screening",
        "consent",
        "notes",
    }
    assert "Do not come in uniform" in text(before)
    referral = steps.send(
        world,
        case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="He is near.",
    )
    steps.accept(world, referral, "ngo")
    after = page(world, "border", case)
    assert sections_on(after) == {"screening", "notes"}
    assert "Agency ngo" not in text(after)
    assert "Do not come in uniform" not in text(after)


def test_an_identification_desk_sees_what_the_consent_names(world):
    case = steps.a_case(world, "ngo")
    fill(world, case)
    steps.yes(
        world, case, "identification", ["competent_authority"], sections=("identity", "screening")
    )
    referral = steps.send(world, case, "identification", ["authority"])
    steps.accept(world, referral, "authority")
    response = page(world, "authority", case)
    assert sections_on(response) == {"identity", "screening", "proceedings", "consent", "notes"}
    assert "Proceedings" in text(response)


def test_police_never_see_health_nor_a_doctor(world):
    case = steps.a_case(world, "ngo", vital_interest=True)
    fill(world, case)
    steps.yes(world, case, "medical", ["health_provider"])
    steps.accept(world, steps.send(world, case, "medical", ["health"]), "health")
    referral = steps.send(
        world,
        case,
        "urgent_protection",
        ["police"],
        vital_interest=True,
        vital_reason="Danger at the door.",
    )
    steps.accept(world, referral, "police")
    response = page(world, "police", case)
    assert sections_on(response) == {"identity", "contact_and_safety", "notes"}
    assert "Agency health" not in text(response)
    assert "ealth" not in text(response)
    assert "Agency ngo" in text(response)


def test_a_coordinator_sees_the_summary_alone_then_more_by_break_glass(world):
    from cases.services import break_glass

    case = steps.a_case(world, "border")
    before = page(world, "coordinator", case)
    assert before.status_code == 200
    assert sections_on(before) == set()
    assert "Presumed trafficked person, adult" in text(before)
    assert "Is looked for" in text(before)
    break_glass(
        actor=world.actor("coordinator"),
        ref=case.uuid,
        reason="Nobody answers and she is at the gate.",
    )
    during = page(world, "coordinator", case)
    assert sections_on(during) == {"identity", "contact_and_safety", "screening", "placement"}
    assert "break-glass until" in text(during)
    assert "700 555" not in text(during), "every section is opened by an act that is recorded"
    colleague = page(world, "coordinator_b", case)
    assert sections_on(colleague) == set()


def test_an_administrator_sees_the_envelope_of_what_her_organisation_leads(world):
    case = steps.a_case(world, "ngo")
    response = page(world, "ngo_admin", case)
    assert response.status_code == 200
    assert sections_on(response) == set()
    said = text(response)
    assert case.ref in said
    assert "looked for" not in said
    assert "adult" not in said
    assert page(world, "ngo2_admin", case).status_code == 404


@pytest.mark.parametrize(
    "who",
    [
        "ngo2",
        "border",
        "shelter2",
        "coordinator",
        "far_ngo",
        "rapporteur",
        "oversight",
        "ngo2_admin",
    ],
)
def test_hidden_is_missing_byte_for_byte(world, who):
    case = steps.a_case(world, "ngo")
    client = browser(world, who)
    names = (
        "detail",
        "note_new",
        "rights",
        "risk",
        "guardian",
        "family",
        "consent_new",
        "consent_print",
        "history",
    )
    for name in names:
        answers = {
            body(client.get(reverse(f"cases:{name}", args=[ref]), follow=True))
            for ref in (case.uuid, uuid4(), "not-a-uuid")
        }
        assert len(answers) == 1, name
        assert b"nothing here for you" in answers.pop()
    for name in ("section", "section_edit"):
        for method in (client.get, client.post):
            answers = {
                body(method(reverse(f"cases:{name}", args=[ref, section])))
                for ref in (case.uuid, uuid4(), "x")
                for section in ("identity", "nonsense", "notes")
            }
            assert len(answers) == 1
    ref = reverse("cases:consent_withdraw", args=[case.uuid, uuid4()])
    assert client.post(ref).status_code == 404


def test_a_section_that_is_hidden_answers_as_one_that_is_not(world):
    case = steps.a_case(world, "border")
    client = browser(world, "coordinator")
    hidden = client.get(reverse("cases:section", args=[case.uuid, "identity"]))
    missing = client.get(reverse("cases:section", args=[case.uuid, "no-such-section"]))
    assert hidden.status_code == missing.status_code == 404
    assert body(hidden) == body(missing)


def test_a_walled_desk_meets_nothing(world, sheltered):
    from cases.services import place_wall

    place_wall(
        actor=world.actor("ngo"), ref=sheltered.uuid, ground="allegation", reason="A cousin works there.",
        organisation=world.desks["shelter"].organisation,
    )  # fmt: skip
    assert page(world, "shelter", sheltered).status_code == 404
    assert "Agency shelter" not in text(page(world, "ngo", sheltered)).split("Placement")[-1]


def test_without_a_warning_only_the_safe_way_stands(world):
    case = steps.a_case(world, "ngo", safe_contact="Through her sister")
    said = page(world, "ngo", case)
    assert "Through her sister" in text(said)
    assert "Safe way to make contact" in text(said)
    assert "Before you make contact" not in text(said)
    assert b"#nophone" not in said.content


@pytest.mark.parametrize("n", [1, 20])
def test_the_page_asks_a_bounded_number_of_queries(world, n, django_assert_max_num_queries):
    from cases.sections import Note

    case = steps.a_case(world, "ngo")
    fill(world, case)
    for i in range(n):
        write_section(
            actor=world.actor("ngo"), ref=case.uuid, section=Section.NOTES, document=Note(text=f"Note {i}"),
            about="needs_and_assistance", new=True,
        )  # fmt: skip
        steps.yes(world, case, "medical", ["health_provider"])
    client = browser(world, "ngo")
    with django_assert_max_num_queries(40):
        client.get(reverse("cases:detail", args=[case.uuid]))
