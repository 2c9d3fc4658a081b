"""A State as a list names it -> its code: ISO 3166-1 alpha-2, or a State's own code in this portal."""

from collections.abc import Mapping
from functools import lru_cache

import pycountry

OTHER_NAMES: Mapping[str, str] = {
    "dpr korea": "KP", "democratic republic of congo": "CD", "cote d'ivoire": "CI",
    "bosnia & herzegovina": "BA", "macedonia fyr": "MK", "the former yugoslav republic of macedonia": "MK",
    "republic of korea": "KR", "south korea": "KR", "uk": "GB", "great britain": "GB", "el": "GR",
    "kosovo": "XK", "swaziland": "SZ", "cape verde": "CV", "turkey": "TR", "czech republic": "CZ",
}  # fmt: skip
"""Names that lists use and the standard does not. UK and EL are the European Union's codes."""


def code_of(name: str, own: Mapping[str, str]) -> str | None:
    """The code of a State by code or name; ``own`` are the portal's States, code to name.

    'NA' is Namibia, never 'no value' (lesson L31).
    """
    word = " ".join(name.split())
    for code, title in own.items():
        if word.casefold() in (code.casefold(), title.casefold()):
            return code
    return OTHER_NAMES.get(word.casefold()) or _standard(word)


@lru_cache(maxsize=1_000)
def _standard(word: str) -> str | None:
    try:
        return str(pycountry.countries.lookup(word).alpha_2)
    except LookupError:
        return None


def name_of(code: str, own: Mapping[str, str]) -> str:
    """The name of a State; its code where there is none."""
    if code in own:
        return own[code]
    found = pycountry.countries.get(alpha_2=code)
    return str(found.name) if found else code
