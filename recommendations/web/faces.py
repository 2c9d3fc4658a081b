"""Levels, statements and evidence as pages show them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import Evidence, Recommendation, Statement
from recommendations.rules.evidence import EvidenceKind
from recommendations.rules.levels import BARS, Voice
from recommendations.words import figure, said

LOOK = {Voice.SELF: "", Voice.RAPPORTEUR: "as", Voice.CIVIL_SOCIETY: "third"}
VOICES = tuple(Voice)


def level(code: str, voice: str = Voice.SELF, apart: int | None = None) -> dict[str, Any] | None:
    """The gauge of a level; None where nothing was said. ``apart`` are steps below or above."""
    if not code:
        return None
    bars = BARS.get(code)
    return {
        "bars": -1 if bars is None else bars, "word": said("level", code), "look": LOOK[Voice(voice)],
        "apart": steps(apart),
    }  # fmt: skip


def steps(apart: int | None) -> str:
    """'1 below', '2 above'; nothing where they agree or cannot be compared."""
    if not apart:
        return ""
    n = abs(apart)
    if apart < 0:
        return ngettext("%(n)d step below", "%(n)d steps below", n) % {"n": n}
    return ngettext("%(n)d step above", "%(n)d steps above", n) % {"n": n}


def item_url(row: Recommendation, **query: str) -> str:
    """The stable address of a recommendation."""
    found = reverse("recommendations:item", args=[row.source.code, row.code])
    return f"{found}?{urlencode(query)}" if query else found


def proof(one: Evidence, state: str) -> dict[str, Any]:
    """A piece of evidence of a State: where it leads, and what it is."""
    if one.kind == EvidenceKind.LINK:
        return {"title": one.title, "url": one.address, "what": _("Link"), "out": True}
    if one.kind == EvidenceKind.FIGURE:
        return {
            "title": figure(one.figure),
            "url": f"{reverse('recommendations:years', args=[state])}#figures",
            "what": _("Live figure"),
            "code": one.figure,
        }
    what = f"{one.content_type.split('/')[-1].upper()}, {max(1, one.size // 1024)} kB"
    url = reverse("recommendations:evidence", args=[one.uuid])
    return {"title": one.title, "url": url, "what": what}


def statement(one: Statement, evidence: Iterable[Evidence] = ()) -> dict[str, Any]:
    """A published word as a block."""
    return {
        "level": level(one.level, one.voice), "voice": said("voice", one.voice),
        "by": one.organisation.name, "confidence": said("confidence", one.confidence),
        "words": one.justification, "at": one.published_at, "edition": one.edition,
        "evidence": [proof(e, one.implementation.state.code) for e in evidence],
    }  # fmt: skip
