"""Rule 1: help depends on no proceeding, and on no cooperation with one.

One line that makes this fail: ``from cases import proceedings`` in ``cases/placements.py``; a guard
'cooperates' on ``accept`` in ``referrals/offer_moves.py``. (``tests/support/mutations.py``.)
"""

import ast
import inspect
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

from cases.models import CaseDeskGrant, Placement
from portal.access import conditions, consents, coordination, derive, rules
from referrals import services
from referrals.workflow import OFFER, REFERRAL
from tests.support import steps

ROOT = Path(__file__).resolve().parents[2]
COOPERATION = re.compile(
    r"cooperat|testif|testimony|witness|statement|prosecut|police_report|trial"
)


def imports(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_nothing_imports_proceedings():
    """Only the proceedings themselves, and pages that show them, may know of them."""
    files = [*ROOT.glob("cases/**/*.py"), *ROOT.glob("referrals/**/*.py")]
    inside = [
        f for f in files if "proceedings" not in f.parts and not {"web", "api"} & set(f.parts)
    ]
    assert len(inside) > 60
    found = {str(f.relative_to(ROOT)): n for f in inside for n in imports(f) if "proceedings" in n.split(".")}  # fmt: skip
    assert found == {}


def test_no_move_asks_for_cooperation():
    for table in (REFERRAL, OFFER):
        for move in table.moves:
            assert not COOPERATION.search(f"{move.guard} {move.condition} {move.effect}".lower()), move.name  # fmt: skip


def test_no_rule_of_access_has_cooperation_among_its_facts():
    for module in (rules, consents, derive, conditions, coordination):
        for name, found in inspect.getmembers(module):
            names = []
            if inspect.isfunction(found):
                names = list(inspect.signature(found).parameters)
            elif is_dataclass(found):
                names = [f.name for f in fields(found)]
            assert [n for n in names if COOPERATION.search(n)] == [], f"{module.__name__}.{name}"


def test_what_a_procedure_comes_to_changes_nothing_of_her_shelter(world):
    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    for purpose, kinds in (
        ("accommodation", ["shelter"]),
        ("identification", ["competent_authority"]),
    ):
        steps.yes(world, case, purpose, kinds)
    bed = steps.send(world, case, "accommodation")
    steps.accept(world, bed)
    steps.leave(world, bed)
    steps.arrive(world, bed)

    def hers():
        grants = CaseDeskGrant.objects.filter(group=world.desks["shelter"].group)
        return (
            sorted(grants.values_list("permission__codename", "until")),
            list(Placement.objects.values_list("state", "case_id")),
        )

    before = hers()
    asked = steps.send(world, case, "identification", ["authority"])
    taken = steps.accept(world, asked, "authority")
    assert hers() == before
    services.start_service(actor=world.actor("authority"), ref=taken.uuid)
    services.end_referral(
        actor=world.actor("authority"), ref=taken.uuid, why=services.Coded("person_stopped_it"), side="receiving"
    )  # fmt: skip
    assert hers() == before
