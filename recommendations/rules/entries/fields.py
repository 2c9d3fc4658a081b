"""Fields of an entry: their types, and how what somebody sent becomes what is kept. Pure.

A document is JSON: dates as ISO text, amounts and shares as decimal text, counts as numbers, several
choices as a list. A form, a row of a CSV and a body of the API are read by the same functions.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from portal.access.vocabulary import Coded
from recommendations.rules.evidence import address_leads_somewhere
from recommendations.rules.submitting import text_refused

LINE, WORDS_MOST = 300, 5_000
LARGEST_COUNT = 1_000_000_000
LARGEST_AMOUNT = Decimal("1000000000000")
Codes = type[Coded]
CURRENCY = re.compile(r"[A-Z]{3}")


class Type(StrEnum):
    """What a field holds."""

    LINE = "line"
    WORDS = "words"
    DAY = "day"
    AMOUNT = "amount"
    NUMBER = "number"  # may be below nought: an indicator
    SHARE = "share"  # 0 to 100
    COUNT = "count"
    CURRENCY = "currency"
    ADDRESS = "address"
    ONE = "one"
    SEVERAL = "several"
    ITEMS = "items"  # recommendations, as source:code
    PARENT = "parent"  # the code of another entry of the State


class Fault(StrEnum):
    """Why a field is refused; the edge has the remedy in words."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    MARKUP = "markup"
    UNREADABLE = "unreadable"
    NO_DAY = "no_day"
    NO_AMOUNT = "no_amount"
    NO_NUMBER = "no_number"
    NO_SHARE = "no_share"
    NO_COUNT = "no_count"
    NO_CURRENCY = "no_currency"
    NO_ADDRESS = "no_address"
    NOT_OFFERED = "not_offered"
    NO_ITEM = "no_item"
    NO_PARENT = "no_parent"
    UNKNOWN_FIELD = "unknown_field"
    BEFORE_ITS_START = "before_its_start"
    BELOW_BASELINE = "below_baseline"
    ABOVE_BASELINE = "above_baseline"
    CURRENCY_NEEDED = "currency_needed"
    MORE_THAN_BUDGET = "more_than_budget"
    MORE_THAN_INVITED = "more_than_invited"
    THE_ACCUSED = "the_accused"
    PROOF_NEEDED = "proof_needed"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``options`` are fixed codes; ``offered`` names a list that the register keeps."""

    name: str
    type: Type
    label: str
    needed: bool = False
    options: Codes | None = None
    offered: str = ""
    parent: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows: lists by name, currencies, recommendations, entries by kind."""

    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currencies: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    entries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def cleaned(one: Field, raw: Any, known: Known) -> tuple[Any, Fault | None]:
    """What is kept of a field, and why it is refused. Empty is None, or an empty list."""
    if one.type in (Type.SEVERAL, Type.ITEMS):
        return _several(one, raw, known)
    text = "" if raw is None else str(raw).strip()
    if not text:
        return (None, Fault.MISSING) if one.needed else (None, None)
    return READERS[one.type](one, text, known)


def _several(one: Field, raw: Any, known: Known) -> tuple[list[str], Fault | None]:
    given: Iterable[Any] = (
        raw if isinstance(raw, list | tuple) else re.split(r"[;|]", str(raw or ""))
    )
    codes = list(dict.fromkeys(text for part in given if (text := str(part).strip())))
    if not codes:
        return [], Fault.MISSING if one.needed else None
    offered = known.items if one.type is Type.ITEMS else set(_offered(one, known))
    if any(code not in offered for code in codes):
        return [], Fault.NO_ITEM if one.type is Type.ITEMS else Fault.NOT_OFFERED
    return codes, None


def _offered(one: Field, known: Known) -> Mapping[str, str]:
    if one.options is not None:
        return dict(one.options.choices())
    return known.lists.get(one.offered, {})


def _text(most: int) -> Callable[[Field, str, Known], tuple[str, Fault | None]]:
    def read(_one: Field, text: str, _known: Known) -> tuple[str, Fault | None]:
        wrong = text_refused(text.replace("\r\n", "\n"), longest=most)
        return text.replace("\r\n", "\n"), Fault(wrong.value) if wrong else None

    return read


def _day(_one: Field, text: str, _known: Known) -> tuple[str | None, Fault | None]:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None, Fault.NO_DAY
    return (found.isoformat(), None) if 1900 <= found.year <= 2200 else (None, Fault.NO_DAY)


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) <= LARGEST_AMOUNT else None


def _amount(_one: Field, text: str, _known: Known) -> tuple[str | None, Fault | None]:
    found = _decimal(text)
    if found is None or found < 0 or found != round(found, 2):
        return None, Fault.NO_AMOUNT
    return f"{found:.2f}", None


def _number(_one: Field, text: str, _known: Known) -> tuple[str | None, Fault | None]:
    found = _decimal(text)
    if found is None or found != round(found, 4):
        return None, Fault.NO_NUMBER
    return f"{found:f}", None


def _share(_one: Field, text: str, _known: Known) -> tuple[str | None, Fault | None]:
    found = _decimal(text)
    if found is None or not 0 <= found <= 100 or found != round(found, 2):
        return None, Fault.NO_SHARE
    return f"{found:f}", None


def _count(_one: Field, text: str, _known: Known) -> tuple[int | None, Fault | None]:
    if not (text.isascii() and text.isdecimal()) or len(text) > 10 or int(text) > LARGEST_COUNT:
        return None, Fault.NO_COUNT
    return int(text), None


def _currency(_one: Field, text: str, known: Known) -> tuple[str | None, Fault | None]:
    code = text.upper()
    known_one = CURRENCY.fullmatch(code) and code in known.currencies
    return (code, None) if known_one else (None, Fault.NO_CURRENCY)


def _address(_one: Field, text: str, _known: Known) -> tuple[str | None, Fault | None]:
    good = len(text) <= 500 and address_leads_somewhere(text)
    return (text, None) if good else (None, Fault.NO_ADDRESS)


def _chosen(one: Field, text: str, known: Known) -> tuple[str | None, Fault | None]:
    return (text, None) if text in _offered(one, known) else (None, Fault.NOT_OFFERED)


def _parent(one: Field, text: str, known: Known) -> tuple[str | None, Fault | None]:
    return (text, None) if text in known.entries.get(one.parent, {}) else (None, Fault.NO_PARENT)


READERS: Mapping[Type, Callable[[Field, str, Known], tuple[Any, Fault | None]]] = {
    Type.LINE: _text(LINE), Type.WORDS: _text(WORDS_MOST), Type.DAY: _day, Type.AMOUNT: _amount,
    Type.NUMBER: _number, Type.SHARE: _share, Type.COUNT: _count, Type.CURRENCY: _currency,
    Type.ADDRESS: _address, Type.ONE: _chosen, Type.PARENT: _parent,
}  # fmt: skip
