"""A list asks the database the same number of questions at one row and at twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import placements
from referrals.services import begin_draft
from tests.support import steps


def _asked(caller, path):
    with CaptureQueriesContext(connection) as queries:
        rows = caller.ok(path)["results"]
    return len(queries), len(rows)


def _grow(world, n):
    """``n`` cases led by the NGO, each sent to the shelter; drafts, places, consents."""
    for i in range(n):
        placements.add_place(actor=world.actor("shelter"), label=f"bed {i} {n}")
        case = steps.a_case(world, "ngo")
        steps.yes(world, case, "accommodation", ["shelter"])
        referral = steps.send(world, case, "accommodation")
        begin_draft(actor=world.actor("border"))
        if i % 2:
            steps.accept(world, referral)
    return case


LISTS = {
    "cases/": ("ngo", 12), "referrals/": ("ngo", 12), "inbox/": ("shelter", 12), "inbox/?box=accepted": ("shelter", 12),
    "drafts/": ("border", 8), "places/": ("shelter", 8), "places/guests/": ("shelter", 8), "alarms/": ("ngo", 10),
    "cases/{case}/consents/": ("ngo", 16), "cases/{case}/history/": ("ngo", 16), "notifications/": ("ngo", 12),
}  # fmt: skip


@pytest.mark.slow
def test_the_number_of_questions_does_not_grow_with_the_rows(world, calls):
    case = _grow(world, 2)
    first = {}
    for path, (who, _most) in LISTS.items():
        calls(who).ok(path.format(case=case.uuid))
        first[path] = _asked(calls(who), path.format(case=case.uuid))
    _grow(world, 20)
    for _ in range(18):
        steps.yes(world, case, "medical")
    for path, (who, most) in LISTS.items():
        n, rows = _asked(calls(who), path.format(case=case.uuid))
        assert n <= first[path][0], (path, first[path], (n, rows))
        assert n <= most, (path, n)
    assert _asked(calls("ngo"), "cases/")[1] >= 20
