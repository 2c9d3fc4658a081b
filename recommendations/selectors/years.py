"""A State through the years: how many recommendations stood at which level, by each voice."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.core.actors import Acting
from portal.organisations.models import State
from recommendations.models import Implementation, ReportingPeriod
from recommendations.rules.levels import Voice, together
from recommendations.selectors.implementation import statements


@dataclass(slots=True)
class Year:
    """A period, and for each voice: level -> how many recommendations; '' without a word."""

    period: ReportingPeriod
    counts: dict[str, Counter[str]] = field(default_factory=dict)


def years(actor: Acting | None, state: State) -> list[Year]:
    """Period by period, the earliest first, by each voice's last word up to then; in three queries.

    What is said once stands until something else is said. Recommendations count that somebody
    answers for now, so that the sums of all years are the same.
    """
    of = dict(
        Implementation.objects.filter(state=state, active=True)
        .values_list("pk", "recommendation_id")
    )  # fmt: skip
    told: dict[int, list[tuple[int, str, int, str]]] = defaultdict(list)
    rows = statements(actor).filter(implementation__in=of).order_by("edition", "pk")
    names = ("period_id", "implementation_id", "voice", "organisation_id", "level")
    for period, *said in rows.values_list(*names):
        told[period].append(tuple(said))  # type: ignore[arg-type]
    periods = ReportingPeriod.objects.filter(state=state).order_by("ends_on", "pk")
    return list(_year_by_year(periods, told, of))


def _year_by_year(
    periods: object, told: dict[int, list[tuple[int, str, int, str]]], of: dict[int, int]
) -> Iterator[Year]:
    last: dict[tuple[int, str, int], str] = {}
    for period in periods:  # type: ignore[attr-defined]
        for implementation, voice, organisation, level in told.get(period.pk, ()):
            last[implementation, voice, organisation] = level
        yield Year(period, {voice.value: _counted(last, voice, of) for voice in Voice})


def _counted(last: dict[tuple[int, str, int], str], voice: str, of: dict[int, int]) -> Counter[str]:
    levels: dict[int, list[str]] = {recommendation: [] for recommendation in of.values()}
    for (implementation, spoke, _organisation), level in last.items():
        if spoke == voice:
            levels[of[implementation]].append(level)
    return Counter(together(found) for found in levels.values())
