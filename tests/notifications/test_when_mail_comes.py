"""Quiet hours, summaries of one act, the log of e-mails and sending again, over real SMTP."""

import email
from datetime import datetime, time, timedelta
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from portal.audit.models import Entry
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.notifications import selectors, selectors_mail, services
from portal.notifications.kinds import KINDS
from portal.notifications.models import MailDelivery, Notice, QuietHours
from tests.notifications.people import CANARY

pytestmark = pytest.mark.django_db
API = "/api/v1/notifications/"
BUCHAREST = ZoneInfo("Europe/Bucharest")
NIGHT = datetime(2027, 1, 13, 23, 0, tzinfo=BUCHAREST)
MORNING = datetime(2027, 1, 14, 7, 0, tzinfo=BUCHAREST)
ALARMS = sorted(code for code, kind in KINDS.items() if kind.alarm)


def to(house):
    return [{"desk_id": house.desk.pk, "user_id": house.ann.pk}]


def read(text):
    message = email.message_from_string(text, policy=default)
    return [message["Subject"], *(x for x in message.get_content().splitlines() if x.strip())]


@pytest.fixture
def night(house):
    with time_machine.travel(NIGHT, tick=False) as clock:
        services.set_quiet_hours(actor=house.actor, start=time(22), end=time(7))
        yield clock


@pytest.mark.parametrize("kind", ALARMS)
def test_an_alarm_comes_at_any_hour(house, tell, mailbox, night, kind):
    tell(kind, to=to(house))
    assert services.send_due_mail(now()) == 1
    assert len(mailbox.to(house.ann)) == 1


def test_the_alarms_of_a_referral_are_among_them():
    assert {"unplaced", "late", "missing", "stalled", "cannot_take", "given_back"} <= set(ALARMS)


def test_what_is_no_alarm_waits_for_the_morning_and_comes_as_one(house, tell, mailbox, night):
    for _ in range(3):
        tell("accepted", to=to(house))
    tell("declined", to=to(house))
    assert selectors.unread_count(house.actor) == 4, "the inbox is filled at once"
    assert services.send_due_mail(now()) == 0
    night.move_to(MORNING)
    assert services.send_due_mail(now()) == 1
    assert read(mailbox.to(house.ann)[0]) == [
        "Concord: Several events", "Several events", "Accepted: 3", "A desk declined: 1",
        "They waited for the end of your quiet hours.",
        "Sign in to read it: https://concord.example.org/notifications/",
    ]  # fmt: skip
    assert services.send_due_mail(now() + timedelta(days=1)) == 0


def test_one_that_waited_alone_says_what_it_is(house, tell, mailbox, night):
    tell("accepted", to=to(house))
    night.move_to(MORNING)
    services.send_due_mail(now())
    assert "Reference: R-3QF1-72HB" in read(mailbox.to(house.ann)[0])


def test_what_left_meanwhile_is_not_counted_and_the_rest_still_comes(house, tell, mailbox, night):
    tell("accepted", to=to(house))
    other = house.subject.__class__(int=7)
    tell("declined", to=to(house), subject_uuid=other, case_id=42)
    services.withdraw(subject_kind="thing", subject_uuid=house.subject, desk_ids=None)
    night.move_to(MORNING)
    assert services.send_due_mail(now()) == 1
    assert read(mailbox.to(house.ann)[0])[0] == "Concord: A desk declined"


def test_a_colleague_without_quiet_hours_is_told_at_once(house, tell, mailbox, night):
    tell("accepted", to=[{"desk_id": house.desk.pk}])
    services.set_preference(actor=house.colleague, kind="accepted", email=True)
    assert services.send_due_mail(now()) == 1
    assert len(mailbox.to(house.ben)) == 1


