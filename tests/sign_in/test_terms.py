"""Terms of use and code of conduct: before any data, and again at the next click when they change."""

from datetime import timedelta

import pytest
from django.test import Client

from portal.audit.models import Entry
from portal.core.clock import at, now
from portal.core.problems import Invalid
from portal.sign_in import reference
from portal.sign_in.models import Acceptance, Terms, TermsText
from portal.sign_in.passing import SECOND_STEP
from portal.sign_in.selectors import in_force, terms_owed
from portal.sign_in.services import accept, publish
from tests.support.signing_in import bare_login, code, give_code, give_password, has_app

ME = "/api/v1/me/"


def passed_second_step(client, user):
    """A session that gave both steps and accepted nothing."""
    bare_login(client, user)
    session = client.session
    session[SECOND_STEP] = {"user": user.pk, "at": now().isoformat()}
    session.save()


def test_nothing_before_they_are_accepted(client, world):
    reference.load()
    her = world.people["ngo"]
    has_app(her)
    give_password(client, her)
    give_code(client, code())
    assert client.get("/cases/").headers["Location"] == "/sign-in/terms/?next=%2Fcases%2F"
    refused = client.get(ME)
    assert (refused.status_code, refused.json()["type"]) == (
        403,
        "urn:concord:problem:terms-not-accepted",
    )
    assert refused.json()["remedy"] == "/sign-in/terms/"
    assert client.post("/api/v1/cases/", {}, content_type="application/json").status_code == 403
    page = client.get("/sign-in/terms/")
    assert b"Her choice. Help does not depend" in page.content
    half = client.post("/sign-in/terms/", {"accept": "terms:1"})
    assert half.status_code == 422
    assert Acceptance.objects.count() == 0
    done = client.post(
        "/sign-in/terms/", {"accept": ["terms:1", "conduct:1"], "next": "//evil.example"}
    )
    assert done.headers["Location"] == "/"
    assert client.get(ME).status_code == 200
    assert Entry.objects.filter(verb="terms.accepted").count() == 2


def test_a_new_version_is_asked_for_in_the_middle_of_a_session(client, ngo):
    client.force_login(ngo)
    assert client.get("/cases/").status_code == 200
    publish(kind="conduct", version=2, texts={"en": ("Code of conduct", "Newer.")})
    assert client.get("/cases/").headers["Location"].startswith("/sign-in/terms/")
    assert client.get(ME).json()["type"] == "urn:concord:problem:terms-not-accepted"
    page = client.get("/sign-in/terms/")
    assert [t["value"] for t in page.context["texts"]] == ["conduct:2"]
    client.post("/sign-in/terms/", {"accept": "conduct:2"})
    assert client.get("/cases/").status_code == 200


def test_a_version_of_tomorrow_is_asked_for_tomorrow(ngo):
    publish(
        kind="terms", version=2, texts={"en": ("T", "x")}, in_force_from=now() + timedelta(days=1)
    )
    assert terms_owed(ngo.pk) == []
    with at(now() + timedelta(days=1, minutes=1)):
        assert [str(row) for row in terms_owed(ngo.pk)] == ["terms:2"]


def test_a_version_that_came_while_she_read_is_shown_first(client, world):
    reference.load()
    her = world.people["ngo"]
    publish(kind="terms", version=2, texts={"en": ("T", "x")})
    with pytest.raises(Invalid):
        accept(user=her, versions=["terms:1", "conduct:1"])
    assert not Acceptance.objects.exists()


def test_without_terms_nobody_sees_anything(client, world):
    """Fails shut: a portal whose operator forgot to load them asks for them."""
    her = world.people["ngo"]
    passed_second_step(client, her)
    assert not in_force().exists()
    assert client.get(ME).status_code == 403
    page = client.get("/sign-in/terms/")
    assert page.status_code == 200
    assert b"No terms are in force here" in page.content


def test_texts_in_her_language_and_what_was_accepted_does_not_change(ngo):
    assert reference.load() == 0
    assert Terms.objects.count() == 2
    before = TermsText.objects.get(terms__kind="terms", language="en").body
    publish(kind="terms", version=1, texts={"en": ("Other", "Other"), "uk": ("У", "Текст")})
    assert TermsText.objects.get(terms__kind="terms", language="en").body == before
    french = Client(headers={"accept-language": "fr"}).get("/terms/").content.decode()
    english = Client().get("/terms/").content.decode()
    assert "Terms of use" in english
    assert ("Conditions d" in french) or "Terms of use" in french


def test_repeated_acceptance_is_one_row(ngo):
    accept(user=ngo, versions=["terms:1", "conduct:1"])
    assert Acceptance.objects.filter(user=ngo).count() == 2
