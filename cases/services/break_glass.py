"""Break-glass: one coordinator opens one case for the rule's 60 minutes, with a typed reason.

The lead is told at once (oversight where there is no lead); another coordinator, else oversight,
reviews it within five working days. Her colleagues see nothing more.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import BreakGlass, Case, Wall
from cases.selectors import get_case, key_of
from cases.services.recompute import lock_cases
from portal.access.grants import walled
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.deadlines.selectors import span_of
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

SHORTEST_REASON = 15
LONGEST_REASON = 2_000
FINDINGS = ("justified", "not_justified")


def running(actor: Acting, case: Case) -> BreakGlass | None:
    """The actor's own open break-glass on a case."""
    rows = BreakGlass.objects.filter(case=case, user_id=actor.user_id, desk_id=actor.desk_id)
    return rows.filter(until__gt=now(), closed_at__isnull=True).order_by("-until").first()


@transaction.atomic
def break_glass(
    *, actor: Acting, ref: str | UUID, reason: str, lead_accused: bool = False
) -> BreakGlass:
    """Open a case in coordination to this person for 60 minutes; renewable, 24 hours at most.

    ``lead_accused``: the reason speaks against the lead; then oversight is told in its place.
    Raises Http404 (not a coordinator, or no such case in coordination), Invalid for a reason too
    short to be one or the one of the time before, NotOpen after 24 hours.
    """
    [case] = lock_cases([case_for_glass(actor, ref)])
    latest = _latest(actor, case)
    _check_reason(reason, latest)
    first = latest.first_opened_at if latest else now()
    until = now() + span_of("break_glass.session", case.state_id, now())
    if until > first + span_of("break_glass.together", case.state_id, now()):
        raise NotOpen(_("24 hours are over: ask the lead organisation, or another coordinator."))
    if latest is not None:
        _end(actor, latest, "renewed")
    row = BreakGlass(
        case=case, user_id=actor.user_id, desk_id=actor.desk_id, until=until,
        first_opened_at=first,
    )  # fmt: skip
    row.sealed_reason = seal(
        key=key_of(case), table=BreakGlass._meta.db_table, case_id=case.pk, record=row.uuid,
        version=1, document={"reason": reason.strip()},
    )  # fmt: skip
    row.review_desk_id = reviewer(actor, case)
    row.save()
    record(actor=actor, verb="glass.broken", case_id=case.pk, subject=str(row.uuid))
    _start_clocks(actor, case, row)
    _tell(case, row, lead_accused)
    return row


def case_for_glass(actor: Acting, ref: str | UUID) -> Case:
    """A case in coordination that this coordinator knows of, or Http404; never an own case."""
    if actor.role != "coordinator" or actor.user_id is None:
        raise Http404
    case = get_case(actor, ref, codename="view_summary")
    if not case.in_coordination:
        raise Http404
    return case


def _latest(actor: Acting, case: Case) -> BreakGlass | None:
    """Her own of the last hour on this case: what she opens now is its renewal."""
    session = span_of("break_glass.session", case.state_id, now())
    rows = BreakGlass.objects.select_for_update(of=("self",)).filter(
        case=case, user_id=actor.user_id, until__gt=now() - session
    )
    return rows.select_related("case").order_by("-opened_at").first()


def _check_reason(reason: str, latest: BreakGlass | None) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid(
            field="reason", remedy=_("Say in a sentence whose safety depends on it, and why now.")
        )
    if len(reason) > LONGEST_REASON:
        raise Invalid(field="reason", remedy=_("Shorten this to 2,000 characters."))
    if latest is not None and reason_of(latest) == reason.strip():
        raise Invalid(
            field="reason", remedy=_("A renewal needs a reason of its own: say why still, and now.")
        )


def _start_clocks(actor: Acting, case: Case, row: BreakGlass) -> None:
    common: dict[str, Any] = {
        "actor": actor, "state": case.state, "subject_kind": "break_glass",
        "subject_uuid": row.uuid, "case_id": case.pk, "section": "history",
    }  # fmt: skip
    start(code="break_glass.review", owner_desk_id=row.review_desk_id, **common)
    start(code="break_glass.session", owner_desk_id=row.desk_id, due_at=row.until, **common)


def reviewer(actor: Acting, case: Case) -> int | None:
    """Another coordinator's desk, or the same desk where another person works there; else oversight.

    None of them a walled one.
    """
    walls = Wall.objects.filter(case=case, lifted_at__isnull=True)
    houses = set(walls.values_list("organisation_id", flat=True))
    people = {actor.user_id or 0, *(u for u in walls.values_list("user_id", flat=True) if u)}
    desks = coordination_desks(case.state_id)
    desks.sort(key=lambda d: d == actor.desk_id)
    for desk_id in [*desks, *oversight_desks(case.state_id)]:
        desk = Desk.objects.get(pk=desk_id)
        if desk.organisation_id in houses:
            continue
        if members_of(desk_id).exclude(user_id__in=people).exists():
            return desk_id
    return None


