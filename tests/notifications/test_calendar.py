"""The calendar of a desk's deadlines: read by an address alone, by reference alone, by two readers."""

import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from portal.core.clock import now
from portal.notifications import selectors_calendar, services
from portal.notifications.ics import Entry, calendar, escaped, folded
from portal.notifications.models import CalendarFeed
from portal.organisations.models import Membership
from tests.support import steps

API = "/api/v1/notifications/calendar/"
AT = datetime(2027, 3, 27, 20, 0, tzinfo=UTC)


def entry(**more):
    return Entry(
        **{"uid": "u-1", "text": "Deadline: XA-1", "at": AT, "url": "https://c.example/x/", **more}
    )


def read(text):
    return [dict(e) for e in icalendar.Calendar.from_ical(text).walk("VEVENT")]


def test_a_file_as_the_standard_has_it():
    text = calendar([entry(), entry(uid="u-2", day=date(2027, 3, 28))], name="Concord, deadlines", host="c.example", moment=AT)  # fmt: skip
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") and text.endswith(
        "END:VCALENDAR\r\n"
    )
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    one, two = read(text)
    assert (one["DTSTART"].dt, str(one["UID"]), str(one["SUMMARY"])) == (
        AT,
        "u-1@c.example",
        "Deadline: XA-1",
    )
    assert (two["DTSTART"].dt, two["DTEND"].dt) == (date(2027, 3, 28), date(2027, 3, 29))


@pytest.mark.parametrize(
    "text", ["a, b; c\\d", "two\nlines", "ї" * 200, "x" * 74 + "é" * 3, "\x00\x1bbell"]
)
def test_what_a_text_holds_ends_no_line_and_begins_none(text):
    written = calendar([entry(text=text)], name="n", host="h", moment=AT)
    assert len(re.findall(r"^BEGIN:VEVENT\r$", written, re.M)) == 1
    [found] = read(written)
    assert str(found["SUMMARY"]) == "".join(s for s in text if s == "\n" or ord(s) >= 32)
    assert "\n" not in escaped(text)
    assert folded("a" * 10) == "a" * 10


@pytest.fixture
def feed(world):
    _row, token = services.open_feed(actor=world.actor("ngo"))
    return reverse("notifications:feed", args=[token])


def test_it_tells_deadlines_by_reference_and_nobody(world, feed):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    answer = Client().get(feed)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, no-store"
    told = read(answer.content)
    assert told
    assert {str(e["SUMMARY"]) for e in told} == {f"Deadline: {case.ref}"}
    assert all(str(e["URL"]).endswith(f"/cases/{case.uuid}/") for e in told)
    assert all(e["DTSTAMP"].dt <= now() + timedelta(seconds=1) for e in told)
    text = answer.content.decode()
    for word in ("Risk", "Agency", "risk", "Consent", "child", "uardian", world.people["ngo"].name):
        assert word not in text
    assert read(Client().get(feed).content) == told or len(read(Client().get(feed).content)) == len(
        told
    )


def test_an_answer_that_is_owed_stands_there_by_the_offers_reference(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    steps.yes(world, case, "accommodation")
    sent = steps.send(world, case, "accommodation")
    _row, token = services.open_feed(actor=world.actor("shelter"))
    text = Client().get(reverse("notifications:feed", args=[token])).content.decode()
    offer = sent.offers.get()
    assert f"SUMMARY:Answer: {offer.ref}" in text
    assert case.ref not in text and sent.ref not in text


@pytest.mark.parametrize(
    "how", ["left", "until", "inactive", "closed", "replaced", "unknown", "desk"]
)
def test_an_address_that_opens_nothing_is_missing(world, feed, how):
    person, desk = world.people["ngo"], world.desks["ngo"]
    membership = Membership.objects.filter(user=person, desk=desk)
    if how == "left":
        membership.delete()
    if how == "until":
        membership.update(until=now() - timedelta(seconds=1))
    if how == "inactive":
        person.is_active = False
        person.save()
    if how == "closed":
        assert services.close_feed(actor=world.actor("ngo")) == 1
    if how == "replaced":
        services.open_feed(actor=world.actor("ngo"))
    if how == "unknown":
        feed = reverse("notifications:feed", args=["nonsense"])
    if how == "desk":
        desk.active = False
        desk.save()
    assert Client().get(feed).status_code == 404
    assert Client().post(feed).status_code in (403, 404, 405)


def test_a_wall_empties_it(world, feed):
    from cases.services import place_wall

    case = steps.a_case(world, "ngo", vital_interest=True)
    assert read(Client().get(feed).content)
    place_wall(
        actor=world.actor("ngo_b"), ref=case.uuid, ground="personal_tie", reason="Her cousin works there.",
        user=world.people["ngo"],
    )  # fmt: skip
    assert read(Client().get(feed).content) == []


def test_neither_the_address_nor_its_like_lies_in_the_database(world):
    row, token = services.open_feed(actor=world.actor("ngo"))
    assert token not in str(list(CalendarFeed.objects.values()))
    assert row.token_hash == selectors_calendar.token_hash(token)


def test_by_page_and_by_program(client, world):
    client.force_login(world.people["ngo"])
    page = reverse("notifications:calendar")
    assert "Make an address" in client.get(page).content.decode()
    made = client.post(page)
    address = re.search(r'value="(http[^"]+\.ics)"', made.content.decode()).group(1)
    assert made["Cache-Control"] == "no-store"
    path = "/" + address.split("/", 3)[3]
    assert Client().get(path).status_code == 200
    assert address not in client.get(page).content.decode()
    assert client.get(API).json()["on"] is True
    assert client.get(API).json()["read_at"]
    told = client.post(API).json()
    assert Client().get(path).status_code == 404
    assert Client().get("/" + told["address"].split("/", 3)[3]).status_code == 200
    assert client.post(page, {"off": "1"}).status_code == 303
    assert client.get(API).json() == {"on": False, "created_at": None, "read_at": None}
    assert client.delete(API).status_code == 204


def test_it_costs_the_same_for_one_and_for_twenty(world, feed):
    from tests.support.budget import at_one_and_at_twenty

    Client().get(feed)  # that it is read is noted once an hour
    one, twenty = at_one_and_at_twenty(
        lambda: steps.a_case(world, "ngo"), lambda: Client().get(feed).content
    )
    assert one == twenty
