"""Chromium once a session, a fresh context for each person, and a console that must stay silent."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.person import DESK, FLAGS, PATIENCE, PHONE, Person, chromium
from tests.support.signing_in import ready

# Playwright's loop and the database share this thread: Django would take it for asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_collection_modifyitems(items):
    """All here drive a browser, and take their time on a busy machine."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def chrome():
    path = chromium()
    if not path:
        pytest.fail("No Chromium: install one, or give its path in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=list(FLAGS), timeout=PATIENCE * 2
        )
        yield browser
        browser.close()


@pytest.fixture
def world(transactional_db):
    """Two invented States, in rows that the server's own connections see."""
    from tests.support.world import make_world

    return make_world()


@pytest.fixture
def as_person(chrome, live_server, world):
    """``as_person("border")`` signs in through the sign-in page; at the end nobody's console spoke."""
    people = []

    def sign_in(key, **context):
        ready(world.people[key])
        size = PHONE if key.startswith("border") else DESK
        person = Person(
            chrome, live_server.url, world.people[key].email, **{"viewport": size, **context}
        )
        people.append(person)
        return person.sign_in()

    yield sign_in
    wrong = {person.email: person.wrong for person in people if person.wrong}
    for person in people:
        person.leave()
    assert wrong == {}
