"""Callers of the made world, and no throttle between them."""

import pytest

from tests.api.callers import Caller


@pytest.fixture
def calls(world):
    """``calls("ngo")`` is the NGO's caseworker at her computer."""
    made: dict[str, Caller] = {}

    def caller(key: str) -> Caller:
        return made.setdefault(key, Caller(world.people[key]))

    return caller


@pytest.fixture(autouse=True)
def _no_throttle(monkeypatch):
    from rest_framework.throttling import UserRateThrottle

    monkeypatch.setattr(UserRateThrottle, "allow_request", lambda self, request, view: True)
