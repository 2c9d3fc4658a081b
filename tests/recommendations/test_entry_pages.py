"""Pages of entries: open to everybody, or each person's own job; nothing typed is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from recommendations.models import Entry
from recommendations.rules.entries.catalogue import KINDS, PARTS
from tests.recommendations import scenes
from tests.support.budget import queries
from tests.support.pages import browser, text

OWN = "/recommendations/own/"
TYPED = {
    "title": "A night shelter", "lead": "Coordination Office", "due_on": "2027-06-30", "budget": "120000",
    "currency": "EUR", "items": "dcaf-2007:PRT-2; dcaf-2007:PRT-4", "activities": ["PRT.shelter"],
    "level": "partial",
}  # fmt: skip


def here(row):
    return reverse("recommendations:own_entry", args=[row.uuid])


def test_everybody_reads_each_part_of_a_state(register):
    scenes.entry_out(register)
    scenes.entry_out(register, title="Second", due_on="2020-01-01", level="not_started")
    scenes.entry(register, title="A draft nobody reads")
    stranger = Client()
    for part in PARTS:
        page = stranger.get(f"/recommendations/states/XA/{part.value}/")
        assert page.status_code == 200, part
        assert "A draft nobody reads" not in page.content.decode()
    page = stranger.get("/recommendations/states/XA/plan/")
    assert "A night shelter in the port town" in text(page)
    assert "240,000" in text(page)
    assert "Past its day" in text(page)
    assert stranger.get("/recommendations/states/XA/plan/?on=2020-01-01").status_code == 200
    for missing in ("states/XA/wish/", "states/ZZ/plan/", "states/XA/plan/?on=soon", "entries/x/",
                    "own/"):  # fmt: skip
        assert stranger.get(f"/recommendations/{missing}").status_code in (302, 404), missing


def test_one_entry_with_what_hangs_below_and_its_editions(register):
    one = scenes.entry_out(register)
    scenes.entry_out(
        register, "indicator",
        {"title": "Beds", "measure": "M-1", "unit": "beds", "baseline": "0", "target": "20"},
    )  # fmt: skip
    page = Client().get(reverse("recommendations:entry", args=[one.entry.uuid]))
    assert "Beds" in text(page)
    assert "dcaf-2007:PRT-2" in text(page)
    assert "Edition 1" in text(page)
    child = Entry.objects.get(kind="indicator")
    below = Client().get(reverse("recommendations:entry", args=[child.uuid]))
    assert "A night shelter in the port town" in text(below)


def test_the_standards_are_empty_until_a_list_comes_and_show_the_last_assessment(register):
    page = Client().get("/recommendations/states/XA/standards/")
    assert "Nothing is published yet." in text(page)
    scenes.entry_out(
        register, "standard", {"title": "A place within a day", "source": "Handbook"}, who="validator"
    )  # fmt: skip
    for on, met in (("2026-01-01", "not_met"), ("2026-06-01", "partly")):
        scenes.entry_out(
            register, "standard_check", {"standard": "S-1", "met": met, "on": on}, who="rapporteur"
        )
    page = text(Client().get("/recommendations/states/XA/standards/"))
    assert "Partly met" in page
    assert "Not met" not in page


def test_laws_are_compared_and_two_states_told_apart(register):
    assert "No State has published its law yet" in text(Client().get("/recommendations/law/"))
    scenes.law_of(register, {"consent": "yes", "organs": "yes", "abuse": "yes", "child": "yes"})
    scenes.law_of(
        register, {"consent": "no", "organs": "yes", "abuse": "partly"}, who="far_focal", by="far_validator"
    )  # fmt: skip
    page = Client().get("/recommendations/law/?one=XA&other=XB")
    parting = page.context["parting"]
    assert [(row["name"], row["blocks"]) for row in parting] == [
        ("Means: abuse of power or of vulnerability", False), ("Consent is irrelevant", True),
    ]  # fmt: skip
    assert "Can be blocked" in text(page)
    assert Client().get("/recommendations/law/?one=XA&other=ZZ").context["pair"] is None


def test_a_focal_point_writes_and_a_validator_publishes(register):
    client, url = browser(register, "focal"), f"{OWN}new/measure/"
    assert "as a table" in text(client.get(OWN))
    wrong = client.post(url, {**TYPED, "currency": "XYZ", "do": "save"})
    assert wrong.status_code == 422
    assert "Give the currency by its three letters" in text(wrong)
    assert "A night shelter" in wrong.content.decode()
    assert Entry.objects.count() == 0
    key = re.search(r'name="idempotency_key" value="([^"]+)"', client.get(url).content.decode())[1]
    for _again in range(2):
        made = client.post(url, {**TYPED, "do": "save", "idempotency_key": key})
        assert made.status_code == 303
    row = Entry.objects.get()
    assert row.document["items"] == ["dcaf-2007:PRT-2", "dcaf-2007:PRT-4"]
    assert "dcaf-2007:PRT-2; dcaf-2007:PRT-4" in client.get(here(row)).content.decode()
    sent = client.post(here(row), {**TYPED, "title": "A shelter", "version": 1, "do": "send"})
    assert sent.status_code == 303
    row.refresh_from_db()
    assert (row.stage, row.document["title"]) == ("submitted", "A shelter")
    validator = browser(register, "validator")
    assert "Waits for your word" in text(validator.get(OWN))
    returned = validator.post(here(row), {"do": "return", "version": row.version, "reason": ""})
    assert returned.status_code == 422
    assert "Say why" in text(returned)
    assert validator.post(here(row), {"do": "publish", "version": row.version}).status_code == 303
    assert "A shelter" in text(Client().get("/recommendations/states/XA/plan/"))
    row.refresh_from_db()
    assert validator.post(here(row), {"do": "withdraw", "version": row.version}).status_code == 303
    assert "A shelter" not in text(Client().get("/recommendations/states/XA/plan/"))


def test_a_clash_shows_both_texts_and_she_chooses(register):
    row = scenes.entry(register)
    client = browser(register, "focal")
    typed = {**TYPED, "version": 1, "do": "save"}
    assert client.post(here(row), {**typed, "title": "Theirs"}).status_code == 303
    clash = client.post(here(row), {**typed, "title": "Mine"})
    assert clash.status_code == 409
    assert "Theirs" in text(clash)
    assert "Mine" in clash.content.decode()
    again = {**typed, "title": "Mine", "version": 2, "clash": ["title"]}
    assert client.post(here(row), again).status_code == 422
    assert client.post(here(row), {**again, "keep-title": "theirs"}).status_code == 303
    row.refresh_from_db()
    assert row.document["title"] == "Theirs"


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_a_form_for_who_writes_it_and_for_nobody_else(register, kind):
    role = {"standard": "validator", "standard_check": "rapporteur"}.get(kind, "focal")
    assert browser(register, role).get(f"{OWN}new/{kind}/").status_code == 200
    assert browser(register, role).get(f"{OWN}table/{kind}/").status_code == 200
    assert browser(register, "ngo").get(f"{OWN}new/{kind}/").status_code == 404


def test_who_writes_nothing_finds_nothing(register):
    row = scenes.entry_sent(register)
    for who in ("ngo", "police", "far_validator"):
        client = browser(register, who)
        assert client.get(here(row)).status_code == 404
        assert client.post(here(row), {"do": "publish", "version": 2}).status_code == 404
    assert browser(register, "ngo").get(OWN).status_code == 404
    assert browser(register, "focal").get(f"{OWN}new/wish/").status_code == 404


def test_a_table_is_read_before_it_is_taken(register):
    client, url = browser(register, "focal"), f"{OWN}table/measure/"

    def sent(do, **more):
        file = SimpleUploadedFile("m.csv", b"title,lead,due_on\nOne,Office,2027-01-31\nTwo,,soon\n")
        return client.post(url, {"file": file, "do": do, **more})

    report = sent("check")
    assert "2 rows: 1 new, 0 changed, 0 the same, 1 to mend" in text(report)
    assert Entry.objects.count() == 0
    assert sent("take").status_code == 422
    assert sent("take", good="on").status_code == 303
    assert Entry.objects.get().document["title"] == "One"
    assert client.post(url, {"do": "check"}).status_code == 422


def test_pages_take_as_many_queries_with_one_as_with_ten(register):
    stranger, focal = Client(), browser(register, "focal")
    one = scenes.entry_out(register)
    paths = ((stranger, "/recommendations/states/XA/plan/"), (stranger, "/recommendations/law/"), (focal, OWN),
             (stranger, reverse("recommendations:entry", args=[one.entry.uuid])))  # fmt: skip

    def asked():
        return [len(queries(lambda c=c, p=p: c.get(p))) for c, p in paths]

    scenes.law_of(register, {"consent": "yes"})
    asked()
    before = asked()
    for n in range(9):
        scenes.entry_out(register, title=f"Measure {n}")
    scenes.law_of(register, {"child": "yes", "organs": "no"})
    assert asked() == before
    assert max(before) <= 20
