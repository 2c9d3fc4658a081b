"""Entries as pages show them: each field in words, tables of a kind, facts of one entry."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.core.templatetags.concord import state_time
from portal.core.templatetags.words import listed
from recommendations.models import EntryEdition
from recommendations.rules.entries.fields import Field, Type
from recommendations.rules.entries.kinds import Document, EntryKind
from recommendations.rules.levels import Level
from recommendations.selectors.entries import titled
from recommendations.web.faces import level

RIGHT = {Type.AMOUNT, Type.NUMBER, Type.SHARE, Type.COUNT}
Names = Mapping[str, Mapping[str, str]]
"""list or kind -> code -> what it is called."""


def shown(one: Field, value: Any, names: Names) -> str | SafeString:
    """What a field says, in the reader's words."""
    if value in (None, "", []):
        return ""
    if one.type in (Type.SEVERAL, Type.ITEMS):
        return listed(_one_code(one, code, names) for code in value)
    if one.type is Type.DAY:
        return state_time(date.fromisoformat(value), "day")
    if one.type in (Type.AMOUNT, Type.COUNT):
        text = str(value)
        return str(number_format(text, decimal_pos=2 if "." in text else 0, force_grouping=True))
    if one.type is Type.PARENT:
        return names.get(one.parent, {}).get(value, value)
    return str(_one_code(one, value, names))


def _one_code(one: Field, code: str, names: Names) -> str:
    if one.options is not None:
        return _(one.options(code).label) if code in set(one.options) else code
    label = names.get(one.offered, {}).get(code)
    return _(label) if label else str(code)


def names_of(editions: Iterable[EntryEdition]) -> dict[str, dict[str, str]]:
    """kind -> code -> title, of what is published, so that a child names its parent in words."""
    found: dict[str, dict[str, str]] = {}
    for one in editions:
        found.setdefault(one.entry.kind, {})[one.entry.code] = _(
            titled(one.entry.kind, one.document)
        )
    return found


def entry_url(one: EntryEdition) -> str:
    """The page of an entry."""
    return reverse("recommendations:entry", args=[one.entry.uuid])


def cell(one: Field, document: Document, names: Names) -> dict[str, Any]:
    """A cell of a table: its label on a phone, its words, or a gauge for a level."""
    value = document.get(one.name)
    found: dict[str, Any] = {
        "label": _(one.label), "text": shown(one, value, names), "r": one.type in RIGHT, "level": None,
    }  # fmt: skip
    if one.options is Level and value:
        found["level"] = level(value)
    return found


def table(
    kind: EntryKind,
    rows: Iterable[EntryEdition],
    names: Names,
    *,
    late: frozenset[int] = frozenset(),
) -> dict[str, Any]:
    """The published entries of a kind: the first column leads to the entry. ``late``: past their day."""
    head, *columns = (kind.field(name) for name in kind.columns)
    lines = [
        {
            "code": one.entry.code, "url": entry_url(one),
            "title": shown(head, one.document.get(head.name), names) or one.entry.code,
            "cells": [cell(column, one.document, names) for column in columns],
            "late": one.entry_id in late,
        }
        for one in rows
    ]  # fmt: skip
    return {
        "kind": kind.code, "name": _(kind.plural), "head": _(head.label), "lines": lines,
        "columns": [{"label": _(c.label), "r": c.type in RIGHT} for c in columns], "n": len(lines),
    }  # fmt: skip


def facts(kind: EntryKind, document: Document, names: Names) -> list[dict[str, Any]]:
    """Everything a document says, field by field; an address is a link."""
    found = []
    for one in kind.fields[1:] if kind.fields[0].type is Type.LINE else kind.fields:
        value = document.get(one.name)
        if value in (None, "", []):
            continue
        found.append({
            "term": _(one.label), "value": shown(one, value, names),
            "link": value if one.type is Type.ADDRESS else "", "long": one.type is Type.WORDS,
        })  # fmt: skip
    return found
