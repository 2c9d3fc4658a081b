"""Labels of the register's codes, translated at the edge."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.access.vocabulary import Coded
from recommendations.rules.evidence import FIGURES
from recommendations.rules.kinds import Answer, Link, SourceKind, Urgency
from recommendations.rules.levels import Confidence, Level, Voice
from recommendations.rules.stages import Stage

CONCLUSIONS: Promise = lazy("Conclusions")
LISTS: Mapping[str, type[Coded]] = {
    "level": Level,
    "confidence": Confidence,
    "voice": Voice,
    "answer": Answer,
    "source": SourceKind,
    "verb": Urgency,
    "link": Link,
    "stage": Stage,
}


def said(kind: str, code: str) -> str:
    """The word for a code of one of the lists, in the reader's language; empty for none."""
    if not code:
        return ""
    return _(LISTS[kind](code).label)


def choices(kind: str) -> list[tuple[str, str]]:
    """Pairs of code and word of a list, for a form."""
    return [(code, _(label)) for code, label in LISTS[kind].choices()]


def figure(code: str) -> str:
    """The name of a live figure."""
    return _(FIGURES[code]) if code in FIGURES else code
