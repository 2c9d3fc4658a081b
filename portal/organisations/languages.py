"""Languages as the portal writes them: ISO 639 codes, one for each language, named in the reader's own."""

from functools import lru_cache
from unicodedata import combining, normalize

import pycountry
from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

COMMON = (
    "en", "fr", "es", "pt", "ru", "uk", "ro", "bg", "sr", "sq", "tr", "ar", "fa", "prs",
    "ps", "ku", "ckb", "ur", "bn", "hi", "ne", "vi", "zh", "th", "tl", "my", "km", "am",
    "ti", "so", "om", "sw", "yo", "ig", "ha", "ff", "wo", "hu", "rom", "de", "it", "pl",
    "el", "ka", "hy", "uz", "ky", "mn",
)  # fmt: skip
"""Offered first; any other code of ISO 639 is taken too."""


IN_CLDR = {"prs": "fa_AF"}
"""Dari has no code of its own where the names of languages are kept."""


def known_language(code: str) -> bool:
    """Whether a code is one of ISO 639-1 or 639-3."""
    return bool(code) and (
        pycountry.languages.get(alpha_2=code) is not None
        or pycountry.languages.get(alpha_3=code) is not None
    )


def language_name(code: str) -> str:
    """The language's name in the reader's language; the code itself where nobody knows it."""
    return _named(code, (get_language() or "en").split("-")[0])


@lru_cache(maxsize=2000)
def _named(code: str, reader: str) -> str:
    try:
        found = Locale(reader).languages.get(IN_CLDR.get(code, code))
    except UnknownLocaleError:
        found = None
    if found:
        return str(found)
    entry = pycountry.languages.get(alpha_2=code) or pycountry.languages.get(alpha_3=code)
    return str(entry.name) if entry else code


def _sorted_as(name: str) -> str:
    """As a dictionary sorts: 'Éwé' between 'espagnol' and 'finnois'."""
    plain = normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if not combining(sign))


def language_choices() -> list[tuple[str, str]]:
    """(code, name) of the common ones, by name."""
    return sorted(
        ((code, language_name(code)) for code in COMMON), key=lambda pair: _sorted_as(pair[1])
    )
