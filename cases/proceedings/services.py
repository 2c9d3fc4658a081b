"""Opening proceedings, and moving them: lock, check, change, audit, tell. Help is not asked."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case, Proceeding, ProceedingStep
from cases.proceedings.selectors import get_own, investigates, may_open, own_of, who_hears
from cases.proceedings.workflow import find_step, open_steps, reasons_from
from cases.selectors import get_case, held
from cases.services.bases import end_basis, give_basis
from cases.services.recompute import lock_cases
from cases.services.sections import today_in
from cases.vocabulary import Stage
from portal.access.matrix import Basis
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.notifications.services import tell
from portal.organisations.models import Desk


@transaction.atomic
def open_proceedings(*, actor: Acting, ref: str | UUID, day: date | None = None) -> Proceeding:
    """Open the actor's desk's proceedings on a case that it reported, or that was referred to it for
    investigation. A desk that reported it keeps seeing it until they end (`own_investigation`).

    Raises Http404 for a desk that investigates nothing or does not see the case; NotOpen where it
    neither reported it nor accepted it, or has opened them; Invalid for a day that has not come.
    """
    if not investigates(actor):
        raise Http404
    [case] = lock_cases([get_case(actor, ref)])
    names = held(actor, case)
    if own_of(actor, case) is not None:
        raise NotOpen(_("Your desk has opened proceedings on this case already."))
    if not may_open(actor, case, names):
        raise NotOpen(_("Proceedings begin with a report of your own, or a referral you accepted."))
    own = case.reporter_desk_id == actor.desk_id
    since = _day(case, day)
    row = Proceeding.objects.create(case=case, desk_id=actor.desk_id, own_report=own, since=since)
    if own:
        _hold(actor, case)
    _note(actor, case, row, "opened")
    return row


def _hold(actor: Acting, case: Case) -> None:
    desk = Desk.objects.select_related("organisation").get(pk=actor.desk_id)
    give_basis(actor=actor, case=case, desk=desk, basis=Basis.OWN_INVESTIGATION)


@transaction.atomic
def move(
    *,
    actor: Acting,
    ref: str | UUID,
    name: str,
    version: int | None,
    day: date | None = None,
    why: str = "",
) -> Proceeding:
    """Say that the desk's own proceedings came to another stage, on which day, and why they ended.

    Raises Http404; Stale; NotOpen with the steps that are open; Invalid for a missing reason, one
    that does not fit the stage, or a day that has not come or lies before the last one.
    """
    found = get_own(actor, ref)
    [case] = lock_cases([found.case])
    row = Proceeding.objects.select_for_update().get(pk=found.pk)
    if version is not None and row.version != version:
        raise Stale(
            _("A colleague changed this after you read it."), field="version",
            remedy=_("Look at it again, then decide."), version=row.version,
        )  # fmt: skip
    _may_write(actor, case, row)
    step = find_step(name, row.stage)
    if step is None:
        raise NotOpen(
            _("This step is not open now."), field="step",
            remedy=_("Choose one of the steps that are offered."),
            moves=[one.name for one in open_steps(row.stage)],
        )  # fmt: skip
    since = _day(case, day, not_before=row.since)
    if step.ends and why not in reasons_from(row.stage):
        raise Invalid(field="why", remedy=_("Choose one of the reasons offered for this stage."))
    was_ended = row.stage == Stage.ENDED
    row.stage, row.since = step.target.value, since
    row.ended_why = why if step.ends else ""
    row.version += 1
    row.changed_at = now()
    row.save()
    if row.own_report:
        _follow(actor, case, ended=step.ends, was_ended=was_ended)
    _note(actor, case, row, step.name)
    return row


def _may_write(actor: Acting, case: Case, row: Proceeding) -> None:
    """The pen: `edit_proceedings`; a desk that reported the case itself may take ended ones up again."""
    if "edit_proceedings" in held(actor, case):
        return
    if not (row.own_report and row.stage == Stage.ENDED):
        raise NotOpen(_("The referral for investigation has ended: you read what you wrote."))


def _follow(actor: Acting, case: Case, *, ended: bool, was_ended: bool) -> None:
    """`own_investigation` lasts until its proceedings end; what the desk wrote stays its own."""
    if ended:
        end_basis(
            actor=actor, case=case, why="proceedings_ended", desk_id=actor.desk_id,
            basis=Basis.OWN_INVESTIGATION,
        )  # fmt: skip
    elif was_ended:
        _hold(actor, case)


def _day(case: Case, day: date | None, *, not_before: date | None = None) -> date:
    today = today_in(case)
    since = day or today
    if since > today:
        raise Invalid(field="day", remedy=_("Choose today or a day before."))
    if not_before is not None and since < not_before:
        raise Invalid(field="day", remedy=_("This lies before the last step. Look again."))
    return since


def _note(actor: Acting, case: Case, row: Proceeding, step: str) -> None:
    ProceedingStep.objects.create(
        proceeding=row, stage=row.stage, ended_why=row.ended_why, day=row.since,
        user_id=actor.user_id,
    )  # fmt: skip
    record(
        actor=actor, verb=f"proceedings.{step}", case_id=case.pk, section="proceedings",
        subject=str(row.uuid), detail={"stage": row.stage, "why": row.ended_why},
    )  # fmt: skip
    tell(
        key=f"proceedings:{row.uuid}:{row.version}", kind="proceedings_changed",
        to=[{"desk_id": desk} for desk in who_hears(case) if desk != actor.desk_id],
        reference=case.ref, link=f"/cases/{case.uuid}/", subject_kind="proceedings",
        subject_uuid=row.uuid, case_id=case.pk,
    )  # fmt: skip
