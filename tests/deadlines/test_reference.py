"""The default set: repeatable, dated, and as the policy says."""

import json

import pytest

from portal.core.clock import now
from portal.deadlines import labels, reference, selectors
from portal.deadlines.models import Rule

pytestmark = pytest.mark.django_db
# The clocks of policy/README.md, 'How a referral moves': hours, grace in minutes.
ANSWERS = {"immediate_danger": (2, 10), "urgent": (24, 60), "standard": (72, 240)}


def test_loading_twice_changes_nothing(place):
    before = Rule.objects.count()
    assert reference.load() == 0
    assert Rule.objects.count() == before == len(json.loads(reference.DEFAULT_SET.read_text()))


@pytest.mark.parametrize("urgency", sorted(ANSWERS))
def test_answers_are_due_as_the_policy_says(place, urgency):
    rule = selectors.rule_for(f"answer.{urgency}", place.state.pk, now())
    assert (rule.length, rule.grace_minutes) == ANSWERS[urgency]
    assert (rule.mode, rule.unit, rule.reminder_at, rule.pausable) == (
        "elapsed",
        "hours",
        0.5,
        False,
    )


@pytest.mark.parametrize(
    ("code", "minutes"), [("arrival", 30), ("missing", 30), ("cannot_take", 30), ("unplaced", 120)]
)
def test_alarms_repeat_as_the_policy_says(place, code, minutes):
    assert selectors.rule_for(code, None, now()).repeat_minutes == minutes


def test_arrival_has_half_an_hour_of_grace(place):
    assert selectors.rule_for("arrival", None, now()).grace_minutes == 30


def test_a_changed_file_is_a_new_version_and_clocks_follow(place, begin, tmp_path):
    clock = begin("plan.review")
    rows = json.loads(reference.DEFAULT_SET.read_text())
    row = next(r for r in rows if r["code"] == "plan.review")
    path = tmp_path / "rules.json"
    path.write_text(json.dumps([{**row, "length": 35}]))
    assert reference.load(path) == 1
    assert reference.load(path) == 0
    old = clock.due_at
    clock.refresh_from_db()
    assert clock.rule_version == 2
    assert clock.due_at > old


def test_a_file_may_hold_one_states_rules(place, tmp_path):
    rows = json.loads(reference.DEFAULT_SET.read_text())
    row = next(r for r in rows if r["code"] == "recovery")
    path = tmp_path / "rules.json"
    path.write_text(
        json.dumps([{**row, "state": "XA", "length": 45, "legal_source": "Act 3/2026"}])
    )
    assert reference.load(path) == 1
    assert selectors.rule_for("recovery", place.state.pk, now()).length == 45
    assert selectors.rule_for("recovery", None, now()).length == 30
    assert (
        next(r for r in selectors.rules_in_force(place.state.pk) if r.code == "recovery").length
        == 45
    )


def test_an_unknown_field_is_refused(place, tmp_path):
    path = tmp_path / "rules.json"
    path.write_text(json.dumps([{"code": "x", "surprise": 1}]))
    with pytest.raises(ValueError, match="surprise"):
        reference.load(path)


def test_every_rule_has_a_name_in_the_readers_language(place):
    assert {rule.code for rule in Rule.objects.all()} == set(labels.RULES)
