"""Alarms open, rest, are taken, close; coordinators of a case in coordination are let in meanwhile."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Alarm, Case, CaseBasis
from cases.services.recompute import recompute
from portal.access.matrix import Basis
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import NotOpen
from portal.deadlines.services import rest
from portal.notifications.services import tell
from portal.organisations.selectors import administrators_of, coordination_desks

REST = timedelta(hours=1)
CLOCKS_OF = {
    "guardian_missing": ("guardian.alarm", "guardian.escalate"),
    "lead_missing": ("lead.none",),
}


def coordination_or_administrator(case: Case, organisation_id: int | None) -> list[int]:
    """Whom 'coordinator' means: where the case is in coordination; else the administrator (policy)."""
    if case.in_coordination:
        return coordination_desks(case.state_id)
    return administrators_of(organisation_id) if organisation_id is not None else []


@transaction.atomic
def open_alarm(*, actor: Acting, case: Case, kind: str, referral_uuid: UUID | None = None) -> Alarm:
    """Open an alarm once; a second call returns the open one."""
    alarm, made = Alarm.objects.get_or_create(
        case=case, kind=kind, referral_uuid=referral_uuid, closed_at=None
    )
    if made:
        record(
            actor=actor,
            verb="alarm.opened",
            case_id=case.pk,
            subject=str(case.uuid),
            detail={"kind": kind},
        )
        if case.in_coordination:
            for desk_id in coordination_desks(case.state_id):
                CaseBasis.objects.get_or_create(
                    case=case, desk_id=desk_id, basis=Basis.ALARM.value, ended_at=None,
                    referral_uuid=alarm.uuid, defaults={"since": now()},
                )  # fmt: skip
            recompute(case)
    return alarm


@transaction.atomic
def close_alarm(
    *, actor: Acting, case: Case, kind: str, why: str, referral_uuid: UUID | None = None
) -> int:
    """Close the open alarms of a kind; returns how many."""
    open_ = list(
        Alarm.objects.filter(
            case=case, kind=kind, referral_uuid=referral_uuid, closed_at__isnull=True
        )
    )
    for alarm in open_:
        alarm.closed_at, alarm.closed_why = now(), why
        alarm.save(update_fields=["closed_at", "closed_why"])
        record(
            actor=actor,
            verb="alarm.closed",
            case_id=case.pk,
            subject=str(case.uuid),
            detail={"kind": kind, "why": why},
        )
        CaseBasis.objects.filter(
            case=case, basis=Basis.ALARM.value, referral_uuid=alarm.uuid
        ).update(ended_at=now(), ended_why="closed")
    if open_:
        recompute(case)
    return len(open_)


@transaction.atomic
def take_alarm(*, actor: Acting, alarm: Alarm) -> Alarm:
    """Somebody says 'I have it': her name stands on the alarm, and it rests for an hour.

    Raises NotOpen where it is over, or somebody else has it and it rests.
    """
    alarm = Alarm.objects.select_for_update().get(pk=alarm.pk)
    resting = alarm.rests_until is not None and alarm.rests_until > now()
    if alarm.closed_at is not None:
        raise NotOpen(_("This alarm is over."))
    if resting and alarm.taken_by_id is not None and alarm.taken_by_id != actor.user_id:
        raise NotOpen(_("Somebody else took this alarm a moment ago; it rests for an hour."))
    alarm.taken_by_desk_id, alarm.taken_by_id = actor.desk_id, actor.user_id
    alarm.taken_at, alarm.rests_until = now(), now() + REST
    alarm.save()
    record(
        actor=actor, verb="alarm.taken", case_id=alarm.case_id, subject=str(alarm.uuid),
        detail={"kind": alarm.kind},
    )  # fmt: skip
    return alarm


@transaction.atomic
def take_case_alarm(*, actor: Acting, alarm: Alarm) -> Alarm:
    """Take an alarm of a case and no referral: its clocks rest too, lead and coordinators hear."""
    row = take_alarm(actor=actor, alarm=alarm)
    for code in CLOCKS_OF.get(row.kind, ()):
        rest(
            actor=actor, subject_kind="case", subject_uuid=row.case.uuid, code=code,
            until=now() + REST,
        )  # fmt: skip
    case = row.case
    told = [case.lead_desk_id or case.reporter_desk_id]
    told += coordination_or_administrator(case, actor.organisation_id)
    tell(
        key=f"alarm_taken:{row.uuid}:{now().isoformat()}", kind="alarm_taken",
        to=[{"desk_id": d} for d in dict.fromkeys(told) if d != actor.desk_id],
        reference=case.ref, link=f"/cases/{case.uuid}/", subject_kind="case",
        subject_uuid=case.uuid, case_id=case.pk,
    )  # fmt: skip
    return row
