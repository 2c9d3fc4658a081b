import pytest

from tests.support.database import linked


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
