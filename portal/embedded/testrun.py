"""`make test`: servers of its own, a browser, and pytest twice - side by side, then one by one."""

import argparse
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from portal.embedded import browser, instances
from portal.embedded.places import ROOT, Refused

NOTHING_COLLECTED = 5


def main(arguments: list[str] | None = None) -> int:
    """Run the suite; 0 when every test that was asked for passed and there was at least one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="no browser, nothing slow or serial")
    chosen, rest = parser.parse_known_args(arguments)
    try:
        with _alone(), instances.using("test") as (_, known):
            known = {**os.environ, **known}
            if chosen.quick:
                return _pytest(
                    ["-n", "2", "-m", "not (serial or browser or slow)", "-x", *rest], known
                )
            known["CHROMIUM"] = browser.find_or_install()
            return _everything(rest, known)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _everything(rest: list[str], known: dict[str, str]) -> int:
    """The tests that share the machine, then those that need it for themselves."""
    together = _pytest(["-n", "2", "-m", "not serial", *rest], known)
    alone = _pytest(["-n", "0", "-m", "serial", *rest], known)
    codes = {together, alone} - {NOTHING_COLLECTED}
    return max(codes) if codes else NOTHING_COLLECTED


def _pytest(arguments: list[str], known: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=known, check=False).returncode


@contextmanager
def _alone() -> Iterator[None]:
    """Let a second run on the same data wait: both would use the same test databases."""
    (ROOT / "var").mkdir(exist_ok=True)
    with open(ROOT / "var/test.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another `make test` runs on this data; waiting for it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    raise SystemExit(main())
