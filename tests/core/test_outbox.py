"""The row that commits with a change: told once, late rather than never, and never in the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from django.db import InterfaceError, OperationalError, connection, transaction

from portal.core import outbox
from portal.core.clock import at, now
from portal.core.models import OutboxRow


@pytest.fixture
def heard(monkeypatch):
    """What the topic 'thing' told, in order."""
    told = []
    monkeypatch.setitem(outbox.HANDLERS, "thing", [lambda row: told.append(row.key)])
    return told


def put(key, topic="thing"):
    with transaction.atomic():
        outbox.put(topic=topic, kind="k", key=key, payload={})


@pytest.mark.django_db(transaction=True)
@pytest.mark.serial
def test_a_row_is_never_written_apart_from_its_change():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        outbox.put(topic="thing", kind="k", key="a", payload={})


def test_the_same_key_tells_once(db, heard):
    put("a")
    put("a")
    assert (outbox.deliver(), outbox.deliver()) == (1, 0)
    assert heard == ["a"]


def test_a_row_that_fails_waits_and_the_others_go_on(db, heard, monkeypatch):
    fails = [lambda row: 1 / 0]
    monkeypatch.setitem(outbox.HANDLERS, "broken", fails)
    put("first", "broken")
    put("second")
    assert outbox.deliver() == 2
    row = OutboxRow.objects.get(key="first")
    assert (row.done_at, row.attempts, row.last_error) == (None, 1, "ZeroDivisionError")
    assert row.not_before > now()
    fails.clear()
    fails.append(lambda row: heard.append(row.key))
    with at(row.not_before + timedelta(seconds=1)):
        assert outbox.deliver() == 1
    assert heard == ["second", "first"]


def test_what_nobody_handles_is_kept_not_marked_as_done(db):
    put("a", "a topic of the future")
    assert outbox.deliver() == 1
    row = OutboxRow.objects.get()
    assert (row.done_at, row.last_error) == (None, "LookupError")


@pytest.mark.django_db(transaction=True)
@pytest.mark.serial
def test_a_row_that_cuts_its_connection_each_time_holds_up_nobody(heard, monkeypatch):
    """Without the attempt noted before, it would stand first in the queue for ever."""

    def cut(row):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setitem(outbox.HANDLERS, "deadly", [cut])
    put("deadly", "deadly")
    put("next")
    with pytest.raises((OperationalError, InterfaceError)):
        outbox.deliver()
    connection.close()
    outbox.deliver()
    assert heard == ["next"]
    assert OutboxRow.objects.get(key="deadly").attempts == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.serial
def test_a_change_that_is_undone_tells_nobody(heard):
    with transaction.atomic():
        outbox.put(topic="thing", kind="k", key="a", payload={})
        transaction.set_rollback(True)
    assert outbox.deliver() == 0
    assert heard == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.serial
def test_a_colleague_s_claim_that_still_holds_the_row_delays_nothing(heard):
    """Her claim found the row just taken and keeps its lock until it commits: we wait, not skip."""
    put("a")
    pk = outbox._claim()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            OutboxRow.objects.select_for_update().get(pk=pk)
            delivering = pool.submit(_then_close, lambda: outbox._deliver(pk))
            sleep(0.3)
        delivering.result(timeout=10)
    assert heard == ["a"]


def _then_close(work):
    try:
        return work()
    finally:
        connection.close()
