"""L72, L73: a token is its desk, nothing more; every other token opens nothing, at every address."""

import base64
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import Http404
from django.test import Client
from oauth2_provider.models import get_access_token_model, get_refresh_token_model

from portal.audit.models import Entry
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.machines import services
from portal.machines.models import MachineClient
from portal.machines.scopes import ANY, ROUTES, SCOPES, needed
from tests.access.routes import PUBLIC, SCOPED
from tests.access.routes import ROUTES as KNOWN
from tests.api.routes import all_routes
from tests.machines.callers import (
    REVOKE,
    TOKEN,
    MachineCaller,
    ask,
    machine,
    make_client,
    token_of,
)

PROBLEM = "application/problem+json"
INVALID = 'Bearer realm="concord", error="invalid_token"'


def test_a_client_asks_for_a_token_and_reads_as_its_desk(world):
    client, secret = make_client(world, "ngo")
    answer = ask(client.client_id, secret)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    said = answer.json()
    assert said["token_type"] == "Bearer"
    assert said["expires_in"] == 900
    assert set(said["scope"].split()) == set(SCOPES)
    assert "refresh_token" not in said, "L73: no refresh token, so none can be used twice"
    me = MachineCaller(said["access_token"]).ok("me/")
    assert me["desk"]["role"] == "caseworker"
    assert me["name"] == "System of ngo"


def test_a_client_may_say_who_it_is_in_the_header(world):
    client, secret = make_client(world, "ngo")
    pair = base64.b64encode(f"{client.client_id}:{secret}".encode()).decode()
    answer = Client().post(
        TOKEN, {"grant_type": "client_credentials", "scope": "cases:read"}, headers={"Authorization": f"Basic {pair}"}
    )  # fmt: skip
    assert answer.status_code == 200
    assert answer.json()["scope"] == "cases:read"


def test_neither_secrets_nor_tokens_lie_in_the_database(world):
    client, secret = make_client(world, "ngo")
    token = token_of(client, secret)
    for table in ("machines_machineclient", "oauth2_provider_accesstoken"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT t::text FROM {table} t")  # noqa: S608
            rows = " ".join(row[0] for row in cursor.fetchall())
        assert secret not in rows
        assert token not in rows
    assert MachineClient.objects.get().client_secret.startswith("pbkdf2_sha256_random$1$")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": "no\x00body"}, 401, "invalid_client"),
        ({"grant_type": "password", "username": "ngo@example.org", "password": "x"}, 400, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, 401, "invalid_client"),
        ({"grant_type": "authorization_code", "code": "x"}, 400, "invalid_request"),
        ({"grant_type": ""}, 400, "unsupported_grant_type"),
        ({"scope": "everything"}, 400, "invalid_scope"),
        ({"scope": "cases:read coordination:write"}, 400, "invalid_scope"),
        ({"resource": "urn:nowhere"}, 400, "invalid_target"),
    ],
)  # fmt: skip
def test_what_the_token_door_refuses(world, form, status, error):
    client, secret = make_client(world, "ngo", scopes=["cases:read"])
    right = {
        "grant_type": "client_credentials",
        "client_id": client.client_id,
        "client_secret": secret,
    }
    answer = Client().post(TOKEN, {**right, **form})
    assert answer.status_code in (status, 400, 401), answer.content
    assert answer.json()["error"] in (error, "unauthorized_client", "invalid_grant")
    assert "access_token" not in answer.json()
    assert not get_access_token_model().objects.exists()


def test_a_body_that_is_no_form_is_a_bad_request(world):
    for body, kind in ((b"{}", "application/json"), (b"\xff\xfe=%%%", "application/x-www-form-urlencoded")):  # fmt: skip
        answer = Client().generic("POST", TOKEN, body, content_type=kind)
        assert answer.status_code in (400, 401)
        assert answer.json()["error"]
    assert Client().get(TOKEN).status_code == 405
    big = Client().post(TOKEN, {"grant_type": "client_credentials", "client_id": "x" * 3_000_000})
    assert big.status_code == 413
    assert big["Content-Type"] == PROBLEM


