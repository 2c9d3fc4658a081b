"""Worker, beat and Valkey are killed in the middle: what was to be told is told, and told once."""

import asyncio
import email
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction

from portal.core import outbox
from portal.core.clock import at, now
from portal.core.models import OutboxRow
from portal.deadlines.models import Clock, Strike
from portal.notifications.models import QUEUED, SENDING, SENT, MailDelivery, Notice
from portal.notifications.registry import still_sees
from portal.notifications.services.delivery import _people
from portal.notifications.services.gate import take_turn
from tests.processes.conftest import wait_until
from tests.support import steps
from tests.support.database import as_owner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial, pytest.mark.slow]


def a_referral(land, **more):
    """A referral that is sent to two shelters; each step puts rows into the outbox."""
    case = steps.a_case(land, "ngo")
    steps.yes(land, case, "accommodation", ["shelter"])
    return steps.send(land, case, "accommodation", ["shelter", "shelter2"], **more)


def expected():
    """(key, desk, user) for everything the outbox was asked to tell, worked out here."""
    for row in OutboxRow.objects.filter(topic="notice"):
        said = row.payload
        for desk_id, user_id in _people(said["to"]):
            subject = UUID(said["subject_uuid"]) if said["subject_uuid"] else None
            if still_sees(
                subject_kind=said["subject_kind"], subject_uuid=subject, case_id=said["case_id"],
                desk_id=desk_id, user_id=user_id,
            ):  # fmt: skip
                yield row.key, desk_id, user_id


def told():
    return list(Notice.objects.values_list("key", "desk_id", "user_id"))


def all_told_once():
    assert Counter(told()) == Counter(expected())


def all_delivered():
    return not OutboxRow.objects.filter(done_at__isnull=True).exists()


def all_mailed():
    return not MailDelivery.objects.filter(state__in=(QUEUED, SENDING)).exists()


def message_ids(mailbox):
    return Counter(email.message_from_string(text)["Message-ID"] for _to, text in mailbox.letters)


def sent():
    return Counter(MailDelivery.objects.filter(state=SENT).values_list("message_id", flat=True))


def somebody_waits_for_a_turn():
    return as_owner(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        " AND wait_event = 'advisory'"
    )


@contextmanager
def turn_held(subject_uuid):
    """Whoever delivers a notice of this subject stands still in the middle of it."""
    held, let_go = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                take_turn(subject_uuid=subject_uuid, case_id=None)
                held.set()
                let_go.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    try:
        yield
    finally:
        let_go.set()
        thread.join(10)


def test_a_worker_killed_in_the_middle_of_a_delivery_loses_and_doubles_nothing(
    land, machine, mailbox
):
    referral = a_referral(land)
    offer = steps.offer_to(land, referral, "shelter2")
    with turn_held(offer.uuid):
        machine.start("worker")
        machine.ask("core.tasks.deliver_due")
        wait_until(somebody_waits_for_a_turn, 60, "a worker stands in the middle of a delivery")
        machine.kill("worker")
    assert not all_delivered()
    steps.accept(land, referral)
    machine.start("worker")
    machine.start("beat")  # its sweep finds what nobody was woken for
    wait_until(all_delivered, 60, "the outbox is delivered")
    all_told_once()
    machine.ask("notifications.tasks.send_mail")
    wait_until(lambda: all_mailed() and MailDelivery.objects.exists(), 60, "the letters are sent")
    assert message_ids(mailbox) == sent()
    assert set(message_ids(mailbox).values()) == {1}


def test_a_worker_killed_while_it_speaks_to_the_mail_server(land, machine, mailbox):
    """The letter in flight may come twice on the wire, under one Message-ID; none is lost."""
    speaking, go_on = threading.Event(), threading.Event()
    take = mailbox.handle_DATA

    async def slowly(server, session, envelope):
        answer = await take(server, session, envelope)
        if not go_on.is_set():
            speaking.set()
            while not go_on.is_set():
                await asyncio.sleep(0.05)
        return answer

    mailbox.handle_DATA = slowly
    a_referral(land)
    outbox.deliver()
    machine.start("worker")
    machine.ask("notifications.tasks.send_mail")
    assert speaking.wait(60), "a letter is in flight"
    in_flight = set(message_ids(mailbox))
    machine.kill("worker")
    go_on.set()
    assert MailDelivery.objects.filter(state=SENDING).exists()
    MailDelivery.objects.filter(state=SENDING).update(next_at=now())  # the lease is over
    machine.start("worker")
    machine.ask("notifications.tasks.send_mail")
    wait_until(all_mailed, 60, "the letters are sent")
    all_told_once()
    counted = message_ids(mailbox)
    assert set(counted) == set(sent())
    assert {m for m, n in counted.items() if n > 1} <= in_flight
    assert max(counted.values()) <= 2


def test_valkey_gone_and_back_delays_and_loses_nothing(land, machine):
    a_referral(land)
    machine.start("worker")
    machine.start("beat")
    wait_until(all_delivered, 60, "the first rows are delivered")
    machine.kill("valkey")
    a_referral(land)
    time.sleep(6)
    assert not all_delivered(), "without Valkey nobody is woken"
    machine.start("valkey")
    wait_until(all_delivered, 60, "the rest is delivered once Valkey is back")
    all_told_once()


def overdue(land, n):
    """Referrals sent three hours ago in immediate danger: half, due and grace are all past."""
    with at(now() - timedelta(hours=3)):
        return [a_referral(land, urgency="immediate_danger") for _ in range(n)]


def answer_clocks():
    return Clock.objects.filter(code="answer.immediate_danger")


def struck():
    rows = Strike.objects.filter(clock__in=answer_clocks())
    return Counter(rows.values_list("clock_id", "kind", "n"))


def all_struck():
    return not answer_clocks().filter(next_at__lte=now()).exists() and all_delivered()


def each_once(clocks):
    found = struck()
    assert set(found.values()) == {1}
    assert {(pk, kind) for pk, kind, _n in found} == {
        (pk, kind) for pk in clocks for kind in ("half", "due", "grace")
    }


def test_beat_killed_and_started_again_strikes_each_clock_once(land, machine):
    overdue(land, 2)
    machine.start("worker")
    machine.start("beat")
    wait_until(lambda: Strike.objects.exists(), 60, "the clocks begin to strike")
    machine.kill("beat")
    overdue(land, 1)
    machine.start("beat")
    wait_until(all_struck, 60, "all clocks have struck")
    each_once(answer_clocks().values_list("pk", flat=True))
    all_told_once()


def test_two_beats_double_nothing(land, machine, mailbox):
    """Beat only asks what is due; the rows say what was done. A second beat does no harm."""
    overdue(land, 1)
    machine.start("worker")
    for name in ("beat", "beat2"):
        machine.start("beat", name)
    wait_until(lambda: Strike.objects.exists() and all_struck(), 60, "all clocks have struck")
    machine.ask("notifications.tasks.send_mail")
    machine.ask("notifications.tasks.send_mail")
    wait_until(lambda: all_mailed() and MailDelivery.objects.exists(), 60, "the letters are sent")
    each_once(answer_clocks().values_list("pk", flat=True))
    all_told_once()
    assert message_ids(mailbox) == sent()
    assert set(message_ids(mailbox).values()) == {1}
