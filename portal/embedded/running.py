"""One run at a time on an instance's data, and no child left behind by a run that was killed."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from portal.embedded.places import Instance, Refused, write_private


@contextlib.contextmanager
def only_run(instance: Instance) -> Iterator[None]:
    """Hold the data until the block ends; refuse when another run holds them."""
    instance.folder.mkdir(parents=True, exist_ok=True)
    with open(instance.folder / "run.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            told = _told(instance)
            raise Refused(
                f"`make {instance.name}` runs already on this data: process {told.get('pid', '?')}, "
                f"{told.get('address', 'still starting')}. Stop it there with Ctrl-C first."
            ) from None
        _end_leftovers(instance)
        tell(instance, address="still starting", children=[])
        try:
            yield
        finally:
            _note(instance).unlink(missing_ok=True)


def tell(instance: Instance, address: str, children: list[int]) -> None:
    """Write down for a second run who we are and what we started."""
    fact = {"pid": os.getpid(), "address": address, "children": children}
    write_private(_note(instance), json.dumps(fact))


def _note(instance: Instance) -> Path:
    return instance.folder / "run.json"


def _told(instance: Instance) -> dict:
    try:
        told: dict = json.loads(_note(instance).read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return told


def _end_leftovers(instance: Instance) -> None:
    """End the sessions of a run that was killed before it could end them itself."""
    ours = [pid for pid in _told(instance).get("children", []) if _is_ours(pid)]
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in ours:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, number)
        limit = time.monotonic() + 5
        while ours and time.monotonic() < limit:
            ours = [pid for pid in ours if _is_ours(pid)]
            time.sleep(0.05)


def _is_ours(pid: int) -> bool:
    """Whether that process still is one of the portal's, and not a stranger with its number."""
    asked = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "portal." in asked.stdout
