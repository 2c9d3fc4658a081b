"""Who the servers run as. PostgreSQL refuses to run as root, so root hands over to `portalpg`."""

import hashlib
import os
import pwd
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from portal.embedded.places import ROOT, Refused

ACCOUNT = "portalpg"
SUBSTITUTE = Path("/var/lib/concord-embedded")


def is_root() -> bool:
    """Whether we may, and must, change the user."""
    return os.geteuid() == 0


@cache
def as_server() -> dict[str, Any]:
    """The arguments that make subprocess run something as the servers' user."""
    if not is_root():
        return {}
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        if not shutil.which("useradd"):
            raise Refused(
                "PostgreSQL does not run as root; start this as an ordinary user."
            ) from None
        command = [
            "useradd",
            "--system",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            ACCOUNT,
        ]
        subprocess.run(command, check=True)
    return {"user": ACCOUNT, "group": pwd.getpwnam(ACCOUNT).pw_gid, "extra_groups": []}


def own(path: Path) -> None:
    """Give a file or folder to the servers' user."""
    if is_root():
        entry = pwd.getpwnam(as_server()["user"])
        os.chown(path, entry.pw_uid, entry.pw_gid)


def can_enter(folder: Path) -> bool:
    """Whether the servers' user gets as far as this folder."""
    if not is_root():
        return True
    command = ["test", "-r", str(folder), "-a", "-x", str(folder)]
    return subprocess.run(command, cwd="/", **as_server()).returncode == 0


def home_for(folder: Path) -> Path:
    """The folder itself if the servers can reach it, otherwise one below /var/lib that they can."""
    folder.mkdir(parents=True, exist_ok=True)
    if can_enter(folder):
        return folder
    substitute = elsewhere() / folder.name
    open_way(substitute)
    return substitute


def elsewhere() -> Path:
    """The readable folder that stands in for a tree out of the servers' reach; one per checkout."""
    mark = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]
    return SUBSTITUTE / mark


def open_way(folder: Path) -> None:
    """Make a folder below the substitute that others may enter, whatever our umask is."""
    folder.mkdir(parents=True, exist_ok=True)
    for step in (folder, *folder.parents):
        if step.is_relative_to(SUBSTITUTE):
            step.chmod(0o755)


def programs(site: Path, version: str, *parts: str) -> Path:
    """The folder that holds the named parts of a wheel, or a copy the servers' user can read.

    The parts keep their places to one another: the programs find their libraries by them.
    """
    if can_enter(site / parts[0]):
        return site
    copy = elsewhere() / "programs" / version
    for part in parts:
        if (site / part).exists() and not (copy / part).exists():
            half = copy / f"half-{os.getpid()}"
            open_way(half)
            shutil.copytree(site / part, half, symlinks=True, dirs_exist_ok=True)
            for item in (half, *half.rglob("*")):
                if not item.is_symlink():
                    item.chmod(item.stat().st_mode | (0o055 if item.is_dir() else 0o044))
                    if item.stat().st_mode & 0o100:
                        item.chmod(item.stat().st_mode | 0o011)
            open_way((copy / part).parent)
            half.rename(copy / part)
    return copy
