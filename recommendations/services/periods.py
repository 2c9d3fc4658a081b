"""Who answers for what, and until when: assigning recommendations, opening and closing periods."""

from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.api import stale
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.core.references import read_uuid
from portal.deadlines import services as deadlines
from portal.organisations.actors import Actor
from portal.organisations.models import Organisation, State
from recommendations.models import (
    ActorType,
    Implementation,
    Recommendation,
    ReportDue,
    ReportingPeriod,
)
from recommendations.rules.access import Act
from recommendations.rules.kinds import ACTOR_TYPE_OF
from recommendations.selectors.implementation import organisations_of
from recommendations.selectors.reach import ask

RULE = "register.report"
SUBJECT = "report"


@transaction.atomic
def assign(
    *,
    actor: Actor,
    recommendation: Recommendation,
    organisation: Organisation,
    actor_type: str = "",
) -> Implementation:
    """Make an organisation answer for a recommendation in its State; repeating it changes nothing.

    Reports of the periods that are open fall due. ``actor_type`` sets apart what the kind does not
    tell, such as a business association. Raises Invalid, Http404.
    """
    ask(Act.ASSIGN, actor, state_id=organisation.state_id)
    if not organisation.desks.filter(role="focal_point", active=True).exists():
        raise Invalid(
            field="organisation", remedy=_("Choose an organisation that has a focal point.")
        )
    wanted = actor_type or ACTOR_TYPE_OF.get(organisation.kind, "governments")
    kind = ActorType.objects.filter(code=wanted).first()
    if kind is None:
        raise Invalid(field="actor_type", remedy=_("Choose one of the types of actors."))
    row, new = Implementation.objects.get_or_create(
        recommendation=recommendation, state_id=organisation.state_id, organisation=organisation,
        defaults={"actor_type": kind},
    )  # fmt: skip
    if not new and row.active:
        return row
    if not row.active:
        row.active, row.version = True, row.version + 1
        row.save(update_fields=["active", "version"])
    record(actor=actor, verb="register.assigned", subject=str(row.uuid))
    for period in ReportingPeriod.objects.filter(state_id=row.state_id, closed_at__isnull=True):
        _owe(actor, row, period)
    return row


@transaction.atomic
def release(*, actor: Actor, implementation: Implementation, version: int) -> Implementation:
    """Somebody no longer answers for it: what was said stays, nothing more is owed."""
    ask(Act.ASSIGN, actor, state_id=implementation.state_id)
    row = Implementation.objects.select_for_update().get(pk=implementation.pk)
    if row.version != version:
        raise stale()
    row.active, row.version = False, row.version + 1
    row.save(update_fields=["active", "version"])
    for due in row.reports_due.filter(answered_at__isnull=True):
        deadlines.stop(actor=actor, subject_kind=SUBJECT, subject_uuid=due.uuid, outcome="released")
    record(actor=actor, verb="register.released", subject=str(row.uuid))
    return row


@transaction.atomic
def open_period(
    *, actor: Actor, state: State, code: str, begins_on: date, ends_on: date, due_on: date
) -> ReportingPeriod:
    """Open a time to report on: each active implementation owes a report, and a clock runs for it."""
    ask(Act.SET_PERIODS, actor, state_id=state.pk)
    errors = {}
    if not code or not code.isascii() or not code.replace("-", "").isalnum() or len(code) > 20:
        errors["code"] = _("Name it by up to 20 letters and digits, such as 2026 or 2026-1.")
    if begins_on >= ends_on:
        errors["ends_on"] = _("The end lies after the beginning.")
    if due_on < ends_on:
        errors["due_on"] = _("Reports are due on the last day of the period or later.")
    if errors:
        raise Invalid(errors=errors)
    try:
        with transaction.atomic():
            period = ReportingPeriod.objects.create(
                state=state, code=code, begins_on=begins_on, ends_on=ends_on, due_on=due_on
            )
    except IntegrityError:
        raise Invalid(field="code", remedy=_("This State has a period of that name.")) from None
    record(actor=actor, verb="register.period_opened", subject=str(period.uuid))
    for row in Implementation.objects.filter(state=state, active=True):
        _owe(actor, row, period)
    return period


@transaction.atomic
def close_period(*, actor: Actor, period: ReportingPeriod, version: int) -> ReportingPeriod:
    """Take no more reports: what is missing stays missing, and shows so."""
    ask(Act.SET_PERIODS, actor, state_id=period.state_id)
    row = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    if row.version != version:
        raise stale()
    if row.closed_at is None:
        row.closed_at, row.version = now(), row.version + 1
        row.save(update_fields=["closed_at", "version"])
        for due in row.reports_due.filter(answered_at__isnull=True):
            deadlines.stop(
                actor=actor, subject_kind=SUBJECT, subject_uuid=due.uuid, outcome="closed"
            )
        record(actor=actor, verb="register.period_closed", subject=str(row.uuid))
    return row


def _owe(actor: Actor, row: Implementation, period: ReportingPeriod) -> None:
    due, new = ReportDue.objects.get_or_create(implementation=row, period=period)
    if new:
        deadlines.start(
            actor=actor, code=RULE, state=row.state, subject_kind=SUBJECT, subject_uuid=due.uuid,
            due_at=end_of(period.due_on),
        )  # fmt: skip


def end_of(day: date) -> datetime:
    """The end of a day."""
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(days=1)


def answered(*, actor: Actor, implementation_id: int, period_id: int) -> None:
    """A report is in: its clock stops. Within the caller's transaction."""
    due = ReportDue.objects.filter(
        implementation_id=implementation_id, period_id=period_id, answered_at__isnull=True
    ).first()
    if due is not None:
        due.answered_at = now()
        due.save(update_fields=["answered_at"])
        deadlines.stop(actor=actor, subject_kind=SUBJECT, subject_uuid=due.uuid, outcome="reported")


def owed_again(*, actor: Actor, implementation_id: int, period_id: int) -> None:
    """A report was returned: it is owed again, by the day it was."""
    rows = ReportDue.objects.filter(implementation_id=implementation_id, period_id=period_id)
    due = (
        rows.exclude(answered_at__isnull=True)
        .select_related("implementation__state", "period")
        .first()
    )
    if due is not None:
        due.answered_at = None
        due.save(update_fields=["answered_at"])
        moment = max(end_of(due.period.due_on), now() + timedelta(days=7))
        deadlines.start(
            actor=actor, code=RULE, state=due.implementation.state, subject_kind=SUBJECT,
            subject_uuid=due.uuid, due_at=moment,
        )  # fmt: skip


def organisation_of(actor: Actor, ref: object) -> Organisation:
    """An organisation of the actor's own State that has a focal point. Raises Invalid."""
    rows = organisations_of(actor.state_id or 0)
    found = rows.filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Invalid(
            field="organisation", remedy=_("Choose an organisation that has a focal point.")
        )
    return found
