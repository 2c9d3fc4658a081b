"""Approach × type of actor: what is being done there, of what the paper's table expects."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.http import Http404

from portal.core.actors import Acting
from portal.organisations.models import State
from recommendations.models import Activity, ActorType, Approach, Implementation, Statement
from recommendations.rules.levels import UNDER_WAY, Voice
from recommendations.selectors.implementation import AROUND, latest


@dataclass(slots=True)
class Cell:
    """One cell. ``rank`` is the actor's place among the approach's dominant ones; 0 is not named."""

    approach: Approach
    actor_type: ActorType
    rank: int = 0
    expected: int = 0
    activities: set[int] = field(default_factory=set)
    implementations: int = 0

    @property
    def under_way(self) -> int:
        """Activities of the approach that something is being done on."""
        return len(self.activities)

    @property
    def share(self) -> int:
        """0 to 5: how much of what is expected is under way."""
        return min(5, round(5 * self.under_way / self.expected)) if self.expected else 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table in the paper's order."""

    actor_types: list[ActorType]
    rows: list[tuple[Approach, list[Cell]]]


def matrix(actor: Acting | None, state: State | None = None) -> Matrix:
    """The table, of one State or of all, in five queries."""
    types = list(ActorType.objects.all())
    approaches = list(Approach.objects.prefetch_related("activities", "dominance"))
    cells: dict[tuple[int, int], Cell] = {}
    rows = []
    for one in approaches:
        ranks = {d.actor_type_id: d.rank for d in one.dominance.all()}
        expected = len(one.activities.all())
        line = [
            Cell(one, kind, ranks.get(kind.pk, 0), expected if kind.pk in ranks else 0)
            for kind in types
        ]
        cells |= {(one.pk, cell.actor_type.pk): cell for cell in line}
        rows.append((one, line))
    _fill(actor, cells, state)
    return Matrix(types, rows)


def _fill(actor: Acting | None, cells: dict[tuple[int, int], Cell], state: State | None) -> None:
    found = Implementation.objects.filter(active=True, recommendation__approach__isnull=False)
    if state is not None:
        found = found.filter(state=state)
    listed = list(found.select_related("recommendation"))
    said = _self_reported(actor, listed)
    does = _activities_by_recommendation({one.recommendation_id for one in listed})
    for one in listed:
        cell = cells[one.recommendation.approach_id or 0, one.actor_type_id]
        cell.implementations += 1
        if said.get(one.pk) in UNDER_WAY:
            cell.activities |= does[one.recommendation_id]


def _self_reported(actor: Acting | None, rows: list[Implementation]) -> dict[int, str]:
    found = latest(actor, [one.pk for one in rows])
    return {pk: one.level for (pk, voice), one in found.items() if voice == Voice.SELF}


def _activities_by_recommendation(recommendations: set[int]) -> dict[int, set[int]]:
    through = Activity.recommendations.through.objects
    found: dict[int, set[int]] = defaultdict(set)
    pairs = through.filter(recommendation_id__in=recommendations)
    for recommendation, activity in pairs.values_list("recommendation_id", "activity_id"):
        found[recommendation].add(activity)
    return found


@dataclass(frozen=True, slots=True)
class Done:
    """One activity of a cell: who does something on it; nobody is a gap."""

    activity: Activity
    implementations: list[tuple[Implementation, dict[str, Statement]]]


def cell(
    actor: Acting | None, approach: str, actor_type: str, state: State | None = None
) -> tuple[Cell, list[Done]]:
    """What is done in one cell, activity by activity. Raises Http404 for unknown codes."""
    one = Approach.objects.filter(code=approach).prefetch_related("activities", "dominance").first()
    kind = ActorType.objects.filter(code=actor_type).first()
    if one is None or kind is None:
        raise Http404
    rows = Implementation.objects.filter(active=True, actor_type=kind, recommendation__approach=one)
    if state is not None:
        rows = rows.filter(state=state)
    listed = list(rows.select_related(*AROUND))
    said = latest(actor, [row.pk for row in listed])
    does = _activities_by_recommendation({row.recommendation_id for row in listed})
    ranks = {d.actor_type_id: d.rank for d in one.dominance.all()}
    found = Cell(one, kind, ranks.get(kind.pk, 0), implementations=len(listed))
    found.expected = len(one.activities.all()) if kind.pk in ranks else 0
    done = []
    for activity in one.activities.all():
        here = [
            (row, {v: s for (pk, v), s in said.items() if pk == row.pk})
            for row in listed if activity.pk in does[row.recommendation_id]
        ]  # fmt: skip
        if any(s[Voice.SELF].level in UNDER_WAY for _r, s in here if Voice.SELF in s):
            found.activities.add(activity.pk)
        done.append(Done(activity, here))
    return found, done