@pytest.mark.parametrize("how", ["ended", "changed"])
def test_changed_quiet_hours_let_go_what_waited(house, tell, mailbox, night, how):
    tell("accepted", to=to(house))
    if how == "ended":
        assert services.end_quiet_hours(actor=house.actor) == 1
        assert not QuietHours.objects.exists()
    else:
        services.set_quiet_hours(actor=house.actor, start=time(1), end=time(2))
    assert services.send_due_mail(now()) == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"start": time(22), "end": None}, "end"), ({"start": None, "end": time(7)}, "start"),
     ({"start": None, "end": None}, "start"), ({"start": time(7), "end": time(7)}, "end"),
     ({"start": None, "end": None, "days": range(7)}, "days"),
     ({"start": None, "end": None, "days": [9]}, "days")],
)  # fmt: skip
def test_what_are_no_quiet_hours(house, given, field):
    with pytest.raises(Invalid) as problem:
        services.set_quiet_hours(actor=house.actor, **given)
    assert list(problem.value.errors) == [field]


# ---------- one act, one row, one e-mail


def test_l46_one_act_of_many_is_one_row_and_one_mail_that_names_nobody(house, tell, mailbox):
    for n in range(30):
        tell("ended", to=to(house), bulk="act-1", reference=f"R-{n:04}")
        tell("accepted", to=to(house), bulk="act-1")
    tell("accepted", to=to(house))
    rows = selectors.inbox(house.actor).rows
    assert [(r.kind, r.together) for r in rows] == [
        ("accepted", 1),
        ("accepted", 30),
        ("ended", 30),
    ]
    assert selectors.unread_count(house.actor) == 3
    services.send_due_mail(now() + timedelta(seconds=61))
    [summary] = [m for m in mailbox.to(house.ann) if "30 at once." in m]
    assert CANARY not in summary and "R-00" not in summary
    assert len(mailbox.to(house.ann)) == 2
    found = selectors.together(house.actor, rows[2].uuid)
    assert (len(found.rows), bool(found.next)) == (25, True)
    services.mark_read(actor=house.actor, uuid=rows[2].uuid)
    assert selectors.unread_count(house.actor) == 2
    assert Notice.objects.filter(kind="ended", read_at__isnull=True).count() == 0


def test_a_summary_leads_to_its_rows_on_the_page_and_by_program(client, house, tell):
    client.force_login(house.ann)
    for n in range(3):
        tell("ended", to=to(house), bulk="act-2", reference=f"R-{n:04}")
    page = client.get(reverse("notifications:list")).content.decode()
    assert "A referral ended: 3 at once" in " ".join(page.split())
    [row] = client.get(API).json()["results"]
    assert row["together"] == 3
    answer = client.post(reverse("notifications:open", args=[row["uuid"]]), {"together": "1"})
    assert answer["Location"] == f"/notifications/?together={row['uuid']}"
    page = client.get(answer["Location"]).content.decode()
    assert all(f"R-{n:04}" in page for n in range(3))
    assert len(client.get(API, {"together": row["uuid"]}).json()["results"]) == 3
    client.force_login(house.dia)
    assert client.get(answer["Location"]).status_code == 404


# ---------- the log, and once more


def test_the_log_shows_each_attempt_and_sends_again(house, tell, mailbox, settings):
    tell("late", to=to(house))
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nobody listens there
    moment = now()
    assert services.send_due_mail(moment) == 0
    assert services.send_due_mail(moment + timedelta(hours=25)) == 0
    [mail] = selectors_mail.log(house.actor).rows
    assert mail.state == "failed"
    assert [t["error"].split()[0] for t in mail.tries] == ["ConnectionRefusedError"] * 2
    settings.EMAIL_PORT = port
    MailDelivery.objects.update(finished_at=now() - timedelta(minutes=2))
    before = mail.message_id
    services.resend(actor=house.actor, uuid=mail.uuid)
    with pytest.raises(NotOpen):
        services.resend(actor=house.actor, uuid=mail.uuid)
    assert services.send_due_mail(now() + timedelta(seconds=1)) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.error, len(mail.tries)) == ("sent", "", 3)
    assert mail.message_id != before
    assert mail.message_id in mailbox.to(house.ann)[0]
    assert Entry.objects.filter(verb="notices.resent", subject=str(mail.uuid)).exists()
    with pytest.raises(NotOpen):
        services.resend(actor=house.actor, uuid=mail.uuid)  # within the minute


