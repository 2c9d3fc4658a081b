"""Two texts of one record, and the one both began with: field by field, only what clashes is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cases.sections import Document


@dataclass(frozen=True, slots=True)
class Merged:
    """Both texts together; ``clashes`` names the fields that both changed, differently: hers stand."""

    document: Document
    clashes: tuple[str, ...]


def merge(base: Document, mine: Document, theirs: Document) -> Merged:
    """What only one side changed is taken from that side; what both changed alike is no clash."""
    before, ours, others = (
        {k: _plain(v) for k, v in d.to_dict().items()} for d in (base, mine, theirs)
    )
    taken: dict[str, Any] = {}
    clashes = []
    for name, was in before.items():
        if others[name] == was or others[name] == ours[name]:
            continue
        if ours[name] == was:
            taken[name] = getattr(theirs, name)
        else:
            clashes.append(name)
    return Merged(replace(mine, **taken), tuple(clashes))


def resolve(
    mine: Document, theirs: Document, asked: list[str], kept: Mapping[str, str]
) -> tuple[Document, list[str]]:
    """Apply the choices 'theirs' or 'yours'; the second value names the fields not chosen yet."""
    names = [name for name in asked if name in mine.to_dict()]
    open_ = [name for name in names if kept.get(f"keep-{name}") not in ("theirs", "yours")]
    chosen = {n: getattr(theirs, n) for n in names if kept.get(f"keep-{n}") == "theirs"}
    return replace(mine, **chosen), open_


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _plain(one) for key, one in value.items() if one not in ("", None, [], ())
        }  # absent is empty
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
