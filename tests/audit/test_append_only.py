import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction

from portal.audit.models import APPEND_ONLY, Entry, Seal
from portal.audit.services import record
from tests.audit.factories import ACTOR

pytestmark = pytest.mark.django_db
TABLES = [model._meta.db_table for model in APPEND_ONLY]
CHANGES = [
    "UPDATE {} SET id = id",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "ALTER TABLE {} DISABLE TRIGGER USER",
    "ALTER TABLE {} ADD COLUMN x int",
    "DROP TABLE {}",
    "CREATE RULE r AS ON INSERT TO {} DO INSTEAD NOTHING",
]


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
def test_the_application_cannot_alter_the_record(table, statement):
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        run(statement.format(table))


def test_the_application_can_add_and_read():
    record(actor=ACTOR, verb="case.opened")
    assert Entry.objects.count() == 1


def test_the_orm_is_refused_too():
    record(actor=ACTOR, verb="case.opened")
    for change in (Entry.objects.all().delete, lambda: Entry.objects.update(verb="x")):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


@pytest.mark.parametrize("table", TABLES)
def test_the_applications_rights_are_insert_and_select(table):
    rights = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r FROM unnest(%s) r WHERE has_table_privilege('portal_app', %s, r) ORDER BY 1",
            [rights, table],
        )
        assert [row[0] for row in cursor.fetchall()] == ["INSERT", "SELECT"]


@pytest.mark.parametrize("table", TABLES)
def test_both_triggers_stand_on_every_append_only_table(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O' "
            "AND (tgname LIKE 'pgtrigger_append_only%%' OR tgname LIKE 'pgtrigger_no_truncate%%')",
            [table],
        )
        assert cursor.fetchone()[0] == 2


def test_the_list_holds_the_record_and_its_seals():
    assert {Entry, Seal} <= set(APPEND_ONLY)
    assert len(APPEND_ONLY) == len(set(APPEND_ONLY))


INSERT = "INSERT INTO audit_entry (at, role, verb, section, subject, detail) VALUES (now(), 'r', 'v', '', '', '{}')"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry",
     "TRUNCATE audit_entry, audit_seal"],
)  # fmt: skip
def test_even_the_owner_is_stopped_by_the_triggers(owner, statement):
    owner.autocommit = False
    with owner.cursor() as cursor:
        cursor.execute(INSERT)
        with pytest.raises(psycopg2.Error, match=r"append only|Cannot update or delete"):
            cursor.execute(statement)
    owner.rollback()
