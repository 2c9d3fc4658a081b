"""Real SMTP: what is written, who gets it, what happens when it is not taken."""

import email
import re
from datetime import timedelta
from email.policy import default

import pytest

from portal.core import outbox
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.notifications import selectors, services
from portal.notifications.kinds import KINDS
from portal.notifications.models import MailDelivery
from portal.organisations.models import Membership
from tests.notifications.people import CANARY

pytestmark = pytest.mark.django_db


def read(text):
    return email.message_from_string(text, policy=default)


def send(after=0):
    return services.send_due_mail(now() + timedelta(seconds=after))


def test_a_mail_says_event_reference_and_link_and_nothing_else(house, tell, mailbox):
    tell("accepted", to=[{"desk_id": house.desk.pk, "user_id": house.ann.pk}])
    assert send() == 1
    message = read(mailbox.to(house.ann)[0])
    assert message["Subject"] == "Concord: Accepted"
    assert message.get_content_type() == "text/plain"
    lines = [line for line in message.get_content().splitlines() if line.strip()]
    assert lines == [
        "Accepted",
        "Reference: R-3QF1-72HB",
        f"Sign in to read it: https://concord.example.org/referrals/{house.subject}/",
    ]
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_mail_or_notice_tells_a_name_a_place_or_an_organisation(house, tell, mailbox, kind):
    services.set_preference(actor=house.actor, kind=kind, email=True)
    tell(kind, to=[{"desk_id": house.desk.pk, "user_id": house.ann.pk}])
    assert send() == 1
    text = mailbox.to(house.ann)[0]
    assert CANARY not in text
    notice = selectors.inbox(house.actor).rows[0]
    assert CANARY not in f"{KINDS[kind].text} {notice.reference} {notice.link}"


def test_it_is_sent_once(house, tell, mailbox):
    tell("late")
    assert send() == 2
    assert send(600) == 0
    assert len(mailbox.letters) == 2


def test_a_worker_that_died_after_sending_sends_under_the_same_message_id(house, tell, mailbox):
    tell("late", to=[{"desk_id": house.desk.pk, "user_id": house.ann.pk}])
    send()
    MailDelivery.objects.update(state="sending", next_at=now())  # it died before it noted 'sent'
    send(1)
    ids = {read(text)["Message-ID"] for text in mailbox.to(house.ann)}
    assert len(mailbox.to(house.ann)) == 2
    assert ids == {MailDelivery.objects.get().message_id}
    assert re.fullmatch(r"<[0-9a-f-]{36}@concord\.example\.org>", ids.pop())


def test_choices_hold_but_an_alarm_cannot_be_switched_off(house, tell, mailbox):
    """L47."""
    services.set_preference(actor=house.actor, kind="accepted", email=False)
    with pytest.raises(Invalid) as problem:
        services.set_preference(actor=house.actor, kind="late", email=False)
    assert "late" in problem.value.errors
    tell("accepted")
    tell("late")
    send()
    subjects = sorted(read(text)["Subject"] for text in mailbox.to(house.ann))
    assert subjects == ["Concord: Late arrival"]
    assert len(mailbox.to(house.ben)) == 2
    assert [n.kind for n in selectors.inbox(house.actor).rows] == ["late", "accepted"], (
        "in-app always"
    )


def test_a_choice_made_before_sending_counts(house, tell, mailbox):
    tell("accepted")
    services.set_preference(actor=house.actor, kind="accepted", email=False)
    assert send() == 1
    assert mailbox.to(house.ann) == []


def test_a_kind_that_is_off_unless_chosen(house, tell, mailbox):
    services.set_preference(actor=house.actor, kind="ended", email=True)
    tell("ended")
    send()
    assert (len(mailbox.to(house.ann)), len(mailbox.to(house.ben))) == (1, 0)


def test_the_cause_is_asked_again_at_sending(house, tell, mailbox, sees):
    """L47: no alarm about something that she may not see any more."""
    tell("late")
    sees.add((house.desk.pk, house.ann.pk))
    assert send() == 1
    assert mailbox.to(house.ann) == []
    assert MailDelivery.objects.get(user=house.ann).state == "dropped"


def test_who_left_the_desk_gets_no_mail(house, tell, mailbox):
    tell("late")
    Membership.objects.filter(user=house.ann).update(until=now())
    assert send() == 1
    assert mailbox.to(house.ann) == []


