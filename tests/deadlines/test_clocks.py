"""Starting, stopping, pausing, resting, handing over."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from portal.audit.models import Entry
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.deadlines import selectors, services
from portal.deadlines.models import Clock

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_clock_says_rule_version_calendar_and_end(begin):
    clock = begin(
        "reasonable_grounds", at=datetime(2027, 4, 28, 9, tzinfo=UTC), subject_kind="decision"
    )
    assert clock.last_day == date(2027, 5, 7), "Orthodox Good Friday and Easter Monday do not count"
    assert clock.due_at == datetime(2027, 5, 7, 21, tzinfo=UTC), "24:00 in Bucharest"
    assert (clock.rule_version, clock.state) == (1, "running")
    assert clock.calendar.startswith("RO, holidays ")


def test_starting_twice_is_one_clock(begin):
    assert begin("answer.urgent").pk == begin("answer.urgent").pk
    assert Clock.objects.count() == 1


def test_a_start_and_a_stop_are_recorded_without_words(begin, place):
    clock = begin("answer.urgent", case_id=7, section="envelope")
    services.stop(
        actor=place.actor, subject_kind="offer", subject_uuid=place.subject, outcome="accepted"
    )
    rows = Entry.objects.filter(subject=str(clock.uuid)).order_by("id")
    assert [(r.verb, r.case_id, r.section) for r in rows] == [
        ("deadline.started", 7, "envelope"), ("deadline.stopped", 7, "envelope"),
    ]  # fmt: skip
    assert rows[1].detail["outcome"] == "accepted"


def test_stop_names_a_code_or_takes_all(begin, place):
    begin("answer.urgent")
    begin("stalled.urgent")
    given = {
        "actor": place.actor,
        "subject_kind": "offer",
        "subject_uuid": place.subject,
        "outcome": "left",
    }
    assert services.stop(code="stalled.urgent", **given) == 1
    assert selectors.clock_of("offer", place.subject, "answer.urgent") is not None
    assert services.stop(**given) == 1
    assert services.stop(**given) == 0


def test_an_end_may_be_given(begin):
    end = now() + timedelta(hours=5)
    clock = begin("arrival", due_at=end)
    assert (clock.due_at, clock.fixed) == (end, True)


def test_a_new_expected_arrival_starts_again(begin, place):
    old = begin("arrival", due_at=now() + timedelta(hours=1), case_id=3, section="envelope")
    new = services.restart(
        actor=place.actor, subject_kind="offer", subject_uuid=place.subject, code="arrival",
        due_at=now() + timedelta(hours=4),
    )  # fmt: skip
    old.refresh_from_db()
    assert (old.state, old.outcome, old.next_at) == ("stopped", "restarted", None)
    assert (new.case_id, new.section, new.owner_desk_id) == (3, "envelope", place.desk.pk)
    assert new.pk != old.pk


@pytest.mark.parametrize(("code", "length"), [("recovery", 29), ("vital.interest", 73)])
def test_a_length_outside_of_the_rule_is_refused(begin, code, length):
    with pytest.raises(Invalid) as problem:
        begin(code, length_override=length)
    assert "length" in problem.value.errors


def test_a_longer_recovery_period_is_kept(begin):
    clock = begin("recovery", at=datetime(2027, 1, 29, 10, tzinfo=UTC), length_override=45)
    assert clock.last_day == date(2027, 3, 15)


@pytest.mark.parametrize("code", ["guardian.alarm", "risk.review", "recovery", "answer.urgent"])
def test_what_protects_her_never_stands_still(begin, place, code):
    begin(code)
    with pytest.raises(NotOpen):
        services.pause(
            actor=place.actor,
            subject_kind="offer",
            subject_uuid=place.subject,
            code=code,
            question="q",
        )


def test_a_pause_moves_the_end_and_is_kept(begin, place, time_machine):
    time_machine.move_to(datetime(2026, 11, 2, 9, tzinfo=UTC), tick=False)
    clock = begin("reasonable_grounds")
    assert clock.last_day == date(2026, 11, 9)
    given = {"actor": place.actor, "subject_kind": "offer", "subject_uuid": place.subject}
    time_machine.move_to(datetime(2026, 11, 4, 9, tzinfo=UTC), tick=False)
    stood = services.pause(code="reasonable_grounds", question="Q-1", **given)
    assert (stood.state, stood.next_at) == ("paused", None)
    assert services.strike_due(datetime(2026, 12, 24, tzinfo=UTC)) == 0
    time_machine.move_to(datetime(2026, 11, 9, 9, tzinfo=UTC), tick=False)
    runs = services.resume(code="reasonable_grounds", **given)
    assert (runs.state, runs.last_day) == ("running", date(2026, 11, 13))
    pause = runs.pauses.get()
    assert (pause.question, pause.since.day, pause.until.day) == ("Q-1", 4, 9)
    with pytest.raises(NotOpen):
        services.resume(code="reasonable_grounds", **given)


def test_work_is_handed_over_and_due_times_stay(begin, place):
    """L45."""
    clock = begin("plan.review", case_id=11)
    begin("plan.review", case_id=12, subject_uuid=uuid4())
    given = {"actor": place.actor, "to_desk_id": place.other.pk}
    assert services.hand_over(case_id=11, from_desk_id=place.desk.pk, **given) == 1
    before = (clock.due_at, clock.next_at)
    clock.refresh_from_db()
    assert (clock.due_at, clock.next_at) == before
    assert list(selectors.due_for(place.other.pk)) == [clock]
    assert selectors.due_for(place.desk.pk).count() == 1


def test_a_case_shows_the_clocks_of_the_sections_one_may_view(begin):
    begin("plan.review", case_id=5, section="needs_and_assistance")
    begin("risk.review", case_id=5, section="contact_and_safety", subject_uuid=uuid4())
    begin("risk.review", case_id=6, section="contact_and_safety", subject_uuid=uuid4())
    assert [c.code for c in selectors.clocks(5, ["contact_and_safety"])] == ["risk.review"]
    assert {c.code for c in selectors.clocks(5, ["contact_and_safety", "needs_and_assistance"])} == {
        "plan.review", "risk.review",
    }  # fmt: skip
    assert list(selectors.clocks(5, [])) == []


def test_a_whole_case_stops(begin, place):
    begin("plan.review", case_id=5)
    begin("risk.review", case_id=5)
    assert services.stop_case(actor=place.actor, case_id=5, outcome="closed") == 2


def test_the_face_says_time_left_rule_source_and_state(begin, place, time_machine):
    time_machine.move_to(FRIDAY, tick=False)
    clock = begin("plan.review")
    face = selectors.face(clock, FRIDAY + timedelta(days=26))
    assert (face.kind, face.left, face.rule) == (
        "warn",
        "2 days left",
        "Review of the support plan",
    )
    assert face.source == "Good practice"
    late = selectors.face(clock, FRIDAY + timedelta(days=31))
    assert (late.kind, late.left) == ("danger", "2 days late")
    assert late.used == late.length


def test_an_unknown_rule_is_a_fault_of_ours(begin):
    with pytest.raises(LookupError, match=r"no\.such"):
        begin("no.such")
