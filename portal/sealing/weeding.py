"""False hits weeded out: a typed name against the few names that were opened. Pure.

Every match says why. A missing value neither matches nor excludes. A person decides, never this.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz.distance import JaroWinkler

from portal.sealing.names import Born, frame, parts, sound

AGREES = 0.85
ALIKE = 0.75
SAME = 0.999
VOWELS = "aeiou"
FAR_APART = 10
SHOWN = 5


class Why(StrEnum):
    """Reasons, as codes; the words are the page's."""

    NAME_SAME = "name_same"
    NAME_CLOSE = "name_close"
    PARTS_MISSING = "name_parts_missing"
    ONE_PART = "name_one_part_only"
    ONE_OF_SEVERAL = "name_one_of_several"
    BORN_SAME = "born_same"
    BORN_SWAPPED = "born_day_and_month_swapped"
    BORN_SAME_YEAR = "born_same_year"
    BORN_NEAR = "born_years_near"
    BORN_DIFFERS = "born_differs"
    BORN_UNKNOWN = "born_unknown"


@dataclass(frozen=True, slots=True)
class Opened:
    """A row that the asker may open: its reference, every name in it, its birth."""

    ref: Hashable
    names: Sequence[str]
    born: Born = field(default_factory=Born)


@dataclass(frozen=True, slots=True)
class Match:
    """``score`` runs from 0 to 100; ``weak`` means that one name alone agrees."""

    ref: Hashable
    score: int
    why: tuple[Why, ...]
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Weeded:
    """``too_common`` is how many agreed in one common name only and are therefore not shown."""

    matches: tuple[Match, ...]
    too_common: int = 0


def weed(name: str, born: Born, opened: Iterable[Opened], *, limit: int = SHOWN) -> Weeded:
    """The candidates for a name and birth, best first, in a stable order.

    One name alone (all that is asked, or all that is known) counts while no more than ``limit``
    share it: a common given name is no match.
    """
    wanted = parts(name)
    found = [m for row in opened if (m := _best(wanted, born, row)) is not None]
    weak = [m for m in found if m.weak]
    kept = found if len(weak) <= limit else [m for m in found if not m.weak]
    kept.sort(key=lambda m: (-m.score, str(m.ref)))
    return Weeded(tuple(kept[:limit]), too_common=len(found) - len(kept))


def same(name: str, other: str) -> bool:
    """True where two spellings are one name after normalising."""
    return sorted(parts(name)) == sorted(parts(other)) != []


def similarity(one: str, other: str) -> float:
    """How alike two parts are, from 0 to 1, by spelling or by frame and sound."""
    spelt = float(JaroWinkler.similarity(one, other))
    vowels_speak = _has_inner_vowel(one) and _has_inner_vowel(other)
    if (
        frame(one) == frame(other)
        and _begin_alike(one, other)
        and (spelt > ALIKE or not vowels_speak)
    ):
        return max(spelt, 0.9)
    if spelt > ALIKE and sound(one) == sound(other) != "":
        return max(spelt, 0.87)
    return spelt


def _begin_alike(one: str, other: str) -> bool:
    return (one[:1] in VOWELS) == (other[:1] in VOWELS)


def _has_inner_vowel(part: str) -> bool:
    """Arabic, Persian and Hebrew write few: there the frame alone must do."""
    return any(letter in VOWELS for letter in part[1:-1])


def _best(wanted: Sequence[str], born: Born, row: Opened) -> Match | None:
    matches = [m for n in row.names if (m := _compare(wanted, born, parts(n), row)) is not None]
    return max(matches, key=lambda m: m.score, default=None)


def _compare(wanted: Sequence[str], born: Born, known: Sequence[str], row: Opened) -> Match | None:
    agreed = _pairs(wanted, known)
    if not agreed or born.years_apart(row.born) > FAR_APART:
        return None
    fewest, most = sorted((len(wanted), len(known)))
    birth, bonus = _birth(born, row.born)
    one_of_several = len(agreed) == 1 and fewest > 1
    if one_of_several and birth is not Why.BORN_SAME:
        return None
    weak = len(agreed) == 1 and birth not in (Why.BORN_SAME, Why.BORN_SWAPPED, Why.BORN_SAME_YEAR)
    if weak and birth is Why.BORN_DIFFERS:
        return None
    why = _name_reasons(agreed, fewest, most)
    score = 70 * sum(agreed) / len(agreed) * (len(agreed) / most) ** 0.5 + bonus
    return Match(row.ref, round(max(0, min(score, 100))), (*why, birth), weak)


def _pairs(wanted: Sequence[str], known: Sequence[str]) -> list[float]:
    """The likeness of each pair of parts that agree; a part is used once, the likest pair first."""
    ranked = sorted(
        ((similarity(w, k), i, j) for i, w in enumerate(wanted) for j, k in enumerate(known)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    used_wanted: set[int] = set()
    used_known: set[int] = set()
    agreed = []
    for likeness, i, j in ranked:
        if likeness < AGREES:
            break
        if i not in used_wanted and j not in used_known:
            used_wanted.add(i)
            used_known.add(j)
            agreed.append(likeness)
    return agreed


def _name_reasons(agreed: Sequence[float], fewest: int, most: int) -> list[Why]:
    if len(agreed) == 1 and fewest > 1:
        return [Why.ONE_OF_SEVERAL]
    why = [Why.NAME_SAME if min(agreed) > SAME else Why.NAME_CLOSE]
    if len(agreed) < most:
        why.append(Why.PARTS_MISSING)
    if len(agreed) == 1:
        why.append(Why.ONE_PART)
    return why


def _birth(one: Born, other: Born) -> tuple[Why, int]:
    """What the two births say of one another, and what it adds to the score."""
    if not one.known or not other.known:
        return Why.BORN_UNKNOWN, 10
    apart = one.years_apart(other)
    if apart > 2:
        return Why.BORN_DIFFERS, -10
    if apart:
        return Why.BORN_NEAR, 5
    if one.day is None or other.day is None:
        return Why.BORN_SAME_YEAR, 20
    if (one.month, one.day) == (other.month, other.day):
        return Why.BORN_SAME, 30
    return (Why.BORN_SWAPPED, 25) if one.swapped() == other else (Why.BORN_SAME_YEAR, 15)
