"""Break-glass: one coordinator opens one case for 60 minutes, with a typed reason.

The lead is told at once (oversight where there is no lead); another coordinator, else oversight,
reviews it within five working days. Her colleagues see nothing more.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import BreakGlass, Case
from cases.selectors import get_case, key_of
from cases.services.recompute import lock_cases
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.services import start, stop
from portal.notifications.services import tell
from portal.organisations.models import Desk
from portal.organisations.selectors import (
    administrators_of,
    coordination_desks,
    members_of,
    oversight_desks,
)
from portal.sealing.documents import seal, unseal

OPEN_FOR = timedelta(minutes=60)
AT_MOST = timedelta(hours=24)
SHORTEST_REASON = 15
FINDINGS = ("justified", "not_justified")


def running(actor: Acting, case: Case) -> BreakGlass | None:
    """The actor's own open break-glass on a case."""
    rows = BreakGlass.objects.filter(case=case, user_id=actor.user_id, desk_id=actor.desk_id)
    return rows.filter(until__gt=now(), closed_at__isnull=True).order_by("-until").first()


@transaction.atomic
def break_glass(*, actor: Acting, ref: str | UUID, reason: str) -> BreakGlass:
    """Open a case in coordination to this person for 60 minutes; renewable, 24 hours at most.

    Raises Http404 (not a coordinator, or no such case in coordination), Invalid for a reason too
    short to be one, NotOpen after 24 hours.
    """
    if actor.role != "coordinator":
        raise Http404
    [case] = lock_cases([get_case(actor, ref)])
    if not case.in_coordination:
        raise Http404
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(
            field="reason", remedy=_("Say in a sentence whose safety depends on it, and why now.")
        )
    first = now()
    recent = BreakGlass.objects.filter(case=case, user_id=actor.user_id, until__gt=now() - OPEN_FOR)
    if latest := recent.order_by("-opened_at").first():
        first = latest.first_opened_at
        latest.closed_at = latest.closed_at or now()
        latest.save(update_fields=["closed_at"])
    if now() + OPEN_FOR > first + AT_MOST:
        raise NotOpen(_("24 hours are over: ask the lead organisation, or another coordinator."))
    row = BreakGlass(
        case=case,
        user_id=actor.user_id,
        desk_id=actor.desk_id,
        until=now() + OPEN_FOR,
        first_opened_at=first,
    )
    row.sealed_reason = seal(
        key=key_of(case), table=BreakGlass._meta.db_table, case_id=case.pk, record=row.uuid,
        version=1, document={"reason": reason},
    )  # fmt: skip
    row.review_desk_id = reviewer(actor, case)
    row.save()
    record(actor=actor, verb="glass.broken", case_id=case.pk, subject=str(row.uuid))
    start(
        actor=actor, code="break_glass.review", state=case.state, subject_kind="break_glass",
        subject_uuid=row.uuid, case_id=case.pk, section="history", owner_desk_id=row.review_desk_id,
    )  # fmt: skip
    _tell(case, row)
    return row


def reviewer(actor: Acting, case: Case) -> int | None:
    """Another coordinator's desk, or the same desk where another person works there; else oversight."""
    desks = coordination_desks(case.state_id)
    others = [
        d
        for d in desks
        if d != actor.desk_id and members_of(d).exclude(user_id=actor.user_id or 0).exists()
    ]
    if others:
        return others[0]
    if actor.desk_id and members_of(actor.desk_id).exclude(user_id=actor.user_id or 0).exists():
        return actor.desk_id
    return next(iter(oversight_desks(case.state_id)), None)


def _tell(case: Case, row: BreakGlass) -> None:
    if case.lead_desk_id:
        lead = Desk.objects.get(pk=case.lead_desk_id)
        to = [lead.pk, *administrators_of(lead.organisation_id)]
    else:
        to = oversight_desks(case.state_id)
    common: dict[str, Any] = {"reference": case.ref, "link": f"/cases/{case.uuid}/history/", "subject_kind": "case",
              "subject_uuid": case.uuid, "case_id": case.pk}  # fmt: skip
    tell(
        key=f"glass:{row.uuid}",
        kind="break_glass_opened",
        to=[{"desk_id": d} for d in to],
        **common,
    )
    if row.review_desk_id:
        tell(
            key=f"glass:{row.uuid}:review", kind="break_glass_review", to=[{"desk_id": row.review_desk_id}],
            **{**common, "link": f"/cases/reviews/{row.uuid}/"},
        )  # fmt: skip


@transaction.atomic
def close_glass(*, actor: Acting, ref: str | UUID) -> None:
    """Close it before its time."""
    case = get_case(actor, ref)
    for row in BreakGlass.objects.select_for_update().filter(
        case=case, user_id=actor.user_id, closed_at__isnull=True
    ):
        row.closed_at = now()
        row.save(update_fields=["closed_at"])
        record(actor=actor, verb="glass.closed", case_id=case.pk, subject=str(row.uuid))


def to_review(actor: Acting) -> list[BreakGlass]:
    """What waits for the actor's second pair of eyes: never her own."""
    if actor.role not in ("coordinator", "oversight"):
        return []
    rows = BreakGlass.objects.filter(review_desk_id=actor.desk_id, reviewed_at__isnull=True)
    return list(
        rows.exclude(user_id=actor.user_id or 0)
        .select_related("case", "user", "desk")
        .order_by("opened_at")[:100]
    )


def reason_of(row: BreakGlass) -> str:
    """The typed reason, for the reviewer and the lead."""
    document = unseal(
        key=key_of(row.case), table=BreakGlass._meta.db_table, case_id=row.case_id,
        record=row.uuid, version=1, sealed=row.sealed_reason,
    )  # fmt: skip
    return str(document["reason"])


@transaction.atomic
def review_glass(*, actor: Acting, uuid: UUID, finding: str) -> BreakGlass:
    """Say whether it was justified. Nobody reviews her own. Raises Http404, Invalid."""
    row = BreakGlass.objects.select_for_update().filter(uuid=uuid, reviewed_at__isnull=True).first()
    if row is None or row.review_desk_id != actor.desk_id or row.user_id == actor.user_id:
        raise Http404
    if finding not in FINDINGS:
        raise Invalid(field="finding", remedy=_("Say whether it was justified."))
    row.reviewed_by_id, row.reviewed_at, row.finding = actor.user_id, now(), finding
    row.save(update_fields=["reviewed_by", "reviewed_at", "finding"])
    record(
        actor=actor,
        verb="glass.reviewed",
        case_id=row.case_id,
        subject=str(row.uuid),
        detail={"finding": finding},
    )
    stop(
        actor=actor,
        subject_kind="break_glass",
        subject_uuid=row.uuid,
        code="break_glass.review",
        outcome=finding,
    )
    return row
