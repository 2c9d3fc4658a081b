"""One-time codes by time (RFC 6238): six digits, thirty seconds, HMAC-SHA-1 as the apps expect it."""

import base64
import hashlib
import hmac
import struct
import unicodedata

PERIOD, DIGITS, NEIGHBOURS = 30, 6, 1


def plain_digits(text: str) -> str:
    """A code without spaces and dashes, in ASCII digits: some keyboards write others."""
    kept = "".join(c for c in text if not c.isspace() and c not in "-\u2013\u00b7")
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept)


def code_at(secret: str, step: int) -> str:
    """The code of a step of thirty seconds since 1970; ``secret`` is base32."""
    key = base64.b32decode(secret, casefold=True)
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    place = mac[-1] & 0x0F
    [number] = struct.unpack(">I", mac[place : place + 4])
    return f"{(number & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def step_of(secret: str, code: str, moment: float, *, after: int = 0) -> int | None:
    """The step that a code belongs to, or None.

    One step to either side is taken, for clocks that differ and for slow hands. Only a step later
    than ``after``, the last one used, counts: a code that was seen once opens nothing again.
    """
    said = plain_digits(code)
    middle = int(moment) // PERIOD
    found = None
    for step in range(middle - NEIGHBOURS, middle + NEIGHBOURS + 1):
        same = hmac.compare_digest(code_at(secret, step).encode(), said.encode())
        if same and step > after:
            found = step
    return found
