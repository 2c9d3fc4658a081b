"""A desk's cases go out: seconded where they are many, each a look, for who asked, without loss."""

import io
from datetime import UTC, datetime

import pytest
from django.http import Http404

from cases.sections import Identity
from cases.selectors import opened, own_record
from cases.services import write_section
from portal.access.matrix import Section
from portal.audit.models import Entry
from portal.core import clock
from portal.core.problems import NotOpen
from referrals.htcds import DryRun, open_table
from referrals.models import ExportRun, ExportState
from referrals.selectors_exchange import exports_to_decide, get_export
from referrals.services import exchange, exchange_exporting
from referrals.services.exchange_reading import Answers
from tests.exchange.lists import CANARY, a_list, cases_of, counts, imported
from tests.htcds.invented import filled_template
from tests.support import steps


def exported(world, who="ngo", **more):
    run = exchange.ask_export(actor=world.actor(who), **more)
    return exchange.make(actor=world.actor(who), run=run)


def bytes_of(world, run, who="ngo"):
    return b"".join(exchange.file_of(actor=world.actor(who), run=run))


def people_in(world, content, headers="names", **more):
    options = Answers(headers=headers, **more).options(
        actor=world.actor("ngo"), keep="good", secret=b"x"
    )
    with open_table(io.BytesIO(content), "back.xlsx") as table:
        run = DryRun(table, options)
        rows = list(run)
    assert run.summary.refused == 0, [p.to_dict() for r in rows for p in r.problems]
    return [row.person for row in rows]


def test_every_exported_case_leaves_a_look_and_only_those_the_desk_leads_go(world):
    imported(world, a_list(3))
    steps.a_case(world, "ngo2")
    reported = steps.a_case(world, "border")
    run = exported(world)
    assert run.state == ExportState.READY
    assert run.written == 3
    entry = Entry.objects.filter(verb="listed", detail__how="export").get()
    assert sorted(entry.cases) == sorted(c.pk for c in cases_of(world))
    assert reported.pk not in entry.cases
    people = people_in(world, bytes_of(world, run))
    assert {p.given_names for p in people} == {f"{CANARY}{n}" for n in (1, 2, 3)}


def test_what_a_caseworker_changed_goes_out_as_she_wrote_it(world):
    imported(world, a_list(1))
    [case] = cases_of(world)
    actor = world.actor("ngo")
    said = opened(actor, case, [own_record(actor, case, Section.IDENTITY)])[0].document
    assert isinstance(said, Identity)
    changed = Identity(given_names="Mira", family_name=said.family_name, birth={}, extra=said.extra)
    write_section(actor=actor, ref=case.uuid, section=Section.IDENTITY, document=changed, version=1)
    [person] = people_in(
        world, bytes_of(world, exported(world, headers="labels")), headers="labels"
    )
    assert person.given_names == "Mira"
    assert person.family_name == "Ferry"
    assert person.birth is None


def test_a_case_made_here_goes_out_too(world):
    steps.a_case(world, "ngo")
    [person] = people_in(world, bytes_of(world, exported(world)))
    assert person.given_names == steps.CANARY
    assert person.gender == "Feminine"
    assert person.birth is not None
    assert person.languages == ("tir",)


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(exchange_exporting, "WITHOUT_SECOND", 2)


def test_over_fifty_a_second_agrees_for_own_cases_the_administrator(world, few):
    imported(world, a_list(3))
    run = exchange.ask_export(actor=world.actor("ngo"))
    assert run.state == ExportState.WAITING
    assert run.own_cases
    with pytest.raises(NotOpen):
        exchange.file_of(actor=world.actor("ngo"), run=run)
    assert exchange.make(actor=world.actor("ngo"), run=run).state == ExportState.WAITING
    for who in ("ngo", "ngo_b", "ngo2", "ngo2_admin", "coordinator"):
        with pytest.raises(Http404):
            exchange.decide_export(actor=world.actor(who), ref=run.uuid, agree=True)
    exchange.decide_export(actor=world.actor("ngo_admin"), ref=run.uuid, agree=True)
    run = exchange.make(actor=world.actor("ngo"), run=run)
    assert run.state == ExportState.READY
    assert run.decided_by == world.people["ngo_admin"]
    with pytest.raises(Http404):
        get_export(world.actor("ngo_admin"), str(run.uuid))
    with pytest.raises(Http404):
        exchange.file_of(actor=world.actor("ngo_b"), run=run)


def test_nobody_agrees_to_her_own_though_she_is_administrator_too(world, few):
    from portal.organisations.models import Membership

    imported(world, a_list(3))
    exchange.ask_export(actor=world.actor("ngo"))
    desk = world.desks["ngo_admin"]
    Membership.objects.create(user=world.people["ngo"], desk=desk)
    from portal.organisations.actors import actor_of

    assert not exports_to_decide(actor_of(desk, world.people["ngo"].pk)).exists()
    assert exports_to_decide(world.actor("ngo_admin")).exists()


def test_a_case_that_others_know_needs_any_colleague(world, few):
    imported(world, a_list(3))
    run = exchange.ask_export(actor=world.actor("ngo"))
    ExportRun.objects.filter(pk=run.pk).update(own_cases=False)
    exchange.decide_export(actor=world.actor("ngo_b"), ref=run.uuid, agree=False)
    assert ExportRun.objects.get().state == ExportState.REFUSED
    assert exchange.make(actor=world.actor("ngo"), run=run).state == ExportState.REFUSED


def test_many_small_exports_of_a_day_are_a_large_one(world, few):
    imported(world, a_list(2))
    assert exported(world).state == ExportState.READY
    assert exchange.ask_export(actor=world.actor("ngo")).state == ExportState.WAITING


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ioms_template_with_two_hundred_rows_goes_in_and_comes_back(world):
    with clock.at(datetime(2027, 1, 11, 9, tzinfo=UTC)):
        _there_and_back(world)


def _there_and_back(world):
    file, _people = filled_template(200)
    content = file.getvalue()
    run = imported(world, content, headers="labels", key_column="")
    assert counts(run) == (200, 0, 0, 0)
    assert run.rows_read == 200
    assert counts(imported(world, content, headers="labels", key_column="")) == (0, 0, 200, 0)
    before = people_in(world, content, headers="labels")
    ask = exchange.ask_export(actor=world.actor("ngo"), headers="labels")
    exchange.decide_export(actor=world.actor("ngo_admin"), ref=ask.uuid, agree=True)
    made = exchange.make(actor=world.actor("ngo"), run=ask)
    assert made.written == 200
    after = people_in(world, bytes_of(world, made), headers="labels")
    assert sorted(p.given_names for p in before) == sorted(p.given_names for p in after)
    by_name = {p.given_names: p.to_dict()["values"] for p in after}
    for person in before:
        assert by_name[person.given_names] == person.to_dict()["values"]
