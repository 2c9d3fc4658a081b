"""Opening and writing sections: the look is kept, two texts are kept, a day is kept."""

import pytest
from django.urls import reverse

from cases.models import Case, ContactRecord, IdentityRecord
from cases.sections import ContactAndSafety, Identity, Screening
from cases.selectors import opened, own_record
from cases.services import write_section
from portal.access.matrix import Section
from portal.audit.models import Entry
from tests.support import steps
from tests.support.pages import browser, text, values


def at(name, case, *more):
    return reverse(f"cases:{name}", args=[case.uuid, *more])


def stored(world, case, section, who="ngo"):
    actor = world.actor(who)
    return opened(actor, case, [own_record(actor, case, section)])[0].document


def looks(case):
    return Entry.objects.filter(case_id=case.pk, verb="looked").count()


def identity(client, case):
    """The identity form as it is shown after it was opened."""
    return client.post(at("section_edit", case, "identity"), {"open": "1"})


def test_identity_opens_by_post_alone_and_the_look_is_recorded(world):
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    shut = client.get(at("section", case, "identity"))
    assert "Closed until you open it" in text(shut)
    assert steps.CANARY not in text(shut)
    assert looks(case) == 0
    opened_page = client.post(at("section", case, "identity"))
    assert steps.CANARY in text(opened_page)
    assert looks(case) == 1
    edit = client.get(at("section_edit", case, "identity"))
    assert steps.CANARY not in edit.content.decode()
    assert looks(case) == 1
    assert steps.CANARY in identity(client, case).content.decode()
    assert looks(case) == 2


@pytest.mark.django_db(transaction=True)
def test_a_look_is_kept_even_when_the_page_fails(world, monkeypatch):
    case = steps.a_case(world, "ngo")

    def broken(*args, **more):
        raise RuntimeError("no page today")

    monkeypatch.setattr("cases.web.views_sections.cards", broken)
    with pytest.raises(RuntimeError):
        browser(world, "ngo").post(at("section", case, "identity"))
    assert looks(case) == 1


def test_a_person_of_one_name_is_complete(world):
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    sent = values(identity(client, case)) | {"given_names": ["Suharto"], "family_name": [""]}
    answer = client.post(at("section_edit", case, "identity"), sent)
    assert answer.status_code == 303
    assert stored(world, case, Section.IDENTITY).given_names == "Suharto"
    assert stored(world, case, Section.IDENTITY).family_name == ""
    assert "Suharto" in text(client.post(at("section", case, "identity")))


def test_ten_saves_from_two_zones_leave_the_day_of_birth(world):
    """L38: a day has no zone."""
    case = steps.a_case(world, "ngo")
    client, colleague = browser(world, "ngo"), browser(world, "ngo_b")
    first = values(identity(client, case)) | {
        "precision": ["exact"], "born_day": ["7"], "born_month": ["3"], "born_year": ["1998"],
    }  # fmt: skip
    assert client.post(at("section_edit", case, "identity"), first).status_code == 303
    for n in range(10):
        world.state.zone = ("America/New_York", "Pacific/Auckland")[n % 2]
        world.state.save()
        who = (client, colleague)[n % 2]
        assert (
            who.post(at("section_edit", case, "identity"), values(identity(who, case))).status_code
            == 303
        )
    birth = stored(world, case, Section.IDENTITY).birth
    assert (birth["earliest"], birth["latest"], birth["precision"]) == (
        "1998-03-07",
        "1998-03-07",
        "exact",
    )
    assert IdentityRecord.objects.get(case=case, current=True).version == 12


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"born_day": "31", "born_month": "2", "born_year": "1998"}, "born_day"),
        ({"born_year": "2190"}, "born_year"),
        ({"born_year": "1"}, "born_year"),
        ({"born_day": "3", "precision": ""}, "born_year"),
        ({"precision": "age_range", "age_low": "19", "age_high": "16"}, "age_high"),
        ({"precision": "about"}, "age_low"),
        ({"precision": "range", "born_from": "1 1 2001"}, "born_from"),
        ({"precision": "range", "born_from": "1 1 2001", "born_to": "yesterday"}, "born_to"),
        ({"born_year": "nineteen"}, "born_year"),
        ({"citizenships_0": "ZZZ"}, "citizenships_0"),
        ({"given_names": "x" * 501}, "given_names"),
        ({"given_names": "a\x00b"}, "given_names"),
    ],
)
def test_what_cannot_be_is_answered_at_its_field_and_nothing_typed_is_lost(world, typed, field):
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    sent = values(identity(client, case))
    for name in ("precision", "born_day", "born_month", "born_year"):
        sent.pop(name, None)
    answer = client.post(
        at("section_edit", case, "identity"), {**sent, "other_names": "Little bird", **typed}
    )
    assert answer.status_code == 422, typed
    assert field in answer.context["form"].errors
    assert "Error:" in answer.content.decode().split("</title>")[0]
    assert "Little bird" in answer.content.decode()
    assert IdentityRecord.objects.filter(case=case).count() == 1


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("NA", "Namibia"),
        ("XK", "Kosovo"),
        ("XXA", "Stateless"),
        ("XXX", "Not specified"),
        ("XA", "XA"),
    ],
)
def test_citizenships_are_codes_and_namibia_is_a_country(world, code, name):
    """L31, L33, L34."""
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    sent = values(identity(client, case)) | {"citizenships_0": [code], "citizenships_1": ["ER"]}
    assert client.post(at("section_edit", case, "identity"), sent).status_code == 303
    assert stored(world, case, Section.IDENTITY).citizenships == (code, "ER")
    assert name in text(client.post(at("section", case, "identity")))


