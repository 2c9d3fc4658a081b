"""L44: who led a case until a moment ago and still has its form open writes into nothing, and loses nothing."""

import pytest
from django.urls import reverse

from cases.models import NoteRecord
from cases.sections import Note
from cases.services import write_section
from portal.access.matrix import Section
from tests.support import steps
from tests.support.pages import browser, text

pytestmark = pytest.mark.django_db
WORDS = "She asked twice whether her sister may come along."


@pytest.fixture
def handed_over(world):
    """The first NGO wrote, and then another took the lead."""
    case = steps.a_case(world, "ngo")
    write_section(actor=world.actor("ngo"), ref=case.uuid, section=Section.NOTES,
                  document=Note(text="First talk."), about="identity", new=True)  # fmt: skip
    steps.yes(world, case, "transfer", ["ngo"])
    steps.accept(world, steps.send(world, case, "transfer", ["ngo2"]), "ngo2")
    return case


def kept(case):
    return NoteRecord.objects.filter(case=case).count()


def test_l44_the_note_is_refused_and_comes_back(world, handed_over):
    case = handed_over
    mira = browser(world, "ngo")
    before = kept(case)
    answer = mira.post(
        reverse("cases:note_new", args=[case.uuid]), {"text": WORDS, "about": "identity"}
    )
    assert answer.status_code == 409
    said = text(answer)
    assert "writing it is not open to your desk" in said
    assert WORDS in said
    assert "Nothing was changed" in said
    assert kept(case) == before


def test_l44_so_is_a_section(world, handed_over):
    case = handed_over
    answer = browser(world, "ngo").post(
        reverse("cases:section_edit", args=[case.uuid, "needs_and_assistance"]), {"needs": WORDS}
    )
    assert answer.status_code in (404, 409)
    identity = browser(world, "ngo").post(
        reverse("cases:section_edit", args=[case.uuid, "identity"]),
        {"given_names": "Somebody Else Entirely", "version": "1"},
    )
    assert identity.status_code == 409
    assert "Somebody Else Entirely" in text(identity)
    assert steps.CANARY not in identity.content.decode(), "her record is not opened by a refusal"


def test_l44_to_a_stranger_the_same_post_is_a_missing_page(world, handed_over):
    case = handed_over
    answer = browser(world, "police").post(
        reverse("cases:note_new", args=[case.uuid]), {"text": WORDS, "about": "identity"}
    )
    assert answer.status_code == 404
    assert WORDS not in answer.content.decode()
