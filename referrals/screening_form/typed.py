"""What is typed and not yet read: kept in the draft as it came, field by field, one step or all.

Two colleagues at one draft: the draft knows which field changed at which version, so that only
fields that both changed clash. It keeps digests of what was before, never a second copy.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from cases.indicators import ROWS

Typed = dict[str, list[str]]
STEPS = ("age", "danger", "what", "language", "send")
ALL = "all"
LOG = 400
_CHILD = re.compile(r"child-(?:[0-9]|10)-(?:name|age|gender|parent)")
_FIELDS: dict[str, tuple[str, ...]] = {
    "age": (
        "age", "given_names", "family_name", "other_names", "gender", "birth_day", "birth_month",
        "birth_year", "age_from", "age_to", "birth_said_by", "travels_alone",
    ),
    "danger": ("danger", "bed_tonight"),
    "what": ("act", "means", "purpose", "how_known", "account", "open"),
    "language": (
        "language", "interpreter", "communication", "wishes", "wish_words", "no_go",
        "no_go_account", "needs", "care_level", "accessibility", "phone", "safe_contact", "never",
        "warnings", "dependants", "children", "consent_transfer", "consent_bed",
        "consent_coordination", "interpreter_used", "vital_reason",
    ),
    "send": ("lead", "bed", "urgency", "region", "against_wishes", "vital_reason"),
}  # fmt: skip


def in_scope(name: str, scope: str) -> bool:
    """Whether a page of this scope asks this field; an unknown name belongs nowhere."""
    if name.startswith("a."):
        return scope in ("what", ALL) and name[2:] in ROWS
    if name.startswith("child-"):
        return scope in ("language", ALL) and _CHILD.fullmatch(name) is not None
    steps = [step for step in STEPS if name in _FIELDS[step]]
    return scope in steps or (scope == ALL and bool(steps) and steps != ["send"])


def read(post: QueryDict, scope: str) -> Typed:
    """What a page of this scope posted, as it was typed; empty answers are left out."""
    found = {name: [str(v) for v in post.getlist(name)] for name in post if in_scope(name, scope)}
    return {name: values for name, values in found.items() if any(values)}


def merge(kept: Typed, post: QueryDict, scope: str) -> Typed:
    """What is kept, with the fields of this page as they were posted now."""
    others = {name: values for name, values in kept.items() if not in_scope(name, scope)}
    return others | read(post, scope)


def typed_of(content: Mapping[str, Any]) -> Typed:
    """The typed fields of a draft's content."""
    return {name: list(values) for name, values in (content.get("typed") or {}).items()}


def pack(
    before: Mapping[str, Any], typed: Typed, *, version: int, user_id: int | None
) -> dict[str, Any]:
    """The new content: what is typed, who saved it, and which fields changed at this version."""
    old = typed_of(before)
    changed = sorted(name for name in old.keys() | typed.keys() if old.get(name) != typed.get(name))
    log = [*before.get("log", []), *([version, name, _digest(old.get(name))] for name in changed)]
    return {"typed": typed, "by": user_id, "log": log[-LOG:]}


def _digest(values: list[str] | None) -> str:
    text = json.dumps(values or [], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def reconcile(theirs: Mapping[str, Any], mine: Typed, *, read_at: int) -> tuple[Typed, list[str]]:
    """Mine over theirs, and the fields that both changed since version ``read_at``."""
    log, saved = theirs.get("log", []), typed_of(theirs)
    cut = len(log) >= LOG and log[0][0] > read_at
    was: dict[str, str] = {}
    for version, name, before in log:
        if version > read_at:
            was.setdefault(name, before)
    found, clashes = dict(mine), []
    for name in sorted(saved.keys() | mine.keys()):
        if saved.get(name) == mine.get(name):
            continue
        if _digest(mine.get(name)) == was.get(name):
            _keep(found, name, saved)
        elif name in was or cut:
            clashes.append(name)
    return found, clashes


def _keep(found: Typed, name: str, saved: Typed) -> None:
    if name in saved:
        found[name] = saved[name]
    else:
        found.pop(name, None)


def choose(kept: Typed, mine: Typed, post: QueryDict) -> tuple[Typed, list[str]]:
    """Her answers to a clash: theirs or yours, field by field; and the fields not answered yet."""
    found, open_ = dict(mine), []
    for name in post.getlist("clash"):
        side = post.get(f"keep-{name}")
        if side == "theirs":
            _keep(found, name, kept)
        elif side != "yours":
            open_.append(name)
    return found, open_
