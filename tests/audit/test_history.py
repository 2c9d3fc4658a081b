from datetime import UTC, datetime, timedelta

import pytest

from portal.audit import selectors, services
from portal.audit.models import Entry
from portal.core.problems import Malformed
from tests.audit.factories import ACTOR, SomeActor

pytestmark = pytest.mark.django_db
ALWAYS = {"since": datetime(2020, 1, 1, tzinfo=UTC), "until": datetime(2100, 1, 1, tzinfo=UTC)}


@pytest.fixture
def written():
    services.record(actor=ACTOR, verb="case.opened", case_id=7, section="summary", subject="a")
    services.look(actor=ACTOR, case_id=7, sections=["identity", "health"])
    services.record(actor=ACTOR, verb="case.noted", case_id=8, section="notes")
    services.look_at_list(actor=SomeActor(organisation_id=99), case_ids=[7, 8], section="summary")
    services.record(actor=ACTOR, verb="referral.sent", case_id=7, detail={"purpose": "medical"})


def lines(case_id, sections, **more):
    return [(r.verb, r.section) for r in selectors.history(case_id, sections, **more).rows]


@pytest.mark.usefixtures("written")
def test_history_shows_the_readers_sections_the_newest_first():
    assert lines(7, ["summary", "identity"]) == [
        ("listed", "summary"), ("looked", "identity"), ("case.opened", "summary"),
    ]  # fmt: skip
    assert lines(7, ["", "health"]) == [("referral.sent", ""), ("looked", "health")]
    assert lines(7, []) == []
    assert lines(9, None) == []


@pytest.mark.usefixtures("written")
def test_a_list_that_showed_the_case_is_in_its_history_without_the_other_cases():
    row = selectors.history(8, ["summary"]).rows[0]
    assert row.verb == "listed"
    assert row.organisation_id == 99
    assert not hasattr(row, "cases")


@pytest.mark.usefixtures("written")
def test_oversight_sees_who_when_and_which_section_and_nothing_else():
    rows = selectors.history(7, None, status_only=True).rows
    assert [r.section for r in rows] == ["", "summary", "health", "identity", "summary"]
    assert {(r.verb, r.subject, r.detail) for r in rows} == {("", "", None)}
    assert all(r.at and r.desk_id for r in rows)


def test_pages_follow_one_another_without_gap_or_repeat(django_assert_num_queries):
    for i in range(23):
        services.record(actor=ACTOR, verb="case.noted", case_id=7, section="notes", detail={"i": i})
    seen, after = [], ""
    for _ in range(3):
        with django_assert_num_queries(1):
            page = selectors.history(7, ["notes"], after, size=10)
        seen += [r.detail["i"] for r in page.rows]
        after = page.next
    assert seen == list(range(22, -1, -1))
    assert after == ""
    with pytest.raises(Malformed):
        selectors.history(7, ["notes"], "nonsense")


@pytest.mark.usefixtures("written")
def test_export_goes_by_key_through_everything_asked(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(selectors, "BATCH", 4)
    everything = [e.pk for e in selectors.entries_for_export(**ALWAYS)]
    assert everything == sorted(Entry.objects.values_list("pk", flat=True))
    assert len(list(selectors.entries_for_export(**ALWAYS, case_id=8))) == 2
    assert [e.verb for e in selectors.entries_for_export(**ALWAYS, organisation_id=99)] == [
        "listed"
    ]
    past = {"since": ALWAYS["since"], "until": ALWAYS["since"] + timedelta(days=1)}
    assert list(selectors.entries_for_export(**past)) == []
