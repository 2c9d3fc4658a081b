"""Two workers at once, with real connections: each strike once, nobody waits for the other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from portal.core.clock import now
from portal.deadlines import services
from portal.deadlines.models import Clock, Strike
from portal.deadlines.signals import clock_striking, clock_struck

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial]


def _strike(moment):
    try:
        return services.strike_due(moment)
    finally:
        connection.close()


def test_four_workers_strike_each_stage_once(begin, heard):
    began = now()
    for _ in range(25):
        begin("answer.immediate_danger", at=began, subject_uuid=uuid4())
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(_strike, [began + timedelta(hours=3)] * 4))
    assert sum(done) == 75
    assert Strike.objects.count() == 75
    assert len(heard) == len(set(heard)) == 75
    assert not Clock.objects.filter(next_at__isnull=False).exists()


def test_an_answer_and_a_strike_at_once_do_not_lock_each_other(begin, place, heard):
    """The move holds its case, then stops the clock; the strike takes the case first, too."""
    began = now()
    clock = begin("missing", at=began)

    def lock_the_case(sender, clock, **_more):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [clock.pk])

    clock_striking.connect(lock_the_case, weak=False)
    try:
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [clock.pk])
                striking = pool.submit(_strike, began + timedelta(hours=1))
                services.stop(
                    actor=place.actor,
                    subject_kind="offer",
                    subject_uuid=place.subject,
                    outcome="found",
                )
            assert striking.result(timeout=20) == 0
    finally:
        clock_striking.disconnect(lock_the_case)
    assert heard == []


def test_a_strike_gives_way_to_a_move_that_holds_what_its_owner_needs(begin, place, heard):
    """An owner that locks late, after the clock: the move commits, the strike is tried again."""
    began = now()
    clock = begin("missing", at=began)

    def lock_late(sender, clock, **_more):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [clock.pk])

    clock_struck.connect(lock_late, weak=False)
    try:
        with ThreadPoolExecutor(1) as pool, transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [clock.pk])
            assert pool.submit(_strike, began + timedelta(hours=1)).result(timeout=20) == 0
        clock.refresh_from_db()
        assert (clock.attempts, Strike.objects.count()) == (1, 0)
        assert services.strike_due(began + timedelta(hours=2)) == 1
    finally:
        clock_struck.disconnect(lock_late)


def test_starting_at_the_same_moment_is_one_clock(begin):
    def start(_n):
        try:
            return begin("arrival", due_at=now() + timedelta(hours=1)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(start, range(4)))) == 1
    assert Clock.objects.count() == 1
