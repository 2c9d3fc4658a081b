"""References that people read to each other: Crockford's base 32 with a check character.

``XA-7K3M-9QX2`` is a case of the State XA, ``R-0T7Q-55ZC`` an offer. Seven symbols are drawn at
random, the eighth is the check (Luhn's method modulo 32), so that one wrong or two swapped
characters are told from a reference that does not exist.
"""

import secrets
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def _check(symbols: str) -> str:
    total, factor = 0, 2
    for symbol in reversed(symbols):
        product = factor * ALPHABET.index(symbol)
        total += product // 32 + product % 32
        factor = 3 - factor
    return ALPHABET[-total % 32]


def new_reference(prefix: str) -> str:
    """A fresh reference below ``prefix`` (a State's code, or R for an offer)."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(7))
    symbols += _check(symbols)
    return f"{prefix}-{symbols[:4]}-{symbols[4:]}"


def read_reference(typed: str) -> str | None:
    """The reference a person typed, in its standard form; None where it cannot be one.

    Case, spaces, missing dashes and the letters O, I, L for digits are forgiven.
    """
    compact = "".join(c for c in typed.upper() if c.isalnum())
    prefix, symbols = compact[:-8], compact[-8:].translate(_READ_AS)
    if len(symbols) != 8 or not 1 <= len(prefix) <= 3 or any(s not in ALPHABET for s in symbols):
        return None
    if _check(symbols[:7]) != symbols[7]:
        return None
    return f"{prefix}-{symbols[:4]}-{symbols[4:]}"


NOBODY = UUID(int=0)
"""No row has it."""


def read_uuid(ref: object) -> UUID:
    """The uuid of an address; a malformed one becomes one that no row has, so that it takes the
    same path, in the same time, as what is missing."""
    try:
        return UUID(str(ref))
    except ValueError:
        return NOBODY
