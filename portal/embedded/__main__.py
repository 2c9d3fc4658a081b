"""`python -m portal.embedded`: the servers that a bare machine lacks."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from portal.embedded import environment, handout, instances
from portal.embedded.places import NAMES, Refused, load


def main(arguments: list[str] | None = None) -> int:
    """Carry out one verb; 1 when it could not be done, with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="python -m portal.embedded", description=__doc__)
    parser.add_argument("verb", choices=list(VERBS))
    parser.add_argument("--name", choices=NAMES, default="demo", help="which instance")
    parser.add_argument("--port", type=int, default=environment.DEFAULT_PORT, help="of the pages")
    parser.add_argument("--folder", type=Path, default=Path("secrets"), help="for `secrets`")
    parser.add_argument("--email-url", default="smtp://mail:25", help="for `secrets`")
    parser.usage = "%(prog)s VERB [options] [-- COMMAND, for `run`]"
    given = sys.argv[1:] if arguments is None else arguments
    cut = given.index("--") if "--" in given else len(given)
    chosen = parser.parse_args(given[:cut], argparse.Namespace(command=given[cut + 1 :]))
    try:
        return VERBS[chosen.verb](chosen)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _say(lines: list[str]) -> int:
    print("\n".join(lines))
    return 0


def _status(chosen: argparse.Namespace) -> int:
    found = instances.status(chosen.name)
    _say([f"{title} {'runs' if runs else 'does not run'}" for title, runs in found.items()])
    return 0 if all(found.values()) else 3


def _env(chosen: argparse.Namespace) -> int:
    instance = load(chosen.name)
    if not instance.home:
        raise Refused(
            f"Nothing was started yet: python -m portal.embedded start --name {chosen.name}"
        )
    return _say([environment.as_shell(environment.environment(instance, chosen.port))])


def _run(chosen: argparse.Namespace) -> int:
    if not chosen.command:
        raise Refused("`run` needs a command: python -m portal.embedded run --name test -- COMMAND")
    with instances.using(chosen.name) as (_, variables):
        known = {**os.environ, **variables}
        return subprocess.run(chosen.command, env=known, check=False).returncode


def _secrets(chosen: argparse.Namespace) -> int:
    written = handout.write(chosen.folder, chosen.email_url)
    return _say([f"{chosen.folder / name} written" for name in written] or ["all were there"])


VERBS = {
    "secrets": _secrets,
    "run": _run,
    "start": lambda chosen: _say(instances.start(chosen.name)[1]),
    "stop": lambda chosen: _say(instances.stop(chosen.name)),
    "forget": lambda chosen: _say(instances.forget(chosen.name)),
    "status": _status,
    "env": _env,
}

if __name__ == "__main__":
    raise SystemExit(main())