def test_two_colleagues_write_at_once_and_both_texts_are_kept(world):
    case = steps.a_case(world, "ngo", wishes="Near the sea")
    hers, theirs = browser(world, "ngo"), browser(world, "ngo_b")
    mine = values(hers.get(at("section_edit", case, "contact_and_safety")))
    other = values(theirs.get(at("section_edit", case, "contact_and_safety")))
    other |= {"safe_contact": ["By the duty desk, 10 to 12"], "address": ["Mill lane 2"]}
    assert theirs.post(at("section_edit", case, "contact_and_safety"), other).status_code == 303
    mine |= {"safe_contact": ["By the duty desk, any day"], "wishes": ["Near her sister"]}
    clash = hers.post(at("section_edit", case, "contact_and_safety"), mine)
    assert clash.status_code == 409
    said = text(clash)
    assert "By the duty desk, 10 to 12" in said
    assert "By the duty desk, any day" in said
    assert "Person ngo_b changed one field" in said
    assert clash.content.decode().count('name="keep-') == 2, "only the field that clashes is asked"
    assert 'value="theirs"' in clash.content.decode()
    assert "checked" not in said
    again = values(clash) | {"clash": ["safe_contact"]}
    assert again["safe_contact"] == ["By the duty desk, any day"]
    assert again["wishes"] == ["Near her sister"]
    assert again["address"] == ["Mill lane 2"]
    undecided = hers.post(at("section_edit", case, "contact_and_safety"), again)
    assert undecided.status_code == 422
    assert "Choose which of the two to keep" in text(undecided)
    done = hers.post(
        at("section_edit", case, "contact_and_safety"), {**again, "keep-safe_contact": "theirs"}
    )
    assert done.status_code == 303
    kept = stored(world, case, Section.CONTACT_AND_SAFETY)
    assert (kept.safe_contact, kept.wishes, kept.address) == (
        "By the duty desk, 10 to 12",
        "Near her sister",
        "Mill lane 2",
    )
    assert ContactRecord.objects.get(case=case, current=True).version == 3


def test_changes_that_do_not_clash_go_in_together(world):
    case = steps.a_case(world, "ngo")
    hers, theirs = browser(world, "ngo"), browser(world, "ngo_b")
    mine = values(hers.get(at("section_edit", case, "contact_and_safety"))) | {
        "wishes": ["A room of her own"]
    }
    other = values(theirs.get(at("section_edit", case, "contact_and_safety"))) | {
        "email": ["a@example.org"]
    }
    assert theirs.post(at("section_edit", case, "contact_and_safety"), other).status_code == 303
    assert hers.post(at("section_edit", case, "contact_and_safety"), mine).status_code == 303
    kept = stored(world, case, Section.CONTACT_AND_SAFETY)
    assert (kept.wishes, kept.email) == ("A room of her own", "a@example.org")


def test_saving_what_was_shown_changes_nothing(world):
    case = steps.a_case(
        world, "ngo", never="Her brother reads it", warnings=("do_not_call",), accessibility=("step_free",),
        no_go_regions=(world.region.pk,), no_go_organisations=(world.desks["shelter"].organisation_id,),
        extra={"wishes": ["city", "unknown_wish"], "dependants": 2},
    )  # fmt: skip
    write_section(
        actor=world.actor("ngo"), ref=case.uuid, section=Section.SCREENING, version=1,
        document=Screening(
            acts=("recruitment", "a_rare_act"), means=("deception", "other_coercion"), purposes=("forced_labour",), seen_at="the harbour",
            answers={"UG01": {"answer": "yes", "source": "seen"}, "UG02": {"answer": "no", "source": ""}},
        ),
    )  # fmt: skip
    client = browser(world, "ngo")
    for section in (Section.CONTACT_AND_SAFETY, Section.SCREENING):
        before = stored(world, case, section).to_dict()
        page = client.get(at("section_edit", case, section))
        sent = values(page)
        assert client.post(at("section_edit", case, section), sent).status_code == 303
        after = stored(world, case, section).to_dict()
        if section is Section.SCREENING:
            assert set(after.pop("acts")) == set(before.pop("acts"))
            assert after["answers"].pop("UG02") == before["answers"].pop("UG02")
            assert after["answers"]["UG01"] == before["answers"]["UG01"]
            for kept in ("means", "purposes", "account", "seen_at"):
                assert after[kept] == before[kept]
        else:
            assert _listed(after) == _listed(before)


