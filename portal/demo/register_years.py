"""Three years of the register in an invented State: reports, assessments, comments; some late, some disputed."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from portal.core.clock import at, now
from portal.demo.register import (
    ALSO,
    COMMENTS,
    DUTIES,
    FIGURE_OF,
    FINDS,
    FOCAL,
    LISTS,
    MODERATOR,
    NOBODY_YET,
    PROOFS,
    RETURNED,
    SAYS,
    VALIDATOR,
)
from portal.organisations.actors import SYSTEM, Actor, actor_of
from portal.organisations.models import Desk, State
from portal.organisations.selectors import members_of
from recommendations.models import Implementation, Recommendation, ReportingPeriod, Submission
from recommendations.paper.source import CODE
from recommendations.rules.levels import Level, Voice
from recommendations.rules.submitting import Said
from recommendations.services import evidence, periods, submitting
from recommendations.services.importing import SourceSpec, take
from recommendations.services.listing import Options

STEPS = (Level.NOT_STARTED, Level.IN_PREPARATION, Level.PARTIAL, Level.FULL)


@dataclass
class Office:
    """Who acts for the register in one State, and the dice."""

    state: State
    dice: random.Random
    desks: list[Desk]

    def at(self, role: str, organisation_id: int | None = None, kind: str = "") -> Actor:
        """Somebody of a role, in an organisation or of a kind."""
        found = [
            d for d in self.desks
            if d.role == role and organisation_id in (None, d.organisation_id)
            and kind in ("", d.organisation.kind)
        ]  # fmt: skip
        desk = found[0]
        return actor_of(
            desk, members_of(desk.pk).values_list("user_id", flat=True).order_by("user_id").first()
        )


def moment(day: date, hour: int = 9) -> datetime:
    """A working hour of a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def play_register(state: State, *, seed: int, size: float) -> int:
    """Three closed years and one period that is overdue; returns how many statements were made."""
    desks = (
        Desk.objects.filter(organisation__state=state)
        .select_related("organisation__state")
        .order_by("pk")
    )
    office = Office(state, random.Random(seed), list(desks))
    this = now().year
    with at(moment(date(this - 3, 1, 12))), transaction.atomic():
        _bring_lists(office)
        tasks = _assign(office, size)
    course = {one.pk: office.dice.choice((0, 0, 1, 1, 2)) for one in tasks}
    for year in range(this - 3, this):
        _year(office, year, tasks, course)
    _now(office, this, tasks, course)
    return Submission.objects.filter(implementation__state=state).count()


def _bring_lists(office: Office) -> None:
    code, title, rows = LISTS[office.state.code]
    kind = "national_plan" if code.startswith("national") else "other"
    spec = SourceSpec(
        code, kind, title, office.state.name, now().year, f"{title}.", "Invented; no terms."
    )
    take(actor=SYSTEM, content=rows.encode(), filename=f"{code}.csv", spec=spec, options=Options())


def _assign(office: Office, size: float) -> list[Implementation]:
    validator, made = office.at(VALIDATOR), []
    rows = Recommendation.objects.filter(source__code=CODE).exclude(
        code__in=NOBODY_YET[office.state.code]
    )
    for row in rows.order_by("number")[: max(6, round(34 * size))]:
        kinds = [DUTIES.by_kind.get(row.code, DUTIES.default)]
        kinds += [ALSO[row.code]] if row.code in ALSO else []
        for kind in dict.fromkeys(kinds):
            who = next(
                (
                    d.organisation
                    for d in office.desks
                    if d.role == FOCAL and d.organisation.kind == kind
                ),
                None,
            )
            if who is not None:
                made.append(periods.assign(actor=validator, recommendation=row, organisation=who))
    return made


def _period(office: Office, code: str, begins: date, ends: date, due: date) -> ReportingPeriod:
    with at(moment(begins + timedelta(days=20))):
        return periods.open_period(
            actor=office.at(VALIDATOR),
            state=office.state,
            code=code,
            begins_on=begins,
            ends_on=ends,
            due_on=due,
        )


def _year(office: Office, year: int, tasks: list[Implementation], course: dict[int, int]) -> None:
    """A year that is over: all report, the rapporteur looks at most, some comment; then it is closed."""
    period = _period(office, str(year), date(year, 1, 1), date(year, 12, 31), date(year + 1, 2, 28))
    for n, one in enumerate(tasks):
        course[one.pk] = max(0, min(3, course[one.pk] + office.dice.choice((0, 0, 1, 1, 1, -1))))
        level = _told(office, one, course[one.pk])
        if office.dice.random() < 0.06:
            continue  # never reported: it stays missing
        _report(office, one, period, level, moment(date(year + 1, 1, 8) + timedelta(days=n % 40)))
        if office.dice.random() < 0.7:
            _assess(
                office, one, period, level, moment(date(year + 1, 4, 3) + timedelta(days=n % 30))
            )
        if office.dice.random() < 0.15:
            _comment(office, one, period, moment(date(year + 1, 5, 2) + timedelta(days=n % 20)))
    with at(moment(date(year + 1, 6, 30))):
        period.refresh_from_db()
        periods.close_period(actor=office.at(VALIDATOR), period=period, version=period.version)


