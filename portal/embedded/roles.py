"""Make the two roles and the database on a PostgreSQL that is not ours to start."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2

from portal.embedded.places import Refused
from portal.embedded.postgres import DATABASE, ROLES, prepare

ADDRESSES = {"portal_owner": "OWNER_DATABASE_URL", "portal_app": "DATABASE_URL"}


def address(name: str, environ: Mapping[str, str]) -> str:
    """A variable's value, or what stands in the file that NAME_FILE names."""
    if file := environ.get(f"{name}_FILE"):
        return Path(file).read_text().strip()
    if value := environ.get(name):
        return value
    raise Refused(f"Set {name} or {name}_FILE.")


def passwords(environ: Mapping[str, str]) -> dict[str, str]:
    """Each role's password, out of the address that it will connect to."""
    found = {}
    for role in ROLES:
        parts = urlsplit(address(ADDRESSES[role], environ))
        if parts.username != role or parts.path != f"/{DATABASE}" or not parts.password:
            raise Refused(f"{ADDRESSES[role]} must be postgres://{role}:…@host/{DATABASE}.")
        found[role] = unquote(parts.password)
    return found


def main() -> int:
    """Make what is missing; as often as one likes."""
    try:
        connection = psycopg2.connect(address("ADMIN_DATABASE_URL", os.environ))
        try:
            prepare(connection, passwords(os.environ))
        finally:
            connection.close()
    except (Refused, psycopg2.OperationalError) as failure:
        print(failure, file=sys.stderr)
        return 1
    print("roles and database are there")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
