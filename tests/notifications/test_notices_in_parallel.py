"""Two workers at once, and a delivery that meets a withdrawal."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from portal.core import outbox
from portal.core.clock import now
from portal.notifications import registry, services
from portal.notifications.models import Notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.serial]


def _then_close(work):
    try:
        return work()
    finally:
        connection.close()


def test_four_workers_send_each_mail_once(house, tell, mailbox):
    for _ in range(10):
        tell("late")
    moment = now()
    with ThreadPoolExecutor(4) as pool:
        sent = list(
            pool.map(lambda _n: _then_close(lambda: services.send_due_mail(moment)), range(4))
        )
    assert sum(sent) == len(mailbox.letters) == 20


def test_four_workers_deliver_each_notice_once(house, tell):
    for _ in range(10):
        tell("late", deliver=False)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: _then_close(outbox.deliver), range(4)))
    assert Notice.objects.count() == 20


def test_a_notice_is_not_written_between_a_change_of_rights_and_its_withdrawal(
    house, tell, monkeypatch
):
    """Delivery waits for the withdrawal's transaction, then sees that the right is gone."""
    asked, blind = Event(), []

    def check(desk_id, user_id, subject_uuid, case_id):
        asked.set()
        return not blind

    monkeypatch.setitem(registry.CHECKS, "thing", check)
    tell("accepted", deliver=False)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            services.withdraw(subject_kind="thing", case_id=41, desk_ids=[house.desk.pk])
            delivering = pool.submit(_then_close, outbox.deliver)
            assert not asked.wait(0.4), "delivery asked before the change had committed"
            blind.append(True)
        delivering.result(timeout=20)
    assert asked.is_set()
    assert not Notice.objects.exists()
