"""Codes written down in one place exist in the other: deadlines, kinds of notices, audit verbs."""

import json

import pytest

from portal.audit.codes import is_code
from portal.core.workflow import ACTIVE_STEP
from portal.deadlines import reference
from portal.deadlines.labels import RULES
from portal.notifications.kinds import KINDS
from referrals.states import Urgency
from referrals.workflow import OFFER, REFERRAL, rule_code
from tests.architecture.code import APPS, calls, name_of, python_files, told

LOADED = {row["code"] for row in json.loads(reference.DEFAULT_SET.read_text(encoding="utf-8"))}
LATER = {"hold"}
"""Deadlines of rows that a later step brings."""


def test_every_rule_has_a_name_and_a_row():
    assert set(RULES) == LOADED


@pytest.mark.parametrize("move", [*REFERRAL.moves, *OFFER.moves], ids=lambda m: m.name)
def test_every_deadline_of_a_move_is_a_rule(move):
    codes = {rule_code(move.deadline, u) for u in Urgency} if move.deadline else set()
    unknown = codes - LOADED
    assert unknown <= LATER
    if move.step <= ACTIVE_STEP:
        assert unknown == set()


FILES = python_files(*APPS)


def test_every_clock_that_is_started_is_a_rule():
    found = {
        code: name_of(f)
        for f in FILES
        for call in calls(f, "start", "restart", "rest", "pause", "resume")
        if (code := told(call, "code")) is not None
    }
    assert found
    assert {code: file for code, file in found.items() if code not in LOADED} == {}


def test_every_notice_that_is_told_has_a_kind():
    found = set()
    for f in FILES:
        found |= {k for call in calls(f, "tell") if (k := told(call, "kind"))}
        for call in calls(f, "tell_asking", "tell_receiving"):
            if len(call.args) > 1 and isinstance(getattr(call.args[1], "value", None), str):
                found.add(call.args[1].value)
    assert len(found) > 20
    assert found - set(KINDS) == set()


def test_every_verb_of_the_record_is_a_code():
    verbs = {v for f in FILES for call in calls(f, "record") if (v := told(call, "verb"))}
    assert len(verbs) > 30
    assert [v for v in verbs if not is_code(v)] == []
