"""L12: a letter went to the old address, read by the abuser. An old way is marked, and its change is asked."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.contacts import contact_errors, with_old
from cases.sections import ContactAndSafety
from cases.selectors import opened, own_record
from cases.services import write_section
from portal.access.matrix import Section
from portal.core.problems import Invalid
from tests.support import steps
from tests.support.pages import browser, text, values

WAS = ContactAndSafety(phone="+40 700 555 123", languages=("ti",))
NEW = ContactAndSafety(phone="+40 700 555 999", languages=("ti",))
TODAY = date(2026, 11, 25)


def test_nothing_is_asked_where_nothing_stood_or_nothing_changed():
    assert contact_errors(ContactAndSafety(), NEW) == {}
    assert contact_errors(WAS, WAS) == {}


@pytest.mark.parametrize("said", ["", "maybe"])
@pytest.mark.parametrize("after", [NEW, ContactAndSafety()])
def test_a_change_and_a_removal_ask_what_becomes_of_the_old_one(after, said):
    assert set(contact_errors(WAS, replace(after, old_contact=said))) == {"old_contact"}


def test_unsafe_stays_with_its_day_and_once():
    after = with_old(WAS, ContactAndSafety(phone="1", old_contact="unsafe"), TODAY)
    assert after.unsafe == ({"kind": "phone", "value": "+40 700 555 123", "since": "2026-11-25"},)
    assert after.old_contact == ""
    back = ContactAndSafety(phone=WAS.phone, unsafe=after.unsafe)
    again = with_old(back, ContactAndSafety(unsafe=after.unsafe, old_contact="unsafe"), TODAY)
    assert again.unsafe == after.unsafe


def test_what_was_written_wrongly_goes():
    after = with_old(WAS, ContactAndSafety(phone="1", old_contact="written_wrongly"), TODAY)
    assert after.unsafe == ()


def stored(world, case):
    actor = world.actor("ngo")
    return opened(actor, case, [own_record(actor, case, Section.CONTACT_AND_SAFETY)])[0].document


def test_l12_on_the_page_the_change_is_confirmed_and_the_old_number_is_marked(world):
    case = steps.a_case(world, "ngo")
    mira = browser(world, "ngo")
    where = reverse("cases:section_edit", args=[case.uuid, "contact_and_safety"])
    typed = values(mira.get(where)) | {"phone": ["+40 700 555 999"]}
    asked = mira.post(where, typed)
    assert asked.status_code == 422
    assert "Say whether the old one is unsafe now or was written wrongly." in text(asked)
    assert "+40 700 555 999" in asked.content.decode(), "nothing typed is lost"
    assert mira.post(where, typed | {"old_contact": ["unsafe"]}).status_code == 303
    [old] = stored(world, case).unsafe
    assert (old["kind"], old["value"]) == ("phone", "+40 700 555 123")
    page = text(mira.get(reverse("cases:section", args=[case.uuid, "contact_and_safety"])))
    assert "Old telephone" in page and "never use it" in page
    assert "old_contact" not in mira.get(where).context["form"].data


def test_l12_by_the_api_the_same(world):
    case = steps.a_case(world, "ngo")
    mira = browser(world, "ngo")
    where = f"/api/v1/cases/{case.uuid}/sections/contact_and_safety/"
    read = mira.get(where)
    said = read.json()["results"][0]
    sent = {**said["document"], "phone": "+40 700 555 999"}
    head = {"content_type": "application/json", "headers": {"If-Match": read["ETag"]}}
    refused = mira.put(where, sent, **head)
    assert refused.status_code in (400, 422)
    assert [e["field"] for e in refused.json()["errors"]] == ["old_contact"]
    done = mira.put(where, sent | {"old_contact": "unsafe"}, **head)
    assert done.status_code == 200, done.content
    [old] = done.json()["results"][0]["document"]["unsafe"]
    assert old == {
        "kind": "phone", "value": "+40 700 555 123",
        "since": timezone.now().date().isoformat(),
    }  # fmt: skip


def test_l12_no_code_path_goes_round_it(world):
    case = steps.a_case(world, "ngo")
    with pytest.raises(Invalid) as refused:
        write_section(actor=world.actor("ngo"), ref=case.uuid, document=NEW, version=1,
                      section=Section.CONTACT_AND_SAFETY)  # fmt: skip
    assert list(refused.value.errors) == ["old_contact"]
