"""What a browser keeps after the quick exit: no name, no word (she, or he, may look over the shoulder)."""

import re

from django.test import Client

from tests.support.signing_in import PASSWORD, code, ready


def test_no_cookie_carries_a_name_or_a_message(world):
    ready(world.people["ngo"])
    client = Client()
    client.post("/sign-in/", {"login": "ngo@example.org", "password": PASSWORD})
    client.post("/sign-in/code/", {"code": code()})
    assert "_auth_user_id" in client.session
    assert set(client.cookies) <= {"sessionid", "csrftoken", "device"}
    mark = client.cookies["device"]
    assert re.fullmatch(r"[\w-]{32}", mark.value)  # random, and nothing else
    assert (mark["httponly"], mark["path"], mark["samesite"]) == (True, "/sign-in/", "Lax")
