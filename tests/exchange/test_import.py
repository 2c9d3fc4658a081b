"""A list becomes cases: own, led, not running; repeats, cuts and broken rows lose and double nothing."""

import pytest
from django.db import connection
from django.http import Http404

from cases.models import Case, CaseBasis, Consent
from cases.sections import ContactAndSafety, Identity
from cases.selectors import get_case, opened, own_record
from cases.services import confirm_running, write_section
from portal.access.matrix import Section
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.models import Clock
from portal.sealing.models import WrappedKey
from referrals.models import ImportedRow, ImportRun, ImportState
from referrals.selectors_exchange import get_import
from referrals.services import exchange, exchange_taking
from referrals.services.exchange_files import pieces_of
from tests.exchange.lists import CANARY, a_list, cases_of, checked, counts, imported


def documents(world, case, section, who="ngo"):
    actor = world.actor(who)
    return opened(actor, case, [own_record(actor, case, section)])[0]


def test_each_person_is_an_own_case_that_starts_no_clock(world):
    run = imported(world, a_list(3))
    assert run.state == ImportState.DONE
    assert counts(run) == (3, 0, 0, 0)
    cases = cases_of(world)
    assert all(c.imported and not c.running and c.left_at is None for c in cases)
    assert {c.lead_desk_id for c in cases} == {world.desks["ngo"].pk}
    assert not Clock.objects.filter(case_id__in=[c.pk for c in cases]).exists()
    said = documents(world, cases[0], Section.IDENTITY)
    assert said.imported
    assert said.document.given_names == f"{CANARY}1"
    assert (
        documents(world, cases[0], Section.CONTACT_AND_SAFETY).document.phone == "+40 721 000 001"
    )
    for who in ("ngo2", "coordinator", "shelter", "police"):
        with pytest.raises(Http404):
            get_case(world.actor(who), cases[0].uuid)


def test_a_caseworker_confirms_it_as_running_and_its_clocks_start(world):
    imported(world, a_list(1))
    [case] = cases_of(world)
    with pytest.raises(Http404):
        confirm_running(actor=world.actor("ngo2"), ref=case.uuid)
    confirm_running(actor=world.actor("ngo"), ref=case.uuid)
    codes = set(Clock.objects.filter(case_id=case.pk).values_list("code", flat=True))
    assert {"risk.assessment", "rights.information"} <= codes
    confirm_running(actor=world.actor("ngo"), ref=case.uuid)
    assert Clock.objects.filter(case_id=case.pk, code="risk.assessment").count() == 1


def test_a_consent_is_evidence_and_opens_nothing(world):
    imported(world, a_list(1))
    [case] = cases_of(world)
    consent = Consent.objects.get(case=case)
    assert consent.evidence_only
    assert consent.sections == []
    assert set(CaseBasis.objects.filter(case=case).values_list("desk_id", flat=True)) == {
        world.desks["ngo"].pk
    }


def test_a_repeat_changes_nothing(world):
    imported(world, a_list(4))
    before = Case.objects.count()
    run = imported(world, a_list(4))
    assert counts(run) == (0, 0, 4, 0)
    assert Case.objects.count() == before


def test_without_a_key_column_the_content_names_the_row(world):
    imported(world, a_list(3), key_column="")
    assert counts(imported(world, a_list(3), key_column="")) == (0, 0, 3, 0)


def test_a_changed_row_is_a_new_version_and_keeps_what_was_written_here(world):
    imported(world, a_list(2))
    case = cases_of(world)[0]
    actor = world.actor("ngo")
    said = documents(world, case, Section.CONTACT_AND_SAFETY)
    assert isinstance(said.document, ContactAndSafety)
    write_section(
        actor=actor, ref=case.uuid, section=Section.CONTACT_AND_SAFETY, version=1,
        document=ContactAndSafety(
            phone="+40 799 000 000", old_contact="written_wrongly", languages=("ro",),
            extra=said.document.extra,
        ),
    )  # fmt: skip
    run = imported(world, a_list(2, name="Changed", phone="+49 30 123 00"))
    assert counts(run) == (0, 2, 0, 0)
    identity = documents(world, case, Section.IDENTITY)
    assert identity.document.given_names == "Changed1"
    assert identity.version == 2
    contact = documents(world, case, Section.CONTACT_AND_SAFETY).document
    assert contact.phone == "+40 799 000 000"
    assert contact.languages == ("ro",)
    kept = [line["kept"] for line in exchange.lines_of(run, exchange.RESULT)]
    assert kept == [["phone"], []]
    assert counts(imported(world, a_list(2, name="Changed", phone="+49 30 123 00"))) == (0, 0, 2, 0)


class Killed(BaseException):
    """As a worker dies: nothing catches it."""


