"""Coming in: two steps, in order, each once; nothing of anybody before both and the terms."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from portal.core.clock import at, now
from portal.sign_in.codes import code_at
from portal.sign_in.models import Session
from portal.sign_in.services import check_code, keep_app, new_recovery_codes
from tests.access.routes import ROUTES
from tests.access.test_every_route import _address
from tests.support.signing_in import (
    PASSWORD,
    SECRET,
    bare_login,
    code,
    give_code,
    give_password,
    has_app,
)

ME = "/api/v1/me/"


def test_password_then_code(client, ngo):
    first = give_password(client, ngo)
    assert (first.status_code, first.headers["Location"]) == (302, "/sign-in/code/")
    assert "_auth_user_id" not in client.session
    second = give_code(client, code())
    assert (second.status_code, second.headers["Location"]) == (302, "/")
    assert client.get("/").status_code == client.get(ME).status_code == 200


def test_after_the_password_alone_nothing_is_open(client, ngo):
    give_password(client, ngo)
    for page in ("/", "/cases/", "/account/", "/account/security/", "/sign-in/set-up/", "/sign-in/terms/",
                 "/sign-in/recovery-codes/", "/inbox/"):  # fmt: skip
        answer = client.get(page)
        assert answer.status_code == 302 or b"Work e-mail" in answer.content or page == "/", page
        assert ngo.name.encode() not in answer.content
    refused = client.get(ME)
    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:concord:problem:second-step-needed"
    assert refused.json()["remedy"] == "/sign-in/code/"
    assert client.post("/api/v1/cases/", {}, content_type="application/json").status_code == 401


def test_no_route_answers_a_session_that_owes_its_second_step(world, django_assert_max_num_queries):
    """Every row of the route table, asked by a caseworker who gave a password and no more."""
    client, seen = Client(raise_request_exception=False), []
    bare_login(client, world.people["ngo"])
    for name, about in sorted(ROUTES.items()):
        if about == "public" and name != "home":
            continue
        from uuid import uuid4

        address = (
            reverse(name)
            if "ref" not in _kwargs(name) and not _kwargs(name)
            else _address(name, uuid4(), None)
        )
        answer = client.get(address)
        if "-api:" in name:
            ok = answer.status_code == 403 and answer.json()["remedy"] == "/sign-in/set-up/"
        elif name in ("sign_in:set_up", "sign_in:set_up_passkey", "sign_in:again"):
            ok = answer.status_code == 200
        elif name in ("sign_in:codes", "sign_in:terms"):
            ok = answer.status_code in (200, 303)
        else:
            ok = answer.status_code == 302 and answer.headers["Location"].startswith(
                "/sign-in/set-up/"
            )
        if not ok:
            seen.append((name, answer.status_code))
    assert seen == []


def _kwargs(name):
    from django.urls import get_resolver

    from tests.access.test_every_route import _names

    return dict(_names(get_resolver()))[name].pattern.converters


def test_a_code_opens_once(client, ngo):
    """Replay, in the same window: the code that somebody saw over her shoulder."""
    said = code()
    give_password(client, ngo)
    assert give_code(client, said).status_code == 302
    other = Client()
    give_password(other, ngo)
    again = give_code(other, said)
    assert again.status_code == 422
    assert "_auth_user_id" not in other.session
    assert b"was used before" in again.content


def test_an_older_code_opens_nothing_after_a_newer_one(client, ngo):
    moment = now()
    step = int(moment.timestamp()) // 30
    with at(moment):
        assert check_code(user=ngo, code=code_at(SECRET, step + 1))
        assert check_code(user=ngo, code=code_at(SECRET, step)) is None


def test_a_recovery_code_opens_once(client, ngo):
    row = Authenticator.objects.get(user=ngo, type="recovery_codes")
    said = row.wrap().get_unused_codes()[3]
    give_password(client, ngo)
    assert give_code(client, f"{said[:4]} {said[4:]}").status_code == 302
    other = Client()
    give_password(other, ngo)
    assert give_code(other, said).status_code == 422
    row.refresh_from_db()
    assert len(row.wrap().get_unused_codes()) == 9


def test_new_recovery_codes_end_the_old_ones(ngo):
    old = Authenticator.objects.get(user=ngo, type="recovery_codes").wrap().get_unused_codes()[0]
    new_recovery_codes(user=ngo)
    assert check_code(user=ngo, code=old) is None


def test_another_persons_code_opens_nothing(client, ngo, world):
    has_app(world.people["ngo_b"], "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    give_password(client, ngo)
    assert give_code(client, code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")).status_code == 422


def test_secrets_lie_sealed(ngo):
    """Neither the app's secret nor a recovery code can be read from the table, or from a session."""
    codes = Authenticator.objects.get(user=ngo, type="recovery_codes").wrap().get_unused_codes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert SECRET not in stored
    assert not any(one in stored for one in codes)
    assert json.loads(json.dumps(stored)).count(".") >= 2  # name of the key, sealed bytes


