"""No way to identity or health that leaves no row in the record (rule 6)."""

import pytest
from django.urls import reverse

from cases.sections import Note
from cases.services import write_section
from portal.access.matrix import Section
from portal.audit.models import Entry
from tests.api.callers import Caller
from tests.support import steps
from tests.support.pages import browser, text


def at(name, case, *more):
    return reverse(f"cases:{name}", args=[case.uuid, *more])


def looks(case, section):
    return Entry.objects.filter(case_id=case.pk, verb="looked", section=section).count()


def test_a_forged_clash_shows_identity_and_is_recorded(world):
    case = steps.a_case(world, "ngo")
    client = browser(world, "ngo")
    sent = {"version": "1", "clash": ["given_names"], "precision": "unknown", "gender": "woman"}
    answer = client.post(at("section_edit", case, "identity"), sent)
    shown = steps.CANARY in answer.content.decode()
    assert answer.status_code == 422
    assert not shown or looks(case, "identity") == 1


def test_a_refused_form_shows_nothing_stored_or_is_recorded(world):
    case = steps.a_case(world, "ngo")
    answer = browser(world, "ngo").post(
        at("section_edit", case, "identity"), {"version": "1", "gender": "no such"}
    )
    assert answer.status_code == 422
    assert steps.CANARY not in answer.content.decode() or looks(case, "identity") == 1


@pytest.mark.parametrize("about", ["identity", "health"])
def test_a_note_about_what_is_shut_is_a_look_at_it(world, about):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "lead")
    write_section(
        actor=world.actor("ngo"), ref=case.uuid, section=Section.NOTES, about=about, new=True,
        document=Note(text="A word that nobody should read unseen"),
    )  # fmt: skip
    client = browser(world, "ngo")
    page = text(client.get(at("detail", case)))
    assert "unseen" not in page or looks(case, about) == 1
    before = looks(case, about)
    assert "unseen" in text(client.get(at("section", case, "notes")))
    assert looks(case, about) == before + 1
    said = Caller(world.people["ngo"]).ok(f"cases/{case.uuid}/notes/")["results"]
    assert said[0]["document"]["text"].endswith("unseen")
    assert looks(case, about) == before + 2


def test_a_note_about_needs_is_no_look(world):
    case = steps.a_case(world, "ngo")
    write_section(
        actor=world.actor("ngo"), ref=case.uuid, section=Section.NOTES, about="needs_and_assistance",
        new=True, document=Note(text="She likes tea"),
    )  # fmt: skip
    assert "tea" in text(browser(world, "ngo").get(at("detail", case)))
    assert not Entry.objects.filter(case_id=case.pk, verb="looked").exists()
