"""The latest migration of each app goes one step back and forward again; none is missing."""

import os
import subprocess
import sys

import environ
import psycopg2
import pytest

from tests.architecture.code import ROOT

DATABASE = "portal_migrations"
STEPS = """
import django; django.setup()
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pathlib import Path
root = Path.cwd()
ours = [a.label for a in apps.get_app_configs() if root in Path(a.path).parents and (Path(a.path) / "migrations").exists() and ".venv" not in a.path]
executor = MigrationExecutor(connection)
executor.migrate(executor.loader.graph.leaf_nodes())
for label in ours:
    executor = MigrationExecutor(connection)
    [last] = executor.loader.graph.leaf_nodes(label)
    before = [p for p in executor.loader.graph.node_map[last].parents if p.key[0] == label]
    if not before:
        continue
    executor.migrate([before[0].key])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    print("back and forward:", *last)
"""


@pytest.fixture
def empty_database():
    """A database of our own, made and dropped by the owner."""
    owner = environ.Env.db_url_config(os.environ["OWNER_DATABASE_URL"])
    link = psycopg2.connect(
        dbname="portal", user=owner["USER"], password=owner["PASSWORD"], host=owner["HOST"], port=owner["PORT"]
    )  # fmt: skip
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    yield os.environ["OWNER_DATABASE_URL"].rsplit("/", 1)[0] + f"/{DATABASE}"
    with link.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    link.close()


@pytest.mark.slow
@pytest.mark.serial
def test_the_latest_step_goes_back_and_forward(empty_database):
    known = {**os.environ, "DATABASE_URL": empty_database}
    done = subprocess.run(
        [sys.executable, "-c", STEPS], cwd=ROOT, env=known, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    walked = {line.split()[3] for line in done.stdout.splitlines()}
    assert walked >= {"core", "cases", "referrals", "organisations"}


def test_each_app_names_its_newest_migration():
    """``max_migration.txt`` makes two people's migrations a conflict in git, not in production."""
    for folder in [*ROOT.glob("*/migrations"), *ROOT.glob("portal/*/migrations")]:
        newest = max(p.stem for p in folder.glob("[0-9]*.py"))
        assert (folder / "max_migration.txt").read_text().strip() == newest, folder
