"""'Who sees this': by the names a reader may hear, and no desk she may not know of."""

from cases.services import break_glass
from cases.who_sees import circle, who_sees
from portal.access.matrix import Section
from tests.support import steps


def sheltered(world, who="ngo", purpose="accommodation"):
    steps.add_places(world)
    case = steps.a_case(world, who)
    steps.yes(world, case, purpose, ["shelter"], who=who)
    steps.accept(world, steps.send(world, case, purpose, who=who))
    return case


def test_the_lead_hears_every_desk_by_name(world):
    case = sheltered(world)
    assert who_sees(world.actor("ngo"), case)[Section.IDENTITY] == ["You", "Agency shelter"]


def test_a_shelter_hears_the_lead_and_itself(world):
    case = sheltered(world)
    found = who_sees(world.actor("shelter"), case)
    assert found[Section.IDENTITY] == ["You", "Agency ngo"]
    assert Section.PROCEEDINGS not in found
    assert Section.HISTORY not in found


def test_a_second_shelter_is_never_named_to_the_first(world):
    case = sheltered(world)
    steps.add_places(world, "shelter2")
    steps.accept(world, steps.send(world, case, "accommodation", ["shelter2"]), "shelter2")
    assert "Agency shelter2" in who_sees(world.actor("ngo"), case)[Section.IDENTITY]
    for key, other in (("shelter", "shelter2"), ("shelter2", "shelter")):
        said = [name for names in who_sees(world.actor(key), case).values() for name in names]
        assert f"Agency {other}" not in said


def test_to_others_the_shelter_is_not_there_at_all(world):
    case = sheltered(world)
    steps.yes(world, case, "medical", ["health_provider"])
    steps.accept(world, steps.send(world, case, "medical", ["health"]), "health")
    steps.yes(world, case, "identification", ["competent_authority"])
    steps.accept(world, steps.send(world, case, "identification", ["authority"]), "authority")
    for key in ("health", "authority"):
        said = who_sees(world.actor(key), case)
        assert "Agency shelter" not in [n for names in said.values() for n in names]
        assert said[Section.IDENTITY][:2] == ["You", "Agency ngo"]


def test_who_does_not_see_health_hears_of_no_doctor(world):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "psychological", ["health_provider"])
    steps.accept(world, steps.send(world, case, "psychological", ["health"]), "health")
    steps.yes(world, case, "legal_aid", ["legal_aid"])
    steps.accept(world, steps.send(world, case, "legal_aid", ["lawyer"]), "lawyer")
    assert who_sees(world.actor("lawyer"), case)[Section.IDENTITY] == ["You", "Agency ngo"]
    assert who_sees(world.actor("health"), case)[Section.IDENTITY] == [
        "You",
        "Agency ngo",
        "Agency lawyer",
    ]


def test_fixed_lines_hide_the_doctor_from_who_never_sees_health(world):
    case = steps.a_case(world, "ngo", vital_interest=True)
    steps.yes(world, case, "medical", ["health_provider"])
    steps.accept(world, steps.send(world, case, "medical", ["health"]), "health")
    steps.accept(
        world,
        steps.send(
            world,
            case,
            "urgent_protection",
            ["police"],
            vital_interest=True,
            vital_reason="He is near.",
        ),
        "police",
    )
    assert who_sees(world.actor("police"), case)[Section.IDENTITY] == ["You", "Agency ngo"]
    assert "Agency health" in who_sees(world.actor("ngo"), case)[Section.IDENTITY]


def test_who_reads_only_her_own_record_hears_of_the_lead_alone(world):
    case = steps.a_case(world, "border", vital_interest=True)
    to_lead = steps.send(
        world,
        case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="He is near.",
    )
    steps.accept(world, to_lead, "ngo")
    steps.yes(world, case, "legal_aid", ["legal_aid"])
    steps.accept(world, steps.send(world, case, "legal_aid", ["lawyer"]), "lawyer")
    found = who_sees(world.actor("border"), case)
    assert found[Section.SCREENING] == ["You, your own records"]
    assert set(found) == {
        Section.ENVELOPE,
        Section.SCREENING,
        Section.INTELLIGENCE,
        Section.NOTES,
        Section.DOCUMENTS,
        Section.CONSENT,
    }
    assert all("Agency lawyer" not in names for names in found.values())


def test_the_lead_hears_of_a_break_glass_while_it_runs(world):
    case = steps.a_case(world, "border", vital_interest=True)
    steps.accept(
        world,
        steps.send(
            world,
            case,
            "transfer",
            ["ngo"],
            who="border",
            vital_interest=True,
            vital_reason="He is near.",
        ),
        "ngo",
    )
    break_glass(
        actor=world.actor("coordinator"),
        ref=case.uuid,
        reason="Nobody answers and she is at the gate.",
    )
    assert (
        "Agency coordinator, by break-glass" in who_sees(world.actor("ngo"), case)[Section.IDENTITY]
    )


def test_nobody_hears_anything_of_a_case_she_does_not_see(world):
    case = sheltered(world)
    for key in ("ngo2", "border", "coordinator", "far_ngo", "oversight", "rapporteur", "ngo_admin"):
        assert who_sees(world.actor(key), case) == {}


def test_names_of_organisations_in_texts_follow_the_same_rule(world):
    case = sheltered(world)
    shelter = world.desks["shelter"].organisation
    from cases.selectors import held

    def name(key):
        return circle(world.actor(key), case, held(world.actor(key), case)).name(shelter)

    assert name("ngo") == name("shelter") == "Agency shelter"
    assert name("border") == name("shelter2") == "Protection"
