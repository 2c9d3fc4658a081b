"""What the parts of a State add up to: the plan's money, distance of laws, coverage of training."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from portal.core.actors import Acting
from portal.core.clock import now
from portal.organisations.models import State
from recommendations.models import EntryEdition
from recommendations.rules.entries.law import YARDSTICKS, Distance, blocking, distance
from recommendations.rules.levels import Level
from recommendations.selectors.entries import Told, editions


@dataclass(slots=True)
class Money:
    """Sums of one currency: never added across currencies."""

    planned: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    travel: Decimal = Decimal(0)


@dataclass(slots=True)
class PlanSums:
    """The plan in figures."""

    measures: int = 0
    overdue: int = 0
    levels: Counter[str] = field(default_factory=Counter)
    money: dict[str, Money] = field(default_factory=lambda: defaultdict(Money))
    without_budget: int = 0


DONE = (Level.FULL, Level.NOT_APPLICABLE)


def level_of(told: Told, one: EntryEdition) -> str:
    """How far a measure is: its latest progress report, else what the measure itself says."""
    reports = told.below("progress", one.entry.code)
    last = max(reports, key=lambda r: (r.document["on"], r.pk), default=None)
    return str((last.document["level"] if last else one.document.get("level")) or "")


def is_overdue(told: Told, one: EntryEdition, today: date) -> bool:
    """Whether a measure is past its day and not done."""
    due = one.document.get("due_on")
    return bool(due and due < today.isoformat() and level_of(told, one) not in DONE)


def plan_sums(told: Told) -> PlanSums:
    """Counts and money of a plan's measures."""
    found, today = PlanSums(), now().date()
    for one in told.by_kind["measure"]:
        said = one.document
        found.measures += 1
        found.overdue += is_overdue(told, one, today)
        found.levels[level_of(told, one)] += 1
        if not said.get("currency"):
            found.without_budget += 1
            continue
        sums = found.money[said["currency"]]
        sums.planned += Decimal(said.get("budget") or 0)
        sums.spent += Decimal(said.get("spent") or 0)
        sums.travel += Decimal(said.get("travel") or 0)
    return found


def covered(actor: Acting | None, states: Iterable[State]) -> dict[str, dict[str, EntryEdition]]:
    """State -> element -> what is published of it, in one query; of two on one element the later."""
    rows = editions(actor).filter(entry__state__in=list(states), entry__kind="element")
    found: dict[str, dict[str, EntryEdition]] = defaultdict(dict)
    for one in rows.order_by("published_at", "pk"):
        found[one.entry.state.code][one.document["element"]] = one
    return found


def states_with_law(actor: Acting | None) -> list[State]:
    """States that have published a definition check."""
    rows = editions(actor).filter(entry__kind="element").values("entry__state")
    return list(State.objects.filter(pk__in=rows).order_by("name"))


def distances(said: dict[str, EntryEdition]) -> dict[str, Distance]:
    """Yardstick -> how far a law lies from it."""
    answers = {element: one.document["covered"] for element, one in said.items()}
    return {name: distance(answers, yardstick) for name, yardstick in YARDSTICKS.items()}


def parting(one: dict[str, EntryEdition], other: dict[str, EntryEdition]) -> dict[str, str]:
    """Elements on which two laws part so that cooperation can fail."""
    return blocking(
        {e: r.document["covered"] for e, r in one.items()},
        {e: r.document["covered"] for e, r in other.items()},
    )


@dataclass(slots=True)
class Coverage:
    """Training of one service in one region: how many came, of how many, and what stayed."""

    force: str
    region: str
    sessions: int = 0
    attended: int = 0
    staff: int = 0


def coverage(told: Told) -> list[Coverage]:
    """Attendance by service and region. ``staff`` is the largest number that was given there."""
    found: dict[tuple[str, str], Coverage] = {}
    for one in told.by_kind["session"]:
        said = one.document
        key = (said["force"], said.get("region") or "")
        row = found.setdefault(key, Coverage(*key))
        row.sessions += 1
        row.attended += said["attended"]
        row.staff = max(row.staff, said.get("staff") or 0)
    return sorted(found.values(), key=lambda row: (row.force, row.region))