def _listed(value):
    if isinstance(value, dict):
        return {k: _listed(v) for k, v in value.items()}
    return sorted(map(str, value)) if isinstance(value, list | tuple) else value


def test_what_another_desk_wrote_stands_beneath_as_said_by(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo", safe_contact="Through the duty desk")
    steps.yes(world, case, "accommodation", ["shelter"])
    steps.accept(world, steps.send(world, case, "accommodation"))
    client = browser(world, "shelter")
    page = client.get(at("section_edit", case, "contact_and_safety"))
    assert "Through the duty desk" not in page.content.decode(), (
        "its own record is empty: it annotates, it does not change"
    )
    sent = values(page) | {"safe_contact": ["Knock twice"]}
    assert client.post(at("section_edit", case, "contact_and_safety"), sent).status_code == 303
    said = text(browser(world, "ngo").get(at("detail", case)))
    assert said.index("Through the duty desk") < said.index("Knock twice")
    assert "Said by Agency shelter" in said
    assert stored(world, case, Section.CONTACT_AND_SAFETY).safe_contact == "Through the duty desk"


def test_reading_is_not_writing(world):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "medical", ["health_provider"])
    steps.accept(world, steps.send(world, case, "medical", ["health"]), "health")
    answer = browser(world, "health").get(at("section_edit", case, "contact_and_safety"))
    assert answer.status_code == 409
    assert "700 555" not in answer.content.decode()


def test_a_note_belongs_to_a_section_and_is_sent_once(world):
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    sent = values(client.get(at("note_new", case))) | {
        "about": ["screening"],
        "text": ["Sleeps better"],
    }
    for _ in range(2):
        assert client.post(at("note_new", case), sent).status_code == 303
    said = text(client.get(at("detail", case)))
    assert said.count("Sleeps better") == 1
    empty = client.post(at("note_new", case), {"about": "", "text": "kept"})
    assert empty.status_code == 422
    assert "kept" in empty.content.decode()
    assert (
        client.post(at("note_new", case), {"about": "proceedings", "text": "x"}).status_code == 422
    )


def test_first_steps_stop_their_clocks(world):
    from portal.deadlines.models import Clock

    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    assert "Record a risk assessment" in text(client.get(at("detail", case)))
    assert client.post(at("rights", case), {"language": "ti"}).status_code == 303
    sent = {"danger": "possible", "danger_account": "A van was seen", "warnings": ["do_not_call"]}
    assert client.post(at("risk", case), sent).status_code == 303
    running = set(
        Clock.objects.filter(case_id=case.pk)
        .exclude(state="stopped")
        .values_list("code", flat=True)
    )
    assert running == {"risk.review"}
    case = Case.objects.get(pk=case.pk)
    assert case.danger == "possible"
    assert case.warnings == ["do_not_call"]
    assert client.post(at("risk", case), {}).status_code == 422


def test_broken_text_is_refused_in_words(world):
    case = steps.a_case(world, "ngo")
    write_section(
        actor=world.actor("ngo"),
        ref=case.uuid,
        section=Section.CONTACT_AND_SAFETY,
        version=1,
        document=ContactAndSafety(old_contact="written_wrongly"),
    )
    client = browser(world, "ngo")
    sent = values(client.get(at("section_edit", case, "contact_and_safety"))) | {
        "never": ["bell\x07"],
        "wishes": ["kept"],
    }
    answer = client.post(at("section_edit", case, "contact_and_safety"), sent)
    assert answer.status_code == 422
    assert "kept" in answer.content.decode()
    assert "Take out the characters" in text(answer)


def test_birth_as_known_round_trips(world):
    from datetime import date

    from cases import births
    from cases.age import Birth, SaidBy

    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    day = date(2026, 1, 5)
    for version, birth in enumerate(
        (
            Birth.in_month(1998, 3, SaidBy.FAMILY), Birth.in_year(1998), Birth.between(date(1998, 1, 1), date(1999, 2, 3)),
            Birth.aged(16, 19, day), Birth.about(25, day, SaidBy.SCREENER), Birth.child_seen(day), Birth.unknown(),
        ),
        start=1,
    ):  # fmt: skip
        row = IdentityRecord.objects.get(case=case, current=True)
        write_section(
            actor=world.actor("ngo"), ref=case.uuid, section=Section.IDENTITY, version=row.version,
            document=Identity(given_names="A", birth=births.to_dict(birth)),
        )  # fmt: skip
        assert (
            client.post(
                at("section_edit", case, "identity"), values(identity(client, case))
            ).status_code
            == 303
        )
        assert births.from_dict(stored(world, case, Section.IDENTITY).birth) == birth, version
