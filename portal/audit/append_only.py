"""Tables that only grow: their triggers, their refused rights, and the list a test compares.

A model is declared with ``@append_only`` and ``Meta.triggers = append_only_triggers()``; its
migration ends with ``revoke_changes("its_table")`` and depends on ``core.0002_roles``, whose
default privileges would otherwise give UPDATE and DELETE.
"""

from typing import TypeVar

import pgtrigger
from django.db import migrations, models

APP_ROLE = "portal_app"
APPEND_ONLY: list[type[models.Model]] = []
M = TypeVar("M", bound=type[models.Model])
# Only a test's flush sets this, as the owner.
REFUSE_TRUNCATE = (
    "IF current_setting('portal.flush', true) IS DISTINCT FROM 'yes' "
    "THEN RAISE EXCEPTION 'append only'; END IF; RETURN NULL;"
)


def append_only(model: M) -> M:
    """Class decorator: enter a model into the list of tables that only grow."""
    APPEND_ONLY.append(model)
    return model


def append_only_triggers() -> list[pgtrigger.Trigger]:
    """UPDATE, DELETE and TRUNCATE are refused, to the owner of the table too."""
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=REFUSE_TRUNCATE,
        ),
    ]


def revoke_changes(table: str) -> migrations.RunSQL:
    """The migration step that leaves the application's role INSERT and SELECT on ``table``."""
    return migrations.RunSQL(
        _if_role(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {APP_ROLE}'),
        _if_role(f'GRANT UPDATE, DELETE ON "{table}" TO {APP_ROLE}'),
    )


def _if_role(statement: str) -> str:
    return (
        f"DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP_ROLE}') "
        f"THEN {statement}; END IF; END $$;"
    )
