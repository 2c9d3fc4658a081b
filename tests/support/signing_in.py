"""Signing in, for tests: by the door of production, or past it, with everything a session has to pass."""

import time
from typing import Any

from django.test import Client

from portal.organisations.models import User
from portal.sign_in import reference
from portal.sign_in.codes import PERIOD, code_at
from portal.sign_in.devices import label_of
from portal.sign_in.models import Session
from portal.sign_in.passing import SECOND_STEP
from portal.sign_in.selectors import in_force, terms_owed
from portal.sign_in.services import accept, keep_app
from portal.sign_in.sessions import DEVICE

PASSWORD = "practice-makes-safe"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_bare = Client.force_login


def accepts_terms(user: User) -> None:
    """She accepted what is in force, once for all tests of hers."""
    if not in_force().exists():
        reference.load()
    if owed := terms_owed(user.pk):
        accept(user=user, versions=map(str, owed))


def has_app(user: User, secret: str = SECRET) -> str:
    """She has an authenticator app; its secret."""
    keep_app(user=user, secret=secret, step=0)
    return secret


def ready(user: User) -> User:
    """She can sign in by password and code, and accepted the terms: as a demo account."""
    accepts_terms(user)
    has_app(user)
    return user


def code(secret: str = SECRET, *, later: int = 0) -> str:
    """The code an app shows now, or so many steps later."""
    return code_at(secret, int(time.time()) // PERIOD + later)


def a_session(user: User) -> Session:
    """Somewhere else she is signed in too."""
    client = Client()
    force_login(client, user)
    session = client.session
    session[DEVICE] = label_of(FIREFOX)
    session.save()
    return Session.objects.get(session_key=client.session.session_key)


def bare_login(client: Client, user: User) -> None:
    """A session that gave a password and nothing more."""
    _bare(client, user)


def force_login(self: Client, user: Any, backend: str | None = None) -> None:
    """Django's, and the second step given, and the terms accepted: a session that has passed."""
    _bare(self, user, backend)
    accepts_terms(user)
    session = self.session
    session[SECOND_STEP] = {"user": user.pk, "at": "2026-01-01T00:00:00+00:00"}
    session.save()


def give_password(client: Client, user: User, password: str = PASSWORD, **more: Any) -> Any:
    """The first step, by the form."""
    return client.post("/sign-in/", {"login": user.email, "password": password, **more})


def give_code(client: Client, said: str) -> Any:
    """The second step, by the form."""
    return client.post("/sign-in/code/", {"code": said})
