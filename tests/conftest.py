"""Real servers, and the application's own role: tests may do what the portal may do, no more."""

import os

import environ
import pytest
from django.db import connection
from django.test import Client, TransactionTestCase

import portal.celery  # noqa: F401  (else tasks go to Celery's default broker)
from tests.support import signing_in
from tests.support.mailbox import mailbox  # noqa: F401  (a fixture for all)

_app: dict[str, str] = {}


def pytest_collection_modifyitems(items):
    """The one skip there is: tests that read the shared data, where that folder is not."""
    from tests.htcds.support import SHARED

    if SHARED.is_dir():
        return
    away = pytest.mark.skip(reason="the shared data folder is not here (set CONCORD_SHARED)")
    for item in items:
        if item.get_closest_marker("needs_shared_data"):
            item.add_marker(away)


def _become(url_name: str) -> None:
    role = environ.Env.db_url_config(os.environ[url_name])
    connection.close()
    connection.settings_dict.update(USER=role["USER"], PASSWORD=role["PASSWORD"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The owner makes the test database."""
    _become("OWNER_DATABASE_URL")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """From here on we are the application."""
    with django_db_blocker.unblock():
        _become("DATABASE_URL")
    yield
    with django_db_blocker.unblock():
        _become("OWNER_DATABASE_URL")


_flush = TransactionTestCase._fixture_teardown


def _flush_as_owner(self: TransactionTestCase) -> None:
    """Only the owner, saying so, may empty append-only tables."""
    _become("OWNER_DATABASE_URL")
    with connection.cursor() as cursor:
        cursor.execute("SET portal.flush = 'yes'")
    _flush(self)
    _become("DATABASE_URL")


TransactionTestCase._fixture_teardown = _flush_as_owner  # type: ignore[method-assign]
Client.force_login = signing_in.force_login  # type: ignore[method-assign]


@pytest.fixture
def world(db):
    """Two invented States with their agencies, desks and people."""
    from tests.support.world import make_world

    return make_world()
