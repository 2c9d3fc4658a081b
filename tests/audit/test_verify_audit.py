"""What an administrator who disables the triggers did to the record is found and named."""

import io

import pytest
from django.core.management import CommandError, call_command

from portal.audit import seals, verification
from portal.audit.models import Entry, Seal
from tests.audit.test_sealing_minute import sealed_until_quiet, write

pytestmark = [pytest.mark.serial, pytest.mark.django_db(transaction=True)]
COLUMNS = "xid, at, role, verb, section, subject, detail"
COPY = f"INSERT INTO audit_entry ({COLUMNS}) SELECT "
CHANGE = "UPDATE audit_entry SET {} WHERE id = %(id)s"
RESEAL = "UPDATE audit_seal SET {0} = sha256('{0}') WHERE number = %(number)s"
WHERE = " FROM audit_entry WHERE id = %(id)s"


@pytest.fixture
def tamper(owner):
    """Run statements as the owner with the triggers off, as an administrator could."""

    def run(*statements, **values):
        with owner.cursor() as cursor:
            for table in ("audit_entry", "audit_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for statement in statements:
                cursor.execute(statement, values)
            for table in ("audit_entry", "audit_seal"):
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return run


@pytest.fixture
def rows():
    """Nine rows under three seals, one row behind them that no seal holds yet."""
    for start in (0, 3, 6):
        write(*[f"case.v{i}" for i in range(start, start + 3)])
        sealed_until_quiet(start + 3)
    write("case.waiting")
    return list(Entry.objects.order_by("pk").values_list("pk", flat=True))


def verified(**options):
    out = io.StringIO()
    try:
        call_command("verify_audit", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""  # CommandError ends the process with 1


def test_an_untouched_record_agrees(rows):
    said, failed = verified()
    assert failed == ""
    assert "9 rows under " in said
    assert ", 1 not sealed yet" in said


def test_an_empty_record_agrees(db):
    assert verified()[1] == ""


def test_a_row_is_named_whichever_column_was_changed(rows, tamper):
    changes = [
        *("verb = 'case.other'", "at = at - interval '1 microsecond'", "user_id = NULL"),
        *("cases = '{1}'", "detail = '{\"a\": 1}'", "role = 'clock'", "case_id = 5"),
    ]
    for row, change in zip(rows, changes, strict=False):
        tamper(CHANGE.format(change), id=row)
    said, failed = verified()
    for row in rows[:7]:
        assert f"entry {row} was changed after seal " in said
    assert "7 findings" in failed


def test_a_removed_row_is_named(rows, tamper):
    tamper("DELETE FROM audit_entry WHERE id = %(id)s", id=rows[4])
    said, failed = verified()
    assert f"entry {rows[4]} was removed after seal " in said
    assert "1 findings" in failed


def test_an_inserted_row_is_named(rows, tamper):
    tamper(COPY + COLUMNS + WHERE, id=rows[4])
    said, failed = verified()
    new = Entry.objects.order_by("-pk").first().pk
    assert f"entry {new} was inserted behind seal " in said
    assert "1 findings" in failed


def test_a_row_inserted_before_everything_is_named(rows, tamper):
    values = COLUMNS.replace("xid", "'1'::xid8")
    tamper(COPY + values + WHERE, id=rows[0])
    new = Entry.objects.order_by("-pk").first().pk
    assert f"entry {new} was inserted behind seal " in verified()[0]


def test_a_row_moved_in_time_is_removed_here_and_inserted_there(rows, tamper):
    tamper(
        "UPDATE audit_entry SET xid = (SELECT xid FROM audit_entry WHERE id = %(to)s) WHERE id = %(id)s",
        id=rows[1],
        to=rows[8],
    )
    said, _failed = verified()
    assert f"entry {rows[1]} was removed after" in said
    assert f"entry {rows[1]} was inserted behind" in said


def test_who_changes_the_leaves_too_is_found_by_the_root(rows, tamper):
    tamper(
        "UPDATE audit_entry SET verb = 'x' WHERE id = %(id)s",
        "UPDATE audit_seal SET leaves = set_byte(leaves, 20, 1 - get_byte(leaves, 20) %% 2) WHERE number = 2",
        id=rows[4],
    )
    said, _failed = verified()
    assert "seal 2 was changed: its leaves do not give its root" in said


def test_a_changed_seal_is_named(rows, tamper):
    for number, column in enumerate(["root", "chain", "previous"], start=1):
        tamper(RESEAL.format(column), number=number)
    said = verified()[0]
    assert "seal 1 was changed: its leaves do not give its root" in said
    assert "seal 2 was changed: its chain does not fit it" in said
    assert "seal 3 is not chained to the seal before it" in said


def test_a_missing_seal_is_named_and_its_rows_are_not_all_listed(rows, tamper):
    tamper("DELETE FROM audit_seal WHERE number = 2")
    said, failed = verified()
    assert "seal 3 follows a gap: seals 2 to 2 are gone" in said
    assert "1 findings" in failed


def test_only_what_is_kept_outside_tells_a_record_that_was_cut_off(rows, tamper):
    last = Seal.objects.order_by("-number").first()
    outside = f"{last.number}:{bytes(last.chain).hex()}"
    assert verified(expect=[outside])[1] == ""
    tamper(
        "DELETE FROM audit_seal WHERE number = %(number)s",
        "DELETE FROM audit_entry WHERE id >= %(id)s",
        number=last.number,
        id=seals.unpacked(last.leaves)[0][0],
    )
    assert verified()[1] == ""
    said, failed = verified(expect=[outside])
    assert f"seal {last.number} was told outside and is gone" in said
    assert failed


def test_another_chain_than_was_told_is_named(rows):
    said, failed = verified(expect=[f"2:{'0' * 64}"])
    assert "seal 2 has another chain than was told outside" in said
    assert failed
    with pytest.raises(CommandError, match="NUMBER:CHAIN"):
        call_command("verify_audit", expect=["two"])


def test_it_reads_in_batches(rows, tamper, monkeypatch):
    monkeypatch.setattr(verification, "ROWS", 2)
    monkeypatch.setattr(verification, "SEALS", 1)
    assert verified()[1] == ""
    tamper("DELETE FROM audit_entry WHERE id IN (%(one)s, %(other)s)", one=rows[0], other=rows[8])
    said, failed = verified()
    assert "2 findings" in failed
    assert f"entry {rows[0]} was removed" in said
    assert f"entry {rows[8]} was removed" in said
