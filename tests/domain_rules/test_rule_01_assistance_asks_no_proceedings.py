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


REGISTERS = {
    # Tables have to be listed, and a notice's owner says who may still see it: no more.
    "cases/sections/__init__.py": {
        "cases.sections.proceedings.Proceedings",
        "cases.sections.proceedings.ProceedingsRecord",
    },
    "cases/doors.py": {"cases.proceedings.selectors.sees_status"},
}
ASSISTANCE = re.compile(
    r"placements|places|consent|needs|health|coordinating|break_glass|alarms|referrals|offered|routing"
)
TABLES = {"Proceeding", "ProceedingStep", "ProceedingsRecord"}


def test_nothing_imports_proceedings():
    """Only the proceedings themselves, and pages that show them, may know of them."""
    files = [*ROOT.glob("cases/**/*.py"), *ROOT.glob("referrals/**/*.py")]
    inside = [
        f for f in files
        if "proceedings" not in f.parts and not {"web", "api", "migrations"} & set(f.parts)
    ]  # fmt: skip
    assert len(inside) > 60
    found = {}
    for f in inside:
        name = str(f.relative_to(ROOT))
        met = {n for n in imports(f) if "proceedings" in n.split(".")} - REGISTERS.get(name, set())
        if met:
            found[name] = met
    assert found == {}


def test_only_access_reads_their_table():
    """Who may see what they wrote hangs on it; nothing that helps does."""
    files = [*ROOT.glob("cases/**/*.py"), *ROOT.glob("referrals/**/*.py")]
    readers = {
        str(f.relative_to(ROOT))
        for f in files
        if "proceedings" not in f.parts and not {"web", "api", "migrations"} & set(f.parts)
        for n in imports(f)
        if n.split(".")[-1] in TABLES
    }
    assert readers == {
        "cases/services/recompute.py", "cases/models/__init__.py", "cases/sections/__init__.py",
    }  # fmt: skip


def test_no_way_leads_from_the_proceedings_to_assistance():
    """What they import is who may see, locks, the record, notices; never what helps."""
    for file in ROOT.glob("cases/proceedings/*.py"):
        for name in imports(file):
            assert not ASSISTANCE.search(name), (file.name, name)


def test_pages_of_help_do_not_ask_the_proceedings():
    """Of the pages, those of a case and of the proceedings draw them; no form of help reads them."""
    drawn = {
        str(f.relative_to(ROOT))
        for f in [*ROOT.glob("cases/web/*.py"), *ROOT.glob("referrals/web/*.py")]
        for n in imports(f)
        if n.startswith("cases.proceedings")
    }
    assert drawn == {
        "cases/web/forms_proceedings.py", "cases/web/proceedings_track.py",
        "cases/web/views_proceedings.py",
    }  # fmt: skip


def test_no_stage_of_an_inquiry_opens_or_shuts_anything_of_her_help(world):
    """Every stage, every reason: what others hold, may do and have in hand stays the same."""
    from cases.acts import open_acts
    from cases.proceedings import services as proceedings
    from cases.proceedings.workflow import reasons_from
    from cases.selectors import get_case, held
    from referrals.selectors import of_case, open_moves

    steps.add_places(world)
    case = steps.a_case(world, "ngo")
    for purpose in ("accommodation", "medical", "investigation"):
        steps.yes(world, case, purpose)
    bed = steps.send(world, case, "accommodation")
    steps.accept(world, bed)
    steps.accept(world, steps.send(world, case, "medical", ["health"]), "health")
    steps.accept(world, steps.send(world, case, "investigation", ["police"]), "police")

    def hers():
        found = {}
        for who in ("ngo", "shelter", "health"):
            actor = world.actor(who)
            seen = get_case(actor, case.uuid)
            names = held(actor, seen)
            moves = [
                (r.ref, r.state, [m.name for m in open_moves(actor, r)])
                for r in of_case(actor, seen)
            ]
            found[who] = (sorted(names), open_acts(actor, seen, names), moves)
        return found, list(Placement.objects.values_list("state", "case_id"))

    before = hers()
    police = world.actor("police")
    row = proceedings.open_proceedings(actor=police, ref=case.uuid)
    assert hers() == before
    way = {
        "reported": (),
        "under_investigation": (),
        "charged": ("charge",),
        "tried": ("charge", "try"),
    }
    for stage, before_it in way.items():
        for why in reasons_from(stage):
            for name in (*before_it, "end", "reopen"):
                reason = why.value if name == "end" else ""
                proceedings.move(actor=police, ref=row.uuid, name=name, version=None, why=reason)
                assert hers() == before, (stage, why, name)


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
