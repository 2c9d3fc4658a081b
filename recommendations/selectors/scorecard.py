"""One State over what it is asked: each recommendation's level by each voice, and where they differ."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.core.actors import Acting
from portal.core.clock import now
from portal.organisations.models import State
from recommendations.models import (
    Implementation,
    Recommendation,
    ReportDue,
    ReportingPeriod,
    Statement,
)
from recommendations.rules.levels import Voice, disagree, steps_apart, together
from recommendations.selectors.implementation import AROUND, statements

SELF, RAPPORTEUR, THIRD = Voice.SELF.value, Voice.RAPPORTEUR.value, Voice.CIVIL_SOCIETY.value


@dataclass(slots=True)
class Row:
    """A recommendation in a State: who answers, what each voice says last."""

    recommendation: Recommendation
    implementations: list[Implementation] = field(default_factory=list)
    said: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))

    def level(self, voice: str) -> str:
        """What this voice says of all who answer, together; empty where it is silent."""
        return together(one.level for one in self.said.get(voice, ()))

    @property
    def apart(self) -> int | None:
        """Steps between the State's word and the rapporteur's."""
        return steps_apart(self.level(SELF), self.level(RAPPORTEUR))

    @property
    def differs(self) -> bool:
        """Whether State and rapporteur say different things."""
        return disagree(self.level(SELF), self.level(RAPPORTEUR))


@dataclass(slots=True)
class Scorecard:
    """A State's rows in the order of its sources, and their sums."""

    state: State
    rows: list[Row]
    overdue: int = 0

    def counts(self, voice: str) -> Counter[str]:
        """level -> how many recommendations; '' counts those without a word."""
        return Counter(row.level(voice) for row in self.rows)

    @property
    def differing(self) -> list[Row]:
        """Those on which State and rapporteur differ."""
        return [row for row in self.rows if row.differs]


def scorecard(
    actor: Acting | None, state: State, *, source: str = "", period: ReportingPeriod | None = None
) -> Scorecard:
    """All that is assigned in a State, by each voice's latest word (up to a period), in four queries.

    Of several civil-society organisations each one's latest word stands; they are not averaged.
    """
    rows = Implementation.objects.filter(state=state, active=True).select_related(*AROUND)
    if source:
        rows = rows.filter(recommendation__source__code=source)
    found: dict[int, Row] = {}
    of: dict[int, Row] = {}
    order = (
        "recommendation__source__year",
        "recommendation__source__code",
        "recommendation__number",
        "pk",
    )
    for one in rows.order_by(*order):
        row = found.setdefault(one.recommendation_id, Row(one.recommendation))
        row.implementations.append(one)
        of[one.pk] = row
    for statement in last_words(actor, state, period):
        if statement.implementation_id in of:
            of[statement.implementation_id].said[statement.voice].append(statement)
    return Scorecard(state, list(found.values()), overdue=overdue(state))


def last_words(
    actor: Acting | None, state: State, period: ReportingPeriod | None = None
) -> Iterable[Statement]:
    """Of each implementation and voice (and civil-society organisation) the latest statement."""
    rows = statements(actor).filter(implementation__state=state)
    if period is not None:
        rows = rows.filter(period__ends_on__lte=period.ends_on)
    distinct = ("implementation_id", "voice", "organisation_id")
    return rows.order_by(*distinct, "-period__ends_on", "-edition").distinct(*distinct)


def overdue(state: State) -> int:
    """How many reports are past their day."""
    return ReportDue.objects.filter(
        implementation__state=state, implementation__active=True, answered_at__isnull=True,
        period__due_on__lt=now().date(),
    ).count()  # fmt: skip


def states_in_register() -> list[State]:
    """States in which somebody answers for something."""
    return list(State.objects.filter(implementations__active=True).distinct().order_by("name"))
