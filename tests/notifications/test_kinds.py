"""The table of kinds is the policy's 'Who is told what', and its texts name nobody."""

import re

import pytest
from django.utils.translation import override

from portal.notifications.kinds import GROUPS, KINDS, kind_of

# policy/README.md, 'Who is told what': event -> (kinds, alarms among them, reminder)
TABLE = {
    "offer open": (["offer_open"], [], "at half of the answer time"),
    "declined · lapsed · unplaced": (["declined", "lapsed", "unplaced"], ["unplaced"], "each 2 h until taken"),
    "accepted · arrived · ended · given back": (
        ["accepted", "arrived", "ended", "given_back"], ["given_back"], "",
    ),
    "late · missing · stalled · cannot take": (
        ["late", "missing", "stalled", "cannot_take"], ["late", "missing", "stalled", "cannot_take"],
        "each 30 min until answered",
    ),
    "consent withdrawn or about to end": (
        ["consent_withdrawn", "consent_ending", "access_changed"], [], "14 days, 3 days",
    ),
    "deadline due soon · overdue": (["deadline_due_soon", "deadline_overdue"], [], "once"),
    "break-glass opened": (["break_glass_opened"], ["break_glass_opened"], "review due in 5 working days"),
    "wall placed": (["wall_placed"], [], ""),
    "task, mention, reassignment, member left": (["task", "mention", "reassigned", "member_left"], [], ""),
    "delivery failed for good · webhook disabled": (["delivery_failed", "webhook_disabled"], [], ""),
    "import or export ready": (["import_ready", "export_ready"], [], ""),
}  # fmt: skip
TOLD = {
    "offer_open": "receiver's desk (claimer, else all)",
    "declined": "sender",
    "unplaced": "sender, coordinator",
    "accepted": "the other end, lead",
    "late": "both ends, lead, coordinator",
    "missing": "both ends, lead, coordinator",
    "stalled": "both ends, lead, coordinator",
    "cannot_take": "both ends, lead, coordinator",
    "consent_withdrawn": "lead",
    "access_changed": "desks that lose a right",
    "deadline_overdue": "owner of the clock",
    "break_glass_opened": "lead and its administrator (oversight where the lead is accused)",
    "wall_placed": "who placed it, coordinator where the case is in coordination",
    "delivery_failed": "organisation's administrator",
    "import_ready": "who asked",
    "audit_sealed": "oversight",
}


@pytest.mark.parametrize("event", sorted(TABLE))
def test_each_event_of_the_table_has_its_kinds(event):
    codes, alarms, reminder = TABLE[event]
    assert [code for code in codes if KINDS[code].alarm] == alarms
    if reminder:
        assert reminder in {KINDS[code].reminder for code in codes}


def test_who_is_told_stands_beside_the_kind():
    assert {code: KINDS[code].told for code in TOLD} == TOLD


def test_what_then_stands_beside_the_kind():
    assert (
        KINDS["deadline_overdue"].then == "owner's desk, then coordinator (own case: administrator)"
    )
    assert KINDS["break_glass_opened"].then == "another coordinator, else oversight"
    assert KINDS["export_ready"].then == "expires after 7 days"


def test_an_alarm_is_red_and_mailed():
    for kind in KINDS.values():
        if kind.alarm:
            assert (kind.status, kind.mail) == ("danger", True), kind.code


def test_texts_are_short_say_no_pronoun_and_take_nothing_in():
    for kind in KINDS.values():
        text = str(kind.text)
        assert len(text.split()) <= 12, kind.code
        assert not re.search(r"%\(|\{|!", text), f"{kind.code}: a text takes nothing in"
        assert not re.search(
            r"\b(she|her|he|him|victim|illegal|suspect|failed|invalid)\b", text, re.I
        ), kind.code


def test_every_kind_is_in_one_group_and_known_by_its_code():
    codes = [kind.code for group in GROUPS.values() for kind in group]
    assert len(codes) == len(set(codes)) == len(KINDS)
    with pytest.raises(LookupError, match="gossip"):
        kind_of("gossip")


def test_texts_are_translated_when_they_are_read():
    with override("en"):
        assert str(KINDS["arrived"].text) == "Arrived"
