"""A row's stable key, so that importing the same file again changes nothing (lesson L29). Pure.

Over the given key column's value, else over the row's whole content in one normal form that does
not depend on the order of columns, on the file's kind, nor on the answers to questions.
"""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable

from portal.tables.sheet import Cell, blank
from referrals.htcds.values import as_text


class RowKeys:
    """Makes keys for the rows of one file, in their order."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret[:64]
        self._seen: Counter[bytes] = Counter()
        self._lines: dict[bytes, int] = {}

    def by_value(self, value: Cell, line: int) -> tuple[str, int | None]:
        """The key for a key column's value, and the earlier line that has the same, if any."""
        digest = self._digest([("key", normal(value))])
        earlier = self._lines.setdefault(digest, line)
        return digest.hex(), earlier if earlier != line else None

    def by_content(self, cells: Iterable[tuple[str, Cell]], line: int) -> tuple[str, int | None]:
        """The key for a row's content; of equal rows each has its own, in the file's order."""
        pairs = sorted(
            (heading.casefold(), normal(cell)) for heading, cell in cells if not blank(cell)
        )
        first = self._digest(pairs)
        earlier = self._lines.setdefault(first, line)
        times = self._seen[first]
        self._seen[first] += 1
        digest = self._digest([*pairs, ("again", str(times))]) if times else first
        return digest.hex(), earlier if earlier != line else None

    def _digest(self, pairs: list[tuple[str, str]]) -> bytes:
        made = hashlib.blake2b(digest_size=16, key=self._secret)
        for heading, text in pairs:
            for part in (heading, text):
                raw = part.encode("utf-8", errors="surrogatepass")
                made.update(len(raw).to_bytes(4, "big") + raw)
        return made.digest()


def normal(cell: Cell) -> str:
    """A cell as it is compared: NFC, one space between words, dates in ISO form."""
    text, _notes = as_text(cell)
    return " ".join(unicodedata.normalize("NFC", text).split())