def test_what_may_not_be_seen_any_more_is_not_sent_again(house, tell, mailbox, sees):
    tell("accepted", to=to(house))
    services.send_due_mail(now())
    MailDelivery.objects.update(finished_at=now() - timedelta(hours=1))
    sees.add(house.desk.pk)
    with pytest.raises(NotOpen):
        services.resend(actor=house.actor, uuid=MailDelivery.objects.get().uuid)


def test_who_reads_the_log(client, house, tell, mailbox):
    tell("accepted", to=to(house))
    services.send_due_mail(now())
    uuid = MailDelivery.objects.get().uuid
    for who in (house.colleague, house.foreign):
        assert selectors_mail.log(who).rows == []
        with pytest.raises(Http404):
            services.resend(actor=who, uuid=uuid)
    client.force_login(house.cem)
    told = client.get(f"{API}deliveries/").json()["results"]
    assert [(r["mine"], r["kind"], r["reference"]) for r in told] == [(False, "", "")]
    page = client.get(reverse("notifications:log")).content.decode()
    assert (
        "Taken by the mail server" in page and "R-3QF1-72HB" not in page and "Accepted" not in page
    )
    client.force_login(house.ann)
    [mine] = client.get(f"{API}deliveries/", {"state": "sent"}).json()["results"]
    assert (mine["kind"], mine["reference"], len(mine["tries"])) == ("accepted", "R-3QF1-72HB", 1)
    assert client.get(f"{API}deliveries/", {"state": "x"}).status_code == 400
    client.force_login(house.dia)
    assert client.post(f"{API}deliveries/{uuid}/resend/").status_code == 404
    assert client.post(f"{API}deliveries/nonsense/resend/").status_code == 404
    assert client.post(reverse("notifications:resend", args=[uuid])).status_code == 404


def test_the_log_costs_the_same_for_one_and_for_twenty(
    house, tell, mailbox, client, django_assert_max_num_queries
):
    client.force_login(house.cem)
    for _ in range(20):
        tell("accepted", to=to(house))
    with django_assert_max_num_queries(12):
        assert client.get(f"{API}deliveries/").status_code == 200


# ---------- pages


def test_quiet_hours_by_page(client, house):
    client.force_login(house.ann)
    page = reverse("notifications:quiet")
    assert client.post(page, {"start": "22:00", "end": "", "days": []}).status_code == 422
    wrong = client.post(page, {"start": "25:00", "end": "07:00"})
    assert wrong.status_code == 422 and 'aria-invalid="true"' in wrong.content.decode()
    assert client.post(page, {"start": "22:00", "end": "07:00", "days": ["6"]}).status_code == 303
    assert 'value="22:00"' in client.get(page).content.decode()
    assert client.get(f"{API}quiet-hours/").json() == {"on": True, "start": "22:00", "end": "07:00", "days": [6]}  # fmt: skip
    assert client.post(page, {"off": "1"}).status_code == 303
    assert client.get(f"{API}quiet-hours/").json()["on"] is False


def test_quiet_hours_by_program(client, house):
    client.force_login(house.ann)

    def put(body):
        return client.put(f"{API}quiet-hours/", body, content_type="application/json")

    assert put({"start": "22:00", "end": "07:00"}).status_code == 200
    assert put({"start": "22:00"}).status_code == 422
    assert put({"days": [7]}).status_code == 400
    assert put({"night": True}).status_code == 400
    assert client.delete(f"{API}quiet-hours/").status_code == 204
