import os

import environ
import psycopg2
import pytest
from django.db import connection


def linked(url_name):
    """A connection of its own to the test database, as the role that a variable names."""
    role = environ.Env.db_url_config(os.environ[url_name])
    return psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=role["USER"],
        password=role["PASSWORD"],
        host=role["HOST"],
        port=role["PORT"],
    )


@pytest.fixture
def owner(db):
    """The owner's connection, each statement by itself: what a database administrator can do."""
    link = linked("OWNER_DATABASE_URL")
    link.autocommit = True
    yield link
    link.close()


@pytest.fixture
def another(db):
    """A second connection of the application, undone and closed before the tables are emptied."""
    link = linked("DATABASE_URL")
    yield link
    link.rollback()
    link.close()
