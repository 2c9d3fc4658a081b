"""Countries and citizenships as people write them, and the values that are no country. Pure.

ISO 3166-1 alpha-2, alpha-3 and English names (pycountry), user-assigned XK/XKX, ICAO Doc 9303
XXA (stateless) and XXX (unspecified), and dissolved States for a birth. Lessons L31, L33, L34.
``NA`` is Namibia in every case; blank alone is 'not asked'. Stored: alpha-2 where there is one.
"""

from dataclasses import dataclass
from functools import cache

import pycountry

from portal.tables.said import Said, gettext_noop, said
from referrals.htcds.text import folded

STATELESS = "XXA"
UNSPECIFIED = "XXX"
UNDETERMINED = "undetermined"

HISTORIC = {
    "SU": "Soviet Union (to 1991)",
    "YU": "Yugoslavia (to 2003)",
    "DD": "German Democratic Republic (to 1990)",
    "CSHH": "Czechoslovakia (to 1992)",
    "CSXX": "Serbia and Montenegro (2003 to 2006)",
    "AN": "Netherlands Antilles (to 2010)",
}
_HISTORIC_WORDS = {
    "su": "SU", "sun": "SU", "ussr": "SU", "sovietunion": "SU",
    "yu": "YU", "yug": "YU", "yugoslavia": "YU",
    "dd": "DD", "ddr": "DD", "gdr": "DD", "eastgermany": "DD",
    "cshh": "CSHH", "csk": "CSHH", "czechoslovakia": "CSHH",
    "csxx": "CSXX", "scg": "CSXX", "serbiaandmontenegro": "CSXX",
    "an": "AN", "ant": "AN", "netherlandsantilles": "AN",
}  # fmt: skip
_ASKED = {
    "cs": ("CSHH", "CSXX"),
    "congo": ("CG", "CD"),
    "korea": ("KR", "KP"),
}
_CORRECTED = {
    "uk": "GB", "el": "GR", "rom": "RO", "zar": "CD", "zr": "CD", "tmp": "TL", "tp": "TL",
    "bur": "MM", "bu": "MM", "burma": "MM", "zaire": "CD",
}  # fmt: skip
_WORDS = {
    "xk": "XK", "xkx": "XK", "rks": "XK", "kosovo": "XK", "xxa": STATELESS, "xxx": UNSPECIFIED,
    "stateless": STATELESS, "nonationality": STATELESS, "apatride": STATELESS,
    "unspecified": UNSPECIFIED, "unspecifiednationality": UNSPECIFIED,
    "undetermined": UNDETERMINED, "unitedkingdom": "GB", "greatbritain": "GB", "usa": "US",
    "unitedstatesofamerica": "US", "russia": "RU", "moldova": "MD", "iran": "IR", "syria": "SY",
    "vietnam": "VN", "ivorycoast": "CI", "cotedivoire": "CI", "czechrepublic": "CZ",
    "turkey": "TR", "palestine": "PS", "laos": "LA", "northkorea": "KP", "southkorea": "KR",
    "republicofkorea": "KR", "drc": "CD", "democraticrepublicofcongo": "CD", "tanzania": "TZ",
    "bolivia": "BO", "venezuela": "VE", "brunei": "BN", "capeverde": "CV", "swaziland": "SZ",
    "macedonia": "MK", "gambia": "GM", "bahamas": "BS", "taiwan": "TW", "vatican": "VA",
    "holland": "NL", "macau": "MO", "uae": "AE", "thegambia": "GM", "thebahamas": "BS",
    "easttimor": "TL", "micronesia": "FM",
}  # fmt: skip
KOSOVO_NOTE = gettext_noop(
    "Kosovo: XK is a user-assigned code. References to Kosovo are without prejudice to positions"
    " on status, in line with UN Security Council resolution 1244 (1999)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A reading: a code, or what to ask (codes), or why not; with what a reader should know."""

    code: str = ""
    note: Said | None = None
    ask: tuple[str, ...] = ()
    refused: tuple[Said, Said] | None = None


def read_place(text: str, *, purpose: str = "citizenship") -> Place:
    """One country. ``purpose`` is ``citizenship``, ``residence`` or ``birth``.

    A dissolved State is a place of birth only; CS and other names of two States are asked.
    An unknown word gives an empty reading: the caller proposes the near ones.
    """
    word = _word(text)
    if word in _ASKED:
        choices = tuple(c for c in _ASKED[word] if purpose == "birth" or c not in HISTORIC)
        return Place(ask=choices) if choices else _dissolved(_ASKED[word][0])
    if word in _CORRECTED:
        code = _CORRECTED[word]
        return Place(
            code,
            said(gettext_noop("%(given)s corrected to %(code)s"), given=text.strip(), code=code),
        )
    if word in _HISTORIC_WORDS:
        code = _HISTORIC_WORDS[word]
        return Place(code) if purpose == "birth" else _dissolved(code)
    code = _WORDS.get(word) or _iso().get(word, "")
    if purpose == "residence" and code in (STATELESS, UNSPECIFIED, UNDETERMINED):
        return Place()
    return Place(code, _note(code, word))


def name_of(code: str) -> str:
    """An English name for a code; the code itself where there is none."""
    special = {
        "XK": "Kosovo",
        STATELESS: gettext_noop("stateless"),
        UNSPECIFIED: gettext_noop("unspecified"),
        UNDETERMINED: gettext_noop("undetermined, procedure open"),
    }
    found = pycountry.countries.get(alpha_2=code)
    return special.get(code) or HISTORIC.get(code) or (found.name if found else code)


def names() -> dict[str, str]:
    """Every present country's folded name and code, for proposing the near ones."""
    return {word: code for word, code in (_iso() | _WORDS).items() if len(word) > 3}


def known(code: str, *, purpose: str = "citizenship") -> bool:
    """True where ``code`` is one that this module could have given for that purpose."""
    place = read_place(code, purpose=purpose)
    return place.code == code


def _note(code: str, word: str) -> Said | None:
    if code == "XK":
        return said(KOSOVO_NOTE)
    if word == "na":
        return said(gettext_noop("NA read as Namibia"))
    return None


def _dissolved(code: str) -> Place:
    return Place(
        refused=(
            said(gettext_noop("%(state)s is no present State"), state=HISTORIC[code]),
            said(
                gettext_noop("write the State of today; a former one can be a place of birth only")
            ),
        )
    )


def _word(text: str) -> str:
    return folded(text.replace("&", " and "))


@cache
def _iso() -> dict[str, str]:
    table: dict[str, str] = {}
    for country in pycountry.countries:
        for key in ("alpha_2", "alpha_3", "name", "common_name", "official_name"):
            word = getattr(country, key, "")
            if word:
                table.setdefault(_word(word), country.alpha_2)
                if "," in word:
                    table.setdefault(_word(" ".join(reversed(word.split(",", 1)))), country.alpha_2)
    return table
