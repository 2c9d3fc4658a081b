"""The whole of `make demo` around a portal of twenty lines: real servers, gunicorn and Celery."""

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from portal.embedded.places import keep_or_choose
from tests.embedded.conftest import Tree
from tests.embedded.test_supervisor import lives

MANAGE = """
import json, os, pathlib, sys
import psycopg2
verb = sys.argv[1]
print("words of", verb)
assert ("portal_owner" in os.environ["DATABASE_URL"]) == (verb == "migrate")
assert "OWNER_DATABASE_URL" not in os.environ
with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
    if verb == "migrate":
        cursor.execute("CREATE TABLE IF NOT EXISTS people (name text)")
        cursor.execute("GRANT ALL ON people TO portal_app")
    if verb == "load_demo":
        cursor.execute("INSERT INTO people VALUES ('ana')")
        connection.commit()
        if pathlib.Path("fail").exists():
            sys.exit("no such State")
        user = {"email": "ana@demo.invalid", "password": "p", "role": "caseworker", "organisation": "Dawn"}
        told = {"base_url": os.environ["BASE_URL"], "users": [user], "clients": []}
        pathlib.Path("var/demo/credentials.json").write_text(json.dumps(told))
"""
WSGI = """
import os, psycopg2
def application(environ, start_response):
    with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people")
        count = cursor.fetchone()[0]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{count} people".encode()]
"""
CELERY = """
import os
from celery import Celery
app = Celery("portal", broker=os.environ["REDIS_URL"])
app.conf.beat_schedule_filename = os.environ["BEAT_SCHEDULE_FILE"]
"""


@pytest.fixture
def portal(tree: Tree) -> Iterator[Tree]:
    (tree.folder / "manage.py").write_text(MANAGE)
    (tree.folder / "portal/wsgi.py").write_text(WSGI)
    (tree.folder / "portal/celery.py").write_text(CELERY)
    tree.call("forget", "--name", "demo")
    yield tree
    tree.call("forget", "--name", "demo")


@contextmanager
def demo(portal: Tree, port: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-u", "-m", "portal.embedded.demo", "--port", str(port)]
    out = subprocess.PIPE
    with subprocess.Popen(
        command,
        cwd=portal.folder,
        env=portal.environ,
        stdout=out,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.terminate()
            running.wait(timeout=60)


def until(running: subprocess.Popen[str], words: str) -> str:
    said = ""
    for line in running.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(f"it ended without saying {words!r}:\n{said}")


def people(port: int) -> str:
    with urllib.request.urlopen(f"http://localhost:{port}/readyz", timeout=5) as answer:
        return answer.read().decode()


def test_demo_starts_shows_accounts_stops_whole_and_keeps_its_people(portal: Tree) -> None:
    port = keep_or_choose(0)
    with demo(portal, port) as first:
        said = until(first, "Ctrl-C stops all")
        assert re.search(r"caseworker +ana@demo.invalid +p +Dawn", said)
        assert f"Open http://localhost:{port}" in said
        assert "▸ load-demo" in said
        assert people(port) == "1 people"
        listed = portal.folder / "var/demo/run.json"
        children = [int(pid) for pid in re.findall(r"\d+", listed.read_text().split("children")[1])]
        assert len(children) == 4
        first.send_signal(signal.SIGINT)
        rest = first.stdout.read()
    assert first.returncode == 0
    assert "stopping (SIGINT)" in rest
    assert "PostgreSQL stopped" in rest
    assert not [pid for pid in children if lives(pid)]
    assert not listed.exists()

    other = keep_or_choose(0)
    with demo(portal, other) as second:
        said = until(second, "Ctrl-C stops all")
        assert "▸ load-demo" not in said
        assert people(other) == "1 people"
        assert f":{other}" in (portal.folder / "var/demo/credentials.json").read_text()


def test_a_load_that_failed_is_quoted_and_begun_anew(portal: Tree) -> None:
    port = keep_or_choose(0)
    (portal.folder / "fail").touch()
    with demo(portal, port) as failed:
        said = failed.stdout.read()
    assert failed.returncode == 1
    assert "`load-demo` failed with status 1:\nwords of load_demo\nno such State" in said
    assert "PostgreSQL stopped" in said

    (portal.folder / "fail").unlink()
    with demo(portal, port) as again:
        said = until(again, "Ctrl-C stops all")
        assert "its half is thrown away" in said
        assert people(port) == "1 people"


def test_one_that_dies_ends_the_demo_with_its_words(portal: Tree) -> None:
    (portal.folder / "portal/celery.py").write_text("raise SystemExit('no broker is known')")
    with demo(portal, keep_or_choose(0)) as running:
        said = running.stdout.read()
    assert running.returncode == 1
    assert re.search(r"'(worker|beat)' ended by itself with status", said)
    assert "no broker is known" in said
    assert "Valkey stopped" in said
