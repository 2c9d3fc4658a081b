"""Words that would tell who somebody is: her names by the blind index, a reference, a number.

Nothing is unsealed for it: the words typed are cut into tokens and compared with the tokens that
are kept of her case. One part of a name alone is enough; a misspelt one is enough where both its
letters' frame and its sound agree, or most of its letters.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from django.db.models import Q

from cases.models import Case, CaseLink, IndexToken
from portal.core.references import read_reference
from portal.organisations.models import State
from portal.sealing import names
from portal.sealing.blind_index import Kind, query_tokens
from portal.sealing.keys import IndexKey, index_keys

SHORTEST = 2
SURE_FRAME = 3
ENOUGH_LETTERS, ALIKE = 5, 0.7
REFERENCE = re.compile(r"\b[A-Z]{1,3}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", re.IGNORECASE)
NUMBER = re.compile(r"\d(?:[\s./-]?\d){6,}")
ADDRESS = re.compile(r"\S+@\S+\.\S+")


class Tells(StrEnum):
    """What kind of thing tells who she is."""

    NAME = "name"
    REFERENCE = "reference"
    NUMBER = "number"
    MAIL = "mail"


def telltale(text: str, cases: Sequence[Case]) -> tuple[Tells, str] | None:
    """The first thing in ``text`` that tells who these persons or their family are, and what it is."""
    if found := ADDRESS.search(text):
        return Tells.MAIL, found[0]
    for found in REFERENCE.finditer(text):
        if read_reference(found[0]):
            return Tells.REFERENCE, found[0]
    if found := NUMBER.search(text):
        return Tells.NUMBER, found[0]
    name = _name_in(text, cases)
    return (Tells.NAME, name) if name else None


def _name_in(text: str, cases: Sequence[Case]) -> str:
    known = _tokens_of(cases)
    keys = [key for code in _states(cases) for key in index_keys(code)]
    for word in dict.fromkeys(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)):
        if len(word) >= SHORTEST and _is_hers(word, keys, known):
            return word
    return ""


def _is_hers(word: str, keys: Sequence[IndexKey], known: set[tuple[str, int]]) -> bool:
    asked = query_tokens(keys, word)
    agrees = {t.kind for t in asked if (t.key_id, t.value) in known}
    if Kind.PART in agrees:
        return True
    letters = names.trigrams(word.lower())
    shared = {t.value for t in asked if t.kind is Kind.TRIGRAM and (t.key_id, t.value) in known}
    if len(shared) >= ENOUGH_LETTERS and len(shared) >= ALIKE * len(letters):
        return True
    sure = any(len(names.frame(part)) >= SURE_FRAME for part in names.parts(word))
    return sure and {Kind.FRAME, Kind.SOUND} <= agrees


def _tokens_of(cases: Sequence[Case]) -> set[tuple[str, int]]:
    """Tokens of these persons and of their children and parents."""
    ids = [case.pk for case in cases]
    links = CaseLink.objects.filter(Q(child_id__in=ids) | Q(parent_id__in=ids))
    family = {pk for pair in links.values_list("child_id", "parent_id") for pk in pair}
    rows = IndexToken.objects.filter(case_id__in={*ids, *family})
    return set(rows.values_list("index_key", "token"))


def _states(cases: Sequence[Case]) -> list[str]:
    rows = State.objects.filter(pk__in={case.state_id for case in cases})
    return list(rows.values_list("code", flat=True))
