"""Start, stop and forget an instance: both servers and their keys together."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from portal.embedded import environment, postgres, valkey
from portal.embedded.account import elsewhere, home_for
from portal.embedded.places import NAMES, ROOT, Instance, load, locked


def start(name: str) -> tuple[Instance, list[str]]:
    """Start what does not run yet; the instance, and a sentence for each thing done."""
    with locked(name):
        instance = load(name)
        said = []
        if not (instance.home and Path(instance.home).exists()):
            instance.home = str(home_for(instance.folder))
        if Path(instance.home) != instance.folder:
            said.append(f"the servers' user cannot reach this tree; data are in {instance.home}")
        for service, title in ((postgres, "PostgreSQL"), (valkey, "Valkey")):
            fresh = service.start(instance)
            port = instance.postgres_port if service is postgres else instance.redis_port
            said.append(f"{title} {'started' if fresh else 'runs already'} on port {port}")
        (ROOT / "var/static").mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
        environment.environment(instance)  # makes keys and passwords that are not there yet
        instance.save()
        return instance, said


def stop(name: str) -> list[str]:
    """Stop what runs; a sentence for each server."""
    with locked(name):
        instance = load(name)
        if not instance.home:
            return [f"{name}: nothing was ever started"]
        said = []
        for service, title in ((valkey, "Valkey"), (postgres, "PostgreSQL")):
            stopped = service.stop(instance)
            said.append(f"{title} {'stopped' if stopped else 'was not running'}")
        return said


def status(name: str) -> dict[str, bool]:
    """Which of the two servers run."""
    instance = load(name)
    return {
        "PostgreSQL": bool(instance.home) and postgres.is_running(instance),
        "Valkey": bool(instance.home) and valkey.is_running(instance),
    }


def forget(name: str) -> list[str]:
    """Stop an instance and remove its data and keys for good."""
    said = stop(name)
    with locked(name):
        instance = load(name)
        for folder in {Path(instance.home or instance.folder), instance.folder}:
            shutil.rmtree(folder, ignore_errors=True)
        if not any((elsewhere() / other).exists() for other in NAMES):
            shutil.rmtree(elsewhere(), ignore_errors=True)  # the copied programs
    return [*said, f"everything of '{name}' is removed"]


@contextlib.contextmanager
def using(name: str) -> Iterator[tuple[Instance, dict[str, str]]]:
    """Run the servers for the length of a block; what ran before goes on running after it."""
    ran = any(status(name).values())
    instance, said = start(name)
    print("\n".join(said), flush=True)
    try:
        yield instance, environment.environment(instance)
    finally:
        if not ran:
            print("\n".join(stop(name)), flush=True)
