"""Screening: who finds it, drafts of the desk, discarding."""

from portal.sealing.models import WrappedKey
from referrals.models import Draft
from tests.support import steps
from tests.support.screening import words

CANARY = steps.CANARY


def test_only_a_desk_that_may_screen_finds_the_page(world, client):
    for who, status in (
        ("border", 200),
        ("ngo", 200),
        ("shelter", 404),
        ("coordinator", 404),
        ("rapporteur", 404),
    ):
        client.force_login(world.people[who])
        assert client.get("/screening/").status_code == status, who


def test_a_double_click_begins_one_draft(at, client):
    at("border")
    client.post("/screening/", {"idempotency_key": "begin"})
    assert Draft.objects.count() == 1


def test_the_draft_is_the_desks_and_names_nothing_typed(at, world, client):
    page = at("border")
    page.post("save/", age="adult", given_names=CANARY)
    client.force_login(world.people["border_b"])
    listed = client.get("/screening/")
    assert "By Person border" in words(listed)
    assert "Deleted" in words(listed)
    assert CANARY not in listed.content.decode()
    assert CANARY in client.get(page.url).content.decode()
    client.force_login(world.people["ngo"])
    for url in (
        page.url,
        f"{page.url}discard/",
        f"{page.url}signs/signs.UG/",
        "/screening/no-such-draft/",
    ):
        assert client.get(url).status_code == 404, url
    for tail in ("", "save/", "send/", "keep/", "discard/"):
        assert client.post(page.url + tail, {"version": 1}).status_code == 404, tail
    assert Draft.objects.count() == 1


def test_discarding_asks_first_and_destroys_the_key(at, client):
    page = at("border")
    asked = client.get(f"{page.url}discard/")
    assert asked.status_code == 200
    assert Draft.objects.count() == 1
    assert client.post(f"{page.url}discard/").status_code == 303
    assert not Draft.objects.exists()
    assert not WrappedKey.objects.filter(subject_kind="draft").exists()
