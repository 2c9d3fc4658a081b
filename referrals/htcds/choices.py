"""Codes from the standard's lists and several values in one cell. Pure.

An import never makes a code (lesson L28): what is not in the list is asked, the near ones first.
A label is as good as a code where the file has labels; in a file of technical names it is asked.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from rapidfuzz import fuzz, process

from portal.tables.said import gettext_noop
from referrals.htcds.codes import LISTS, NEAR, OWN
from referrals.htcds.text import folded

T = TypeVar("T")

LEAVE_OUT = ("", gettext_noop("leave it unknown and keep the text beside it"))
_SEPARATORS = re.compile(r"([;,|/\n،؛]+)")
_WIDEST = 8  # no label of the standard has more parts between separators


@dataclass(frozen=True, slots=True)
class Choices:
    """Several values: chosen, and said not to apply (0, where blank would be unknown)."""

    chosen: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


def codes_of(name: str) -> dict[str, str]:
    """Every code of a list and its English label, the standard's first, then ours."""
    table = dict(LISTS[name])
    table.update({code: label for code, label, _up in OWN.get(name, ())})
    return table


def exported(name: str, code: str) -> str:
    """The code the standard's column can hold: ours become what ``codes.OWN`` says."""
    return next((up for own, _label, up in OWN.get(name, ()) if own == code), code)


def find(name: str, text: str, *, labels: bool) -> str:
    """The code that ``text`` is, in any case; its label too where ``labels``. Empty: none."""
    exact, spoken = _tables(name)
    word = text.strip().casefold()
    return exact.get(word, "") or (spoken.get(folded(text), "") if labels else "")


def near(name: str, text: str) -> tuple[tuple[str, str], ...]:
    """Codes to propose for a word, best first, and 'leave it unknown' last."""
    table = codes_of(name)
    _exact, spoken = _tables(name)
    word = folded(text)
    best = [code for code in (spoken.get(word), NEAR.get(word)) if code in table]
    scored = process.extract(word, list(spoken), scorer=fuzz.WRatio, limit=4, score_cutoff=75)
    best += [spoken[key] for key, _score, _at in scored]
    order = list(dict.fromkeys(code for code in best if code)) + list(table)
    return (*((code, table[code]) for code in dict.fromkeys(order)), LEAVE_OUT)


@cache
def _tables(name: str) -> tuple[dict[str, str], dict[str, str]]:
    exact = {code.casefold(): code for code in codes_of(name)}
    spoken = {folded(label): code for code, label in codes_of(name).items()}
    spoken |= {folded(code): code for code in codes_of(name)}
    spoken |= {folded(code[2:]): code for code in codes_of(name) if code[1:2] == "_"}
    return exact, spoken


def parts(text: str, resolve: Callable[[str], T | None]) -> Iterable[tuple[str, T | None]]:
    """The values in a cell: the longest stretch that ``resolve`` knows, else piece by piece.

    So 'Korea, Republic of; RO' and 'Water supply; sewerage, ...' are read right whatever the
    separator between values is (; , | / or a new line, with or without a space).
    """
    tokens = _SEPARATORS.split(text)
    words, at = tokens[::2], 0
    while at < len(words):
        for end in range(min(len(words), at + _WIDEST), at, -1):
            piece = "".join(tokens[2 * at : 2 * end - 1]).strip()
            found = resolve(piece) if piece else None
            if found is not None:
                yield piece, found
                break
        else:
            end = at + 1
            if words[at].strip():
                yield from _by_spaces(words[at].strip(), resolve)
        at = end


def _by_spaces(piece: str, resolve: Callable[[str], T | None]) -> Iterable[tuple[str, T | None]]:
    """Survey tools part codes by spaces: taken so only where every word is a value."""
    words = piece.split()
    found = [(word, resolve(word)) for word in words]
    if len(words) > 1 and all(value is not None for _word, value in found):
        return found
    return [(piece, None)]
