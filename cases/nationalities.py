"""Citizenships as codes: ISO 3166-1 alpha-2, and the values that are no country.

XK (Kosovo) is user-assigned; XXA stateless and XXX unspecified are of ICAO Doc 9303; ``NA`` is
Namibia, never 'no value'. A State of this portal keeps its own code.
"""

from functools import lru_cache

import pycountry
from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

STATELESS = "XXA"
UNSPECIFIED = "XXX"
KOSOVO = "XK"


def special() -> dict[str, str]:
    """The values that are no country of the list, in words."""
    return {
        STATELESS: _("Stateless"),
        UNSPECIFIED: _("Not specified"),
        KOSOVO: _("Kosovo (without prejudice to positions on status, UNSCR 1244)"),
    }


def citizenship_name(code: str, own_states: tuple[tuple[str, str], ...] = ()) -> str:
    """A citizenship in the reader's language; the code itself where nobody knows it."""
    return (
        special().get(code)
        or dict(own_states).get(code)
        or _country(code, (get_language() or "en").split("-")[0])
    )


@lru_cache(maxsize=4000)
def _country(code: str, reader: str) -> str:
    try:
        found = Locale(reader).territories.get(code)
    except UnknownLocaleError:
        found = None
    entry = pycountry.countries.get(alpha_2=code)
    return str(found or (entry.name if entry else code))


def citizenship_choices(own_states: tuple[tuple[str, str], ...] = ()) -> list[tuple[str, str]]:
    """(code, name): the special values first, then every country by name."""
    countries = {c.alpha_2: citizenship_name(c.alpha_2) for c in pycountry.countries} | dict(
        own_states
    )
    return [*special().items(), *sorted(countries.items(), key=lambda pair: pair[1])]
