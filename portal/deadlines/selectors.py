"""What runs, for whom, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from portal.core.clock import now as present
from portal.deadlines import labels
from portal.deadlines.counting import UNITS, Mode
from portal.deadlines.models import OVERDUE, PAUSED, RESTING, STOPPED, Clock, Rule
from portal.deadlines.sources import source_said

SOON = timedelta(days=3)
TODAY = timedelta(hours=24)


def rule_for(code: str, state_id: int | None, moment: datetime) -> Rule:
    """The version of a rule that holds at ``moment``: the State's own, else the default set's.

    Raises LookupError where there is none.
    """
    rows = Rule.objects.filter(code=code, approved_at__isnull=False, valid_from__lte=moment)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=moment))
    rows = rows.filter(Q(state_id=state_id) | Q(state__isnull=True))
    rule = rows.order_by(F("state_id").asc(nulls_last=True), "-version").first()
    if rule is None:
        raise LookupError(f"no deadline rule {code}")
    return rule


def span_of(code: str, state_id: int | None, moment: datetime) -> timedelta:
    """How long a rule of plain hours or minutes lasts, by the version that holds at ``moment``.

    Raises LookupError where there is no such rule, ValueError for one that a calendar counts.
    """
    rule = rule_for(code, state_id, moment)
    if rule.mode != Mode.ELAPSED:
        raise ValueError(f"{rule} is counted by a calendar")
    return UNITS[rule.unit] * rule.length


def rules_in_force(state_id: int | None, moment: datetime | None = None) -> list[Rule]:
    """Every rule as it holds for a State: what the deadline policy page prints."""
    moment = moment or present()
    rows = Rule.objects.filter(approved_at__isnull=False, valid_from__lte=moment)
    rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=moment))
    rows = rows.filter(Q(state_id=state_id) | Q(state__isnull=True))
    found: dict[str, Rule] = {}
    for rule in rows.order_by(F("state_id").asc(nulls_last=True), "-version"):
        found.setdefault(rule.code, rule)
    return [found[code] for code in sorted(found)]


def live(
    subject_kind: str, subject_uuids: Iterable[UUID], *, code: str | None = None
) -> QuerySet[Clock]:
    """Clocks that have not stopped, of these subjects."""
    rows = Clock.objects.filter(subject_kind=subject_kind, subject_uuid__in=list(subject_uuids))
    if code is not None:
        rows = rows.filter(code=code)
    return (
        rows.exclude(state=STOPPED).select_related("rule", "jurisdiction").order_by("due_at", "id")
    )


def clock_of(subject_kind: str, subject_uuid: UUID, code: str) -> Clock | None:
    """The live clock of a rule for a subject."""
    return live(subject_kind, [subject_uuid], code=code).first()


def clocks(case_id: int, sections: Iterable[str]) -> QuerySet[Clock]:
    """A case's live clocks, of the sections that the reader may view; soonest first."""
    rows = Clock.objects.filter(case_id=case_id, section__in=list(sections)).exclude(state=STOPPED)
    return (
        rows.select_related("rule", "jurisdiction")
        .prefetch_related("pauses")
        .order_by("due_at", "id")
    )


def clocks_of(case_ids: Iterable[int]) -> QuerySet[Clock]:
    """Live clocks of several cases, soonest first; the caller keeps those whose section it sees."""
    rows = Clock.objects.filter(case_id__in=list(case_ids)).exclude(state=STOPPED)
    return rows.select_related("rule").prefetch_related("pauses").order_by("due_at", "id")


def due_for(desk_id: int) -> QuerySet[Clock]:
    """A desk's own live clocks, soonest first."""
    rows = Clock.objects.filter(owner_desk_id=desk_id).exclude(state=STOPPED)
    return rows.select_related("rule", "jurisdiction").order_by("due_at", "id")


def due_to_strike(moment: datetime) -> QuerySet[Clock]:
    """What is due now, in order, by the partial index on ``next_at``."""
    rows = Clock.objects.filter(next_at__isnull=False, next_at__lte=moment)
    return rows.filter(Q(not_before__isnull=True) | Q(not_before__lte=moment)).order_by(
        "next_at", "id"
    )


@dataclass(frozen=True, slots=True)
class Face:
    """A clock as a page shows it; the parameters of ``components/clock.html``."""

    kind: str
    left: str
    rule: str
    source: str
    confirmed: bool
    used: int
    length: int
    due_at: datetime
    last_day: str
    version: int
    paused_since: datetime | None
    question: str


def face(clock: Clock, now: datetime | None = None) -> Face:
    """How a clock looks at ``now``: danger, warn, ok or hold, the time left first."""
    moment = now or present()
    open_pause = next((p for p in clock.pauses.all() if p.until is None), None)
    whole = max(int((clock.due_at - clock.started_at).total_seconds() // 60), 1)
    used = int((min(moment, clock.due_at) - clock.started_at).total_seconds() // 60)
    return Face(
        kind=kind_of(clock, moment),
        left=labels.left(clock.due_at - moment) if open_pause is None else labels.stands(),
        rule=labels.rule_name(clock.code, clock.rule.name),
        source=source_said(clock.rule.legal_source),
        confirmed=clock.rule.confirmed,
        used=max(used, 0),
        length=whole,
        due_at=clock.due_at,
        last_day=clock.last_day.isoformat() if clock.last_day else "",
        version=clock.rule_version,
        paused_since=open_pause.since if open_pause else None,
        question=open_pause.question if open_pause else "",
    )


def kind_of(clock: Clock, moment: datetime) -> str:
    """The status word of a clock: danger overdue or due within a day, warn within three."""
    if clock.state == PAUSED:
        return "hold"
    left = clock.due_at - moment
    if clock.state in (OVERDUE, RESTING) or left <= min(
        TODAY, (clock.due_at - clock.started_at) / 2
    ):
        return "danger"
    return "warn" if left <= SOON else "ok"
