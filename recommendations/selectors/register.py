"""Sources and what they ask: open to everybody, filtered by what stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from portal.core.actors import Acting
from recommendations.models import (
    Activity,
    Approach,
    Recommendation,
    RecommendationLink,
    Source,
    StateAnswer,
)
from recommendations.rules.kinds import TARGETS, Answer, Urgency

KEYS = ("source__code", "number", "uuid")
LONGEST_WORD = 100


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of recommendations is narrowed to; empty is all. Names are those of the address."""

    source: str = ""
    approach: str = ""
    activity: str = ""
    target: str = ""
    country: str = ""
    answer: str = ""
    verb: str = ""
    words: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Filters":
        """From an address: what is unknown there stays and finds nothing."""
        return cls(**{
            f.name: given.get(f.name, "").replace("\x00", "").strip()[:LONGEST_WORD] for f in fields(cls)
        })  # fmt: skip

    def kept(self) -> dict[str, str]:
        """Those that are set, for the next page's address."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}


CONCLUSIONS = "CON"


def listed(actor: Acting | None, filters: Filters = Filters()) -> QuerySet[Recommendation]:
    """Recommendations that fit all filters."""
    rows = Recommendation.objects.select_related("source", "approach")
    if filters.source:
        rows = rows.filter(source__code=filters.source)
    if filters.approach == CONCLUSIONS:
        rows = rows.filter(approach=None)
    elif filters.approach:
        rows = rows.filter(approach__code=filters.approach)
    if filters.activity:
        rows = rows.filter(Exists(_activity(filters.activity)))
    if filters.target:
        rows = rows.filter(targets__contains=[filters.target])
    if filters.country:
        rows = rows.filter(country__in=("", filters.country))
    if filters.verb:
        rows = rows.filter(urgency=filters.verb)
    if filters.answer:
        rows = rows.filter(Exists(_answered(filters)))
    for word in filters.words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(text__icontains=word) | Q(code__iexact=word)
            | Q(themes__icontains=word)
        )  # fmt: skip
    return rows


def _activity(code: str) -> QuerySet[Activity]:
    return Activity.objects.filter(code=code, recommendations=OuterRef("pk"))


def _answered(filters: Filters) -> QuerySet[StateAnswer]:
    rows = StateAnswer.objects.filter(recommendation=OuterRef("pk"), answer=filters.answer)
    return rows.filter(country=filters.country) if filters.country else rows


def get_recommendation(actor: Acting | None, source: str, code: str) -> Recommendation:
    """One by its stable codes. Raises Http404."""
    rows = Recommendation.objects.select_related("source", "approach")
    clean = code.replace("\x00", "")
    found = rows.filter(source__code=source.replace("\x00", ""), code=clean).first()
    if found is None:
        raise Http404
    return found


def links_of(row: Recommendation) -> list[tuple[str, Recommendation]]:
    """(kind, other) of both ways."""
    forth = RecommendationLink.objects.filter(source=row).select_related("target__source")
    back = RecommendationLink.objects.filter(target=row).select_related("source__source")
    return [(one.kind, one.target) for one in forth] + [(one.kind, one.source) for one in back]


def sources(actor: Acting | None) -> QuerySet[Source]:
    """All sources with how much each asks."""
    return Source.objects.annotate(n=Count("recommendations")).select_related("state")


def get_source(actor: Acting | None, code: str) -> Source:
    """One source. Raises Http404."""
    found = sources(actor).filter(code=code.replace("\x00", "")).first()
    if found is None:
        raise Http404
    return found


def approaches(actor: Acting | None) -> list[Approach]:
    """The five, with activities and dominance, in three queries."""
    return list(Approach.objects.prefetch_related("activities", "dominance__actor_type"))


def codes_of_filters() -> dict[str, list[str]]:
    """The codes that filters take, for the API's document and for forms."""
    return {
        "answer": [a.value for a in Answer], "verb": [u.value for u in Urgency], "target": list(TARGETS),
    }  # fmt: skip
