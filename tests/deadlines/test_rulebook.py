"""Rules change by new versions that two people agree on; running clocks follow and say so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from portal.audit.models import Entry
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.deadlines import selectors, services
from portal.deadlines.models import Rule

pytestmark = pytest.mark.django_db


def propose(place, code="plan.review", **changes):
    return services.propose_rule(actor=place.actor, code=code, state=place.state, **changes)


def test_a_proposal_has_no_effect_until_another_agrees(begin, place):
    clock = begin("plan.review", at=datetime(2027, 3, 1, 9, tzinfo=UTC))
    rule = propose(place, length=14, legal_source="Decree 12/2027")
    clock.refresh_from_db()
    assert (clock.rule_version, clock.last_day) == (1, date(2027, 3, 29))
    with pytest.raises(Invalid) as problem:
        services.approve_rule(actor=place.actor, rule_id=rule.pk)
    assert "approver" in problem.value.errors
    services.approve_rule(actor=place.approver, rule_id=rule.pk)
    clock.refresh_from_db()
    assert (clock.rule_id, clock.last_day) == (rule.pk, date(2027, 3, 15))
    with pytest.raises(Invalid):
        services.approve_rule(actor=place.approver, rule_id=rule.pk)


def test_the_recount_says_by_which_version(begin, place):
    clock = begin("plan.review", case_id=4, section="needs_and_assistance")
    for length in (14, 21):
        services.approve_rule(actor=place.approver, rule_id=propose(place, length=length).pk)
    entries = Entry.objects.filter(verb="deadline.recomputed", subject=str(clock.uuid)).order_by(
        "id"
    )
    assert [(e.detail["from_version"], e.detail["rule_version"]) for e in entries] == [
        (1, 1),
        (1, 2),
    ]
    assert entries[0].case_id == 4
    assert entries[0].detail["from"] != entries[0].detail["due_at"]
    clock.refresh_from_db()
    assert clock.rule_version == 2
    assert selectors.face(clock).version == 2


def test_a_rule_is_never_edited_in_place(place):
    first = propose(place, length=14)
    services.approve_rule(actor=place.approver, rule_id=first.pk)
    second = propose(place, length=21)
    services.approve_rule(actor=place.approver, rule_id=second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.length, second.length) == (14, 21)
    assert first.valid_until == second.valid_from
    assert selectors.rule_for("plan.review", place.state.pk, now()) == second
    default = selectors.rule_for("plan.review", None, now())
    assert (default.state_id, default.length) == (None, 28)


def test_the_database_refuses_to_edit_a_version(place):
    with pytest.raises(InternalError), transaction.atomic():
        Rule.objects.filter(code="recovery").update(length=10)
    assert selectors.rule_for("recovery", None, now()).length == 30


def test_one_states_rule_is_not_anothers(begin, place):
    from portal.organisations.models import State

    services.approve_rule(actor=place.approver, rule_id=propose(place, length=14).pk)
    other = State.objects.create(code="XB", name="Belmark", zone="Europe/Chisinau", calendar="MD")
    assert selectors.rule_for("plan.review", other.pk, now()).length == 28


@pytest.mark.parametrize(
    ("code", "changes", "field"),
    [
        ("recovery", {"length": 20}, "length"),
        ("recovery", {"length_min": 10}, "length"),
        ("guardian.alarm", {"pausable": True}, "pausable"),
        ("plan.review", {"legal_source": " "}, "legal_source"),
        ("plan.review", {"mode": "when_i_like"}, "mode"),
        ("plan.review", {"secret": 1}, "secret"),
    ],
)
def test_a_rule_that_may_not_stand_is_refused_with_its_remedy(place, code, changes, field):
    with pytest.raises(Invalid) as problem:
        propose(place, code, **changes)
    assert field in problem.value.errors


def test_the_database_holds_four_eyes_too(place):
    rule = propose(place, length=14)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.filter(pk=rule.pk).update(approved_by=rule.proposed_by)


def test_a_state_can_overrule_a_day_and_clocks_follow(begin, place):
    """L36: a Saturday worked by decree; and a one-off day off."""
    clock = begin("reasonable_grounds", at=datetime(2026, 11, 16, 9, tzinfo=UTC))
    assert clock.last_day == date(2026, 11, 23)
    given = {
        "actor": place.actor,
        "state": place.state,
        "why": "decree",
        "legal_source": "Decree 7",
    }
    services.set_day(date=date(2026, 11, 21), working=True, **given)
    clock.refresh_from_db()
    assert clock.last_day == date(2026, 11, 21)
    assert clock.calendar.endswith("1 days of the State")
    services.set_day(date=date(2026, 11, 20), working=False, **given)
    clock.refresh_from_db()
    assert clock.last_day == date(2026, 11, 23)
    with pytest.raises(Invalid):
        services.set_day(date=date(2026, 11, 20), working=False, **{**given, "legal_source": ""})


def test_an_end_moved_to_the_future_strikes_again(begin, place, heard):
    began = now() - timedelta(days=29)
    clock = begin("plan.review", at=began)
    services.strike_due(now())
    clock.refresh_from_db()
    assert clock.state == "overdue"
    services.approve_rule(actor=place.approver, rule_id=propose(place, length=35).pk)
    clock.refresh_from_db()
    assert (clock.state, clock.round) == ("running", 1)
    services.strike_due(clock.due_at)
    assert [(kind, n) for _pk, kind, n in heard] == [("before", 4_320), ("due", 0), ("due", 1)]


def test_a_given_end_is_not_counted_again(begin, place):
    end = now() + timedelta(days=3)
    clock = begin("consent.ending", due_at=end)
    services.approve_rule(
        actor=place.approver, rule_id=propose(place, "consent.ending", length=6).pk
    )
    clock.refresh_from_db()
    assert clock.due_at == end
