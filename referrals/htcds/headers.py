"""What a column's heading means, and which row holds the headings. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process

from portal.tables.sheet import Cell, RawRow, blank
from referrals.htcds import choices
from referrals.htcds.fields import ALIASES, BY_NAME, FIELDS, Kind
from referrals.htcds.text import folded

ORIGINAL = " (original)"  # our export keeps here what the standard's column cannot hold
KEPT = " (kept)"  # our export's mark on a column that is nothing of the standard's
_EXPANDED = re.compile(r"(.+?)\s*[/:.\[]\s*([^/:.\[\]]+)\]?")
_PERPETRATOR = re.compile(
    r"perpetrator|trafficker|suspect|offender|exploiter|accused", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's meaning: a field, one code of it where the column is a 0/1 one; or near ones.

    ``by`` is ``name`` or ``label``. ``original`` marks the column in which an export of ours keeps
    what the standard's column cannot hold.
    """

    field: str = ""
    code: str = ""
    by: str = ""
    original: bool = False
    near: tuple[str, ...] = ()


def read_heading(text: str) -> Heading:
    """What one heading means. Empty where it is nothing of the standard's and near nothing."""
    plain = " ".join(text.split())
    if plain.endswith(KEPT):
        return Heading()
    return _meant(plain) or Heading(near=_near(plain))


def _meant(plain: str) -> Heading | None:
    if plain.endswith(ORIGINAL):
        base = _whole(plain.removesuffix(ORIGINAL)) or Heading()
        return Heading(base.field, by="name", original=True) if base.by == "name" else Heading()
    return _whole(plain) or _expanded(plain)


def is_known(text: str) -> bool:
    """True where the heading is a name or a label of the standard."""
    found = _meant(" ".join(text.split())) if text.strip() else None
    return bool(found and found.field)


def accuses(text: str) -> bool:
    """True where an unknown heading speaks of a suspect: such a column is not taken over."""
    return bool(_PERPETRATOR.search(text)) or text.strip().casefold().startswith("per_")


def _whole(text: str) -> Heading | None:
    name = ALIASES.get(text, text)
    if name in BY_NAME:
        return Heading(name, by="name")
    loose = folded(text)
    names, labels = _tables()
    if loose in names:
        return Heading(names[loose], by="name")
    fields = labels.get(loose, ())
    if len(fields) == 1:
        return Heading(fields[0], by="label")
    return Heading(near=fields) if fields else None


def _expanded(text: str) -> Heading | None:
    """'vic_MethodsOfControl/DebtBondage', 'group/prs_FirstName'."""
    parts = text.split("/")
    if len(parts) > 1 and (last := _whole(parts[-1])) and last.by == "name":
        return last
    found = _EXPANDED.fullmatch(text)
    base = _whole(found[1].split("/")[-1]) if found else None
    if not found or not base or not base.field:
        return None
    of = BY_NAME[base.field]
    if of.kind is not Kind.MULTI or of.perpetrator:
        return None
    code = choices.find(of.codes, found[2], labels=True)
    return Heading(base.field, code=code, by=base.by) if code else None


@cache
def _tables() -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    names = {folded(name): name for name in BY_NAME}
    names |= {folded(alias): name for alias, name in ALIASES.items()}
    labels: dict[str, tuple[str, ...]] = {}
    for of in FIELDS:
        key = folded(of.label)
        labels[key] = (*labels.get(key, ()), of.name)
    return names, labels


def _near(text: str) -> tuple[str, ...]:
    """Up to three fields whose name or label nearly is this heading."""
    names, labels = _tables()
    word = folded(text)
    if len(word) < 4 or accuses(text):
        return ()
    bare = {folded(name.partition("_")[2]): name for name in BY_NAME}
    table = bare | {key: fields[0] for key, fields in labels.items()} | names
    found = process.extract(word, list(table), scorer=fuzz.ratio, limit=5, score_cutoff=84)
    fields = dict.fromkeys(table[key] for key, _score, _at in found)
    return tuple(name for name in fields if not BY_NAME[name].perpetrator)[:3]


@dataclass(frozen=True, slots=True)
class Header:
    """The heading rows: their numbers, their texts, and the number of the first row of data.

    ``sure`` is false where the row had to be guessed: then it is asked, with ``candidates``.
    """

    names: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    names_line: int | None = None
    labels_line: int | None = None
    sure: bool = True
    candidates: tuple[tuple[int, str], ...] = field(default=(), repr=False)

    @property
    def last_line(self) -> int:
        """The last of the heading rows."""
        return max(self.names_line or 0, self.labels_line or 0)


def find_header(rows: Sequence[RawRow], asked: int | None) -> Header:
    """The heading rows among the first rows of a sheet; ``asked`` is a row somebody chose."""
    counted = {row.line: _counted(row.cells) for row in rows}
    texts = {row.line: tuple(_text(cell) for cell in row.cells) for row in rows}
    if asked is not None:
        return _around(asked, counted, texts) if asked in texts else Header(sure=False)
    best = max(counted, key=lambda line: (max(counted[line]), -line), default=0)
    if (best and max(counted[best]) >= 2) or (
        best and max(counted[best]) == 1 and _alone(texts[best])
    ):
        return _around(best, counted, texts)
    return _guessed(rows, texts)


def _around(
    line: int, counted: dict[int, tuple[int, int]], texts: dict[int, tuple[str, ...]]
) -> Header:
    """The row and, where names and labels stand in two rows, the other one."""
    names, labels = counted[line]
    if names >= labels and _paired(texts[line], texts.get(line + 1, ())):
        return Header(texts[line], texts[line + 1], line, line + 1)
    if labels > names and _paired(texts.get(line - 1, ()), texts[line]):
        return Header(texts[line - 1], texts[line], line - 1, line)
    if labels > names:
        return Header((), texts[line], None, line)
    return Header(texts[line], (), line, None)


def _paired(names: tuple[str, ...], labels: tuple[str, ...]) -> bool:
    """True where one row holds names and the other, mostly, the labels of the same fields."""
    pairs = [(_meant(name), _meant(label)) for name, label in zip(names, labels, strict=False)]
    known = [(a.field, b.field) for a, b in pairs if a and b and a.by == "name" and b.by == "label"]
    return len(known) >= 3 and sum(a == b for a, b in known) >= len(known) / 2


def _guessed(rows: Sequence[RawRow], texts: dict[int, tuple[str, ...]]) -> Header:
    filled = [row for row in rows if sum(bool(text) for text in texts[row.line]) >= 2]
    if not filled:
        filled = [row for row in rows if any(texts[row.line])]
    shown = tuple(
        (row.line, " | ".join(text for text in texts[row.line] if text)[:120]) for row in filled
    )
    if not filled:
        return Header(sure=False)
    width = max(sum(bool(text) for text in texts[row.line]) for row in filled)
    wide = [row for row in filled if sum(bool(text) for text in texts[row.line]) >= 0.6 * width]
    line = wide[0].line
    return Header(texts[line], (), line, None, sure=False, candidates=shown[:12])


def _counted(cells: Iterable[Cell]) -> tuple[int, int]:
    """How many fields are there by technical name, and how many by label."""
    texts = [" ".join(cell.split()) for cell in cells if isinstance(cell, str) and cell.strip()]
    found = {(one.by, one.field, one.code) for text in texts if (one := _meant(text))}
    ways = [by for by, _field, _code in found]
    return ways.count("name"), ways.count("label")


def _alone(texts: tuple[str, ...]) -> bool:
    return sum(bool(text) for text in texts) <= 3


def _text(cell: Cell) -> str:
    return "" if blank(cell) else " ".join(str(cell).split())
