"""Connections of our own to the test database, and faults made in the database itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
import psycopg2
from django.db import connection

LET_GO = "SET lock_timeout = '10s'"


def linked(url_name: str = "OWNER_DATABASE_URL") -> Any:
    """A connection of its own to the test database, as the role that a variable names."""
    role = environ.Env.db_url_config(os.environ[url_name])
    return psycopg2.connect(
        dbname=connection.settings_dict["NAME"], user=role["USER"], password=role["PASSWORD"],
        host=role["HOST"], port=role["PORT"],
    )  # fmt: skip


def as_owner(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    """Carry out one statement as the owner of the tables, in a transaction of its own."""
    link = linked()
    link.autocommit = True
    try:
        with link.cursor() as cursor:
            cursor.execute(LET_GO)
            cursor.execute(statement, values)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        link.close()


@contextmanager
def fault(table: str, when: str = "true", how: str = "RAISE EXCEPTION 'a fault'") -> Iterator[None]:
    """Within this block an INSERT into ``table`` of a row that meets ``when`` fails in the database.

    For tests with real transactions: a trigger is not made while a test holds the table.
    """
    name = f"fault_{table}"
    as_owner(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {how}; RETURN NEW; END $$"
    )
    as_owner(
        f'CREATE TRIGGER {name} BEFORE INSERT ON "{table}" FOR EACH ROW '
        f"WHEN ({when}) EXECUTE FUNCTION {name}()"
    )
    try:
        yield
    finally:
        as_owner(f'DROP TRIGGER {name} ON "{table}"')
        as_owner(f"DROP FUNCTION {name}()")


CUT = "PERFORM pg_terminate_backend(pg_backend_pid())"
"""A fault that ends the connection in the middle of the transaction."""