@pytest.fixture
def dead(world):
    """Tokens that open nothing, by what is wrong with them."""
    client, secret = make_client(world, "ngo")
    other, other_secret = make_client(world, "ngo")
    expired = token_of(client, secret)
    get_access_token_model().objects.update(expires=now() - timedelta(seconds=1))
    revoked = token_of(client, secret)
    gone = Client().post(
        REVOKE, {"token": revoked, "client_id": client.client_id, "client_secret": secret}
    )
    assert gone.status_code == 200
    ended = token_of(other, other_secret)
    MachineClient.objects.filter(pk=other.pk).update(revoked_at=now())
    return {
        "empty": ("", "Bearer"), "foreign": (uuid4().hex, "Bearer"), "expired": (expired, "Bearer"),
        "revoked": (revoked, "Bearer"), "of a client that was ended": (ended, "Bearer"),
        "of another scheme": (secret, "Basic"), "no scheme": (secret, ""), "not ASCII": ("\xe9", "Bearer"),
        "a secret is no token": (secret, "Bearer"), "long": ("x" * 10_000, "Bearer"),
    }  # fmt: skip


@pytest.mark.slow
def test_l72_dead_tokens_open_nothing_at_any_address(world, dead):
    for what, (token, scheme) in dead.items():
        caller = MachineCaller(token, scheme)
        for route in all_routes():
            body = {} if route.method != "get" else None
            answer = caller(route.method.upper(), route.path("x", "y"), body)
            assert answer.status_code == 401, (what, route)
            assert answer["WWW-Authenticate"] == INVALID, (what, route)
            assert answer["Content-Type"] == PROBLEM


def test_l72_a_missing_header_makes_nobody_the_owner(world):
    assert MachineCaller("", "").get("cases/").status_code == 401
    stranger = Client()
    assert stranger.get("/api/v1/cases/").status_code == 401


def test_l72_a_bad_token_beside_a_good_session_is_still_a_bad_token(world):
    caller = MachineCaller(uuid4().hex)
    caller.client.force_login(world.people["ngo"])
    assert caller.get("cases/").status_code == 401


def test_a_token_never_lies_in_an_address(world):
    client, secret = make_client(world, "ngo")
    token = token_of(client, secret)
    assert Client().get(f"/api/v1/cases/?access_token={token}").status_code == 401


def test_scopes_stand_in_one_table_and_the_route_table_knows_them(world):
    names = {f"{route.split(':')[0]}:{route.split(':')[1]}" for route in ROUTES}
    assert names <= set(KNOWN)
    assert {f"{name} {reading or '-'} {writing or '-'}" for name, (reading, writing) in ROUTES.items()} == set(SCOPED)  # fmt: skip
    used = {scope for pair in ROUTES.values() for scope in pair} - {"", ANY}
    assert used == set(SCOPES)


@pytest.mark.slow
def test_without_the_scope_every_address_is_shut_whatever_stands_there(world):
    from django.urls import resolve

    nothing = machine(world, "ngo", scopes=["places:read"])
    case = str(uuid4())
    for route in all_routes():
        name = resolve(route.path(case, case)).view_name
        scope = needed(name, route.method)
        open_to_all = route.method == "get" and KNOWN[name] == PUBLIC
        if open_to_all or scope in (ANY, "places:read"):
            continue
        answer = nothing(
            route.method.upper(), route.path(case, case), {} if route.method != "get" else None
        )
        assert answer.status_code == 403, route
        assert answer["Content-Type"] == PROBLEM
        assert answer.json()["type"] == "urn:concord:problem:insufficient-scope"
        told = f', scope="{scope}"' if scope else ""
        assert answer["WWW-Authenticate"] == f'Bearer realm="concord", error="insufficient_scope"{told}'  # fmt: skip


def test_what_a_person_alone_does_no_scope_opens(world, machines):
    every = machines("ngo")
    ref = str(uuid4())
    for path in (
        f"cases/{ref}/break-glass/", f"cases/{ref}/walls/", f"walls/{ref}/lift/", f"cases/{ref}/risk-assessments/",
        f"referrals/{ref}/moves/close_missing/", f"referrals/{ref}/moves/take_alarm/", f"alarms/{ref}/take/",
        "drafts/", "notifications/read/",
    ):  # fmt: skip
        answer = every.post(path, {})
        assert answer.status_code == 403, path
        assert "person" in answer.json()["detail"]


