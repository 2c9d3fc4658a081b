"""Rule 10: how long a right without consent lasts is a State's row, not a number in code."""

import json
from datetime import timedelta

import pytest

from cases.models import CaseBasis
from cases.services import break_glass
from cases.services.recompute import facts_of
from portal.core import clock
from portal.core.problems import NotOpen
from portal.deadlines import reference, selectors
from tests.support import steps

WHY = "She texted that he stands before her door."


def set_by_state(world, tmp_path, code, **changes):
    rows = json.loads(reference.DEFAULT_SET.read_text(encoding="utf-8"))
    [row] = [row for row in rows if row["code"] == code]
    more = {
        "state": world.state.code,
        "legal_source": "Invented Act on Protection, s. 4",
        **changes,
    }
    file = tmp_path / "rules.json"
    file.write_text(json.dumps([row | more]), encoding="utf-8")
    assert reference.load_rules(file) == 1


@pytest.fixture
def urgent(world):
    world.case = steps.a_case(world, "border")
    bed = steps.send(
        world,
        world.case,
        "transfer",
        ["ngo"],
        who="border",
        vital_interest=True,
        vital_reason="Hurt.",
    )
    steps.accept(world, bed, "ngo")
    return world


@pytest.mark.parametrize("hours", [72, 48])
def test_vital_interest_lasts_as_long_as_the_row_says(urgent, tmp_path, hours):
    if hours != 72:
        set_by_state(urgent, tmp_path, "vital.interest", length=hours)
    row = CaseBasis.objects.filter(case=urgent.case, ended_at__isnull=True).first()
    CaseBasis.objects.filter(pk=row.pk).update(vital_since=clock.now())
    row.refresh_from_db()
    [fact] = [fact for fact in facts_of(urgent.case).bases if fact.basis_id == row.pk]
    assert fact.vital_interest_until == row.vital_since + timedelta(hours=hours)


def test_contact_on_the_road_lasts_as_long_as_the_row_says(urgent, tmp_path):
    set_by_state(urgent, tmp_path, "contact.on_the_road", length=36)
    row = CaseBasis.objects.filter(case=urgent.case, ended_at__isnull=True).first()
    CaseBasis.objects.filter(pk=row.pk).update(on_road_since=clock.now())
    [fact] = [fact for fact in facts_of(urgent.case).bases if fact.basis_id == row.pk]
    assert fact.road.longer == timedelta(hours=36)


def test_break_glass_lasts_as_long_as_the_row_says_and_its_renewals_too(urgent, tmp_path):
    set_by_state(urgent, tmp_path, "break_glass.session", length=30)
    set_by_state(urgent, tmp_path, "break_glass.together", length=1)
    begun = clock.now()
    with clock.at(begun):
        row = break_glass(actor=urgent.actor("coordinator"), ref=urgent.case.uuid, reason=WHY)
        assert row.until == begun + timedelta(minutes=30)
    with clock.at(begun + timedelta(minutes=29)):
        again = break_glass(
            actor=urgent.actor("coordinator"), ref=urgent.case.uuid, reason=WHY + " Still."
        )
        assert again.first_opened_at == row.first_opened_at
    with clock.at(begun + timedelta(minutes=58)), pytest.raises(NotOpen):
        break_glass(
            actor=urgent.actor("coordinator"), ref=urgent.case.uuid, reason=WHY + " Even now."
        )


def test_the_default_set_says_what_the_policy_says(urgent):
    spans = {
        code: selectors.span_of(code, urgent.state.pk, clock.now())
        for code in ("vital.interest", "contact.on_the_road", "break_glass.session",
                     "break_glass.together", "claim.take_over")
    }  # fmt: skip
    assert spans == {
        "vital.interest": timedelta(hours=72),
        "contact.on_the_road": timedelta(hours=24),
        "break_glass.session": timedelta(minutes=60),
        "break_glass.together": timedelta(hours=24),
        "claim.take_over": timedelta(minutes=15),
    }