def test_the_key_goes_with_what_it_sealed(ngo):
    from portal.sealing.models import WrappedKey

    assert WrappedKey.objects.filter(subject_kind="authenticator").count() == 2
    keep_app(user=ngo, secret=SECRET, step=0)
    assert WrappedKey.objects.filter(subject_kind="authenticator").count() == 2
    Authenticator.objects.filter(user=ngo).delete()
    assert not WrappedKey.objects.filter(subject_kind="authenticator").exists()


def test_the_session_key_changes_at_sign_in(client, ngo):
    """Fixation: a key planted in her browser is not the key she works with."""
    planted = client.session
    planted["x"] = "planted"
    planted.save()
    give_password(client, ngo)
    before = client.cookies["sessionid"].value
    give_code(client, code())
    assert client.cookies["sessionid"].value not in (planted.session_key, before)
    assert not Session.objects.filter(session_key__in=[planted.session_key, before]).exists()


def test_somebody_elses_second_step_is_not_hers(client, ngo, world):
    """He passes his own two steps; then her password alone, in the same browser, opens nothing."""
    her = world.people["ngo2"]  # no app yet
    client.force_login(ngo)
    client.post("/sign-out/")
    give_password(client, her)
    assert client.get("/cases/").headers["Location"].startswith("/sign-in/set-up/")


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example",
     "http://localhost/", "\thttps://evil.example", "https://testserver@evil.example/"],
)  # fmt: skip
def test_next_leads_nowhere_else(client, ngo, target):
    give_password(client, ngo, next=target)
    assert give_code(client, code()).headers["Location"] == "/"
    assert client.post("/sign-out/", {"next": target}).headers["Location"] == "/"


def test_next_leads_on(client, ngo):
    give_password(client, ngo, next="/cases/")
    assert give_code(client, code()).headers["Location"] == "/cases/"


def test_unknown_address_wrong_password_and_closed_account_answer_alike(client, ngo, world):
    closed = world.people["ngo_b"]
    closed.is_active = False
    closed.save()
    answers = [
        client.post("/sign-in/", {"login": login, "password": password})
        for login, password in [
            ("nobody@example.org", PASSWORD), (ngo.email, "wrong-wrong-wrong"), (closed.email, PASSWORD),
        ]
    ]  # fmt: skip
    assert {a.status_code for a in answers} == {422}
    pages = {
        a.content.decode().split("<form", 1)[1].split('name="password"')[0].replace(login, "")
        .replace(a.context["csrf_token"].__str__(), "")
        for a, login in zip(answers, ["nobody@example.org", ngo.email, closed.email], strict=True)
    }  # fmt: skip
    assert (
        len({__import__("re").sub(r'csrfmiddlewaretoken" value="[^"]*', "", p) for p in pages}) == 1
    )


def test_her_first_second_step_is_set_up_at_sign_in(client, world):
    """Nobody gave her an app: password, picture, first code, recovery codes, terms, work."""
    her = world.people["ngo"]
    from portal.sign_in import reference

    reference.load()
    assert give_password(client, her, next="/cases/").headers["Location"] == "/cases/"
    sent = client.get("/cases/")
    assert sent.headers["Location"] == "/sign-in/set-up/?next=%2Fcases%2F"
    page = client.get(sent.headers["Location"])
    assert page.status_code == 200
    secret = page.context["form"].secret
    form = {"offer": page.context["form"]["offer"].value(), "next": "/cases/"}
    assert client.post("/sign-in/set-up/", {**form, "code": "000000"}).status_code == 422
    assert secret not in str(dict(client.session))
    done = client.post("/sign-in/set-up/", {**form, "code": code(secret)})
    assert done.headers["Location"] == "/sign-in/recovery-codes/?next=%2Fcases%2F"
    shown = client.get(done.headers["Location"])
    assert len(shown.context["codes"]) == 10
    kept = client.post("/sign-in/recovery-codes/", {"next": "/cases/"})
    assert kept.headers["Location"] == "/cases/"
    assert client.get("/cases/").headers["Location"] == "/sign-in/terms/?next=%2Fcases%2F"
    versions = [t["value"] for t in client.get("/sign-in/terms/").context["texts"]]
    read = client.post("/sign-in/terms/", {"accept": versions, "next": "/cases/"})
    assert read.headers["Location"] == "/cases/"
    assert client.get("/cases/").status_code == 200
    assert client.get("/sign-in/recovery-codes/").status_code == 303  # shown once


