"""The cells of countries and citizenships: one, several, stateless, unspecified, undetermined. Pure.

Blank is 'not asked'; stateless, unspecified and undetermined are values of their own, and an
undetermined one carries the day on which it was so (lessons L31, L33, L34).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rapidfuzz import fuzz, process

from portal.tables.said import gettext_noop, said
from referrals.htcds import places
from referrals.htcds.choices import LEAVE_OUT, parts
from referrals.htcds.fields import Field
from referrals.htcds.places import Place
from referrals.htcds.reading import Ask, Reading
from referrals.htcds.text import clean, folded

_OPEN = re.compile(
    r"(?:undetermined|under determination|procedure open)(?:\s*\([^)]*\))?"
    r"(?:\s+on\s+(\d{4}-\d{2}-\d{2}))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Nationalities:
    """Codes in the order given; the day on which the rest was undetermined, if it was."""

    codes: tuple[str, ...] = ()
    undetermined_on: date | None = None


class Asked(Protocol):
    """What of the context is needed here."""

    today: date
    about_day: date | None
    own_states: Mapping[str, str]

    def answer(self, name: str, text: str) -> str | None:
        """The code answered for a word of a field."""
        ...


def read_country(of: Field, text: str, context: Asked) -> Reading:
    """One country of an address, by any code or name."""
    word = clean(text)
    place = _place(of, word, context, "residence")
    if place is None:
        return Reading(asks=[_which(word, context, "residence", Place())])
    if place.refused:
        return Reading(refused=place.refused)
    if place.ask:
        return Reading(asks=[_which(word, context, "residence", place)])
    return Reading(place.code or None, notes=[place.note] if place.note else [])


def read_countries(of: Field, text: str, context: Asked) -> Reading:
    """Every citizenship in a cell, as ``Nationalities``."""
    reading = Reading()
    codes: list[str] = []
    on: date | None = None
    pieces: Iterable[tuple[str, Place | date | None]]
    pieces = parts(clean(text, lines=True), _resolver(of, context))
    for piece, found in pieces:
        if isinstance(found, date):
            on = found
        elif found is None or found.ask:
            reading.asks.append(_which(piece, context, "citizenship", found or Place()))
        elif found.refused:
            reading.refused = found.refused
        else:
            codes += [found.code] if found.code else []
            reading.notes += [found.note] if found.note else []
    kept = tuple(dict.fromkeys(codes))
    reading.value = Nationalities(kept, on) if kept or on else None
    return reading


def _resolver(of: Field, context: Asked) -> Callable[[str], Place | date | None]:
    def resolve(piece: str) -> Place | date | None:
        opened = _OPEN.fullmatch(piece)
        if opened:
            return _day(opened[1]) if opened[1] else context.about_day or context.today
        return _place(of, piece, context, "citizenship")

    return resolve


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _place(of: Field, word: str, context: Asked, purpose: str) -> Place | None:
    answer = context.answer(of.name, word)
    if answer is not None:
        return Place(answer)
    for code, name in context.own_states.items():
        if folded(word) in (folded(code), folded(name)):
            return Place(code)
    place = places.read_place(word, purpose=purpose)
    return place if place.code or place.ask or place.refused else None


def _which(word: str, context: Asked, purpose: str, place: Place) -> Ask:
    question = said(gettext_noop("Which country is '%(value)s'?"), value=word)
    codes = list(place.ask)
    if not codes:
        table = places.names() | {folded(name): code for code, name in context.own_states.items()}
        near = process.extract(
            folded(word), list(table), scorer=fuzz.WRatio, limit=5, score_cutoff=70
        )
        codes = list(dict.fromkeys(table[key] for key, _score, _at in near))
    if purpose == "citizenship" and not place.ask:
        codes += [code for code in (places.STATELESS, places.UNSPECIFIED) if code not in codes]
    named = tuple((code, context.own_states.get(code) or places.name_of(code)) for code in codes)
    return Ask("code", question, (*named, LEAVE_OUT), word)
