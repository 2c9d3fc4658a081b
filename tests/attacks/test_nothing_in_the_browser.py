"""What a browser keeps after the quick exit: no name, no word (she, or he, may look over the shoulder)."""

from django.test import Client


def test_no_cookie_carries_a_name_or_a_message(world):
    client = Client()
    client.post("/sign-in/", {"login": "ngo@example.org", "password": "practice-makes-safe"})
    assert "_auth_user_id" in client.session
    assert set(client.cookies) <= {"sessionid", "csrftoken"}
