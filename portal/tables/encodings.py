"""Which bytes are these? Guessed with reasons and shown for confirmation. Pure.

A mark at the start, or valid UTF-8, is certain. Otherwise the code pages of our regions are tried
and scored by the letters they give; where none is plausible, charset-normalizer is asked.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_LATIN = "àâäãåæçèéêëìíîïñòóôöõøùúûüýÿœßÀÂÄÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜÝŒ¿¡ºª«»’‘“”–—…€"
_CENTRAL = (
    "ŞşŢţăâîĂÂÎąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉĚÍŇŘŠŤÚŮÝŽöüÖÜßäÄőűŐŰđĐëËôÔ„”“’‘–—…€«»ȘșȚț"
)
_TURKISH = "çğıöşüÇĞİÖŞÜâîûÂÎÛ’‘“”–—…€«»"
_CYRILLIC = "".join(chr(code) for code in range(0x410, 0x450)) + "ёЁіїєґІЇЄҐўЎјЈљњћџђЉЊЋЏЂ№«»–—…’"
_BALTIC = "ąčęėįšųūžĄČĘĖĮŠŲŪŽāēģīķļņĀĒĢĪĶĻŅõäöüÕÄÖÜ–—…„“"

CANDIDATES: tuple[tuple[str, str], ...] = (
    ("cp1250", _CENTRAL),
    ("cp1252", _LATIN),
    ("cp1251", _CYRILLIC),
    ("cp1254", _TURKISH),
    ("cp1257", _BALTIC),
    ("mac_roman", _LATIN),
    ("iso8859_2", _CENTRAL),
    ("mac_latin2", _CENTRAL),
)
_MACINTOSH = ("mac_roman", "mac_latin2")
_ODD_CASE = re.compile(r"[a-z][À-ÞŁŚŠŽŹŻĄĆĘŃĐŞŢČŘŇŤĎĚŮ]")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding as Python names it, whether it is certain, the others that would do."""

    encoding: str
    sure: bool
    bom: bool = False
    others: tuple[str, ...] = ()


def guess(sample: bytes, *, utf8: bool) -> Guess:
    """The encoding of a sample; ``utf8`` says whether the whole file is valid UTF-8."""
    if sample.startswith(codecs.BOM_UTF8):
        return Guess("utf-8-sig", sure=True, bom=True)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Guess("utf-16", sure=True, bom=True)
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > len(sample) / 8 and even < odd / 4:
        return Guess("utf-16-le", sure=True)
    if even > len(sample) / 8 and odd < even / 4:
        return Guess("utf-16-be", sure=True)
    if utf8:
        return Guess("utf-8", sure=True)
    return _by_letters(sample)


def _by_letters(sample: bytes) -> Guess:
    classic = sample.count(b"\r") > 0 and b"\n" not in sample
    scored = sorted(
        ((_score(sample, name, letters, classic=classic), -order, name)
         for order, (name, letters) in enumerate(CANDIDATES)),
        reverse=True,
    )  # fmt: skip
    high = sum(byte > 127 for byte in sample)
    names = [name for score, _order, name in scored if score > 0]
    if scored[0][0] < 0.5 * high:
        best = from_bytes(sample).best()
        if best is not None:
            return Guess(best.encoding, sure=False, others=tuple(names[:3]))
    return Guess(scored[0][2], sure=False, others=tuple(names[1:4]))


def _score(sample: bytes, name: str, letters: str, *, classic: bool) -> float:
    """Expected letters, less what no text has; a little for a Macintosh's line ends."""
    text = sample.decode(name, errors="replace")
    strange = [char for char in text if ord(char) > 127]
    good = sum(char in letters for char in strange)
    points = good - 2 * (len(strange) - good) - 2 * len(_ODD_CASE.findall(text))
    return points + (0.75 * len(strange) if classic == (name in _MACINTOSH) else 0)