def _now(office: Office, year: int, tasks: list[Implementation], course: dict[int, int]) -> None:
    """The half year that is due: some reported, some wait, one came back, the rest are late."""
    begins, today = date(year, 1, 1), now().date()
    ends = max(date(year, 1, 2), min(date(year, 6, 30), today - timedelta(days=40)))
    due = max(ends, today - timedelta(days=9))
    period = _period(office, f"{year}-1", begins, ends, due)
    for n, one in enumerate(tasks):
        when = moment(due - timedelta(days=1 + n % 7))
        level = _told(office, one, course[one.pk])
        if n % 5 in (0, 1):
            _report(office, one, period, level, when)
        elif n % 5 == 2:
            with at(when):
                row = _written(office, one, period, level)
            if n % 10 == 2:
                with at(when + timedelta(hours=6)):
                    submitting.send_back(
                        actor=office.at(VALIDATOR),
                        ref=row.uuid,
                        version=row.version,
                        reason=RETURNED,
                    )
    with at(now() - timedelta(hours=5)):
        for one in tasks[:2]:
            _say(office, one, period, Voice.CIVIL_SOCIETY, *office.dice.choice(COMMENTS))


def _told(office: Office, one: Implementation, step: int) -> Level:
    if one.recommendation.code in ("CON-4", "DES-4") and office.dice.random() < 0.4:
        return Level.NOT_APPLICABLE
    return Level.CANNOT_BE_DETERMINED if office.dice.random() < 0.04 else STEPS[step]


def _written(
    office: Office, one: Implementation, period: ReportingPeriod, level: Level
) -> Submission:
    focal = office.at(FOCAL, one.organisation_id)
    said = Said(
        level.value, office.dice.choice(("low", "medium", "high")), office.dice.choice(SAYS[level])
    )
    row = submitting.save(
        actor=focal, implementation=one, period=period, voice=Voice.SELF, said=said
    )
    figure = FIGURE_OF.get(one.recommendation.code)
    if figure:
        evidence.add_figure(actor=focal, ref=row.uuid, version=row.version, figure=figure)
    elif level is Level.FULL or office.dice.random() < 0.3:
        title, address = office.dice.choice(PROOFS)
        evidence.add_link(
            actor=focal, ref=row.uuid, version=row.version, title=title, address=address
        )
    row.refresh_from_db()
    return submitting.submit(actor=focal, ref=row.uuid, version=row.version)


def _report(
    office: Office, one: Implementation, period: ReportingPeriod, level: Level, when: datetime
) -> None:
    with at(when):
        row = _written(office, one, period, level)
    with at(when + timedelta(hours=30)):
        submitting.publish(actor=office.at(VALIDATOR), ref=row.uuid, version=row.version)


def _assess(
    office: Office, one: Implementation, period: ReportingPeriod, level: Level, when: datetime
) -> None:
    found = level
    if level in STEPS:
        found = STEPS[max(0, STEPS.index(level) - office.dice.choice((0, 0, 0, 1, 1, 2)))]
    if office.dice.random() < 0.07:
        found = Level.CANNOT_BE_DETERMINED
    with at(when):
        _say(office, one, period, Voice.RAPPORTEUR, found.value, office.dice.choice(FINDS[found]))


def _comment(office: Office, one: Implementation, period: ReportingPeriod, when: datetime) -> None:
    with at(when):
        row = _say(office, one, period, Voice.CIVIL_SOCIETY, *office.dice.choice(COMMENTS))
    with at(when + timedelta(days=2)):
        submitting.publish(actor=office.at(MODERATOR), ref=row.uuid, version=row.version)


def _say(
    office: Office,
    one: Implementation,
    period: ReportingPeriod,
    voice: Voice,
    level: str,
    words: str,
) -> Submission:
    if voice is Voice.RAPPORTEUR:
        actor = office.at("rapporteur")
    else:
        actor = office.at("caseworker", kind=office.dice.choice(("ngo", "legal_aid")))
    row = submitting.save(
        actor=actor,
        implementation=one,
        period=period,
        voice=voice,
        said=Said(level, "medium", words),
    )
    return submitting.submit(actor=actor, ref=row.uuid, version=row.version)
