"""Words that a page asked for and the catalogue of a language does not have."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import trans_real


@contextmanager
def missing_words(language: str) -> Iterator[set[str]]:
    """Collects what is asked for in ``language`` and not found, while it is in force."""
    catalogue = trans_real.translation(language)
    missing: set[str] = set()

    class Fallback:
        def gettext(self, message):
            missing.add(message)
            return message

        def ngettext(self, one, many, number):
            missing.add(one)
            return one if number == 1 else many

    kept, catalogue._fallback = catalogue._fallback, Fallback()
    try:
        yield missing
    finally:
        catalogue._fallback = kept