def test_a_secret_of_ones_own_is_not_taken(client, world):
    """The offer is signed, for her, for half an hour."""
    bare_login(client, world.people["ngo"])
    page = client.get("/sign-in/set-up/")
    offer = page.context["form"]["offer"].value()
    for said in ("", "x", offer[:-1] + "x", SECRET):
        assert client.post("/sign-in/set-up/", {"offer": said, "code": code()}).status_code in (
            200,
            422,
        )
    other = Client()
    bare_login(other, world.people["ngo2"])
    other.post("/sign-in/set-up/", {"offer": offer, "code": code(page.context["form"].secret)})
    assert not Authenticator.objects.exists()


def test_a_session_without_it_cannot_replace_her_app(client, ngo):
    """A password-only session of an account that has an app sets up nothing: it begins again."""
    bare_login(client, ngo)
    for page in ("/sign-in/set-up/", "/sign-in/set-up/passkey/"):
        bare_login(client, ngo)
        assert client.get(page).headers["Location"] == "/sign-in/"
        assert "_auth_user_id" not in client.session


def test_setting_up_the_first_ends_password_only_sessions_elsewhere(client, world):
    her = world.people["ngo"]
    elsewhere = Client()
    bare_login(elsewhere, her)
    bare_login(client, her)
    page = client.get("/sign-in/set-up/")
    form = {
        "offer": page.context["form"]["offer"].value(),
        "code": code(page.context["form"].secret),
    }
    client.post("/sign-in/set-up/", form)
    assert elsewhere.get("/sign-in/set-up/").headers["Location"].startswith("/sign-in/?next=")


def test_a_role_that_sees_no_identity_may_do_without(client, world):
    """Rapporteur: asked for nothing, until she sets one up."""
    from tests.support.signing_in import accepts_terms

    her = world.people["rapporteur"]
    accepts_terms(her)
    give_password(client, her)
    assert client.get("/").status_code == 200
    has_app(her)
    other = Client()
    assert give_password(other, her).headers["Location"] == "/sign-in/code/"


def test_who_gets_a_desk_that_sees_identity_owes_it_at_the_next_click(client, world):
    from portal.organisations.models import Membership
    from tests.support.signing_in import accepts_terms

    her = world.people["rapporteur"]
    accepts_terms(her)
    bare_login(client, her)
    assert client.get("/").status_code == 200
    Membership.objects.create(user=her, desk=world.desks["ngo"])
    assert client.get("/").headers["Location"].startswith("/sign-in/set-up/")
    assert client.get(ME).status_code == 403


def test_a_code_waits_a_quarter_of_an_hour_for_its_password(client, ngo):
    import time_machine

    give_password(client, ngo)
    with time_machine.travel(now() + timedelta(minutes=16)):
        assert give_code(client, code()).headers["Location"] == "/sign-in/"


def test_signing_out_clears_the_browser(client, ngo):
    client.force_login(ngo)
    key = client.session.session_key
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies["sessionid"] = key
    assert client.get(ME).status_code == 401


def test_allauths_other_addresses_are_not_there():
    from django.urls import NoReverseMatch

    for name in ("account_signup", "account_email", "account_change_password", "account_reset_password",
                 "account_inactive", "account_reauthenticate", "mfa_index", "mfa_deactivate_totp",
                 "mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
                 "mfa_reauthenticate", "mfa_trust", "mfa_signup_webauthn"):  # fmt: skip
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in (
        "/accounts/",
        "/accounts/signup/",
        "/accounts/2fa/",
        "/.well-known/change-password",
    ):
        assert Client().get(path).status_code in (302, 404), path
