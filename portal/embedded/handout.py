"""The secrets that containers are given as files: made once, never overwritten, never printed."""

import json
from pathlib import Path

from portal.embedded.environment import new_keys
from portal.embedded.places import new_secret, write_private

FILES = (
    "secret_key",
    "sealing_keys.json",
    "index_keys.json",
    "postgres_password",
    "redis_password",
    "admin_database_url",
    "owner_database_url",
    "database_url",
    "redis_url",
    "email_url",
)


def write(folder: Path, email_url: str) -> list[str]:
    """Write every file that is missing; the names of those that were written.

    The folder is closed to all but its owner. The files in it are readable, since each is mounted
    by itself into a container whose user has another number.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    written = []
    for name in FILES:
        path = folder / name
        if not path.exists():
            write_private(path, _content(name, folder, email_url))
            path.chmod(0o444)
            written.append(name)
    return written


def _content(name: str, folder: Path, email_url: str) -> str:
    """What belongs into a file; the addresses carry the passwords."""
    if name.endswith("_keys.json"):
        return json.dumps(new_keys(), indent=1)
    if name == "email_url":
        return email_url
    if name == "redis_url":
        return f"redis://:{(folder / 'redis_password').read_text()}@redis:6379/0"
    if name == "admin_database_url":
        password = (folder / "postgres_password").read_text()
        return f"postgres://postgres:{password}@postgres:5432/postgres"
    if name.endswith("database_url"):
        role = "portal_owner" if name.startswith("owner") else "portal_app"
        return f"postgres://{role}:{new_secret()}@postgres:5432/portal"
    return new_secret()
