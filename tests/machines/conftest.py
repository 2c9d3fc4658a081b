"""Machines of the made world; no throttle between the tests that do not ask for one."""

import pytest

from tests.api.conftest import calls  # noqa: F401  (a fixture)
from tests.machines.callers import machine


@pytest.fixture(autouse=True)
def unhurried(request, monkeypatch):
    from rest_framework.throttling import SimpleRateThrottle

    if "throttled" not in request.keywords:
        monkeypatch.setattr(SimpleRateThrottle, "allow_request", lambda self, request, view: True)


@pytest.fixture
def machines(world):
    """``machines("ngo")`` is the NGO's own system, with every scope."""
    return lambda key, **more: machine(world, key, **more)