def test_a_token_shrinks_with_its_client(world):
    client, secret = make_client(world, "ngo")
    caller = MachineCaller(token_of(client, secret))
    assert caller.get("cases/").status_code == 200
    MachineClient.objects.filter(pk=client.pk).update(scopes=["inbox:read"])
    assert caller.get("cases/").status_code == 403
    assert caller.get("inbox/").status_code == 200


@pytest.mark.parametrize("how", ["revoked", "expired", "desk closed", "organisation closed"])
def test_a_client_that_ends_is_out_at_once(world, how):
    client, secret = make_client(world, "ngo")
    caller = MachineCaller(token_of(client, secret))
    assert caller.get("cases/").status_code == 200
    desk = world.desks["ngo"]
    if how == "revoked":
        services.revoke_client(actor=world.actor("ngo_admin"), ref=client.uuid)
    elif how == "expired":
        MachineClient.objects.filter(pk=client.pk).update(expires_at=now())
    elif how == "desk closed":
        type(desk).objects.filter(pk=desk.pk).update(active=False)
    else:
        type(desk.organisation).objects.filter(pk=desk.organisation_id).update(active=False)
    assert caller.get("cases/").status_code == 401
    assert ask(client.client_id, secret).status_code == 401


def test_a_changed_secret_leaves_a_day_for_the_old_one(world):
    client, first = make_client(world, "ngo")
    _client, second = services.rotate_secret(actor=world.actor("ngo_admin"), ref=client.uuid)
    assert ask(client.client_id, first).status_code == 200
    assert ask(client.client_id, second).status_code == 200
    MachineClient.objects.update(old_secret_until=now())
    assert ask(client.client_id, first).status_code == 401
    assert ask(client.client_id, second).status_code == 200
    caller = MachineCaller(token_of(client, second))
    _client, third = services.rotate_secret(
        actor=world.actor("ngo_admin"), ref=client.uuid, at_once=True
    )
    assert caller.get("cases/").status_code == 401, "at once ends the tokens too"
    assert ask(client.client_id, second).status_code == 401
    assert ask(client.client_id, third).status_code == 200


def test_only_the_organisations_administrator_makes_clients(world):
    desk = world.desks["ngo"].uuid
    for who in ("ngo", "shelter_admin", "coordinator", "oversight"):
        with pytest.raises(Http404):
            services.create_client(actor=world.actor(who), desk=desk, name="X", scopes=["cases:read"])  # fmt: skip
    client, _secret = make_client(world, "ngo")
    for act in (services.revoke_client, services.rotate_secret):
        with pytest.raises(Http404):
            act(actor=world.actor("shelter_admin"), ref=client.uuid)
    admin = world.actor("ngo_admin")
    for wrong in ({"name": " "}, {"scopes": []}, {"scopes": ["everything"]}, {"days": 0}, {"days": 5_000}, {"name": "x\x00"}):  # fmt: skip
        with pytest.raises(Invalid):
            services.create_client(actor=admin, desk=desk, **{"name": "X", "scopes": ["cases:read"], **wrong})  # fmt: skip
    services.revoke_client(actor=admin, ref=client.uuid)
    services.revoke_client(actor=admin, ref=client.uuid)
    with pytest.raises(NotOpen):
        services.rotate_secret(actor=admin, ref=client.uuid)


def test_a_client_revokes_its_own_tokens_alone(world):
    mine, secret = make_client(world, "ngo")
    other, other_secret = make_client(world, "shelter")
    foreign = token_of(other, other_secret)
    form = {"client_id": mine.client_id, "client_secret": secret, "token": foreign}
    assert Client().post(REVOKE, form).status_code == 200, "as if it had never been"
    assert MachineCaller(foreign).get("inbox/").status_code == 200
    assert Client().post(REVOKE, {**form, "client_secret": "x"}).status_code == 401


