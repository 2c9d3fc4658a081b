"""Rule 6: every look at identity or health leaves a row that the portal itself cannot change.

One line that makes this fail: in ``cases/selectors.py`` empty ``CLOSED_UNTIL_OPENED``'s use in
``open_section``; in ``cases/services/sections.py`` show the colleague's text without the look; in
``portal/audit/services.py`` write nothing again after a rollback. (``tests/support/mutations.py``.)
"""

import ast
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from cases.sections import CLOSED_UNTIL_OPENED, RECORDS
from cases.selectors import open_section
from cases.services import break_glass, open_case, write_section
from portal.access.grants import BREAK_GLASS_CODENAMES
from portal.access.matrix import Section
from portal.audit.models import Entry
from portal.audit.services import looks_survive
from portal.core.problems import Stale
from tests.support import steps
from tests.support.people import canary_sections
from tests.support.whole_job import a_singing_case

ROOT = Path(__file__).resolve().parents[2]
CLOSED = sorted(CLOSED_UNTIL_OPENED)


def looks(case, section):
    rows = Entry.objects.filter(case_id=case.pk, verb="looked", section=section)
    return list(rows.order_by("pk").values_list("user_id", "desk_id", "role"))


def test_identity_and_health_are_shut_until_opened():
    assert frozenset({Section.IDENTITY, Section.HEALTH}) == CLOSED_UNTIL_OPENED


@pytest.mark.parametrize("section", CLOSED)
def test_opening_leaves_a_row_of_who_and_when(world, section):
    case, actor = a_singing_case(world), world.actor("ngo")
    open_section(actor, case.uuid, section)
    open_section(world.actor("ngo_b"), case.uuid, section)
    assert looks(case, section) == [
        (actor.user_id, actor.desk_id, "caseworker"),
        (world.people["ngo_b"].pk, actor.desk_id, "caseworker"),
    ]


@pytest.mark.parametrize("section", CLOSED)
def test_a_colleagues_text_shown_to_a_stale_form_is_a_look(world, section):
    case = a_singing_case(world)
    document = canary_sections()[section]
    again = {"ref": case.uuid, "section": section, "document": document}
    write_section(actor=world.actor("ngo_b"), version=1, **again)
    with looks_survive(), pytest.raises(Stale) as problem:  # the edge: a look outlives a refusal
        write_section(actor=world.actor("ngo"), version=1, **again)
    assert problem.value.extra["theirs"]
    assert looks(case, section)[-1:] == [(world.people["ngo"].pk, world.desks["ngo"].pk, "caseworker")]  # fmt: skip


@pytest.mark.parametrize("section", [s for s in RECORDS if f"view_{s}" in BREAK_GLASS_CODENAMES])
def test_under_broken_glass_every_section_is_a_look(world, section):
    case = a_singing_case(world, "border")
    coordinator = world.actor("coordinator")
    break_glass(actor=coordinator, ref=case.uuid, reason="The house may be watched tonight.")
    open_section(coordinator, case.uuid, section)
    assert looks(case, section) == [(coordinator.user_id, coordinator.desk_id, "coordinator")]


@pytest.mark.parametrize("page", ["sections/identity/", "sections/health/"])
def test_the_page_and_the_api_record_alike(world, page, client):
    shut = {s: d for s, d in canary_sections().items() if s in CLOSED}
    case = open_case(actor=world.actor("ngo"), sections=shut)
    client.force_login(world.people["ngo"])
    section = page.split("/")[1]
    client.get(f"/cases/{case.uuid}/{page}")
    assert looks(case, section) == [], "the shut page shows nothing yet"
    assert steps.CANARY.encode() not in client.get(f"/cases/{case.uuid}/").content
    assert client.post(f"/cases/{case.uuid}/{page}").status_code == 200
    assert len(looks(case, section)) == 1
    assert client.get(f"/api/v1/cases/{case.uuid}/{page}").status_code == 200
    assert len(looks(case, section)) == 2


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET user_id = 0", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)  # fmt: skip
def test_the_portals_own_role_cannot_change_a_row(world, statement):
    case = a_singing_case(world)
    open_section(world.actor("ngo"), case.uuid, Section.HEALTH)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert len(looks(case, Section.HEALTH)) == 1


def breaks(request, ref, section):
    """A page that fails after the look, in a transaction that is undone."""
    with transaction.atomic():
        open_section(request.actor, ref, Section(section))
        raise ZeroDivisionError


urlpatterns = [
    path("breaks/<str:ref>/<str:section>/", breaks),
    path("", lambda request: HttpResponse(""), name="home"),
]


def handler500(request):
    return HttpResponse("broken", status=500)


@pytest.mark.parametrize("section", CLOSED)
def test_a_look_stays_although_its_page_fails(world, section, settings):
    case = a_singing_case(world)
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.force_login(world.people["ngo"])
    assert client.get(f"/breaks/{case.uuid}/{section}/").status_code == 500
    assert len(looks(case, section)) == 1


OPENERS = {  # who unseals a case's sections, and why no look is owed there
    "cases/selectors.py": "opened(), the one place, called by those below; open_section() records",
    "cases/services/sections.py": "_content(): the summary is derived, the stale form's look is recorded",
    "cases/services/first_steps.py": "contact and safety, the desk's own record, not shown",
    "cases/web/cards.py": "shut sections only after views_sections has recorded",
    "cases/web/views_sections.py": "records with how=edit before the form",
    "cases/web/views_writing.py": "contact and safety, the desk's own record",
    "cases/api/views/sections.py": "stored_of(): the desk's own record, merged, not shown",
    "cases/services/break_glass.py": "the typed reason, for its reviewer",
    "cases/finding.py": "a search by name: one row names every case that is shown",
    "cases/placements.py": "the shelter's own address; records location.read",
    "cases/wall_selectors.py": "a wall's typed reason, to those who lift it; records the look",
    "referrals/services/exchange_exporting.py": "one row names every case of the file, before it is written",
    "referrals/services/exchange_taking.py": "the desk's own records, merged with the list, not shown",
    "referrals/services/exchange_files.py": "a file that waits, to the desk that sent or asked for it",
    "referrals/changes.py": "its own page marker, no document",
    "referrals/exchange_panel.py": "screening, an open section, to whom its column shows it",
    "referrals/services/drafts.py": "a draft, to its own desk",
    "referrals/selectors/questions.py": "a question and its answer, which name nobody, to the two desks",
    "referrals/selectors/words.py": "words and hand-over of a referral",
}


def test_nobody_else_unseals():
    """A new way to a name stands in this table with its reason, or the test fails."""
    found = set()
    for file in (*ROOT.glob("cases/**/*.py"), *ROOT.glob("referrals/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            name = getattr(node, "func", None)
            if isinstance(name, ast.Name) and name.id in ("unseal", "opened", "open_stream"):
                found.add(str(file.relative_to(ROOT)))
    assert found - set(OPENERS) == set()