def told_of(case: Case, lead_accused: bool = False) -> list[int]:
    """The lead and its administrator; oversight where the lead is accused, or there is none."""
    if case.lead_desk_id is None or lead_accused:
        return oversight_desks(case.state_id)
    lead = Desk.objects.get(pk=case.lead_desk_id)
    return [lead.pk, *administrators_of(lead.organisation_id)]


def _tell(case: Case, row: BreakGlass, lead_accused: bool) -> None:
    common: dict[str, Any] = {
        "reference": case.ref, "subject_kind": "case", "subject_uuid": case.uuid, "case_id": case.pk,
    }  # fmt: skip
    tell(
        key=f"glass:{row.uuid}", kind="break_glass_opened",
        to=[{"desk_id": d} for d in told_of(case, lead_accused)],
        link=f"/cases/{case.uuid}/history/", **common,
    )  # fmt: skip
    if row.review_desk_id:
        tell(
            key=f"glass:{row.uuid}:review", kind="break_glass_review",
            to=[{"desk_id": row.review_desk_id}], link=f"/cases/reviews/{row.uuid}/", **common,
        )  # fmt: skip


@transaction.atomic
def close_glass(*, actor: Acting, ref: str | UUID) -> None:
    """Close it before its time."""
    case = get_case(actor, ref)
    rows = BreakGlass.objects.select_for_update().filter(
        case=case, user_id=actor.user_id, closed_at__isnull=True, until__gt=now()
    )
    for row in rows:
        _end(actor, row, "closed")


def _end(actor: Acting, row: BreakGlass, why: str) -> None:
    if row.closed_at is None and row.until > now():
        row.closed_at = now()
        row.save(update_fields=["closed_at"])
        record(
            actor=actor, verb="glass.closed", case_id=row.case_id, subject=str(row.uuid),
            detail={"why": why},
        )  # fmt: skip
    stop(
        actor=actor, subject_kind="break_glass", subject_uuid=row.uuid, code="break_glass.session",
        outcome=why,
    )  # fmt: skip


@transaction.atomic
def session_over(*, actor: Acting, uuid: UUID) -> None:
    """The 60 minutes are over by themselves; the record says so. Its rights had ended already."""
    row = BreakGlass.objects.filter(uuid=uuid, closed_at__isnull=True).first()
    if row is not None:
        record(
            actor=actor, verb="glass.closed", case_id=row.case_id, subject=str(row.uuid),
            detail={"why": "time"},
        )  # fmt: skip
    stop(
        actor=actor, subject_kind="break_glass", subject_uuid=uuid, code="break_glass.session",
        outcome="over",
    )  # fmt: skip


def to_review(actor: Acting) -> QuerySet[BreakGlass]:
    """What waits for the actor's second pair of eyes, the oldest first: never her own."""
    if actor.role not in ("coordinator", "oversight") or actor.user_id is None:
        return BreakGlass.objects.none()
    rows = BreakGlass.objects.filter(review_desk_id=actor.desk_id, reviewed_at__isnull=True)
    rows = rows.exclude(user_id=actor.user_id).filter(~walled(actor, "case_id"))
    return rows.select_related("case", "user", "desk__organisation").order_by("opened_at", "uuid")


def for_review(actor: Acting, ref: str | UUID) -> BreakGlass:
    """One that waits for the actor's review, or Http404."""
    try:
        return to_review(actor).get(uuid=UUID(str(ref)))
    except (ValueError, BreakGlass.DoesNotExist):
        raise Http404 from None


def reason_of(row: BreakGlass) -> str:
    """The typed reason, for the reviewer and the lead; the caller has recorded the look."""
    document = unseal(
        key=key_of(row.case), table=BreakGlass._meta.db_table, case_id=row.case_id,
        record=row.uuid, version=1, sealed=bytes(row.sealed_reason),
    )  # fmt: skip
    return str(document["reason"])


@transaction.atomic
def review_glass(*, actor: Acting, uuid: str | UUID, finding: str) -> BreakGlass:
    """Say whether it was justified. Nobody reviews her own. Raises Http404, Invalid."""
    row = BreakGlass.objects.select_for_update(of=("self",)).get(pk=for_review(actor, uuid).pk)
    if row.reviewed_at is not None:
        raise Http404
    if finding not in FINDINGS:
        raise Invalid(field="finding", remedy=_("Say whether it was justified."))
    row.reviewed_by_id, row.reviewed_at, row.finding = actor.user_id, now(), finding
    row.save(update_fields=["reviewed_by", "reviewed_at", "finding"])
    record(
        actor=actor, verb="glass.reviewed", case_id=row.case_id, subject=str(row.uuid),
        detail={"finding": finding},
    )  # fmt: skip
    stop(
        actor=actor, subject_kind="break_glass", subject_uuid=row.uuid, code="break_glass.review",
        outcome=finding,
    )  # fmt: skip
    return row
