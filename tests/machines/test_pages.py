"""The administrator connects a system on a page: its secret shown once, changed, ended; webhooks too."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.machines import services
from portal.machines.models import Delivery, Endpoint, MachineClient
from tests.machines.callers import MachineCaller, ask, make_client, token_of
from tests.machines.receiver import receiving
from tests.support import steps


@pytest.fixture
def admin(world):
    client = Client()
    client.force_login(world.people["ngo_admin"])
    return client


def field(html, name):
    """The value of a hidden field or of the secret."""
    found = re.search(rf'(?:name|id)="{name}"[^>]*?value="([^"]*)"', html, re.S)
    return found.group(1) if found else ""


def sent(world, **more):
    return {"name": "Case system", "desk": str(world.desks["ngo"].uuid), "scopes": ["cases:read", "changes:read"],
            "days": "365", **more}  # fmt: skip


def test_a_system_is_connected_and_its_secret_shown_once(world, admin):
    page = admin.get(reverse("machines:client_new")).content.decode()
    key = field(page, "idempotency_key")
    made = admin.post(reverse("machines:client_new"), sent(world, idempotency_key=key))
    assert made.status_code == 200
    assert made["Cache-Control"] == "no-store"
    secret = field(made.content.decode(), "secret")
    row = MachineClient.objects.get()
    token = ask(row.client_id, secret).json()
    assert set(token["scope"].split()) == {"cases:read", "changes:read"}
    again = admin.post(reverse("machines:client_new"), sent(world, idempotency_key=key), follow=True)  # fmt: skip
    assert MachineClient.objects.count() == 1, "L42: pressed twice, made once"
    assert secret not in again.content.decode()
    assert "shown then" in again.content.decode()
    for url in (reverse("machines:overview"), reverse("machines:client", args=[row.uuid])):
        shown = admin.get(url).content.decode()
        assert "Case system" in shown
        assert secret not in shown


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"name": ""}, "name"), ({"desk": ""}, "desk"), ({"scopes": []}, "scopes"), ({"scopes": ["x"]}, "scopes"),
     ({"days": "9999"}, "days"), ({"name": "x" * 81}, "name"), ({"desk": "nonsense"}, "desk")],
)  # fmt: skip
def test_l59_what_is_missing_is_said_at_its_field(world, admin, wrong, name):
    answer = admin.post(reverse("machines:client_new"), sent(world, **wrong))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="errors"' in html
    assert f"id_{name}" in html
    assert 'aria-invalid="true"' in html or name == "scopes"
    assert not MachineClient.objects.exists()


def test_a_secret_is_changed_and_a_system_shut_out(world, admin):
    row, secret = make_client(world, "ngo")
    caller = MachineCaller(token_of(row, secret))
    page = admin.get(reverse("machines:client", args=[row.uuid])).content.decode()
    changed = admin.post(reverse("machines:client_secret", args=[row.uuid]), {"idempotency_key": field(page, "idempotency_key")})  # fmt: skip
    fresh = field(changed.content.decode(), "secret")
    assert ask(row.client_id, fresh).status_code == ask(row.client_id, secret).status_code == 200
    assert caller.get("me/").status_code == 200
    gone = admin.post(reverse("machines:client_end", args=[row.uuid]), follow=True)
    assert "Ended" in gone.content.decode()
    assert caller.get("me/").status_code == 401
    assert ask(row.client_id, fresh).status_code == 401


def test_nobody_else_meets_these_pages(world):
    row, _secret = make_client(world, "ngo")
    for who in ("ngo", "shelter_admin", "coordinator", "oversight"):
        other = Client()
        other.force_login(world.people[who])
        for url in (reverse("machines:client", args=[row.uuid]), *([] if who == "shelter_admin" else [
            reverse("machines:overview"), reverse("machines:client_new"), reverse("machines:webhook_new")])):  # fmt: skip
            assert other.get(url).status_code == 404, (who, url)


def test_a_webhook_is_registered_tried_replayed_changed_and_taken_away(world, settings):
    settings.WEBHOOKS_LOCAL = True
    steps.add_places(world)
    admin = Client()
    admin.force_login(world.people["shelter_admin"])
    with receiving() as there:
        form = {"desk": str(world.desks["shelter"].uuid), "url": there.url, "kinds": ["accepted"]}
        made = admin.post(reverse("machines:webhook_new"), form)
        assert made.status_code == 200
        assert field(made.content.decode(), "secret").startswith("whsec_")
        row = Endpoint.objects.get()
        here = reverse("machines:webhook", args=[row.uuid])
        admin.post(reverse("machines:webhook_test", args=[row.uuid]))
        there.answers = [503, 204]
        services.send_due()
        waits = admin.get(here).content.decode()
        assert "A trial message" in waits
        assert "answered 503" in waits
        Delivery.objects.update(next_at="2020-01-01T00:00:00Z")
        services.send_due()
        log = admin.get(here).content.decode()
        assert "Taken" in log
        line = Delivery.objects.get()
        admin.post(reverse("machines:webhook_replay", args=[row.uuid, line.uuid]))
        services.send_due()
        assert len(there.got) == 3
        off = {"url": there.url, "version": row.version}
        saved = admin.post(reverse("machines:webhook_change", args=[row.uuid]), off, follow=True)
        assert "Switched off" in saved.content.decode()
        stale = admin.post(reverse("machines:webhook_change", args=[row.uuid]), {**off, "active": "on"})  # fmt: skip
        assert stale.status_code == 409
        bad = admin.post(reverse("machines:webhook_change", args=[row.uuid]), {"url": "https://10.0.0.1/", "version": row.version + 1})  # fmt: skip
        assert bad.status_code == 422
        assert "inside a network" in bad.content.decode()
        admin.post(reverse("machines:webhook_remove", args=[row.uuid]))
        assert admin.get(here).status_code == 404


def test_what_stopped_says_so(world, settings):
    settings.WEBHOOKS_LOCAL = True
    steps.add_places(world)
    admin = Client()
    admin.force_login(world.people["ngo_admin"])
    with receiving() as there:
        row, _secret = services.register(actor=world.actor("ngo_admin"), desk=world.desks["ngo"].uuid, url=there.url)  # fmt: skip
        there.answers = [410]
        services.test(actor=world.actor("ngo_admin"), ref=row.uuid)
        services.send_due()
    html = admin.get(reverse("machines:webhook", args=[row.uuid])).content.decode()
    assert "said ‘gone’" in html
    assert "It was switched off" in html
