"""Text from a cell: cleaned, never changed in meaning; refused where it is broken. Pure.

Unicode NFC; Romanian cedilla letters become comma-below letters (lesson L25) where the letter
can be nothing but Romanian; a Turkish, Azeri or Kurdish s with cedilla stays. Doing it twice
changes nothing, so that what was exported comes back as it was stored.
"""

import re
import unicodedata

from portal.tables.said import Said, gettext_noop, said

LONGEST_TEXT = 255
LONGEST_LONG_TEXT = 32_000  # a spreadsheet's cell holds 32,767

_EDGES = "\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_OVERRIDES = "\u202d\u202e"
_ROMANIAN = str.maketrans("şŞţŢ", "șȘțȚ")
_ONLY_T = str.maketrans("ţŢ", "țȚ")
_ROMANIAN_ONLY = re.compile("[ăĂțȚţŢ]")
_NOT_ROMANIAN = re.compile("[ğĞıİəƏöÖüÜçÇ]")
CENTRAL_EUROPEAN = frozenset({"cp1250", "iso8859_2", "iso8859_16", "mac_latin2", "cp852"})


def broken(text: str, *, longest: int) -> tuple[Said, Said] | None:
    """What is wrong with the characters or the length, and the remedy; None where nothing is."""
    if len(text) > longest:
        return (
            said(gettext_noop("%(n)d characters; at most %(most)d fit"), n=len(text), most=longest),
            said(gettext_noop("shorten it, or move the rest to a comment")),
        )
    for char in text:
        if char in "\t\n\r" or char.isalnum():
            continue
        wrong = _wrong(char)
        if wrong:
            return wrong
    return None


def _wrong(char: str) -> tuple[Said, Said] | None:
    code = ord(char)
    if char == "\ufffd" or 0xD800 <= code <= 0xDFFF or (code & 0xFFFE) == 0xFFFE:
        return (
            said(gettext_noop("characters were lost when this was saved")),
            said(gettext_noop("type the cell again, and save the file as UTF-8 or .xlsx")),
        )
    if unicodedata.category(char) == "Cc" or char in _OVERRIDES or 0xFDD0 <= code <= 0xFDEF:
        return (
            said(gettext_noop("an invisible control character (%(code)s)"), code=f"U+{code:04X}"),
            said(gettext_noop("delete the cell's content and type it again")),
        )
    return None


def clean(text: str, *, lines: bool = False) -> str:
    """NFC, plain spaces, no invisible marks at the edges; one line unless ``lines``."""
    text = unicodedata.normalize("NFC", text).translate(_ONLY_T)
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    text = text.replace("\r\n", "\n").replace("\r", "\n") if lines else " ".join(text.split())
    before = None
    while before != text:
        before, text = text, text.strip().strip(_EDGES)
    return text


def romanian(text: str, *, code_page: str = "", citizenships: tuple[str, ...] = ()) -> str:
    """The s with cedilla made comma-below, where page, word or citizenship say Romanian."""
    if not ("ş" in text or "Ş" in text):
        return text
    if _NOT_ROMANIAN.search(text):
        return text
    citizen = bool(citizenships) and {"RO", "MD"}.issuperset(citizenships)
    told = code_page in CENTRAL_EUROPEAN or citizen
    return text.translate(_ROMANIAN) if told or _ROMANIAN_ONLY.search(text) else text


def folded(text: str) -> str:
    """For comparing words: letters and digits only, no accents, no case."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def digits(text: str) -> str:
    """Digits of any script as 0 to 9."""
    return "".join(
        str(unicodedata.digit(char))
        if char.isdigit() and unicodedata.decimal(char, None) is not None
        else char
        for char in text
    )
