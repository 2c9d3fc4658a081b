"""L48: told for 24 hours until it is taken, signed, numbered, by reference and kind alone."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import Http404
from standardwebhooks import Webhook, WebhookVerificationError

from cases.services import place_wall
from portal.core import outbox
from portal.core.clock import at, now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.machines import services
from portal.machines.models import Delivery, Endpoint
from portal.notifications.models import Notice
from tests.machines.callers import machine
from tests.machines.receiver import receiving
from tests.support import steps
from tests.support.people import sings


@pytest.fixture
def there(settings):
    settings.WEBHOOKS_LOCAL = True
    with receiving() as other:
        yield other


@pytest.fixture
def hooked(world, there):
    """The shelter's webhook and its secret."""
    steps.add_places(world)
    return services.register(
        actor=world.actor("shelter_admin"), desk=world.desks["shelter"].uuid, url=there.url
    )


def asked(world, name="Kanarienvogelova"):
    """A bed is asked for; the shelter's desk is told."""
    case = steps.a_case(world, "ngo", name=name)
    steps.yes(world, case, "accommodation", ["shelter"])
    referral = steps.send(world, case, "accommodation")
    outbox.deliver()
    return case, referral


def test_an_offer_is_told_signed_and_says_no_more_than_kind_and_reference(world, there, hooked):
    _row, secret = hooked
    _case, referral = asked(world)
    offer = steps.offer_to(world, referral, "shelter")
    assert services.send_due() == 1
    [(path, headers, body)] = there.got
    assert path == "/told"
    assert headers["content-type"] == "application/json"
    said = Webhook(secret).verify(body, headers)
    assert said == json.loads(body)
    assert said["type"] == "offer_open"
    assert said["data"] == {
        "sequence": 1, "reference": offer.ref, "about": "offer", "uuid": str(offer.uuid),
        "path": f"/api/v1/inbox/{offer.uuid}/",
    }  # fmt: skip
    assert sings(body) == []
    assert headers["webhook-id"] == f"msg_{Delivery.objects.get().uuid.hex}"
    assert services.send_due() == 0
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body + b" ", headers)


def test_told_once_however_often_the_outbox_delivers(world, there, hooked):
    asked(world)
    from portal.core.models import OutboxRow

    OutboxRow.objects.update(done_at=None, not_before=now())
    outbox.deliver()
    assert Delivery.objects.count() == 1


def test_numbers_are_the_webhooks_own_without_a_gap(world, there, hooked):
    for _ in range(3):
        asked(world)
    services.send_due()
    numbers = [json.loads(body)["data"]["sequence"] for _p, _h, body in there.got]
    assert sorted(numbers) == [1, 2, 3]


def test_it_tries_again_with_growing_waits_for_a_day_then_tells_the_administrator(
    world, there, hooked
):
    asked(world)
    there.answers = [500]
    moment, waits = now(), []
    while Delivery.objects.get().next_at is not None and len(waits) < 40:
        services.send_due(moment)
        due = Delivery.objects.get().next_at
        if due is not None:
            waits.append((due - moment).total_seconds())
            moment = due
    assert waits[:5] == [5, 60, 300, 900, 1800]
    assert waits[:-1] == sorted(waits[:-1])
    assert sum(waits) == pytest.approx(86_400, abs=5)
    assert len({h["webhook-id"] for _p, h, _b in there.got}) == 1, "one id at every attempt"
    assert len({body for _p, _h, body in there.got}) == 1
    row = Endpoint.objects.get()
    assert (Delivery.objects.get().state, row.active, row.stopped_why) == ("failed", False, "not_answering")  # fmt: skip
    outbox.deliver()
    told = Notice.objects.get(kind="webhook_disabled")
    assert told.desk_id == world.desks["shelter_admin"].pk
    assert told.link == f"/systems/webhooks/{row.uuid}/"


def test_410_stops_it_at_once_and_what_waited(world, there, hooked):
    asked(world)
    asked(world)
    there.answers = [410]
    assert services.send_due() == 0
    assert len(there.got) == 1
    row = Endpoint.objects.get()
    assert (row.active, row.stopped_why) == (False, "gone")
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["failed", "stopped"]
    outbox.deliver()
    assert Notice.objects.filter(kind="webhook_disabled").exists()
    asked(world)
    assert Delivery.objects.count() == 2, "nothing more is queued for it"


