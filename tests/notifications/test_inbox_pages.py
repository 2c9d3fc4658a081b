"""The inbox page and its API: hers, at her desk; a withdrawn notice answers like a missing one."""

from uuid import uuid4

import pytest
from django.urls import reverse

from portal.core.clock import now
from portal.notifications import selectors, services
from portal.notifications.models import MailDelivery, Notice
from tests.notifications.people import CANARY

pytestmark = pytest.mark.django_db
API = "/api/v1/notifications/"


@pytest.fixture
def ann(client, house):
    client.force_login(house.ann)
    return client


def test_the_list_shows_events_references_and_unread_ones(ann, tell):
    tell("late")
    tell("accepted")
    page = ann.get(reverse("notifications:list")).content.decode()
    assert "Late arrival" in page
    assert "R-3QF1-72HB" in page
    assert "Two unread." in page
    assert CANARY not in page.split("<main")[1].split("</main")[0]


def test_an_empty_inbox_says_why_that_is_well(ann):
    assert "Nothing has come in" in ann.get(reverse("notifications:list")).content.decode()


def test_opening_marks_as_read_and_leads_on(ann, house, tell):
    tell("accepted")
    notice = selectors.inbox(house.actor).rows[0]
    answer = ann.post(reverse("notifications:open", args=[notice.uuid]))
    assert (answer.status_code, answer["Location"]) == (303, f"/referrals/{house.subject}/")
    assert selectors.unread_count(house.actor) == 0
    assert selectors.unread_count(house.colleague) == 1, "reading is each person's own"


def test_a_get_marks_nothing(ann, house, tell):
    tell("accepted")
    notice = selectors.inbox(house.actor).rows[0]
    assert ann.get(reverse("notifications:open", args=[notice.uuid])).status_code == 405
    ann.get(reverse("notifications:list"))
    assert selectors.unread_count(house.actor) == 1


def test_mark_all_as_read_stops_at_what_was_shown(ann, house, tell):
    tell("accepted")
    shown = selectors.inbox(house.actor).rows[0]
    tell("late")
    ann.post(reverse("notifications:read_all"), {"upto": shown.uuid})
    assert [(n.kind, n.read_at is None) for n in selectors.inbox(house.actor).rows] == [
        ("late", True), ("accepted", False),
    ]  # fmt: skip


@pytest.mark.parametrize("which", ["foreign", "withdrawn", "missing", "malformed"])
def test_hidden_answers_as_missing(ann, house, tell, which, django_assert_max_num_queries):
    tell("accepted", to=[{"desk_id": house.far.pk if which == "foreign" else house.desk.pk}])
    uuid = Notice.objects.first().uuid
    if which == "withdrawn":
        uuid = selectors.inbox(house.actor).rows[0].uuid
        services.withdraw(subject_kind="thing", case_id=41, desk_ids=[house.desk.pk])
    uuid = {"missing": uuid4(), "malformed": "not-a-uuid"}.get(which, uuid)
    answer = ann.post(f"{API}{uuid}/read/")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("application/problem+json")
    assert answer.json()["type"] == "urn:concord:problem:missing"
    assert ann.post(reverse("notifications:open", args=[uuid])).status_code == 404


def test_pages_follow_one_another_without_gap_or_double(ann, house, tell):
    for _ in range(7):
        tell("accepted")
    seen, after = [], ""
    while True:
        answer = ann.get(API, {"size": 3, "after": after}).json()
        seen += [row["uuid"] for row in answer["results"]]
        after = answer["next"]
        if not after:
            break
        if len(seen) == 3:
            tell("late")
    assert len(seen) == len(set(seen)) == 7
    assert ann.get(API, {"after": "forged"}).status_code == 400
    assert ann.get(API, {"size": "9999"}).status_code == 400


def test_the_api_says_what_the_page_says(ann, house, tell):
    tell("unplaced")
    answer = ann.get(API).json()
    row = answer["results"][0]
    assert answer["unread"] == 1
    assert set(row) == {
        "uuid",
        "kind",
        "text",
        "alarm",
        "together",
        "reference",
        "link",
        "created_at",
        "read_at",
    }
    assert (row["kind"], row["text"], row["alarm"]) == ("unplaced", "No receiver is left", True)
    assert ann.post(f"{API}{row['uuid']}/read/").json()["read_at"]
    assert ann.get(API, {"unread": "true"}).json()["results"] == []


def test_strangers_are_not_answered(client, db):
    assert client.get(API).status_code in (401, 403)
    assert client.get(reverse("notifications:list")).status_code in (302, 404)


def test_choices_are_saved_and_alarms_are_listed_apart(ann, house):
    page = ann.get(reverse("notifications:preferences")).content.decode()
    assert 'value="accepted"' in page
    assert 'value="late"' not in page
    assert "Late arrival" in page
    answer = ann.post(reverse("notifications:preferences"), {"email": ["ended"]})
    assert answer.status_code == 303
    chosen = {
        c.kind.code
        for _k, _n, found in selectors.preferences(house.actor)
        for c in found
        if c.email
    }
    alarms = {
        c.kind.code
        for _k, _n, found in selectors.preferences(house.actor)
        for c in found
        if c.fixed
    }
    assert chosen == {"ended"} | alarms


def test_the_administrator_reads_who_is_not_reached(client, house, tell):
    tell("late", to=[{"desk_id": house.desk.pk, "user_id": house.ann.pk}])
    MailDelivery.objects.update(state="failed", next_at=None, finished_at=now())
    client.force_login(house.cem)
    page = client.get(reverse("notifications:failed")).content.decode()
    assert house.ann.name in page
    assert "Late arrival" not in page
    assert house.ann.email not in page


def test_a_bad_choice_is_refused_in_words(ann):
    answer = ann.post(reverse("notifications:preferences"), {"email": ["gossip"]})
    assert answer.status_code == 422
    assert "Choose from the listed kinds." in answer.content.decode()


def test_the_api_refuses_to_switch_an_alarm_off(ann):
    answer = ann.put(
        f"{API}choices/", {"kind": "late", "email": False}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "late")
    good = ann.put(
        f"{API}choices/", {"kind": "accepted", "email": False}, content_type="application/json"
    )
    assert {"kind": "accepted", "email": False, "text": "Accepted", "fixed": False} in good.json()


def test_what_does_not_arrive_is_for_the_administrator(ann, client, house):
    assert ann.get(reverse("notifications:failed")).status_code == 404
    client.force_login(house.cem)
    assert "Every e-mail arrives" in client.get(reverse("notifications:failed")).content.decode()


@pytest.mark.parametrize("rows", [1, 20])
def test_the_inbox_costs_the_same_for_one_and_for_twenty(
    house, tell, rows, django_assert_num_queries
):
    for _ in range(rows):
        tell("accepted")
    with django_assert_num_queries(2):
        selectors.inbox(house.actor)
        selectors.unread_count(house.actor)


def test_the_api_tells_moments_in_utc_as_everywhere(ann, tell):
    """The page speaks in the State's zone; a program gets one zone from every address."""
    tell("accepted")
    [row] = ann.get(API).json()["results"]
    assert row["created_at"].endswith("Z")
    read = ann.post(f"{API}{row['uuid']}/read/").json()["read_at"]
    assert read.endswith("Z")
