"""The default set of rules, and any other file of the same shape, into rows. Repeatable."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Field

from portal.core.clock import now
from portal.deadlines.models import Rule
from portal.deadlines.services.rulebook import TOLD, put_in_force, recompute_rule
from portal.organisations.actors import SYSTEM
from portal.organisations.models import State

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # a first version also holds for what began before it
DEFAULT_SET = Path(__file__).parent / "data" / "rules.json"


@transaction.atomic
def load(path: Path | str | None = None) -> int:
    """Read rules from ``path`` (the default set without); returns how many versions were new.

    A row that equals what holds does nothing; one that differs becomes a new version, and running
    clocks follow it. A row may name a State by its code: ``"state": "XA"``.
    """
    rows = json.loads(Path(path or DEFAULT_SET).read_text(encoding="utf-8"))
    return sum(_loaded(row) for row in rows)


def load_rules(path: Path | str) -> int:
    """The same for a named file."""
    return load(path)


def _loaded(row: Mapping[str, Any]) -> bool:
    state = State.objects.get(code=row["state"]) if row.get("state") else None
    wanted = {**_defaults(), **{k: v for k, v in row.items() if k not in ("code", "state")}}
    unknown = set(wanted) - set(TOLD)
    if unknown:
        raise ValueError(f"{row['code']}: a rule has no field {', '.join(sorted(unknown))}")
    latest = Rule.objects.filter(code=row["code"], state=state).order_by("-version").first()
    holds = Rule.objects.filter(
        code=row["code"], state=state, approved_at__isnull=False, valid_until__isnull=True
    ).first()
    if holds and all(getattr(holds, name) == wanted[name] for name in TOLD):
        return False
    version = latest.version + 1 if latest else 1
    rule = Rule(code=row["code"], state=state, version=version, valid_from=now(), **wanted)
    put_in_force(rule, now() if latest else ALWAYS)
    if latest or state:
        recompute_rule(actor=SYSTEM, code=rule.code, state=state)
    return True


def _defaults() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in TOLD:
        field = Rule._meta.get_field(name)
        if isinstance(field, Field) and (field.has_default() or field.null):
            found[name] = field.get_default()
    return found
