"""Pages of referrals, as people use them."""

import pytest

from tests.support.screening import Page


@pytest.fixture
def at(world, client):
    """Signs somebody in and begins a screening: at('border') -> a page to type on."""

    def begin(who: str = "border") -> Page:
        client.force_login(world.people[who])
        answer = client.post("/screening/", {"idempotency_key": "begin"})
        return Page(client, answer.headers["Location"])

    return begin