def test_switched_on_again_what_stopped_is_sent_again_under_the_same_id(world, there, hooked):
    asked(world)
    there.answers = [410, 204]
    services.send_due()
    admin, row = world.actor("shelter_admin"), Endpoint.objects.get()
    failed = Delivery.objects.get()
    with pytest.raises(NotOpen):
        services.replay(actor=admin, ref=row.uuid, delivery=failed.uuid)
    services.change(actor=admin, ref=row.uuid, version=row.version, url=there.url, kinds=[], active=True)  # fmt: skip
    services.replay(actor=admin, ref=row.uuid, delivery=failed.uuid)
    assert services.send_due() == 1
    ids = [headers["webhook-id"] for _p, headers, _b in there.got]
    assert ids[0] == ids[1]
    assert [t["status"] for t in Delivery.objects.get().tries] == [410, 204]
    services.replay(actor=admin, ref=row.uuid, delivery=failed.uuid)
    with pytest.raises(NotOpen):
        services.replay(actor=admin, ref=row.uuid, delivery=failed.uuid)


def test_what_the_desk_may_not_see_any_more_is_not_told_not_even_again(world, there, hooked):
    case, _referral = asked(world)
    place_wall(
        actor=world.actor("ngo"), ref=case.uuid, ground="allegation", reason="Named by her.",
        organisation=world.desks["shelter"].organisation,
    )  # fmt: skip
    assert services.send_due() == 0
    assert there.got == []
    dropped = Delivery.objects.get(kind="offer_open")
    assert dropped.state == "dropped"
    with pytest.raises(NotOpen):
        services.replay(
            actor=world.actor("shelter_admin"),
            ref=Endpoint.objects.get().uuid,
            delivery=dropped.uuid,
        )


def test_a_message_that_was_sent_is_not_told_again_behind_a_wall(world, there, hooked):
    case, _referral = asked(world)
    services.send_due()
    place_wall(
        actor=world.actor("ngo"), ref=case.uuid, ground="allegation", reason="Named by her.",
        organisation=world.desks["shelter"].organisation,
    )  # fmt: skip
    sent = Delivery.objects.get(kind="offer_open")
    services.replay(actor=world.actor("shelter_admin"), ref=sent.endpoint.uuid, delivery=sent.uuid)
    services.send_due()
    assert len(there.got) == 1, "checked again at delivery"
    assert Delivery.objects.get(pk=sent.pk).state == "dropped"


def test_nobody_elses_events(world, there, hooked):
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation", ["shelter"])
    steps.yes(world, case, "medical", ["health_provider"])
    steps.send(world, case, "medical", ["health"])
    outbox.deliver()
    assert not Delivery.objects.exists()


def test_only_the_chosen_kinds_and_every_alarm(world, there):
    admin, desk = world.actor("ngo_admin"), world.desks["ngo"].uuid
    services.register(actor=admin, desk=desk, url=there.url, kinds=["accepted"])
    steps.add_places(world)
    _case, referral = asked(world)
    steps.accept(world, referral)
    outbox.deliver()
    assert set(Delivery.objects.values_list("kind", flat=True)) == {"accepted"}
    steps.leave(world, referral)
    from referrals.services import report_missing

    report_missing(
        actor=world.actor("ngo"), ref=referral.uuid, version=None, known="She never came.", how="not_known"
    )  # fmt: skip
    outbox.deliver()
    assert "missing" in set(Delivery.objects.values_list("kind", flat=True))


def test_a_new_secret_signs_beside_the_old_one_for_a_day(world, there, hooked):
    row, old = hooked
    _row, new = services.rotate(actor=world.actor("shelter_admin"), ref=row.uuid)
    asked(world)
    services.send_due()
    _path, headers, body = there.got[-1]
    for secret in (old, new):
        assert Webhook(secret).verify(body, headers)
    services.replay(actor=world.actor("shelter_admin"), ref=row.uuid, delivery=Delivery.objects.get().uuid)  # fmt: skip
    later = now() + timedelta(hours=25)
    services.send_due(later)
    _path, headers, body = there.got[-1]
    fresh = {**headers, "webhook-timestamp": str(int(later.timestamp()))}
    assert fresh == headers
    assert headers["webhook-signature"].count("v1,") == 1


def test_the_secret_is_sealed(world, hooked):
    from django.db import connection

    _row, secret = hooked
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM machines_endpoint t")
        text = cursor.fetchone()[0]
    assert secret not in text
    assert secret.removeprefix("whsec_").encode().hex() not in text


