"""What a container's health check asks: 0 when the one beside it is well."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from portal.embedded.commands import program

BEAT_WRITES_WITHIN = 600  # seconds; Celery's beat writes its schedule down every three minutes


def web(environ: Mapping[str, str]) -> bool:
    """Whether the process answers; asked under the name that people use, as if through TLS."""
    port = environ.get("BIND", "127.0.0.1:8000").rpartition(":")[2]
    name = urlsplit(environ.get("BASE_URL", "http://localhost")).netloc
    headers = {"Host": name, "X-Forwarded-Proto": "https"}
    question = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers=headers)
    with urllib.request.urlopen(question, timeout=5) as answer:  # noqa: S310
        return bool(answer.status == 200)


def worker(environ: Mapping[str, str]) -> bool:
    """Whether this machine's worker answers through the broker."""
    node = f"celery@{os.uname().nodename}"
    question = [program("celery"), "-A", "portal.celery", "inspect", "ping", "-d", node, "-t", "10"]
    return subprocess.run(question, capture_output=True, check=False).returncode == 0


def beat(environ: Mapping[str, str]) -> bool:
    """Whether beat has written its schedule down lately."""
    place = Path(environ.get("BEAT_SCHEDULE_FILE", "var/beat-schedule"))
    written = [path.stat().st_mtime for path in place.parent.glob(f"{place.name}*")]
    return bool(written) and time.time() - max(written) < BEAT_WRITES_WITHIN


CHECKS: dict[str, Callable[[Mapping[str, str]], bool]] = {
    "web": web,
    "worker": worker,
    "beat": beat,
}


def main(arguments: list[str]) -> int:
    """Ask the named one."""
    if len(arguments) != 1 or arguments[0] not in CHECKS:
        print(f"usage: python -m portal.embedded.health {{{','.join(CHECKS)}}}", file=sys.stderr)
        return 2
    try:
        return 0 if CHECKS[arguments[0]](os.environ) else 1
    except OSError as failure:
        print(failure, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
