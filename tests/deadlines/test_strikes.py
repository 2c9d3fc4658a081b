"""Each stage once; a machine that slept; an owner that fails; rest."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from portal.core.clock import now
from portal.deadlines import selectors, services
from portal.deadlines.models import Strike
from portal.deadlines.signals import clock_striking, clock_struck

pytestmark = pytest.mark.django_db
H, M = timedelta(hours=1), timedelta(minutes=1)


def kinds(heard):
    return [(kind, n) for _pk, kind, n in heard]


def test_a_reminder_at_half_time_then_the_end_then_the_grace_once_each(begin, heard):
    began = now()
    begin("answer.immediate_danger", at=began)
    for minute in range(0, 150, 3):
        services.strike_due(began + minute * M)
        services.strike_due(began + minute * M)
    assert kinds(heard) == [("half", 0), ("due", 0), ("grace", 0)]


def test_nothing_strikes_before_its_time(begin, heard):
    began = now()
    begin("answer.immediate_danger", at=began)
    assert services.strike_due(began + H - timedelta(seconds=1)) == 0
    assert services.strike_due(began + H) == 1
    assert kinds(heard) == [("half", 0)]


def test_a_machine_that_slept_a_day_catches_up_in_order_without_a_storm(begin, heard, place):
    began = now()
    begin("arrival", due_at=began + H, at=began, subject_uuid=uuid4())
    begin("answer.immediate_danger", at=began, subject_uuid=uuid4())
    woke = began + 25 * H
    services.strike_due(woke)
    assert [k for _pk, k, _n in heard] == ["due", "half", "grace", "due", "grace"] or [
        k for _pk, k, _n in heard
    ] == ["half", "due", "grace", "due", "grace"]
    assert services.strike_due(woke) == 0
    services.strike_due(woke + 30 * M)
    assert kinds(heard)[5:] == [("repeat", 1)], "47 repeats slept through are none, the next is one"


def test_repeats_that_were_slept_through_are_one(begin, heard):
    began = now()
    begin("arrival", due_at=began + H, at=began)
    services.strike_due(began + 2 * H)
    heard.clear()
    services.strike_due(began + 26 * H)
    assert kinds(heard) == [("repeat", 1)]
    services.strike_due(began + 26 * H + 30 * M)
    assert kinds(heard) == [("repeat", 1), ("repeat", 2)]


def test_a_taken_alarm_rests_for_an_hour(begin, heard, place):
    began = now()
    begin("arrival", due_at=began + H, at=began)
    services.strike_due(began + 2 * H)
    heard.clear()
    until = began + 3 * H
    given = {"actor": place.actor, "subject_kind": "offer", "subject_uuid": place.subject}
    assert services.rest(until=until, **given) == 1
    assert selectors.clock_of("offer", place.subject, "arrival").state == "resting"
    services.strike_due(until - M)
    assert heard == []
    services.strike_due(until + 30 * M)
    assert kinds(heard) == [("repeat", 1)]
    assert selectors.clock_of("offer", place.subject, "arrival").state == "overdue"


def test_who_answered_is_not_reminded(begin, heard, place):
    began = now()
    begin("missing", at=began)
    services.strike_due(began + 31 * M)
    services.stop(
        actor=place.actor, subject_kind="offer", subject_uuid=place.subject, outcome="found"
    )
    services.strike_due(began + 30 * H)
    assert kinds(heard) == [("due", 0)]


def test_consent_warns_14_and_3_days_before_it_ends(begin, heard):
    end = now() + timedelta(days=100)
    begin("consent.ending", due_at=end, subject_kind="consent")
    for days in (15, 14, 3, 0):
        services.strike_due(end - timedelta(days=days))
    assert kinds(heard) == [("before", 20_160), ("before", 4_320), ("due", 0)]


def test_an_owner_that_fails_does_not_hold_up_the_others(begin, heard):
    began = now()
    bad = begin("missing", at=began - M, subject_uuid=uuid4())
    good = begin("missing", at=began, subject_uuid=uuid4())
    broken = [True]

    def fails(sender, clock, **_more):
        if clock.pk == bad.pk and broken:
            raise RuntimeError("the owner fell over")

    clock_struck.connect(fails, weak=False)
    try:
        assert services.strike_due(began + H) == 1, "the good one strikes"
        assert not Strike.objects.filter(clock=bad).exists(), (
            "a strike that was not handled is undone"
        )
        bad.refresh_from_db()
        assert bad.attempts == 1
        broken.clear()
        assert services.strike_due(began + H + 5 * timedelta(seconds=1)) == 0, "it waits"
        services.strike_due(began + H + M)
    finally:
        clock_struck.disconnect(fails)
    assert Strike.objects.filter(clock=bad, kind="due").count() == 1
    assert Strike.objects.filter(clock=good, kind="due").count() == 1


def test_owners_lock_their_rows_before_the_clock_is_locked(begin):
    began = now()
    clock = begin("missing", at=began)
    order = []

    def first(sender, clock, **_more):
        order.append(("striking", clock.pk))

    def then(sender, clock, **_more):
        order.append(("struck", clock.pk))

    clock_striking.connect(first, weak=False)
    clock_struck.connect(then, weak=False)
    try:
        services.strike_due(began + 30 * M)
    finally:
        clock_striking.disconnect(first)
        clock_struck.disconnect(then)
    assert order == [("striking", clock.pk), ("struck", clock.pk)]


def test_reminders_come_once_across_a_clock_change(begin, heard):
    """L39: Bucharest, the night of 28 March 2027."""
    began = datetime(2027, 3, 27, 20, tzinfo=UTC)
    clock = begin("answer.urgent", at=began)
    assert clock.due_at == datetime(2027, 3, 28, 20, tzinfo=UTC), "23:00 by the wall"
    for minute in range(0, 27 * 60, 15):
        services.strike_due(began + minute * M)
    assert kinds(heard) == [("half", 0), ("due", 0), ("grace", 0)]


def test_what_is_due_is_found_by_the_partial_index(begin, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert services.strike_due(now()) == 0
