"""Lifting a wall: two persons of two organisations, never the walled party (four eyes, policy 9)."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case, Wall
from cases.services.recompute import lock_cases, recompute
from portal.access import grants
from portal.access.matrix import Basis, held_by
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import NotOpen
from portal.notifications.services import tell
from portal.organisations.models import Desk
from portal.organisations.selectors import (
    administrators_of,
    coordination_desks,
    oversight_desks,
)


@transaction.atomic
def lift_wall(*, actor: Acting, wall: UUID) -> Wall:
    """Lift a wall: the coordinator and the lead's administrator; oversight in place of a walled one.

    The first call notes the first pair of eyes, the second lifts. In an own case the lead's
    caseworker and the administrator of her organisation do it. Raises Http404; NotOpen where the
    same person, role or organisation asks twice.
    """
    row = (
        known_walls(actor)
        .select_for_update(of=("self",))
        .filter(uuid=wall)
        .select_related("case__lead_desk")
        .first()
    )
    if row is None or not may_lift(actor, row):
        raise Http404
    [case] = lock_cases([row.case])
    first = _first(row)
    if first is None:
        row.lift_first_desk_id, row.lift_first_user_id = actor.desk_id, actor.user_id
        row.save(update_fields=["lift_first_desk", "lift_first_user"])
        record(actor=actor, verb="wall.lift_proposed", case_id=case.pk, subject=str(row.uuid))
        _tell_the_other(actor, case, row)
        return row
    _check_second(actor, row, first)
    row.lifted_at = now()
    row.save(update_fields=["lifted_at"])
    record(actor=actor, verb="wall.lifted", case_id=case.pk, subject=str(row.uuid))
    recompute(case, told=False)
    return row


def _tell_the_other(actor: Acting, case: Case, wall: Wall) -> None:
    """The other of the two finds it on her page of walls."""
    roles = lifters(wall, _coordinated(case)) - {actor.role}
    lead, told = case.lead_desk, []
    if "coordinator" in roles:
        told += coordination_desks(case.state_id)
    if "oversight" in roles or not roles:
        told += oversight_desks(case.state_id)
    if "organisation_admin" in roles and lead is not None:
        told += administrators_of(lead.organisation_id)
    if "caseworker" in roles and lead is not None:
        told.append(lead.pk)
    tell(
        key=f"wall:{wall.uuid}:lift:{actor.desk_id}", kind="task",
        to=[{"desk_id": d} for d in told if d != actor.desk_id], reference=case.ref,
        link="/walls/", subject_kind="case", subject_uuid=case.uuid, case_id=case.pk,
    )  # fmt: skip


def known_walls(actor: Acting) -> QuerySet[Wall]:
    """The standing walls around cases that the actor knows of in her office, in one query: to all
    others a wall is as missing as one that never stood."""
    rows = Wall.objects.filter(~grants.walled(actor, "case_id"), lifted_at__isnull=True)
    known = {
        "coordinator": Q(case__state_id=actor.state_id) & ~Q(case__coordination_ground=""),
        "oversight": Q(case__state_id=actor.state_id)
        & (Q(case__left_at__isnull=False) | ~Q(case__coordination_ground="")),
        "organisation_admin": Q(case__lead_desk__organisation_id=actor.organisation_id),
        "caseworker": Q(case__lead_desk_id=actor.desk_id),
    }
    return rows.filter(known.get(actor.role, Q(pk__in=[])))


def may_lift(actor: Acting, wall: Wall) -> bool:
    """Whether the actor is one of those who lift this wall; the walled party never is."""
    return not _stands_before(actor, wall.case) and may_lift_with(
        actor, wall, _coordinated(wall.case)
    )


def may_lift_with(actor: Acting, wall: Wall, coordinated: bool) -> bool:
    """As ``may_lift`` for an actor whom no other wall shuts out; ``coordinated``: some coordinating
    organisation of the State is not walled off."""
    if wall.organisation_id is not None and wall.organisation_id == actor.organisation_id:
        return False
    if actor.user_id is None or wall.user_id == actor.user_id:
        return False
    return actor.role in lifters(wall, coordinated) and _fits(actor, wall.case)


def _stands_before(actor: Acting, case: Case) -> bool:
    """Another wall shuts this actor out of the case."""
    return Case.objects.filter(grants.walled(actor, "pk"), pk=case.pk).exists()


def _fits(actor: Acting, case: Case) -> bool:
    lead = case.lead_desk
    if actor.role == "coordinator":
        return actor.state_id == case.state_id
    if actor.role == "oversight":
        return actor.state_id == case.state_id and held_by(Basis.OVERSIGHT, actor.role, actor.kind)
    if actor.role == "organisation_admin":
        return lead is not None and actor.organisation_id == lead.organisation_id
    return lead is not None and actor.desk_id == lead.pk


def is_own(case: Case) -> bool:
    """The case has not left its organisation: nobody outside knows of it (policy 7)."""
    return not case.in_coordination and case.left_at is None


def lifters(wall: Wall, coordinated: bool) -> frozenset[str]:
    """The roles of the two who lift it: oversight stands in for whom a wall, or nobody, leaves out."""
    case = wall.case
    if is_own(case):
        return frozenset({"caseworker", "organisation_admin"})
    first = "coordinator" if case.in_coordination and coordinated else "oversight"
    second = "organisation_admin" if case.lead_desk_id is not None else "oversight"
    return frozenset({first, second})


def _coordinated(case: Case) -> bool:
    walled = set(
        Wall.objects.filter(
            case=case, lifted_at__isnull=True, organisation__isnull=False
        ).values_list("organisation_id", flat=True)
    )
    desks = Desk.objects.filter(pk__in=coordination_desks(case.state_id))
    return desks.exclude(organisation_id__in=walled).exists()


def _first(wall: Wall) -> Desk | None:
    """The first pair of eyes; none where those have no say any more (the lead moved, say)."""
    if wall.lift_first_desk_id is None:
        return None
    desk = Desk.objects.select_related("organisation").get(pk=wall.lift_first_desk_id)
    lead, role = wall.case.lead_desk, desk.role
    if role not in lifters(wall, _coordinated(wall.case)):
        return None
    if role == "organisation_admin" and (
        lead is None or lead.organisation_id != desk.organisation_id
    ):
        return None
    return None if role == "caseworker" and desk != lead else desk


def _check_second(actor: Acting, wall: Wall, first: Desk) -> None:
    own = is_own(wall.case)
    same_person = wall.lift_first_user_id == actor.user_id
    same_house = first.organisation_id == actor.organisation_id and not own
    same_role = first.role == actor.role and actor.role != "oversight"
    if same_person or same_house or same_role:
        raise NotOpen(
            _("A second person of another organisation lifts a wall."),
            field="wall",
            remedy=_("Ask the other of the two: they find it on their page of walls."),
        )
