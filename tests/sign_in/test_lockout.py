"""Too many wrong ones: nobody gets further for a while, whoever she is, whether or not she exists."""

import pytest
from django.core.cache import cache
from django.test import Client

from portal.sign_in import lockout
from tests.support.signing_in import PASSWORD, code, give_code, give_password


def wrong(client, login, times):
    return [
        client.post("/sign-in/", {"login": login, "password": "wrong-wrong-wrong"}).status_code
        for _ in range(times)
    ]


@pytest.mark.parametrize("login", ["ngo@example.org", "nobody@example.org"])
def test_five_wrong_passwords_lock_the_account_from_this_address(client, ngo, login):
    assert wrong(client, login, 6) == [422] * 5 + [429]
    locked = client.post("/sign-in/", {"login": login.upper(), "password": PASSWORD})
    assert locked.status_code == 429
    assert b"Wait fifteen minutes" in locked.content
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")  # she herself, at her own desk, still gets in
    if login == ngo.email:
        assert give_password(elsewhere, ngo).status_code == 302


def test_twenty_from_anywhere_lock_the_account(ngo):
    for n in range(20):
        wrong(Client(REMOTE_ADDR=f"192.0.2.{n}"), ngo.email, 1)
    assert give_password(Client(REMOTE_ADDR="198.51.100.1"), ngo).status_code == 429


def test_a_hundred_over_all_accounts_lock_the_address(ngo, monkeypatch):
    limits = (*lockout.LIMITS["password"][:2], lockout.Limit(lockout.ADDRESS, 8, 900))
    monkeypatch.setitem(lockout.LIMITS, "password", limits)
    stranger = Client(REMOTE_ADDR="192.0.2.9")
    for n in range(8):
        wrong(stranger, f"nobody{n}@example.org", 1)
    assert give_password(stranger, ngo).status_code == 429
    assert give_password(Client(REMOTE_ADDR="192.0.2.10"), ngo).status_code == 302


def test_right_ones_are_not_counted(client, ngo):
    for _ in range(12):
        assert give_password(Client(), ngo).status_code == 302
    wrong(client, ngo.email, 4)
    assert give_password(client, ngo).status_code == 302
    wrong(client, ngo.email, 4)
    assert give_password(client, ngo).status_code == 302


def test_five_wrong_codes_lock_the_second_step(client, ngo):
    give_password(client, ngo)
    assert [give_code(client, "000000").status_code for _ in range(6)] == [422] * 5 + [429]
    assert give_code(client, code()).status_code == 429
    assert "_auth_user_id" not in client.session
    again = Client()  # beginning anew does not help
    give_password(again, ngo)
    assert give_code(again, code()).status_code == 429


def test_no_key_names_anybody(client, ngo):
    wrong(client, ngo.email, 1)
    give_password(client, ngo)
    give_code(client, "000000")
    keys = [str(key) for key in cache._cache.get_client().scan_iter("*")]
    assert any("lock:password" in key for key in keys)
    assert not any("ngo" in key or "example" in key or "127.0.0.1" in key for key in keys)


def test_a_proxys_word_counts_only_behind_one(client, ngo, settings):
    for n in range(6):
        Client().post("/sign-in/", {"login": ngo.email, "password": "wrong-wrong-wrong"},
                      headers={"x-forwarded-for": f"192.0.2.{n}"})  # fmt: skip
    assert give_password(Client(headers={"x-forwarded-for": "203.0.113.1"}), ngo).status_code == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert give_password(Client(headers={"x-forwarded-for": "203.0.113.1"}), ngo).status_code == 302
