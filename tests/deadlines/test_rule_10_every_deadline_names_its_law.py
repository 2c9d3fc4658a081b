"""Domain rule 10: a deadline is a row with its legal source; none is a number in code."""

import json
import re
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from portal.core.clock import now
from portal.deadlines import reference, selectors
from portal.deadlines.models import Rule

NO_RULES = {
    "portal/deadlines/selectors.py",  # what a list calls 'today'
    "cases/models/finding.py",  # how long the handle of a search answers
    "cases/age.py",  # counted by the pure rule of a child's age; the clock is majority.review
    "referrals/services/exchange_exporting.py",  # exports of one day count as one
}

pytestmark = pytest.mark.django_db


def test_every_row_of_the_default_set_names_its_source():
    rows = json.loads(reference.DEFAULT_SET.read_text(encoding="utf-8"))
    without = [row["code"] for row in rows if len(row.get("legal_source", "").strip()) < 8]
    assert rows
    assert without == []


def test_every_rule_in_force_names_its_source(place):
    rules = selectors.rules_in_force(place.state.pk)
    assert len(rules) >= 41
    assert all(rule.legal_source.strip() for rule in rules)


def test_the_database_refuses_a_rule_without_one():
    with pytest.raises(IntegrityError, match="rule_has_a_legal_source"), transaction.atomic():
        Rule.objects.create(
            code="x",
            name="x",
            starts="x",
            legal_source="",
            mode="after_days",
            length=3,
            valid_from=now(),
        )


def test_every_running_clock_leads_to_the_source(begin):
    for code in ("answer.urgent", "recovery", "guardian.alarm"):
        assert selectors.face(begin(code)).source


def test_what_no_source_was_read_for_says_so(place):
    recovery = next(r for r in selectors.rules_in_force(place.state.pk) if r.code == "recovery")
    assert recovery.confirmed is False, (
        "CETS 197 art. 13 is general knowledge until a person confirms it"
    )


def test_no_length_of_a_rule_stands_in_code():
    house = Path(reference.__file__).parents[2]
    lengths = re.compile(r"^[A-Z_]+ = timedelta\((days|hours|minutes)=(15|24|30|45|60|72)\)", re.M)
    folders = ["portal/deadlines", "portal/access", "cases", "referrals"]
    paths = [path for folder in folders for path in (house / folder).rglob("*.py")]
    found = {
        path.relative_to(house).as_posix()
        for path in paths
        if "migrations" not in path.parts and lengths.search(path.read_text(encoding="utf-8"))
    }
    assert found == NO_RULES


def test_a_rule_counted_by_a_calendar_has_no_plain_span(place):
    with pytest.raises(ValueError, match="calendar"):
        selectors.span_of("recovery", place.state.pk, now())
