"""One's own sign-in: ways and their removal, sessions, a new browser; an administrator's reset."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from portal.audit.models import Entry
from portal.core.clock import now
from portal.core.models import OutboxRow
from portal.organisations.models import Membership
from portal.sign_in.devices import label_of
from portal.sign_in.models import Device, Session
from portal.sign_in.passing import BEGAN
from portal.sign_in.tasks import tidy
from tests.support.signing_in import (
    FIREFOX,
    a_session,
    bare_login,
    code,
    give_code,
    give_password,
    has_app,
)

PAGE = "/account/security/"


def way(user, kind="totp"):
    return Authenticator.objects.get(user=user, type=kind)


def later(client, minutes=11):
    """That long ago she signed in."""
    session = client.session
    session[BEGAN] = (now() - timedelta(minutes=minutes)).isoformat()
    session.save()


def test_the_list_of_sessions_and_ending_one(client, ngo):
    client.force_login(ngo)
    other = a_session(ngo)
    page = client.get(PAGE).content.decode()
    assert "Firefox · Windows" in page
    assert page.count("This one") == 1
    assert str(other.uuid) in page
    assert client.post(f"/account/sessions/{other.uuid}/end/").status_code == 303
    there = Client()
    there.cookies["sessionid"] = other.session_key
    assert there.get("/cases/").headers["Location"].startswith("/sign-in/")
    assert there.get("/api/v1/me/").status_code == 401
    assert client.get("/cases/").status_code == 200
    assert Entry.objects.filter(verb="signin.session_ended", subject=str(other.uuid)).exists()


def test_nobody_ends_another_persons_session(client, ngo, world):
    client.force_login(ngo)
    theirs = a_session(world.people["ngo_b"])
    assert client.post(f"/account/sessions/{theirs.uuid}/end/").status_code == 404
    assert client.post("/account/sessions/x/end/").status_code == 404
    assert Session.objects.filter(pk=theirs.pk).exists()


def test_ending_all_others(client, ngo):
    client.force_login(ngo)
    others = [a_session(ngo) for _ in range(3)]
    client.post("/account/sessions/end-others/")
    assert not Session.objects.filter(pk__in=[o.pk for o in others]).exists()
    assert client.get("/cases/").status_code == 200


def test_no_session_key_stands_on_the_page(client, ngo):
    client.force_login(ngo)
    other = a_session(ngo)
    page = client.get(PAGE).content.decode()
    assert other.session_key not in page
    assert client.session.session_key not in page


def test_a_change_asks_for_the_password_after_ten_minutes(client, ngo):
    client.force_login(ngo)
    later(client)
    for path in ("/sign-in/set-up/", "/sign-in/set-up/passkey/"):
        assert (
            client.get(path)
            .headers["Location"]
            .startswith("/sign-in/again/?next=%2Fsign-in%2Fset-up")
        )
    assert (
        client.post("/account/security/remove/", {"way": way(ngo).pk})
        .headers["Location"]
        .startswith("/sign-in/again/")
    )
    assert (
        client.post("/account/security/recovery-codes/")
        .headers["Location"]
        .startswith("/sign-in/again/")
    )
    assert Authenticator.objects.filter(user=ngo).count() == 2
    assert client.post("/sign-in/again/", {"password": "wrong-wrong-wrong"}).status_code == 422
    again = client.post(
        "/sign-in/again/", {"password": "practice-makes-safe", "next": "/sign-in/set-up/"}
    )
    assert again.headers["Location"] == "/sign-in/set-up/"
    assert client.get("/sign-in/set-up/").status_code == 200


def test_the_password_given_again_is_counted_too(client, ngo):
    client.force_login(ngo)
    tries = [
        client.post("/sign-in/again/", {"password": "wrong-wrong-wrong"}).status_code
        for _ in range(6)
    ]
    assert tries == [422] * 5 + [429]


def test_the_only_second_step_is_not_removed_where_one_is_needed(client, ngo, world):
    client.force_login(ngo)
    answer = client.post("/account/security/remove/", {"way": way(ngo).pk}, follow=True)
    assert b"This is your only second step" in answer.content
    assert way(ngo)
    theirs = world.people["ngo_b"]
    has_app(theirs)
    client.post("/account/security/remove/", {"way": way(theirs).pk})
    for said in ("", "x", "9" * 30, "-1"):
        client.post("/account/security/remove/", {"way": said})
    assert way(theirs)


def test_a_new_app_takes_the_place_of_the_old(client, ngo):
    client.force_login(ngo)
    before = way(ngo).pk
    page = client.get("/sign-in/set-up/")
    secret = page.context["form"].secret
    form = {"offer": page.context["form"]["offer"].value(), "code": code(secret)}
    assert client.post("/sign-in/set-up/", form).headers["Location"] == PAGE
    assert way(ngo).pk != before
    other = Client()
    give_password(other, ngo)
    assert give_code(other, code()).status_code == 422  # the old app
    assert give_code(other, code(secret)).status_code == 422  # its first code was used to set it up
    assert give_code(other, code(secret, later=1)).status_code == 302
    told = OutboxRow.objects.filter(kind="second_step_changed").latest("pk")
    assert told.payload["link"] == PAGE


def test_new_recovery_codes_are_shown_once(client, ngo):
    client.force_login(ngo)
    answer = client.post("/account/security/recovery-codes/", follow=True)
    assert len(answer.context["codes"]) == 10
    client.post("/sign-in/recovery-codes/")
    assert client.get("/sign-in/recovery-codes/").status_code == 303


def test_a_new_browser_is_told_of_and_a_known_one_is_not(client, ngo):
    def signs_in(browser, step):
        give_password(browser, ngo)
        with_code = give_code(browser, code(later=step))
        assert with_code.status_code == 302, with_code.content
        return browser

    first = signs_in(Client(headers={"user-agent": FIREFOX}), -1)
    assert not OutboxRow.objects.filter(kind="new_device").exists()
    first.post("/sign-out/")
    signs_in(first, 0)
    assert not OutboxRow.objects.filter(kind="new_device").exists()
    signs_in(Client(headers={"user-agent": FIREFOX}), 1)
    [told] = OutboxRow.objects.filter(kind="new_device")
    assert told.payload["to"][0]["user_id"] == ngo.pk
    assert (
        told.payload["link"],
        told.payload["reference" if "reference" in told.payload else "bulk"],
    ) == (PAGE, "")
    said = str(told.payload) + told.key
    assert not any(
        word in said for word in ("Firefox", "Windows", "127.0.0.1", ngo.email, ngo.name)
    )
    assert Device.objects.filter(user=ngo).count() == 2


@pytest.mark.parametrize("mark", ["x", "y" * 5_000, "", "\xff" * 30])
def test_a_mark_of_ones_own_making_is_a_new_one(client, ngo, mark):
    client.cookies["device"] = mark
    give_password(client, ngo)
    assert give_code(client, code()).status_code == 302
    assert client.cookies["device"].value != mark


def test_a_mark_is_known_for_one_person_only(client, ngo, world):
    from tests.support.signing_in import ready

    give_password(client, ngo)
    give_code(client, code())
    her = ready(world.people["ngo_b"])
    elsewhere = Client()
    give_password(elsewhere, her)
    give_code(elsewhere, code())
    client.post("/sign-out/")
    give_password(client, her)  # her colleague's browser is a new one to her
    give_code(client, code(later=1))
    assert OutboxRow.objects.filter(kind="new_device").count() == 1


def test_an_administrator_resets_a_lost_second_step(client, ngo, world):
    admin, hers = Client(), a_session(ngo)
    admin.force_login(world.people["ngo_admin"])
    member = Membership.objects.get(user=ngo)
    page = admin.get(f"/organisation/members/{member.uuid}/second-step/")
    assert b"Be sure with whom you speak" in page.content
    assert admin.post(f"/organisation/members/{member.uuid}/second-step/").status_code == 303
    assert not Authenticator.objects.filter(user=ngo).exists()
    there = Client()
    there.cookies["sessionid"] = hers.session_key
    assert there.get("/api/v1/me/").status_code == 401
    assert give_password(client, ngo).headers["Location"] == "/"
    assert client.get("/").headers["Location"].startswith("/sign-in/set-up/")
    assert Entry.objects.get(verb="signin.reset").subject == str(member.uuid)
    assert OutboxRow.objects.filter(kind="second_step_changed").exists()


def test_who_may_not_reset(world, ngo):
    member = Membership.objects.get(user=ngo)
    own = Membership.objects.get(user=world.people["ngo_admin"])
    for who, row in (
        ("ngo_b", member),
        ("ngo2_admin", member),
        ("coordinator", member),
        ("ngo_admin", own),
    ):
        client = Client()
        client.force_login(world.people[who])
        assert client.post(f"/organisation/members/{row.uuid}/second-step/").status_code == 404, who
    assert way(ngo)


def test_an_administrator_proves_herself_first(world, ngo):
    admin = Client()
    admin.force_login(world.people["ngo_admin"])
    later(admin)
    member = Membership.objects.get(user=ngo)
    answer = admin.post(f"/organisation/members/{member.uuid}/second-step/")
    assert answer.headers["Location"].startswith("/sign-in/again/")
    assert way(ngo)


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (FIREFOX, "Firefox · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36 EdgA/140.0", "Edge · Android"),
        ("curl/8.5.0", ""), ("", ""), ("\x00" * 9_999, ""),
    ],
)  # fmt: skip
def test_a_browser_in_two_words(agent, label):
    assert label_of(agent) == label


def test_the_session_table_is_tidied(ngo):
    old = a_session(ngo)
    Session.objects.filter(pk=old.pk).update(expire_date=now() - timedelta(days=1))
    tidy()
    assert not Session.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize(
    "credential",
    ["", "{}", "[]", "null", "1", '"x"', "{", '{"id": 1}', '{"response": {"userHandle": "MQ"}}',
     '{"type": "public-key", "id": "AA", "rawId": "AA", "response": {"clientDataJSON": "e30", '
     '"authenticatorData": "AA", "signature": "AA", "userHandle": "MQ"}, "clientExtensionResults": {}}'],
)  # fmt: skip
def test_a_passkey_that_no_browser_made(client, ngo, credential):
    """Refused with a page, at each of the three doors; never a fault of ours."""
    assert (
        client.get("/sign-in/passkey/", headers={"accept": "application/json"}).status_code == 200
    )
    assert (
        client.post("/sign-in/passkey/", {"credential": credential}).headers["Location"]
        == "/sign-in/"
    )
    give_password(client, ngo)
    client.get("/sign-in/code/")
    assert client.post("/sign-in/code/", {"credential": credential}).status_code == 422
    inside = Client()
    inside.force_login(ngo)
    inside.get("/sign-in/set-up/passkey/")
    assert inside.post("/sign-in/set-up/passkey/", {"credential": credential}).status_code == 422
    assert Authenticator.objects.filter(user=ngo).count() == 2


def test_what_she_wrote_comes_back_when_the_terms_change(client, ngo, world):
    from portal.sign_in.services import publish
    from tests.support import steps

    case = steps.a_case(world, "ngo")
    client.force_login(ngo)
    publish(kind="terms", version=2, texts={"en": ("T", "x")})
    answer = client.post(
        f"/cases/{case.uuid}/notes/new/", {"text": "She asked for <tea>.", "to": ["a", "b"]}
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="She asked for &lt;tea&gt;."' in page
    assert page.count('name="to"') == 2
    assert (
        client.post(
            f"/cases/{case.uuid}/", {}, headers={"x-requested-with": "autosave"}
        ).status_code
        == 403
    )
    assert case.ref not in page


def test_a_bare_session_of_a_person_without_a_desk(client, world, ngo):
    Membership.objects.filter(user=ngo).update(until=now())
    bare_login(client, ngo)
    assert client.get("/cases/").status_code in (302, 404)
