"""Where an instance keeps its things, and what it must remember between two starts."""

import contextlib
import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("demo", "test", "bench")


class Refused(Exception):
    """What cannot be done, in one sentence that says why and what would help."""


@dataclass
class Instance:
    """One set of servers with data of its own; `demo` and `test` never share a row."""

    name: str
    home: str = ""  # where the servers' data lie; outside the tree if the server cannot reach it
    postgres_port: int = 0
    redis_port: int = 0
    mail_port: int = 0
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The instance's folder below var/, readable by whoever started it."""
        return ROOT / "var" / self.name

    @property
    def for_tests(self) -> bool:
        """Whether speed matters more than a power cut."""
        return self.name == "test"

    def password(self, role: str) -> str:
        """The role's password, made at the first question."""
        return self.passwords.setdefault(role, new_secret())

    def save(self) -> None:
        """Write what must be remembered, readable by its owner alone."""
        write_private(self.folder / "instance.json", json.dumps(asdict(self), indent=1))


def new_secret() -> str:
    """Fifty bytes' worth of chance, safe inside an address."""
    return secrets.token_urlsafe(50)


def load(name: str) -> Instance:
    """The remembered instance of that name, or a new one."""
    path = ROOT / "var" / name / "instance.json"
    try:
        return Instance(**json.loads(path.read_text()))
    except FileNotFoundError:
        return Instance(name)
    except PermissionError as error:
        raise Refused(
            f"{path} belongs to another user; run as that user, or remove var/."
        ) from error


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600 in one step, so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


def is_free(port: int) -> bool:
    """Whether nothing listens on that port of this machine, on either kind of address."""
    families = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
    for family, address in families:
        with contextlib.suppress(OSError), socket.socket(family) as probe:
            probe.settimeout(1)
            if probe.connect_ex((address, port)) == 0:
                return False
    return True


def keep_or_choose(port: int) -> int:
    """The remembered port if it is still free, otherwise one that is."""
    if port and is_free(port):
        return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def reserved(port: int) -> Iterator[None]:
    """Keep a port that is to be used later from being chosen for something else meanwhile."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # taken after all: who wants to serve there says so
            holder.bind(("127.0.0.1", port))
        yield


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Let one start or stop of an instance happen at a time."""
    folder = ROOT / "var" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = open(folder / "lock", "w")  # noqa: SIM115
    except PermissionError as error:
        raise Refused(f"{folder} belongs to another user; run as that user.") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