def test_the_record_shows_the_client(world, machines):
    client, secret = make_client(world, "ngo")
    caller = MachineCaller(token_of(client, secret))
    made = caller.made("cases/", {"sections": {"identity": {"given_names": "Selam"}}})
    entry = Entry.objects.get(verb="case.opened")
    assert entry.detail["client"] == client.client_id
    assert (entry.user_id, entry.desk_id) == (None, world.desks["ngo"].pk)
    assert Entry.objects.filter(verb="machine.token", detail__client=client.client_id).exists()
    assert caller.get(f"cases/{uuid4()}/").status_code == 404
    refused = Entry.objects.get(verb="refused")
    assert refused.detail["client"] == client.client_id
    [line, *_] = caller.ok(f"cases/{made['uuid']}/history/")["results"]
    assert line["person"] == "System of ngo"


def test_a_machine_sees_what_its_desk_sees_and_no_more(world, machines):
    from tests.support import steps

    case = steps.a_case(world, "ngo")
    assert machines("ngo").get(f"cases/{case.uuid}/").status_code == 200
    assert [c["uuid"] for c in machines("ngo").ok("cases/")["results"]] == [str(case.uuid)]
    for other in ("ngo2", "shelter", "police", "coordinator"):
        caller = machines(other)
        assert caller.get(f"cases/{case.uuid}/").status_code == 404
        assert caller.ok("cases/")["results"] == []


@pytest.mark.throttled
def test_the_token_door_is_opened_so_often_and_no_more(world, monkeypatch):
    from portal.machines.authentication import AtTheTokenDoor, ForOneClient

    cache.clear()
    monkeypatch.setattr(ForOneClient, "THROTTLE_RATES", {"token-client": "3/min"})
    monkeypatch.setattr(AtTheTokenDoor, "THROTTLE_RATES", {"token": "5/min"})
    tried = [ask("concord-one", "guess").status_code for _ in range(4)]
    assert tried == [401, 401, 401, 429]
    late = ask("concord-other", "guess")
    assert late.status_code == 401
    shut = ask("concord-third", "guess")
    assert shut.status_code == 429, "and from one address, whatever the client"
    assert int(shut["Retry-After"]) > 0
    cache.clear()


@pytest.mark.throttled
def test_a_client_has_a_rate_of_its_own(world, monkeypatch):
    from portal.machines.authentication import ByCaller

    cache.clear()
    monkeypatch.setattr(ByCaller, "THROTTLE_RATES", {"user": "2/min"})
    one, other = machine(world, "ngo"), machine(world, "shelter")
    assert [one.get("me/").status_code for _ in range(3)] == [200, 200, 429]
    assert other.get("me/").status_code == 200
    cache.clear()


@pytest.mark.django_db(transaction=True)
def test_l73_asked_for_at_once_each_token_lives_alone():
    from tests.support.world import make_world

    client, secret = make_client(make_world(), "ngo")
    found: list[str] = []

    def knock():
        found.append(token_of(client, secret))
        connection.close()

    threads = [threading.Thread(target=knock) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 4
    assert all(MachineCaller(token).get("me/").status_code == 200 for token in found)
    assert not get_refresh_token_model().objects.exists()
    Client().post(REVOKE, {"token": found[0], "client_id": client.client_id, "client_secret": secret})  # fmt: skip
    assert [MachineCaller(t).get("me/").status_code for t in found] == [401, 200, 200, 200]
    again = Client().post(REVOKE, {"token": found[0], "client_id": client.client_id, "client_secret": secret})  # fmt: skip
    assert again.status_code == 200


def test_no_key_of_a_counter_names_an_address_of_the_network(rf):
    """Rule 5: neither who asks for a token nor who reads the register unsigned is kept by address."""
    from django.contrib.auth.models import AnonymousUser

    from portal.machines.authentication import AtTheTokenDoor, ByCaller

    asked = rf.get("/api/v1/recommendations/")
    asked.user, asked.auth = AnonymousUser(), None
    keys = [AtTheTokenDoor().get_cache_key(asked, None), ByCaller().get_cache_key(asked, None)]
    assert all("127.0.0.1" not in key for key in keys), keys
    assert len({key.rsplit("_", 1)[1] for key in keys}) == 1, "one hash for one address"
