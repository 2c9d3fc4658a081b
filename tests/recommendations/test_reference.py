"""The paper's table and items are in, in its order, each traceable; loading again changes nothing."""

import re

import pytest
from django.core.management import call_command

from recommendations import reference
from recommendations.models import Activity, Approach, Dominance, Recommendation, Source
from recommendations.paper.items import ITEMS
from tests.architecture.code import ROOT

ORDER = {
    "LEG": ["ios", "governments", "ngos"],
    "PRO": ["governments", "ios", "international_authorities"],
    "PRT": ["ios", "ngos", "governments", "businesses"],
    "ORI": ["ios", "ngos", "governments"],
    "DES": ["governments", "ngos", "businesses"],
}
ITEMS_OF = {"LEG": 3, "PRO": 11, "PRT": 6, "ORI": 4, "DES": 5}
SECTIONS = {"LEG": "4.1", "PRO": "4.2", "PRT": "4.3", "ORI": "4.4", "DES": "4.5"}


def test_five_approaches_26_activities_in_the_order_of_the_paper(db):
    reference.load()
    assert {a.code: a.section for a in Approach.objects.all()} == SECTIONS
    assert [a.code for a in Approach.objects.all()] == list(ORDER)
    assert [a.activities.count() for a in Approach.objects.all()] == [2, 8, 6, 6, 4]
    assert Activity.objects.count() == 26
    assert not Activity.objects.filter(section="").exists()
    for code, actors in ORDER.items():
        rows = Dominance.objects.filter(approach__code=code).order_by("rank")
        assert [row.actor_type.code for row in rows] == actors


def test_29_recommendations_and_5_conclusions_each_with_its_section(db):
    reference.load()
    rows = Recommendation.objects.filter(source__code="dcaf-2007").order_by("number")
    assert rows.count() == 34
    assert rows.filter(approach=None).count() == 5
    for code, n in ITEMS_OF.items():
        found = rows.filter(approach__code=code)
        assert [r.code for r in found] == [f"{code}-{i}" for i in range(1, n + 1)]
        assert all(r.section.startswith(SECTIONS[code]) for r in found)
    assert [r.code for r in rows.filter(approach=None)] == [f"CON-{i}" for i in range(1, 6)]
    assert all(r.title and r.text and r.addressees and r.targets for r in rows)
    for row in rows.exclude(approach=None).prefetch_related("activities"):
        codes = {a.code.split(".")[0] for a in row.activities.all()}
        assert codes == {row.approach.code}, row


def test_loading_again_changes_nothing_and_mends_what_was_changed(db):
    assert reference.load() == 87
    assert reference.load() == 0
    Recommendation.objects.filter(code="LEG-1").update(title="Something else")
    Activity.objects.filter(code="PRT.shelter").update(number=9)
    assert reference.load() == 2
    call_command("load_register")
    assert Source.objects.count() == 1


@pytest.mark.needs_shared_data
def test_codes_sections_and_addressees_are_those_of_the_list():
    base = ROOT.parent / "shared/seed/governance.md"
    rows = [
        [cell.strip() for cell in line.strip("|\n ").split("|")]
        for line in base.read_text(encoding="utf-8").splitlines()
        if re.match(r"\| (?:LEG|PRO|PRT|ORI|DES|CON)-\d", line)
    ]
    assert len(rows) == 34
    ours = {item.code: item for item in ITEMS}
    for code, section, _addressee, asked in rows:
        assert ours[code].section.replace(",", "") == section, code
        assert ours[code].text.rstrip(".").lower() != asked.lower(), "in our own words"
