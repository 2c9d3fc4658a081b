"""`make bench`: a small demonstration on servers of its own, filled up, measured, and thrown away."""

import os
import subprocess
import sys

from portal.embedded import instances
from portal.embedded.commands import COMMANDS, environment_for
from portal.embedded.environment import environment
from portal.embedded.places import ROOT, Refused, keep_or_choose

NAME = "bench"
FIRST = ("migrate", "load-reference", "load-demo", "collectstatic")
SMALL = {"load-demo": ["--size", "0.15"]}


def main(arguments: list[str]) -> int:
    """Prepare, measure, forget; 0 when all was measured (a missed aim is said, it is no failure)."""
    try:
        instances.forget(NAME)
        with instances.using(NAME) as (instance, _):
            known = {**os.environ, **environment(instance, keep_or_choose(0))}
            for name in FIRST:
                print(f"▸ {name}", flush=True)
                command = [*COMMANDS[name](known), *SMALL.get(name, [])]
                done = subprocess.run(command, cwd=ROOT, env=environment_for(name, known),
                                      stdout=subprocess.DEVNULL, check=False)  # fmt: skip
                if done.returncode:
                    raise Refused(f"{name} failed: nothing was measured.")
            measure = [sys.executable, "manage.py", "bench", *arguments]
            return subprocess.run(measure, cwd=ROOT, env=known, check=False).returncode
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    finally:
        instances.forget(NAME)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
