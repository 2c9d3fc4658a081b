"""Nobody is locked out by another test; a caseworker and a client of her own."""

from uuid import uuid4

import pytest
from django.test import Client

from portal.sign_in import lockout
from tests.support.signing_in import ready


@pytest.fixture(autouse=True)
def nobody_is_locked_out(monkeypatch):
    """Counters of this test's own: others run at the same Redis."""
    monkeypatch.setattr(lockout, "SALT", str(uuid4()))


@pytest.fixture
def ngo(world):
    return ready(world.people["ngo"])


@pytest.fixture
def client():
    return Client()