def test_a_worker_that_dies_sends_again_after_the_lease(world, there, hooked, monkeypatch):
    from portal.machines.services import sending

    asked(world)
    monkeypatch.setattr(sending, "_send", lambda d, m: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        services.send_due()
    monkeypatch.undo()
    from django.conf import settings

    settings.WEBHOOKS_LOCAL = True
    assert services.send_due() == 0, "somebody may still be sending it"
    assert services.send_due(now() + timedelta(minutes=6)) == 1
    assert Delivery.objects.get().attempts == 2


def test_an_address_that_does_not_answer_holds_up_nobody(world, there, hooked, settings):
    silent, _secret = services.register(
        actor=world.actor("shelter_admin"), desk=world.desks["shelter"].uuid, url="http://localhost:9/x"
    )  # fmt: skip
    for _ in range(2):
        asked(world)
    assert services.send_due() == 2
    tried = Delivery.objects.filter(endpoint=silent)
    assert sum(len(d.tries) for d in tried) == 1, "one try a run, not one a message"


def test_only_the_administrator_registers_and_reads(world, there, hooked):
    row, _secret = hooked
    for who in ("shelter", "ngo_admin", "coordinator"):
        actor = world.actor(who)
        with pytest.raises(Http404):
            services.register(actor=actor, desk=world.desks["shelter"].uuid, url=there.url)
        for act in (services.rotate, services.test):
            with pytest.raises(Http404):
                act(actor=actor, ref=row.uuid)
    admin = world.actor("shelter_admin")
    with pytest.raises(Invalid):
        services.register(actor=admin, desk=world.desks["shelter"].uuid, url=there.url, kinds=["x"])
    with pytest.raises(Stale):
        services.change(actor=admin, ref=row.uuid, version=9, url=there.url, kinds=[], active=True)
    for _ in range(9):
        services.register(actor=admin, desk=world.desks["shelter"].uuid, url=there.url)
    with pytest.raises(Invalid):
        services.register(actor=admin, desk=world.desks["shelter"].uuid, url=there.url)


def test_through_the_api_by_a_system_of_the_administrators_desk(world, there):
    caller = machine(world, "shelter_admin", scopes=["webhooks:read", "webhooks:write"])
    key = str(uuid4())
    body = {"desk": str(world.desks["shelter"].uuid), "url": there.url, "kinds": ["offer_open"]}
    made = caller.made("webhooks/", body, key=key)
    again = caller.made("webhooks/", body, key=key)
    assert (made["uuid"], made["secret"]) == (again["uuid"], again["secret"]), "L42: once"
    one = f"webhooks/{made['uuid']}/"
    read = caller.get(one)
    assert "secret" not in read.json()
    tried = caller.made(f"{one}test/")
    services.send_due()
    _path, headers, sent = there.got[-1]
    assert Webhook(made["secret"]).verify(sent, headers)["type"] == "webhook_test"
    [line] = caller.ok(f"{one}deliveries/")["results"]
    assert (line["uuid"], line["state"], line["tries"][0]["status"]) == (tried["uuid"], "sent", 204)
    replayed = caller.made(f"{one}deliveries/{line['uuid']}/replay/", status=200)
    assert replayed["state"] == "queued"
    rotated = caller.made(f"{one}secret/", status=200)
    assert rotated["secret"] != made["secret"]
    changed = caller.put(one, {"url": there.url, "kinds": [], "active": False}, version=rotated["version"])  # fmt: skip
    assert changed.json()["stopped_why"] == "switched_off"
    assert caller.delete(one, version=changed.json()["version"]).status_code == 204
    assert caller.get(one).status_code == 404
    inside = caller.post("webhooks/", {**body, "url": "https://10.0.0.1/"})
    assert inside.status_code == 422
    assert inside.json()["errors"][0]["field"] == "url"
    nobody = machine(world, "shelter")
    assert nobody.get("webhooks/").status_code == 404, "no administrator's desk"


def test_ended_lines_go_after_thirty_days(world, there, hooked):
    asked(world)
    services.send_due()
    assert services.forget_deliveries() == 0
    with at(now() + timedelta(days=31)):
        assert services.forget_deliveries() == 1


@pytest.mark.serial
@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_message_once(settings):
    from tests.support.threads import together
    from tests.support.world import make_world

    settings.WEBHOOKS_LOCAL = True
    with receiving() as other:
        world = make_world()
        other.slow = 0.0
        steps.add_places(world)
        services.register(actor=world.actor("shelter_admin"), desk=world.desks["shelter"].uuid, url=other.url)  # fmt: skip
        for _ in range(3):
            asked(world)
        assert sum(together(*[services.send_due] * 3)) == 3
        ids = [headers["webhook-id"] for _p, headers, _b in other.got]
        assert len(ids) == len(set(ids)) == 3
        assert transaction.get_autocommit()
