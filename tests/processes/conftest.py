"""A real worker, a real beat and a Valkey of their own, on the test database; killed with -9."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import environ
import pytest
import redis
from celery import Celery
from django.db import connection

from portal.embedded.commands import COMMANDS
from portal.embedded.valkey import KEEPING, executable
from tests.support import steps
from tests.support.mailbox import free_port
from tests.support.world import make_world

ROOT = Path(__file__).resolve().parents[2]


def wait_until(true, seconds=60.0, why=""):
    """Wait for something to become true; what was waited for is named where it does not."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if found := true():
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} s: {why}")


class Machine:
    """Processes by name, each in a session of its own; what they say is in ``folder``."""

    def __init__(self, folder, mail_port):
        self.folder, self.running = folder, {}
        self.redis_port = free_port()
        database = environ.Env.db_url_config(os.environ["DATABASE_URL"])
        path = f"/{connection.settings_dict['NAME']}"
        self.environ = {
            **os.environ,
            "DATABASE_URL": "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}".format(**database) + path,
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "BASE_URL": "https://concord.example.org",
            "WORKER_PROCESSES": "2",
            "PYTHONUNBUFFERED": "1",
        }

    def start(self, role, name=""):
        """Start 'valkey', 'worker' or 'beat' by the very command of ``make demo``."""
        name = name or role
        known = {**self.environ, "BEAT_SCHEDULE_FILE": str(self.folder / f"{name}-schedule")}
        command = self._valkey() if role == "valkey" else COMMANDS[role](known)
        with (self.folder / f"{name}.log").open("a") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=ROOT, env=known, stdout=log, stderr=log, start_new_session=True
            )
        if role == "valkey":
            wait_until(self.answers, 10, "Valkey answers")

    def ask(self, task):
        """Hand a task to the worker, as beat does, without waiting for beat's turn."""
        with Celery(broker=self.environ["REDIS_URL"], set_as_current=False) as app:
            app.send_task(f"portal.{task}")

    def _valkey(self):
        data = self.folder / "valkey"
        data.mkdir(exist_ok=True)
        keeping = [part for name, value in KEEPING.items() for part in (f"--{name}", value.strip("'"))]  # fmt: skip
        return [str(executable()), "--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(data), *keeping]  # fmt: skip

    def answers(self):
        try:
            return redis.Redis(port=self.redis_port, socket_timeout=1).ping()
        except redis.RedisError:
            return False

    def kill(self, name):
        """kill -9, the whole session: no goodbye, no clean-up."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def words(self):
        return "\n".join(f"{p.name}: {p.read_text()[-1500:]}" for p in self.folder.glob("*.log"))


@pytest.fixture
def machine(transactional_db, mailbox, settings, tmp_path):
    made = Machine(tmp_path, settings.EMAIL_PORT)
    made.start("valkey")
    yield made
    for name in list(made.running):
        made.kill(name)
    sys.stderr.write(made.words())


@pytest.fixture
def land(transactional_db):
    world = make_world()
    for shelter in ("shelter", "shelter2"):
        steps.add_places(world, shelter, 4)
    return world
