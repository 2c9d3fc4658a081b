"""At least once on the wire, once for the person; asked again whether she may still see it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from portal.audit.signals import day_sealed
from portal.core import outbox
from portal.core.clock import now
from portal.core.models import OutboxRow
from portal.notifications import selectors, services
from portal.notifications.models import MailDelivery, Notice
from portal.organisations.models import Membership
from tests.notifications.people import make_desk, person

pytestmark = pytest.mark.django_db


def told(actor):
    return [notice.kind for notice in selectors.inbox(actor).rows]


def again():
    """The wire delivers a second time."""
    OutboxRow.objects.update(done_at=None, not_before=now())
    outbox.deliver()


def test_every_member_of_the_desk_is_told_once(house, tell):
    tell("accepted")
    assert (told(house.actor), told(house.colleague)) == (["accepted"], ["accepted"])
    assert told(house.foreign) == []


def test_a_redelivered_row_doubles_nothing(house, tell):
    tell("unplaced")
    again()
    again()
    assert Notice.objects.count() == 2
    assert MailDelivery.objects.count() == 2


def test_the_same_event_told_twice_is_told_once(house, tell):
    """L46: unique for event, stage and recipient."""
    tell("late", key="clock:1:due:0")
    tell("late", key="clock:1:due:0")
    tell("late", key="clock:1:repeat:1")
    assert told(house.actor) == ["late", "late"]


def test_a_named_person_is_told_alone(house, tell):
    tell("task", to=[{"desk_id": house.desk.pk, "user_id": house.ben.pk}])
    assert (told(house.actor), told(house.colleague)) == ([], ["task"])


def test_what_was_meant_for_one_who_left_falls_to_the_desk(house, tell):
    """L45."""
    Membership.objects.filter(user=house.ben).update(until=now())
    tell("task", to=[{"desk_id": house.desk.pk, "user_id": house.ben.pk}])
    assert told(house.actor) == ["task"]


def test_a_desk_without_members_keeps_it_for_who_comes(house, tell):
    empty = make_desk(house.state)
    tell("offer_open", to=[{"desk_id": empty.pk}])
    again()
    notice = Notice.objects.get()
    assert (notice.desk_id, notice.user_id) == (empty.pk, None)
    assert not MailDelivery.objects.exists()


def test_a_closed_desk_is_told_nothing(house, tell):
    house.desk.active = False
    house.desk.save()
    tell("accepted")
    assert not Notice.objects.exists()


def test_what_a_desk_may_no_longer_see_is_not_delivered(house, tell, sees):
    tell("accepted", to=[{"desk_id": house.desk.pk}, {"desk_id": house.far.pk}], deliver=False)
    sees.add(house.desk.pk)
    outbox.deliver()
    assert (told(house.actor), told(house.foreign)) == ([], ["accepted"])


def test_a_wall_against_one_person_holds_her_notice_back_only(house, tell, sees):
    sees.add((house.desk.pk, house.ann.pk))
    tell("accepted")
    assert (told(house.actor), told(house.colleague)) == ([], ["accepted"])


def test_a_subject_that_nobody_answers_for_is_not_guessed(house, tell):
    tell("accepted", subject_kind="unheard_of")
    row = OutboxRow.objects.get()
    assert (row.done_at, row.attempts, row.last_error) == (None, 1, "LookupError")
    assert not Notice.objects.exists()


def test_an_event_about_nothing_in_particular_needs_no_check(house, tell):
    tell("audit_sealed", subject_kind="", subject_uuid=None, case_id=None)
    assert told(house.actor) == ["audit_sealed"]


def test_the_seal_of_the_day_goes_to_oversight(house, mailbox):
    desk = make_desk(house.state, "oversight")
    watcher = person(desk)
    chain = "ab12" * 16
    with transaction.atomic():
        day_sealed.send(sender=None, day=date(2026, 11, 24), number=1440, chain=chain)
    outbox.deliver()
    notice = Notice.objects.get(desk=desk)
    assert (notice.kind, notice.user_id) == ("audit_sealed", watcher.pk)
    assert notice.reference == f"1440-{chain[:35]}"
    assert services.send_due_mail() == 1
    assert f"1440-{chain[:35]}" in mailbox.to(watcher)[0]


def test_telling_needs_a_transaction_a_kind_and_a_page_of_ours(house, sees):
    given = {"key": "k", "to": [{"desk_id": house.desk.pk}]}
    with transaction.atomic():
        with pytest.raises(LookupError):
            services.tell(kind="gossip", **given)
        for link in ("https://elsewhere.example", "//elsewhere.example"):
            with pytest.raises(ValueError, match="portal"):
                services.tell(kind="accepted", link=link, **given)


def test_a_withdrawn_notice_leaves_the_inbox_and_its_mail_is_dropped(house, tell):
    tell("accepted")
    tell("accepted", to=[{"desk_id": house.far.pk}])
    left = services.withdraw(subject_kind="thing", case_id=41, desk_ids=[house.desk.pk])
    assert left == 2
    assert (told(house.actor), selectors.unread_count(house.actor)) == ([], 0)
    assert told(house.foreign) == ["accepted"]
    states = MailDelivery.objects.order_by("notice__desk").values_list("notice__desk", "state")
    assert set(states) == {(house.desk.pk, "dropped"), (house.far.pk, "queued")}


def test_a_withdrawn_notice_does_not_come_back(house, tell):
    tell("accepted")
    services.withdraw(subject_kind="thing", subject_uuid=house.subject, desk_ids=[house.desk.pk])
    again()
    assert told(house.actor) == []
    assert MailDelivery.objects.exclude(state="dropped").count() == 0


def test_withdrawing_a_case_asks_about_other_subjects_on_it(house, tell, sees):
    tell("accepted", subject_kind="other", subject_uuid=uuid4())
    given = {"subject_kind": "thing", "case_id": 41, "desk_ids": [house.desk.pk]}
    assert services.withdraw(**given) == 0
    sees.add(house.desk.pk)
    assert services.withdraw(**given) == 2


def test_withdrawing_names_something(house):
    with pytest.raises(ValueError, match="subject or the case"):
        services.withdraw(subject_kind="thing", desk_ids=[1])


def test_old_notices_are_let_go_after_90_days(house, tell, time_machine):
    tell("ended")
    Notice.objects.update(created_at=now() - timedelta(days=91))
    tell("ended")
    assert services.tidy() == 2
    assert Notice.objects.count() == 2
