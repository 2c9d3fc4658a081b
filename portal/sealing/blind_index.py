"""Names and births as tokens that can be matched and not read. Pure.

A token is the first two bytes of HMAC-SHA256 under the State's index key, with the kind of trait
above them: one integer. Two bytes are few on purpose. Different names share a token, which hides
how often one occurs; false hits are weeded from the few rows that the asker may open.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from portal.sealing import names
from portal.sealing.keys import IndexKey

SCHEME = b"concord.blind.1"
YEARS_AT_MOST = 12


class Kind(IntEnum):
    """What a token stands for; the value is the token's upper half and never changes."""

    PART = 1
    FRAME = 2
    SOUND = 3
    TRIGRAM = 4
    BORN_DAY = 5
    BORN_MONTH = 6
    BORN_YEAR = 7


# How much a shared token says; a row below ENOUGH is not opened at all.
WEIGHT = {
    Kind.PART: 4, Kind.FRAME: 3, Kind.SOUND: 2, Kind.TRIGRAM: 1,
    Kind.BORN_DAY: 2, Kind.BORN_MONTH: 1, Kind.BORN_YEAR: 1,
}  # fmt: skip
ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Token:
    """``value`` is what the database holds; ``key_id`` says under which index key it was made."""

    value: int
    key_id: str

    @property
    def kind(self) -> Kind:
        """What the token stands for."""
        return Kind(self.value >> 16)


def tokens(key: IndexKey, known_names: Iterable[str], born: names.Born | None = None) -> set[Token]:
    """What to store for one person: every name she is known by, and what is known of her birth."""
    traits = name_traits(known_names) | (birth_traits(born) if born else set())
    return {_token(key, kind, text) for kind, text in traits}


def query_tokens(keys: Iterable[IndexKey], name: str, born: names.Born | None = None) -> set[Token]:
    """What to ask for, under every index key in use; a swapped day and month is asked for too."""
    traits = name_traits([name])
    if born:
        swapped = born.swapped()
        traits |= birth_traits(born) | (birth_traits(swapped) if swapped else set())
    return {_token(key, kind, text) for key in keys for kind, text in traits}


def name_traits(known_names: Iterable[str]) -> set[tuple[Kind, str]]:
    """(kind, text) of every part of every name; in no order, since names have none."""
    found: set[tuple[Kind, str]] = set()
    for name in known_names:
        for part in _with_second_halves(names.parts(name)):
            found |= {(Kind.PART, part), (Kind.FRAME, names.frame(part))}
            found |= {(Kind.TRIGRAM, t) for t in names.trigrams(part)}
            if heard := names.sound(part):
                found.add((Kind.SOUND, heard))
    return found


def birth_traits(born: names.Born) -> set[tuple[Kind, str]]:
    """(kind, text) of a day, its month and its year; of every year where it is a range."""
    years = list(born.years())[:YEARS_AT_MOST]
    found = {(Kind.BORN_YEAR, str(year)) for year in years}
    if len(years) == 1 and born.month is not None:
        found.add((Kind.BORN_MONTH, f"{years[0]}-{born.month:02}"))
        if born.day is not None:
            found.add((Kind.BORN_DAY, f"{years[0]}-{born.month:02}-{born.day:02}"))
    return found


def _with_second_halves(parts: Iterable[str]) -> set[str]:
    """'abdrahman' is also called 'rahman'."""
    found = set(parts)
    return found | {p[3:] for p in found if p.startswith("abd") and len(p) > 5}


def _token(key: IndexKey, kind: Kind, text: str) -> Token:
    message = SCHEME + bytes([kind]) + text.encode("utf-8", "surrogatepass")
    digest = hmac.new(key.secret, message, hashlib.sha256).digest()
    return Token((kind << 16) | int.from_bytes(digest[:2], "big"), key.id)
