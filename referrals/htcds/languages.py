"""Languages as people write them: one value for a language, whatever code was given. Pure.

ISO 639-1, 639-2/B, 639-2/T and 639-3 codes and English names (pycountry). Stored: the 639-3 code,
which for 639-2 languages is the T code (ron, not rum). Dari, Kurmanji and Sorani are kept apart
and only written as their macrolanguage where the standard's column is exported (lesson L35).
"""

from dataclasses import dataclass
from functools import cache

import pycountry
from rapidfuzz import fuzz, process

from portal.tables.said import Said, gettext_noop, said
from referrals.htcds.choices import LEAVE_OUT
from referrals.htcds.text import folded

_WORDS = {
    "dari": "prs", "farsi": "fas", "persian": "fas", "kurmanji": "kmr", "kurmanci": "kmr",
    "sorani": "ckb", "moldovan": "ron", "moldavian": "ron", "mo": "ron", "mol": "ron",
    "pashto": "pus", "tagalog": "tgl", "mandarin": "cmn", "chinese": "zho", "greek": "ell",
    "spanish": "spa", "nepali": "nep", "swahili": "swa",
    "punjabi": "pan", "scr": "hrv", "scc": "srp", "uyghur": "uig", "kirundi": "run",
    "khmer": "khm", "cambodian": "khm", "burmese": "mya", "flemish": "nld", "castilian": "spa",
}  # fmt: skip

# Individual languages (639-3) and the 639-2 code that stands for them.
UP: dict[str, str] = {
    "prs": "fas", "pes": "fas", "kmr": "kur", "ckb": "kur", "sdh": "kur", "arb": "ara",
    "arz": "ara", "apc": "ara", "ajp": "ara", "acm": "ara", "ary": "ara", "arq": "ara",
    "aeb": "ara", "ayl": "ara", "apd": "ara", "afb": "ara", "acq": "ara", "cmn": "zho",
    "yue": "zho", "nan": "zho", "wuu": "zho", "zsm": "msa", "swh": "swa", "ekk": "est",
    "lvs": "lav", "uzn": "uzb", "azj": "aze", "azb": "aze", "khk": "mon", "plt": "mlg",
    "gaz": "orm", "als": "sqi", "npi": "nep", "pbt": "pus", "pbu": "pus", "pst": "pus",
    "ydd": "yid", "pnb": "pan", "fuf": "ful", "fuv": "ful", "rmy": "rom", "rmn": "rom",
    "rmc": "rom", "rml": "rom", "knc": "kau", "gug": "grn", "ory": "ori",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reading: the code, empty where the word is no language known; a note for the reader."""

    code: str = ""
    note: Said | None = None


def read_language(text: str) -> Spoken:
    """One language by any of its codes or its English name."""
    word = folded(text)
    code = _WORDS.get(word) or _table().get(word, "")
    if code and word in ("mo", "mol", "moldovan", "moldavian"):
        return Spoken(code, said(gettext_noop("read as Romanian")))
    return Spoken(code)


def exported(code: str) -> str:
    """The ISO 639-2 code for the standard's column."""
    return UP.get(code, code)


def names() -> dict[str, str]:
    """Folded names of the languages with a two-letter code, and of ours, for near ones."""
    table = {
        folded(language.name): language.alpha_3
        for language in pycountry.languages
        if hasattr(language, "alpha_2")
    }
    return table | {word: code for word, code in _WORDS.items() if len(word) > 3}


def near(word: str) -> tuple[tuple[str, str], ...]:
    """Languages to propose for a word, best first, and 'leave it unknown' last."""
    table = names()
    found = process.extract(folded(word), list(table), scorer=fuzz.WRatio, limit=5, score_cutoff=70)
    codes = dict.fromkeys(table[key] for key, _score, _at in found)
    return (*((code, name_of(code)) for code in codes), LEAVE_OUT)


def name_of(code: str) -> str:
    """An English name for a code; the code itself where there is none."""
    found = pycountry.languages.get(alpha_3=code)
    return found.name if found else code


@cache
def _table() -> dict[str, str]:
    codes: dict[str, str] = {}
    for language in pycountry.languages:
        for key in ("alpha_3", "bibliographic", "alpha_2"):
            if hasattr(language, key):
                codes[folded(getattr(language, key))] = language.alpha_3
    for language in pycountry.languages:
        codes.setdefault(folded(language.name), language.alpha_3)
    return codes
