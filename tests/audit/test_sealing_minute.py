"""Real transactions: the horizon spans the whole cluster, so these run alone."""

import itertools
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import close_old_connections, connection, transaction

from portal.audit import seals, selectors, services
from portal.audit.models import Entry, Seal
from portal.audit.sealer import LOCK, CounterWentBack, Sealed, _counts_on, seal_due
from portal.audit.seals import Position
from portal.audit.signals import day_sealed
from portal.audit.tasks import seal_minute
from tests.audit.factories import ACTOR

pytestmark = [pytest.mark.serial, pytest.mark.django_db(transaction=True)]
INSERT = (
    "INSERT INTO audit_entry (at, role, verb, section, subject, detail) "
    "VALUES (now(), 'caseworker', %s, '', '', '{}')"
)


def write(*verbs):
    for verb in verbs:
        with transaction.atomic():
            services.record(actor=ACTOR, verb=verb)


def sealed_until_quiet(rows, seconds=60):
    """Seal until ``rows`` lie under seals: other tests' transactions may hold the horizon a while."""
    end = time.monotonic() + seconds
    while sum(Seal.objects.values_list("rows", flat=True)) < rows and time.monotonic() < end:
        seal_due()
        time.sleep(0.02)


def under_seal():
    """The numbers of all sealed rows, in the order in which they were sealed."""
    found = []
    for seal in Seal.objects.order_by("number"):
        found += [id_ for id_, _hash in seals.unpacked(seal.leaves)]
    return found


def test_an_open_transaction_loses_nothing_and_nothing_is_sealed_twice(another):
    with another.cursor() as cursor:
        cursor.execute(INSERT, ["late.first"])  # takes its number now and commits much later
    write("quick.one", "quick.two")
    seal_due()
    assert under_seal() == []
    with another.cursor() as cursor:
        cursor.execute(INSERT, ["late.second"])
    write("quick.three")
    seal_due()
    assert under_seal() == []
    another.commit()
    sealed_until_quiet(5)
    write("after")
    sealed_until_quiet(6)
    assert sorted(under_seal()) == sorted(Entry.objects.values_list("pk", flat=True))
    assert len(under_seal()) == 6


def test_writers_and_two_sealers_at_once_miss_nothing():
    stop = threading.Event()

    def sealing():
        while not stop.is_set():
            seal_due(most=7)
        connection.close()

    def writing(n):
        for i in range(15):
            with transaction.atomic():
                services.record(actor=ACTOR, verb=f"writer.{n}", detail={"i": i})
                if i % 3 == 0:
                    time.sleep(0.005)
        connection.close()

    writers = [threading.Thread(target=writing, args=(n,)) for n in range(3)]
    sealers = [threading.Thread(target=sealing) for _ in range(2)]
    for thread in writers + sealers:
        thread.start()
    for thread in writers:
        thread.join()
    sealed_until_quiet(45)
    stop.set()
    for thread in sealers:
        thread.join()
    close_old_connections()
    assert sorted(under_seal()) == sorted(Entry.objects.values_list("pk", flat=True))
    assert len(set(under_seal())) == 45


def test_running_twice_does_nothing_more():
    write("one")
    sealed_until_quiet(1)
    before = Seal.objects.count()
    assert seal_due() == Sealed(0, 0)
    assert seal_minute() == 0
    assert Seal.objects.count() == before


def test_a_second_sealer_leaves_while_the_first_is_at_it(another):
    write("one")
    with another.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    assert seal_due() == Sealed(0, 0)


def test_many_rows_become_several_seals_that_are_chained():
    write(*[f"v{i}" for i in range(10)])
    end = time.monotonic() + 20
    while Seal.objects.filter(rows__gt=0).count() < 4 and time.monotonic() < end:
        seal_due(most=3)
    found = list(Seal.objects.order_by("number"))
    assert [s.rows for s in found if s.rows] == [3, 3, 3, 1]
    for before, seal in itertools.pairwise(found):
        assert bytes(seal.previous) == bytes(before.chain)
        assert seal.number == before.number + 1


def test_a_day_ends_with_one_message_of_its_last_seal():
    told = []

    def hear(sender, day, number, chain, **kwargs):
        told.append((day.isoformat(), number, chain))

    day_sealed.connect(hear)
    try:
        with time_machine.travel(datetime(2026, 11, 24, 23, 59, tzinfo=UTC), tick=False):
            write("one")
            sealed_until_quiet(1)
            last = Seal.objects.order_by("-number").first()
        with time_machine.travel(datetime(2026, 11, 25, 0, 0, 30, tzinfo=UTC), tick=False):
            seal_due()
            seal_due()
        assert told == [("2026-11-24", last.number, bytes(last.chain).hex())]
        with time_machine.travel(datetime(2026, 11, 28, 8, 0, tzinfo=UTC), tick=False):
            seal_due()
        assert [t[0] for t in told] == ["2026-11-24", "2026-11-25"]
        assert (
            Seal.objects.filter(rows=0, made_at__gte=datetime(2026, 11, 25, tzinfo=UTC)).count()
            == 2
        )
    finally:
        day_sealed.disconnect(hear)


def test_a_sealed_row_has_a_proof_that_needs_no_database():
    write("one", "two", "three")
    assert selectors.inclusion(Entry.objects.first().pk) is None
    sealed_until_quiet(3)
    entry = Entry.objects.order_by("pk")[1]
    found = selectors.inclusion(entry.pk)
    path = [bytes.fromhex(h) for h in found.path]
    root = seals.root_of_proof(bytes.fromhex(found.leaf), found.index, found.rows, path)
    assert root.hex() == found.root
    assert found.leaf == entry.leaf().hex()
    assert selectors.inclusion(10**12) is None


def test_the_age_of_what_waits_is_known():
    assert selectors.oldest_unsealed_seconds() == 0
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=5)):
        write("old")
    assert selectors.oldest_unsealed_seconds() >= 299
    sealed_until_quiet(1)
    assert selectors.oldest_unsealed_seconds() == 0


def test_a_dump_restored_into_a_younger_server_is_noticed():
    with pytest.raises(CounterWentBack, match="pg_resetwal"):
        _counts_on(Position(2**62, 1))
