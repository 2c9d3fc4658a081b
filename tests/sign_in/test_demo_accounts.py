"""Every account of the demonstration signs in by a program, with what stands in credentials.json."""

import json

from django.test import Client

from portal.demo.people import make_everybody, write_credentials
from portal.embedded.code import code_now


def test_password_and_code_of_the_file_open_the_api(db, settings, tmp_path):
    settings.DEMO_CREDENTIALS = str(tmp_path / "credentials.json")
    users = json.loads(write_credentials(make_everybody(), []).read_text())["users"]
    assert len(users) > 100
    assert len({user["totp_secret"] for user in users}) == len(users)
    for user in {user["role"]: user for user in users}.values():
        client = Client()
        client.post("/sign-in/", {"login": user["email"], "password": user["password"]})
        client.post("/sign-in/code/", {"code": code_now(user["totp_secret"])})
        assert client.get("/").status_code == client.get("/api/v1/me/").status_code == 200, user