def test_one_act_of_many_rows_is_one_mail_without_references(house, tell, mailbox):
    """L46: 100 mails for one bulk action."""
    for n in range(30):
        tell("offer_open", key=f"bus:{n}", bulk="bus-1", reference=f"R-{n:04}-0000", deliver=False)
    outbox.deliver()
    [row] = selectors.inbox(house.actor, size=100).rows
    assert row.together == 30
    assert send() == 0, "it waits until the act is in"
    assert send(61) == 2
    text = read(mailbox.to(house.ann)[0]).get_content()
    assert "30 at once." in text
    assert "R-0" not in text
    assert text.rstrip().endswith("https://concord.example.org/notifications/")


def test_a_full_mailbox_is_tried_again_with_longer_waits(house, tell, mailbox):
    mailbox.refuse[house.ann.email] = "452 mailbox full"
    tell("late", to=[{"desk_id": house.desk.pk, "user_id": house.ann.pk}])
    assert send() == 0
    first = MailDelivery.objects.get()
    assert (first.state, first.attempts, first.error) == ("queued", 1, "SMTPRecipientsRefused 452")
    assert send(5) == 0, "not yet"
    mailbox.refuse.clear()
    assert send(20) == 1
    assert MailDelivery.objects.get().state == "sent"


def test_what_nobody_takes_for_a_day_has_failed(house, tell, mailbox):
    mailbox.refuse[house.ann.email] = "452 mailbox full"
    tell("late", to=[{"desk_id": house.desk.pk, "user_id": house.ann.pk}])
    for hours in range(25):
        send(hours * 3_600 + 60)
    found = MailDelivery.objects.get(user=house.ann)
    assert (found.state, found.next_at) == ("failed", None)
    assert found.attempts < 40


def test_one_refused_address_does_not_hold_up_the_others(house, tell, mailbox):
    mailbox.refuse[house.ann.email] = "550 no such user"
    tell("late")
    assert send() == 1
    assert len(mailbox.to(house.ben)) == 1


def test_a_lasting_failure_is_told_to_the_administrator_once_a_day(house, tell, mailbox):
    mailbox.refuse[house.ann.email] = "550 no such user"
    for _ in range(3):
        tell("late", to=[{"desk_id": house.desk.pk, "user_id": house.ann.pk}])
    send()
    outbox.deliver()
    rows = selectors.inbox(house.admin).rows
    assert [(n.kind, n.reference, n.link) for n in rows] == [
        ("delivery_failed", "", "/notifications/failed/")
    ]
    found = selectors.undelivered(house.admin)
    assert [(row.name, row.count) for row in found] == [(house.ann.name, 3)]


def test_an_administrator_without_mail_starts_no_circle(house, tell, mailbox):
    mailbox.refuse |= {house.ann.email: "550 no", house.cem.email: "550 no"}
    tell("late", to=[{"desk_id": house.desk.pk, "user_id": house.ann.pk}])
    for _ in range(4):
        send(60)
        outbox.deliver()
    assert MailDelivery.objects.filter(user=house.cem).count() == 1


def test_a_mail_server_that_is_away_loses_nothing(house, tell, mailbox, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    tell("late")
    assert send() == 0
    assert set(MailDelivery.objects.values_list("state", flat=True)) == {"queued"}
    settings.EMAIL_PORT = port
    assert send(30) == 2


def test_no_address_stands_in_the_log_or_the_error(house, tell, mailbox, caplog):
    mailbox.refuse[house.ann.email] = f"550 {CANARY} has moved"
    tell("late", to=[{"desk_id": house.desk.pk, "user_id": house.ann.pk}])
    send()
    assert house.ann.email not in caplog.text
    assert CANARY not in caplog.text + MailDelivery.objects.get(user=house.ann).error


def test_a_mail_is_in_its_readers_language(house, tell, mailbox):
    house.ann.language = "fr"
    house.ann.save()
    tell("accepted")
    assert send() == 2
    french, english = read(mailbox.to(house.ann)[0]), read(mailbox.to(house.ben)[0])
    assert french["Subject"] == "Concord\u00a0: Acceptée"
    assert "Référence\u00a0: R-3QF1-72HB" in mailbox.to(house.ann)[0]
    assert "Connectez-vous pour le lire" in mailbox.to(house.ann)[0]
    assert english["Subject"] == "Concord: Accepted"
