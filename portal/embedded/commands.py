"""The commands that make a portal run, in one place.

`make demo` and `docker-compose.yml` start the very same ones: `python -m portal.embedded.commands
web` replaces itself by gunicorn. A test compares both with this table.
"""

import os
import sys
from collections.abc import Callable, Mapping

Command = list[str]


def web(environ: Mapping[str, str]) -> Command:
    """Pages and API: two processes of eight threads each, one database connection a thread."""
    return [
        program("gunicorn"),
        "portal.wsgi",
        "--worker-class=gthread",
        f"--workers={environ.get('WEB_WORKERS', '2')}",
        f"--threads={environ.get('WEB_THREADS', '8')}",
        "--preload",
        f"--bind={environ.get('BIND', '127.0.0.1:8000')}",
        "--no-control-socket",
        "--graceful-timeout=10",
        "--log-level=warning",
    ]


def worker(environ: Mapping[str, str]) -> Command:
    """The one that carries out tasks."""
    concurrency = environ.get("WORKER_PROCESSES", "2")
    quiet = ["--without-gossip", "--without-mingle", "--loglevel=WARNING"]
    return [*_celery("worker"), f"--concurrency={concurrency}", *quiet]


def beat(environ: Mapping[str, str]) -> Command:
    """The one that says what time it is; exactly one runs."""
    return [*_celery("beat"), "--pidfile=", "--loglevel=WARNING"]


def migrate(environ: Mapping[str, str]) -> Command:
    """Bring the tables up to date; needs the owner's connection."""
    return _manage("migrate", "--noinput", "--verbosity=1")


def load_reference(environ: Mapping[str, str]) -> Command:
    """Load code lists, rules and calendars; as often as one likes."""
    return _manage("load_reference")


def load_demo(environ: Mapping[str, str]) -> Command:
    """Invent two States and what happened in them."""
    return _manage("load_demo")


def collectstatic(environ: Mapping[str, str]) -> Command:
    """Gather style sheets, scripts and fonts, hashed and compressed."""
    return _manage("collectstatic", "--noinput", "--verbosity=0")


def roles(environ: Mapping[str, str]) -> Command:
    """Make roles and database; needs a superuser's connection in ADMIN_DATABASE_URL."""
    return [sys.executable, "-m", "portal.embedded.roles"]


def mailbox(environ: Mapping[str, str]) -> Command:
    """A real SMTP server that keeps each letter as a file; for the demo only."""
    return [sys.executable, "-m", "portal.embedded.mailbox"]


COMMANDS: dict[str, Callable[[Mapping[str, str]], Command]] = {
    "web": web,
    "worker": worker,
    "beat": beat,
    "roles": roles,
    "migrate": migrate,
    "load-reference": load_reference,
    "load-demo": load_demo,
    "collectstatic": collectstatic,
    "mailbox": mailbox,
}
AS_OWNER = frozenset({"migrate"})  # the only one that connects as the owner


def environment_for(name: str, environ: Mapping[str, str]) -> dict[str, str]:
    """What a command may know: `migrate` connects as the owner, all others never learn of it."""
    known = dict(environ)
    if name == "roles":
        return known
    for suffix in ("", "_FILE"):
        owner = known.pop(f"OWNER_DATABASE_URL{suffix}", None)
        if owner and name in AS_OWNER:
            known.pop("DATABASE_URL", None)
            known.pop("DATABASE_URL_FILE", None)
            known[f"DATABASE_URL{suffix}"] = owner
    return known


def program(name: str) -> str:
    """A program beside our interpreter, so that no PATH is needed."""
    return os.path.join(os.path.dirname(sys.executable), name)


def _celery(role: str) -> Command:
    return [program("celery"), "--quiet", "-A", "portal.celery", role]


def _manage(*arguments: str) -> Command:
    return [sys.executable, "manage.py", *arguments]


def main(arguments: list[str]) -> int:
    """Become the named command."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(
            f"usage: python -m portal.embedded.commands {{{','.join(COMMANDS)}}}", file=sys.stderr
        )
        return 2
    command = COMMANDS[arguments[0]](os.environ)
    os.execve(command[0], command, environment_for(arguments[0], os.environ))  # noqa: S606


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
