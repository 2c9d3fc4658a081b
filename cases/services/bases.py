"""Why a desk holds something of a case: given and ended here, and nowhere else.

``referrals`` changes rights only through ``give_basis``, ``end_basis`` and ``move_lead``.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cases.models import Case, CaseBasis
from cases.services.recompute import recompute
from portal.access.matrix import Basis
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.deadlines.services import hand_over
from portal.organisations.models import Desk

KEEPS_NOTHING = frozenset(
    {Basis.FIRST_REPORTER.value, Basis.FIRST_REPORTER_AFTER.value, Basis.ALARM.value}
)
"""Bases after which nobody is a former holder: ending one must not open more than it gave."""


@transaction.atomic
def give_basis(
    *,
    actor: Acting,
    case: Case,
    desk: Desk,
    basis: Basis,
    referral_uuid: UUID | None = None,
    purpose: str = "",
    until: datetime | None = None,
    vital_interest: bool = False,
) -> CaseBasis:
    """Give a desk a basis on a locked case; its grants follow in the same transaction."""
    row, made = CaseBasis.objects.get_or_create(
        case=case, desk=desk, basis=basis.value, referral_uuid=referral_uuid, ended_at=None,
        defaults={
            "purpose": purpose, "since": now(), "until": until,
            "vital_since": now() if vital_interest else None,
            "first_lead": basis is Basis.LEAD and case.lead_desk_id is None,
        },
    )  # fmt: skip
    if vital_interest and case.vital_interest_at is None:
        case.vital_interest_at = now()
        case.save(update_fields=["vital_interest_at"])
    if made:
        record(
            actor=actor,
            verb="basis.given",
            case_id=case.pk,
            subject=str(case.uuid),
            detail={"basis": basis.value, "desk": desk.pk},
        )
    recompute(case)
    return row


@transaction.atomic
def end_basis(
    *,
    actor: Acting,
    case: Case,
    why: str,
    referral_uuid: UUID | None = None,
    desk_id: int | None = None,
    basis: Basis | None = None,
) -> int:
    """End the running bases that match; what the desk wrote stays its own (former_holder)."""
    rows = CaseBasis.objects.filter(case=case, ended_at__isnull=True)
    rows = rows.exclude(basis__in=[Basis.COORDINATION.value, Basis.FORMER_HOLDER.value])
    if referral_uuid is not None:
        rows = rows.filter(referral_uuid=referral_uuid)
    if desk_id is not None:
        rows = rows.filter(desk_id=desk_id)
    if basis is not None:
        rows = rows.filter(basis=basis.value)
    ended = list(rows)
    for row in ended:
        row.ended_at, row.ended_why = now(), why
        row.save(update_fields=["ended_at", "ended_why"])
        record(
            actor=actor,
            verb="basis.ended",
            case_id=case.pk,
            subject=str(case.uuid),
            detail={"basis": row.basis, "desk": row.desk_id},
        )
        if row.basis not in KEEPS_NOTHING:
            CaseBasis.objects.get_or_create(
                case=case, desk_id=row.desk_id, basis=Basis.FORMER_HOLDER.value,
                referral_uuid=None, ended_at=None, defaults={"since": now()},
            )  # fmt: skip
    if ended:
        recompute(case)
    return len(ended)


@transaction.atomic
def move_lead(*, actor: Acting, case: Case, desk: Desk, referral_uuid: UUID | None) -> None:
    """The lead moves to ``desk``: the former lead keeps what it wrote, and nothing else.

    The clocks that it watched, or before there was a lead the first reporter, pass to the new
    lead; due times do not change.
    """
    if case.lead_desk_id == desk.pk:
        return
    former, first = case.lead_desk_id, case.lead_desk_id is None
    if former is not None:
        end_basis(actor=actor, case=case, why="lead_moved", desk_id=former, basis=Basis.LEAD)
    row = give_basis(
        actor=actor,
        case=case,
        desk=desk,
        basis=Basis.LEAD,
        referral_uuid=referral_uuid,
        purpose="transfer",
    )
    if first:
        row.first_lead = True
        row.save(update_fields=["first_lead"])
    case.lead_desk, case.lead_since = desk, now()
    case.save(update_fields=["lead_desk", "lead_since"])
    record(
        actor=actor,
        verb="lead.moved",
        case_id=case.pk,
        subject=str(case.uuid),
        detail={"from": former, "to": desk.pk},
    )
    hand_over(
        actor=actor, case_id=case.pk, from_desk_id=former or case.reporter_desk_id,
        to_desk_id=desk.pk,
    )  # fmt: skip
    recompute(case)


@transaction.atomic
def reporter_follows(*, actor: Acting, case: Case, running: bool) -> None:
    """The first reporter's row: while there is no lead or a moving referral of its own runs, and after."""
    has_lead = case.lead_desk_id is not None
    if case.reporter_desk_id == case.lead_desk_id:
        return
    wanted = Basis.FIRST_REPORTER if (not has_lead or running) else Basis.FIRST_REPORTER_AFTER
    other = Basis.FIRST_REPORTER_AFTER if wanted is Basis.FIRST_REPORTER else Basis.FIRST_REPORTER
    rows = CaseBasis.objects.filter(case=case, desk_id=case.reporter_desk_id, ended_at__isnull=True)
    if not rows.filter(basis__in=[wanted.value, other.value]).exists():
        return
    if rows.filter(basis=other.value).update(ended_at=now(), ended_why="reporter"):
        CaseBasis.objects.get_or_create(
            case=case, desk_id=case.reporter_desk_id, basis=wanted.value, referral_uuid=None,
            ended_at=None, defaults={"since": now()},
        )  # fmt: skip
        recompute(case)


@transaction.atomic
def on_the_road(*, case: Case, referral_uuid: UUID, since: datetime | None) -> None:
    """She left (or arrived): contact stays open to both ends while she is on the road (policy 3)."""
    CaseBasis.objects.filter(case=case, referral_uuid=referral_uuid, ended_at__isnull=True).update(
        on_road_since=since
    )
    recompute(case)


@transaction.atomic
def leave_own(*, actor: Acting, case: Case) -> None:
    """An own case leaves its organisation, by an act of its caseworker (policy 7)."""
    if case.left_at is None:
        case.left_at = now()
        case.save(update_fields=["left_at"])
        record(actor=actor, verb="case.left", case_id=case.pk, subject=str(case.uuid))
