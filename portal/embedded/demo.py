"""`make demo`: from a bare machine to a portal with invented people, in the foreground."""

import argparse
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import psycopg2

from portal.embedded import instances, postgres
from portal.embedded.commands import COMMANDS, environment_for
from portal.embedded.environment import DEFAULT_PORT, environment
from portal.embedded.places import ROOT, Instance, Refused, is_free, load, reserved
from portal.embedded.running import only_run, tell
from portal.embedded.supervisor import Child, Supervisor

FOREGROUND = ("mailbox", "web", "worker", "beat")
MODULE = "portal.embedded.commands"
READY_WITHIN = 90.0


def main(arguments: list[str] | None = None) -> int:
    """Run the demo until Ctrl-C; 1 with a reason when it cannot be run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, help="where the pages are served")
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # both ways of stopping tidy up
    try:
        with only_run(load("demo")):
            try:
                return _run(choose_port(chosen.port))
            finally:
                _print("\n".join(instances.stop("demo")))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
    except KeyboardInterrupt:
        _print("interrupted")
    return 1


def _run(port: int) -> int:
    with Step("servers"), reserved(port):
        instance, said = instances.start("demo")
        theirs = environment(instance, port)
    _print("\n".join(f"    {line}" for line in said))
    known = {**os.environ, "PYTHONUNBUFFERED": "1", **theirs}
    prepare_data(instance, known)
    gather_static(known)
    supervisor = Supervisor([_child(name, known) for name in FOREGROUND], _print)
    try:
        supervisor.quiet = True
        supervisor.start()
        tell(instance, known["BASE_URL"], [child.pid for child in supervisor.children])
        if _wait_until_ready(supervisor, known["BASE_URL"]):
            _print(welcome(instance, known["BASE_URL"]))
        supervisor.quiet = False
        return supervisor.watch()
    finally:
        supervisor.stop()


def prepare_data(instance: Instance, known: Mapping[str, str]) -> None:
    """Bring tables and reference data up to date, and invent the people once."""
    loaded = instance.folder / "loaded"
    if not loaded.exists() and (instance.folder / "loading").exists():
        _print("▸ the last load was interrupted: its half is thrown away")
        _empty(instance)
    _carry_out("migrate", known)
    _carry_out("load-reference", known)
    if not loaded.exists():
        (instance.folder / "loading").touch()
        _carry_out("load-demo", known)
        loaded.touch()
    _set_base_url(instance, known["BASE_URL"])


def gather_static(known: Mapping[str, str]) -> None:
    """Collect static files, unless nothing that goes into them has changed."""
    state = hashlib.sha256()
    marks = [ROOT / "requirements.lock", ROOT / "package-lock.json", ROOT / "portal/settings.py"]
    for path in (*marks, *sorted((ROOT / "static").rglob("*"))):
        if path.is_file():
            state.update(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode())
    mark = ROOT / "var/static.mark"
    if mark.exists() and mark.read_text() == state.hexdigest():
        return
    _carry_out("collectstatic", known)
    mark.write_text(state.hexdigest())


def welcome(instance: Instance, address: str) -> str:
    """The address and who can sign in: one account for each role in each kind of organisation."""
    told = json.loads((instance.folder / "credentials.json").read_text())
    first: dict[tuple[str, str], dict[str, str]] = {}
    for user in told["users"]:
        role, kind = user.get("role", ""), user.get("kind", "")
        first.setdefault((role, "" if role == "organisation_admin" else kind), user)
    where = (instance.folder / "credentials.json").relative_to(ROOT)
    return "\n".join(
        [
            "",
            *(f"  {line}" for line in table(list(first.values()))),
            "",
            f"  Open {address}  (everybody and everything in it is invented)",
            f"  All {len(told['users'])} accounts are in {where}; `make code EMAIL=…` prints the second step",
            f"  {len(told.get('clients', []))} clients for other agencies' computers stand there too",
            f"  Letters that the portal sends arrive in {(instance.folder / 'mail').relative_to(ROOT)}/",
            "  Ctrl-C stops all; `make demo` goes on with the same data, `make demo-reset` starts anew.",
            "",
        ]
    )


def table(users: list[dict[str, str]]) -> list[str]:
    """The accounts as lines of equal columns."""
    columns = ("role", "kind", "email", "password", "organisation")
    rows = [columns, *[tuple(str(user.get(c, "")) for c in columns) for user in users]]
    widths = [max(len(row[index]) for row in rows) for index in range(len(columns))]
    lines = ["  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)) for row in rows]
    return [lines[0].rstrip(), "  ".join("─" * w for w in widths), *map(str.rstrip, lines[1:])]


class Step:
    """A line that says what is being done, and at the end how long it took."""

    def __init__(self, title: str) -> None:
        """Nothing is printed yet."""
        self.title = title

    def __enter__(self) -> None:
        """Say what begins."""
        self.began = time.monotonic()
        print(f"▸ {self.title} ...", end="", flush=True)

    def __exit__(self, *failure: object) -> None:
        """Say that it ended."""
        took = time.monotonic() - self.began
        print(" failed" if failure[0] else f" {took:.1f} s", flush=True)


def _carry_out(name: str, known: Mapping[str, str]) -> None:
    """Run one command to its end; its words are shown only if it fails."""
    command = [sys.executable, "-m", MODULE, name]
    with Step(name):
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=dict(known),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            words = (done.stdout + done.stderr).strip()
            raise Refused(f"`{name}` failed with status {done.returncode}:\n{words}")


def _child(name: str, known: Mapping[str, str]) -> Child:
    return Child(name, COMMANDS[name](known), environment_for(name, known))


def choose_port(wanted: int | None) -> int:
    """The port asked for, or the first free one from 8000 on."""
    if wanted is not None:
        if not is_free(wanted):
            raise Refused(
                f"Port {wanted} is taken by another program; try `make demo PORT={wanted + 1}`."
            )
        return wanted
    for port in range(DEFAULT_PORT, DEFAULT_PORT + 50):
        if is_free(port):
            if port != DEFAULT_PORT:
                _print(
                    f"Port {DEFAULT_PORT} is taken by another program; port {port} is used instead."
                )
            return port
    raise Refused("No port from 8000 to 8049 is free; choose one with PORT=.")


def _wait_until_ready(supervisor: Supervisor, address: str) -> bool:
    """Wait until database, Redis, worker and beat all answer, or somebody has had enough."""
    limit = time.monotonic() + READY_WITHIN
    with Step("web, worker and beat"):
        while time.monotonic() < limit:
            if supervisor.interrupted() or not all(child.runs for child in supervisor.children):
                return False
            try:
                with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310
                    return True
            except (urllib.error.URLError, OSError):
                time.sleep(1)
    _print(f"{address}/readyz still does not say that all is well; it may yet.")
    return True


def _set_base_url(instance: Instance, address: str) -> None:
    """Let the list of accounts name the port of this run."""
    path: Path = instance.folder / "credentials.json"
    told = json.loads(path.read_text())
    if told.get("base_url") != address:
        path.write_text(json.dumps({**told, "base_url": address}, indent=1, ensure_ascii=False))


def _empty(instance: Instance) -> None:
    """Throw the demo's database away and make an empty one."""
    connection = psycopg2.connect(postgres.admin_dsn(instance))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {postgres.DATABASE} WITH (FORCE)")
    connection.close()
    postgres.prepare_instance(instance)


def _print(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
