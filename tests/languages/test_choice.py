"""Which language the pages are in: the account's, else the browser's; changed by one press, without a script."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.pages import browser

OPEN = ("/", "/sign-in/", "/help/", "/accessibility/", "/privacy/")


def head(response):
    """The language and direction that the page says it has."""
    return re.search(r'<html lang="([\w-]+)"\s+dir="(\w+)"', response.content.decode()).groups()


def test_a_stranger_reads_what_the_browser_asks_for(world):
    french = Client(headers={"accept-language": "fr-CH, fr;q=0.9, en;q=0.5"})
    for path in OPEN:
        page = french.get(path)
        assert head(page) == ("fr", "ltr"), path
        assert page.headers["Content-Language"] == "fr"
    left = french.get("/left/").content.decode()
    assert '<html lang="fr">' in left and "<title>Météo</title>" in left
    other = Client(headers={"accept-language": "ps, uk;q=0.9"})
    assert head(other.get("/")) == ("en", "ltr")


@pytest.mark.parametrize("path", OPEN)
def test_every_page_changes_its_language_by_a_plain_form(world, path):
    page = Client().get(path).content.decode()
    form = re.search(r'<form method="post" action="/language/">.*?</form>', page, re.S)
    assert form, "a form, no script"
    offered = re.findall(r'name="language"\s+value="(\w+)"\s+lang="(\w+)"', form[0])
    assert offered == [("en", "en"), ("fr", "fr")]
    assert f'name="next" value="{path}"' in form[0]


def test_a_stranger_keeps_the_choice_in_the_browser(world):
    client = Client()
    answer = client.post(reverse("set_language"), {"language": "fr", "next": "/help/"})
    assert (answer.status_code, answer.url) == (302, "/help/")
    assert head(client.get("/help/")) == ("fr", "ltr")


def test_the_choice_stays_with_the_account_on_any_machine(world):
    mira = browser(world, "ngo")
    assert head(mira.get("/")) == ("en", "ltr")
    mira.post(reverse("set_language"), {"language": "fr", "next": "/"})
    world.people["ngo"].refresh_from_db()
    assert world.people["ngo"].language == "fr"
    elsewhere = Client(headers={"accept-language": "en"})
    elsewhere.force_login(world.people["ngo"])
    assert head(elsewhere.get("/")) == ("fr", "ltr")
    assert elsewhere.get("/api/v1/me/").headers["Content-Language"] == "fr"


@pytest.mark.parametrize("code", ["ar", "uk", "xx", "", "fr; drop", "../../etc"])
def test_a_language_the_pages_do_not_speak_is_not_kept(world, code):
    mira = browser(world, "ngo")
    mira.post(reverse("set_language"), {"language": code, "next": "/"})
    world.people["ngo"].refresh_from_db()
    assert world.people["ngo"].language == ""
    assert head(mira.get("/")) == ("en", "ltr")


def test_the_change_leads_to_no_other_site(world):
    away = Client().post(
        reverse("set_language"), {"language": "fr", "next": "https://example.org/"}
    )
    assert away.url == "/"


def test_one_readers_language_is_not_the_nexts(world):
    """The same process answers both."""
    french = Client(headers={"accept-language": "fr"})
    assert head(french.get("/help/")) == ("fr", "ltr")
    assert head(Client().get("/help/")) == ("en", "ltr")
    world.people["ngo"].language = "fr"
    world.people["ngo"].save()
    assert head(browser(world, "ngo").get("/")) == ("fr", "ltr")
    assert head(browser(world, "shelter").get("/")) == ("en", "ltr")
