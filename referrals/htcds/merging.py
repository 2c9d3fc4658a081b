"""Several columns that say one thing: 0 and 1 columns, and the originals of our own export. Pure."""

from collections.abc import Mapping, MutableMapping
from typing import Any

from referrals.htcds import choices, languages
from referrals.htcds.choices import Choices
from referrals.htcds.fields import BY_NAME, Kind


def with_expanded(listed: Any, ticks: Mapping[str, bool]) -> Choices | None:
    """A multi-select from its list and its 0 and 1 columns; None where the two disagree.

    1 is chosen, 0 is said not to apply, blank is unknown and not in ``ticks`` (lesson L28).
    """
    ticked = tuple(code for code, yes in ticks.items() if yes)
    denied = tuple(code for code, yes in ticks.items() if yes is False)
    if not isinstance(listed, Choices):
        return Choices(ticked, denied)
    if set(listed.chosen) & set(denied) or not set(ticked) <= set(listed.chosen):
        return None
    return Choices(listed.chosen, denied)


def mapped_up(name: str, value: Any) -> Any:
    """The value as the standard's column can hold it: our own codes and languages mapped up."""
    of = BY_NAME[name]
    if of.kind is Kind.LANGUAGE:
        return languages.exported(value)
    if of.kind is Kind.PICK:
        return choices.exported(of.codes, value)
    if of.kind is Kind.MULTI:
        chosen = dict.fromkeys(choices.exported(of.codes, code) for code in value.chosen)
        return Choices(tuple(chosen), value.denied)
    return value


def originals(values: MutableMapping[str, Any], original: Mapping[str, Any]) -> None:
    """Take the kept original where the standard's column still says what it was mapped to.

    Where somebody has changed the standard's column since, that change wins.
    """
    for name, value in original.items():
        if value is None or name not in values:
            continue
        before, now = mapped_up(name, value), values[name]
        if isinstance(value, Choices):
            before, now = set(before.chosen), set(now.chosen)
        if before == now:
            values[name] = value
