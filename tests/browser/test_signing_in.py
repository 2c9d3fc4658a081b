"""Signing in, in a real browser: a first day, a passkey, a browser without scripts, Back after the end."""

import pytest

from tests.browser.person import DESK, PHONE, Person
from tests.support import steps
from tests.support.signing_in import PASSWORD, code, ready


@pytest.fixture
def stranger(chrome, live_server, world):
    """Somebody at the sign-in page, who gave nothing yet; at the end her console was silent."""
    people = []

    def come(key, **context):
        person = Person(
            chrome, live_server.url, world.people[key].email, **{"viewport": DESK, **context}
        )
        people.append(person)
        return person.go("/sign-in/")

    yield come
    wrong = [line for person in people for line in person.wrong]
    for person in people:
        person.leave()
    assert wrong == []


def gives_password(person):
    person.page.locator("[name=login]").fill(person.email)
    person.page.locator("[name=password]").fill(PASSWORD)
    person._enter()
    return person


@pytest.fixture
def authenticator():
    """A passkey device of the browser's own, which says yes (Chrome's virtual authenticator)."""

    def plug(person):
        link = person.context.new_cdp_session(person.page)
        link.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        made = link.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return link, made["authenticatorId"]

    return plug


@pytest.mark.parametrize("size", [DESK, PHONE, {"width": 320, "height": 640}])
def test_a_first_day(stranger, size, world):
    from portal.sign_in import reference

    reference.load()
    nela = gives_password(stranger("ngo", viewport=size).checked())
    nela.sees("Set up your second step").checked().open("I cannot scan it").checked()
    secret = nela.page.locator(".key").inner_text().replace(" ", "")
    nela.page.locator("[name=code]").fill("000 000")
    nela._enter()
    nela.sees("This code is not right").checked()
    assert nela.page.locator(".key").text_content().replace(" ", "").strip() == secret
    nela.page.locator("[name=code]").fill(code(secret))
    nela._enter()
    nela.sees("Keep your recovery codes").checked().press("I have kept them")
    nela.sees("Before you go on").checked().press("Continue")
    nela.sees("Two things to put right").checked()
    nela.tick("I have read the terms of use", "I have read the code of conduct").press("Continue")
    nela.checked().go("/account/security/").sees(
        "Authenticator app", "10 recovery codes are left"
    ).checked()


def test_a_passkey_alone_and_as_second_step(stranger, authenticator, world):
    ready(world.people["ngo"])
    nela = stranger("ngo")
    link, device = authenticator(nela)
    gives_password(nela)
    nela.page.locator("[name=code]").fill(code())
    nela._enter()
    nela.go("/account/security/").follow("Add a passkey").checked()
    nela.fill("A name, to know it again (optional)", "Key of the office")
    nela.press("Make a passkey").sees("Key of the office").checked()
    assert (
        len(link.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1
    )
    nela.go("/account/").press("Sign out").go("/sign-in/?next=/account/security/")
    nela.press("Sign in with a passkey").sees("Key of the office")
    assert nela.path == "/account/security/"
    nela.go("/account/").press("Sign out").go("/sign-in/")
    gives_password(nela).sees("Show that it is you").checked()
    nela.press("Use a passkey", exact=False)
    assert nela.path == "/"


def test_a_passkey_that_was_removed_opens_nothing(stranger, authenticator, world):
    from allauth.mfa.models import Authenticator

    ready(world.people["ngo"])
    nela = stranger("ngo")
    authenticator(nela)
    gives_password(nela)
    nela.page.locator("[name=code]").fill(code())
    nela._enter()
    nela.go("/sign-in/set-up/passkey/").press("Make a passkey")
    Authenticator.objects.filter(type="webauthn").delete()
    nela.go("/account/").press("Sign out").go("/sign-in/").press("Sign in with a passkey")
    nela.page.get_by_text("This passkey opened nothing").wait_for()
    assert nela.path == "/sign-in/"


def test_nobody_who_says_no_is_sent_anywhere(stranger, authenticator, world):
    """The browser's own window is closed: the page says so, and nothing was sent."""
    ready(world.people["ngo"])
    nela = stranger("ngo")
    link, device = authenticator(nela)
    link.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    nela.page.get_by_role("button", name="Sign in with a passkey").click()
    nela.page.get_by_text("That did not work: nothing was sent.").wait_for()
    nela.checked()
    assert nela.path == "/sign-in/"


def test_without_scripts_by_password_and_code(stranger, world):
    ready(world.people["ngo"])
    nela = stranger("ngo", java_script_enabled=False)
    assert nela.page.get_by_role("button", name="Sign in with a passkey").count() == 0
    gives_password(nela).page.locator("[name=code]").fill(code())
    nela._enter()
    assert nela.path == "/"
    nela.go("/sign-in/set-up/passkey/").sees("runs no scripts")
    nela.go("/account/").press("Sign out")


def test_back_after_signing_out_shows_nothing_of_a_case(as_person, world):
    case = steps.a_case(world, "ngo")
    nela = as_person("ngo")
    nela.go("/cases/").go(f"/cases/{case.uuid}/").sees(case.ref)
    nela.go("/account/").press("Sign out")
    for _ in range(3):
        nela.page.go_back()
        nela.page.wait_for_load_state()
        assert case.ref not in nela.page.content()
        assert nela.path in ("/sign-in/", "/"), nela.path
    nela.wrong.clear()  # a page that asks for sign-in again is no fault of the console


def test_a_session_ended_elsewhere_is_over_at_the_next_click(as_person, world):
    here = as_person("ngo")
    from portal.sign_in.services import end_others

    end_others(user=world.people["ngo"], keep="")
    here.page.goto(here.base + "/cases/")
    assert here.path == "/sign-in/"
