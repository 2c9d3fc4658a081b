"""Names brought to one form, and births that may be a day, a year, a range or unknown. Pure.

A name is a set of parts in any order. Parts are compared by spelling, by sound, and by their frame
of consonants, since Arabic, Persian and Hebrew do not write short vowels.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

import jellyfish

from portal.sealing.letters import to_latin

PARTICLES = frozenset(
    [
        *(
            "al",
            "el",
            "ul",
            "ad",
            "ar",
            "as",
            "ash",
            "at",
            "az",
        ),  # the Arabic article, assimilated too
        *("bin", "ben", "ibn", "bint", "binti", "bte"),
        *(
            "de",
            "da",
            "do",
            "dos",
            "das",
            "di",
            "du",
            "del",
            "della",
            "la",
            "le",
            "les",
            "y",
            "e",
            "i",
        ),
        *("van", "von", "vom", "zu", "zum", "der", "den", "ter", "te", "af", "av", "und"),
    ]
)
SERVANT = frozenset({"abd", "abdu", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abdus"})
JOINED = re.compile(r"^abd(?:[aeiou]{1,2}(?:l|([rsntdz])(?=\1)))?(?=[a-z]{2})")
ARTICLE = re.compile(r"^(?:[aeu]l)(?=[a-z]{2})")
INSIDE_A_WORD = str.maketrans("", "", "'’‘ʼʻ`´ʾʿ\u0640\u200b\u200c\u200d\ufeff\u00ad")
FRAME = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "j"), ("kh", "h"),
    ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("ts", "s"), ("dj", "j"),
    ("q", "k"), ("x", "ks"), ("v", "f"), ("z", "s"),
)  # fmt: skip
VOWELS = re.compile(r"[aeiouyw]")
DOUBLED = re.compile(r"(.)\1+")
LONGEST = 200
MOST_PARTS = 12


def _letters_only(typed: str) -> str:
    """Case folded, without marks, every run of other things one space; own script kept."""
    text = unicodedata.normalize("NFKD", typed[:LONGEST].translate(INSIDE_A_WORD)).casefold()
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
    return "".join(c if unicodedata.category(c)[0] in "LM" else " " for c in text)


def _word_to_latin(word: str) -> str:
    # The article is written onto the word in Arabic; on three letters it belongs to the root.
    article = len(word) > 4 and word.startswith("ال")
    latin = to_latin(word[2:] if article else word)
    if len(latin) > 3 and latin.endswith("ah"):
        return latin[:-1]
    if len(latin) > 2 and latin.endswith("h") and not word.isascii() and word[-1] in "ةه":
        return latin[:-1] + "a"
    return latin


def parts(typed: str) -> tuple[str, ...]:
    """The parts of a name in the order typed: Latin, lower case, particles and articles gone.

    'Abd el-Rahman', 'Abdurrahman' and their Arabic spelling are one part. A name that is nothing
    but a particle keeps it.
    """
    words = [_word_to_latin(w) for w in _letters_only(typed).split()][: MOST_PARTS * 2]
    kept = [w for w in words if w not in PARTICLES] or words
    found: list[str] = []
    servant = False
    for word in kept:
        if servant:
            found[-1] = "abd" + ARTICLE.sub("", word)
            servant = False
        else:
            found.append(_joined(word))
            servant = word in SERVANT
    return tuple(found[:MOST_PARTS])


def _joined(word: str) -> str:
    return word if word in SERVANT else JOINED.sub("abd", word)


def normal(typed: str) -> str:
    """One spelling for all keyboards and scripts: the sorted parts, one space between."""
    return " ".join(sorted(parts(typed)))


def frame(part: str) -> str:
    """The consonants of a part, digraphs and doubles as one; where few are left, the part itself
    with one letter for y and i, and one for w and u."""
    text = part
    for pair, single in FRAME:
        text = text.replace(pair, single)
    text = re.sub(r"c(?=[eiy])", "s", text).replace("c", "k")
    text = VOWELS.sub("", DOUBLED.sub(r"\1", text))
    return text if len(text) > 1 else DOUBLED.sub(r"\1", part.replace("y", "i").replace("w", "u"))


def sound(part: str) -> str:
    """The metaphone of a Latin part; empty for another script."""
    return jellyfish.metaphone(part) if part.isascii() else ""


def trigrams(part: str) -> frozenset[str]:
    """Three letters at a time, with the edges marked."""
    edged = f" {part} "
    return frozenset(edged[i : i + 3] for i in range(max(1, len(edged) - 2)))


@dataclass(frozen=True, slots=True)
class Born:
    """What is known of a birth: years from first to last, a month and a day where certain."""

    first_year: int | None = None
    last_year: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def unknown(cls) -> Self:
        """Nothing is known."""
        return cls()

    @classmethod
    def on(cls, day: date) -> Self:
        """A full date; the first of January counts as its year only, being the usual filler."""
        if (day.month, day.day) == (1, 1):
            return cls.in_year(day.year)
        return cls(day.year, day.year, day.month, day.day)

    @classmethod
    def in_month(cls, year: int, month: int) -> Self:
        """A month, the day unknown."""
        return cls(year, year, month)

    @classmethod
    def in_year(cls, year: int) -> Self:
        """A year, the rest unknown."""
        return cls(year, year)

    @classmethod
    def about(cls, age: int, on: date, *, give_or_take: int = 1) -> Self:
        """An estimated age on a day: the birth lies in these years, wider by ``give_or_take``."""
        return cls(on.year - age - 1 - give_or_take, on.year - age + give_or_take)

    @property
    def known(self) -> bool:
        """True where at least a range of years is known."""
        return self.first_year is not None

    def years(self) -> Iterable[int]:
        """Every year it may be, empty where nothing is known."""
        if self.first_year is None:
            return ()
        return range(self.first_year, (self.last_year or self.first_year) + 1)

    def years_apart(self, other: "Born") -> int:
        """The smallest distance in whole years; 0 where either is unknown."""
        mine, theirs = list(self.years()), list(other.years())
        if not mine or not theirs:
            return 0
        return max(mine[0] - theirs[-1], theirs[0] - mine[-1], 0)

    def swapped(self) -> "Born | None":
        """The same date with day and month exchanged, where that is a date."""
        if self.month is None or self.day is None or self.day > 12 or self.day == self.month:
            return None
        return Born(self.first_year, self.last_year, self.day, self.month)