def test_a_cut_at_sixty_per_cent_and_a_killed_worker_lose_and_double_nothing(world, monkeypatch):
    run = exchange.begin(actor=world.actor("ngo"), run=checked(world, a_list(10)))
    real, calls = exchange_taking.open_case, []

    def dies(**given):
        calls.append(1)
        case = real(**given)
        if len(calls) == 7:  # in the middle of a row: its case is written, not committed
            raise Killed
        return case

    monkeypatch.setattr(exchange_taking, "open_case", dies)
    with pytest.raises(Killed):
        exchange.take_rows(actor=world.actor("ngo"), run=run)
    monkeypatch.setattr(exchange_taking, "open_case", real)
    assert Case.objects.count() == ImportedRow.objects.count() == 6
    run = exchange.take_rows(actor=world.actor("ngo"), run=run)
    assert counts(run) == (10, 0, 0, 0)
    assert run.rows_read == 10
    assert Case.objects.count() == ImportedRow.objects.count() == 10
    assert counts(imported(world, a_list(10))) == (0, 0, 10, 0)
    assert len(list(exchange.lines_of(run, exchange.RESULT))) == 10


def test_all_or_only_the_good_rows(world):
    broken = a_list(3) + b"\r\nP-9,Mira,Dinu,31.02.1999,,Yes"
    run = checked(world, broken)
    assert not run.may_import
    assert (run.rows_read, run.accepted, run.refused) == (4, 3, 1)
    [line] = exchange.lines_of(run, exchange.TO_CORRECT)
    assert line["line"] == 5
    assert line["field"] == "prs_Birthdate"
    assert line["value"] == "31.02.1999"
    with pytest.raises(Invalid):
        exchange.begin(actor=world.actor("ngo"), run=run)
    assert not Case.objects.exists()
    run = imported(world, broken, keep="good")
    assert counts(run) == (3, 0, 0, 1)
    assert sum(counts(run)) == run.rows_read


def test_an_import_needs_a_desk_that_can_lead(world):
    for who in ("border", "police", "shelter", "coordinator", "authority", "ngo_admin"):
        with pytest.raises(NotOpen) as refused:
            checked(world, a_list(1), who)
        assert "caseworker desk" in refused.value.errors["file"]
    assert not ImportRun.objects.exists()


def test_the_report_is_for_the_uploader_only(world):
    run = checked(world, a_list(1))
    assert get_import(world.actor("ngo"), str(run.uuid)) == run
    for who in ("ngo_b", "ngo_admin", "ngo2", "coordinator", "oversight"):
        with pytest.raises(Http404):
            get_import(world.actor(who), str(run.uuid))


def test_no_readable_name_on_the_storage_or_in_the_database(world, storage):
    run = imported(
        world, a_list(3) + b"\r\nP-9,Kanarienvogelova9,Dinu,31.02.1999,,Yes", keep="good"
    )
    [file] = [path for path in storage.rglob("*") if path.is_file()]
    assert CANARY.encode() not in file.read_bytes()
    assert file.name == f"import-{run.uuid}.sealed"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema='public' AND table_type='BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            count = f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s'  # noqa: S608
            for readable in (CANARY, CANARY.encode().hex()):
                cursor.execute(count, [f"%{readable}%"])
                assert cursor.fetchone()[0] == 0, table


def test_after_seven_days_file_report_and_key_are_gone_and_the_cases_stay(world, storage):
    from referrals.services.exchange_expiry import clock_struck

    run = imported(world, a_list(2))
    clock = Clock.objects.get(subject_uuid=run.uuid, code="export.expiry")
    assert (clock.due_at - clock.started_at).days in (6, 7, 8)
    clock_struck(None, clock=clock, kind="due", n=0)
    assert not ImportRun.objects.exists()
    assert not [p for p in storage.rglob("*") if p.is_file()]
    assert not WrappedKey.objects.filter(subject_kind="import").exists()
    assert len(cases_of(world)) == 2
    assert counts(imported(world, a_list(2))) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"%PDF-1.7 not a list", "file"),
        (b"PK\x03\x04 broken", "file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "file"),
    ],
)
def test_what_is_no_list_says_what_to_do(world, content, field):
    run = checked(world, content, key_column="")
    broken = exchange.report_of(run)["unreadable"]
    assert run.state == ImportState.UNREADABLE
    assert broken["field"] == field
    assert broken["remedy"][0]


def test_an_empty_and_a_huge_file_are_refused_before_they_are_kept(world, storage, monkeypatch):
    with pytest.raises(Invalid):
        checked(world, b"")
    monkeypatch.setattr("referrals.services.exchange_files.LARGEST", 100)
    with pytest.raises(Invalid) as refused:
        checked(world, a_list(50))
    assert "Part the list" in refused.value.errors["file"]
    assert not ImportRun.objects.exists()


def test_the_kept_file_opens_to_what_was_sent(world):
    run = checked(world, a_list(2))
    assert b"".join(pieces_of("import", run.uuid)) == a_list(2)
    assert isinstance(Identity(), Identity)
