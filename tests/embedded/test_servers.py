"""PostgreSQL and Valkey from wheels: they start, keep what they were told, and trust nobody."""

import os
import stat
import subprocess
from pathlib import Path

import psycopg2
import pytest
import redis

from tests.embedded.conftest import Tree


def owner_of(pid: int) -> str:
    asked = ["ps", "-o", "user=", "-p", str(pid)]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def one(address: str, question: str) -> object:
    connection = psycopg2.connect(address)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_started_twice_and_stopped_twice_it_keeps_its_rows(tree: Tree) -> None:
    first = tree.call("start", "--name", "test")
    assert first.returncode == 0, first.stderr
    known = tree.variables()
    one(known["OWNER_DATABASE_URL"], "CREATE TABLE kept (word text)")
    one(known["OWNER_DATABASE_URL"], "INSERT INTO kept VALUES ('still here')")
    redis.Redis.from_url(known["REDIS_URL"]).set("word", "still here")

    second = tree.call("start", "--name", "test")
    assert second.stdout.count("runs already") == 2

    assert tree.call("stop", "--name", "test").stdout.count(" stopped") == 2
    assert tree.call("status", "--name", "test").returncode == 3
    assert tree.call("stop", "--name", "test").stdout.count("was not running") == 2

    assert tree.call("start", "--name", "test").stdout.count("started") == 2
    assert tree.variables() == known, "a restart must not change passwords, keys or ports"
    assert one(known["OWNER_DATABASE_URL"], "SELECT word FROM kept") == "still here"
    assert redis.Redis.from_url(known["REDIS_URL"]).get("word") == b"still here"


def test_the_servers_never_run_as_root(tree: Tree) -> None:
    tree.call("start", "--name", "test")
    home = Path(tree.told()["home"])
    postmaster = int((home / "postgres/postmaster.pid").read_text().split()[0])
    valkey = int((home / "valkey/server.pid").read_text())
    ours = owner_of(os.getpid())
    for pid in (postmaster, valkey):
        assert owner_of(pid) == ("portalpg" if ours == "root" else ours)


def test_the_app_owns_nothing_and_the_owner_is_no_superuser(tree: Tree) -> None:
    tree.call("start", "--name", "test")
    known = tree.variables()
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        one(known["DATABASE_URL"], "CREATE TABLE mine (x int)")
    creates = (
        "SELECT rolcreatedb OR rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user"
    )
    assert one(known["DATABASE_URL"], creates) is False
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        one(known["DATABASE_URL"], "SET ROLE portal_owner")
    powers = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert one(known["OWNER_DATABASE_URL"], powers) is False
    version = one(known["DATABASE_URL"], "SHOW server_version_num")
    assert str(version).startswith("18")


def test_nobody_comes_in_without_a_password(tree: Tree) -> None:
    tree.call("start", "--name", "test")
    told = tree.told()
    for role in ("postgres", "portal_owner", "portal_app"):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(host="127.0.0.1", port=told["postgres_port"], user=role)
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=told["redis_port"]).ping()


def test_secrets_can_be_read_by_their_owner_alone(tree: Tree) -> None:
    tree.call("start", "--name", "test")
    for name in ("instance.json", "sealing_keys.json", "index_keys.json"):
        mode = (tree.folder / "var/test" / name).stat().st_mode
        assert stat.S_IMODE(mode) == 0o600, name
    arguments = subprocess.run(["ps", "-A", "-o", "args="], capture_output=True, text=True).stdout
    assert not [role for role, word in tree.told()["passwords"].items() if word in arguments]


def test_a_taken_port_is_left_for_another(tree: Tree) -> None:
    tree.call("start", "--name", "test")
    tree.call("stop", "--name", "test")
    told = tree.told()
    listen = (
        "import socket, sys; s = socket.create_server(('127.0.0.1', int(sys.argv[1])));"
        "print('listening'); sys.stdin.read()"
    )
    squatter = subprocess.Popen(
        ["python3", "-u", "-c", listen, str(told["postgres_port"])],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        squatter.stdout.readline()
        assert tree.call("start", "--name", "test").returncode == 0
        assert tree.told()["postgres_port"] != told["postgres_port"]
        assert one(tree.variables()["DATABASE_URL"], "SELECT 1") == 1
    finally:
        squatter.communicate()


def test_a_tree_out_of_reach_gets_data_and_programs_elsewhere(hidden_tree: Tree) -> None:
    """Root hands the servers to another user, who cannot enter; anybody else keeps them in her tree."""
    as_root = os.geteuid() == 0
    first = hidden_tree.call("start", "--name", "test")
    assert first.returncode == 0, first.stderr
    home = Path(hidden_tree.told()["home"])
    assert home.is_relative_to(hidden_tree.folder) is not as_root
    assert (f"data are in {home}" in first.stdout) is as_root
    assert one(hidden_tree.variables()["DATABASE_URL"], "SELECT 1") == 1
    hidden_tree.call("forget", "--name", "test")
    assert not home.exists()
    assert not (hidden_tree.folder / "var/test").exists()
    assert not as_root or not home.parent.exists()


def test_run_lends_the_servers_to_a_command_and_passes_its_status_on(tree: Tree) -> None:
    tree.call("stop", "--name", "test")
    asked = tree.call("run", "--name", "test", "--", "sh", "-c", "echo $DATABASE_URL; exit 7")
    assert asked.returncode == 7
    assert "postgres://portal_app:" in asked.stdout
    assert tree.call("status", "--name", "test").returncode == 3, "what was started is stopped"
    assert "needs a command" in tree.call("run", "--name", "test").stderr


def test_run_leaves_servers_running_that_ran_before(tree: Tree) -> None:
    tree.call("start", "--name", "test")
    assert tree.call("run", "--name", "test", "--", "true").returncode == 0
    assert tree.call("status", "--name", "test").returncode == 0
