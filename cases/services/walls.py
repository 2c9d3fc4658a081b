"""Walls: a case is closed altogether to an organisation or a person (policy 9).

The walled party is neither told nor among those who lift it. What it had in hand goes back: the
referrals hear of it by the signal ``wall_placed``, in the same transaction.
"""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case, CaseBasis, Wall
from cases.selectors import get_case, key_of
from cases.services.recompute import lock_cases, recompute
from cases.signals import wall_placed
from portal.access.matrix import Basis
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.notifications.services import tell, withdraw
from portal.organisations.models import Desk, Organisation, User
from portal.organisations.selectors import coordination_desks
from portal.sealing.documents import seal

GROUNDS = ("allegation", "personal_tie")


def may_place_wall(actor: Acting, case: Case) -> bool:
    """The lead, child protection, a coordinator of a case in coordination, or oversight."""
    if actor.role == "oversight":
        return actor.state_id == case.state_id
    bases = CaseBasis.objects.filter(case=case, desk_id=actor.desk_id, ended_at__isnull=True)
    return bases.filter(
        basis__in=[Basis.LEAD.value, Basis.CHILD_PROTECTION.value, Basis.COORDINATION.value]
    ).exists()


def case_for_wall(actor: Acting, ref: str | UUID) -> Case:
    """The case a wall may be asked for, or Http404; oversight knows it by its reference."""
    if actor.role == "oversight":
        try:
            found = Case.objects.filter(state_id=actor.state_id, uuid=UUID(str(ref))).first()
        except ValueError:
            raise Http404 from None
        if found is None or (found.left_at is None and not found.in_coordination):
            raise Http404
        return found
    case = get_case(actor, ref)
    if not may_place_wall(actor, case):
        raise Http404
    return case


@transaction.atomic
def place_wall(
    *,
    actor: Acting,
    ref: str | UUID,
    ground: str,
    reason: str,
    organisation: Organisation | None = None,
    user: User | None = None,
) -> Wall:
    """Close the case to an organisation or one person, at once and altogether.

    Raises Http404, Invalid (ground, reason, exactly one party, not one's own organisation).
    """
    [case] = lock_cases([case_for_wall(actor, ref)])
    errors = {}
    if ground not in GROUNDS:
        errors["ground"] = _("Choose an allegation or a personal tie.")
    if not reason.strip():
        errors["reason"] = _("Say why, in a sentence.")
    if (organisation is None) == (user is None):
        errors["organisation"] = _("Name one organisation, or one person.")
    elif organisation is not None and organisation.pk == actor.organisation_id:
        errors["organisation"] = _(
            "You cannot wall off your own organisation; wall off one person."
        )
    if errors:
        raise Invalid(_("Some answers need a change."), errors=errors)
    present = Wall.objects.filter(
        case=case, organisation=organisation, user=user, lifted_at__isnull=True
    ).first()
    if present is not None:
        return present
    wall = Wall(
        case=case, organisation=organisation, user=user, placed_by_desk_id=actor.desk_id,
        placed_by_user_id=actor.user_id, ground=ground,
    )  # fmt: skip
    wall.sealed_reason = seal(
        key=key_of(case), table=Wall._meta.db_table, case_id=case.pk, record=wall.uuid, version=1,
        document={"reason": reason},
    )  # fmt: skip
    wall.save()
    record(
        actor=actor,
        verb="wall.placed",
        case_id=case.pk,
        subject=str(wall.uuid),
        detail={"ground": ground},
    )
    _take_away(actor, case, wall)
    _tell_placed(actor, case, wall)
    return wall


def _take_away(actor: Acting, case: Case, wall: Wall) -> None:
    """Grants end, notices leave the inbox, offers and leads go back (heard by referrals)."""
    if wall.organisation_id:
        desks = list(
            Desk.objects.filter(organisation_id=wall.organisation_id).values_list("pk", flat=True)
        )
        withdraw(subject_kind="case", case_id=case.pk, desk_ids=desks)
        if case.lead_desk_id in desks:
            lead = CaseBasis.objects.filter(
                case=case, basis=Basis.LEAD.value, ended_at__isnull=True
            )
            lead.update(ended_at=now(), ended_why="walled")
            case.lead_desk, case.lead_since = None, None
            case.save(update_fields=["lead_desk", "lead_since"])
            record(
                actor=actor,
                verb="lead.ended",
                case_id=case.pk,
                subject=str(case.uuid),
                detail={"why": "walled"},
            )
    wall_placed.send(sender=Wall, wall=wall, case=case, actor=actor)
    recompute(case, told=False)


def _tell_placed(actor: Acting, case: Case, wall: Wall) -> None:
    to = [{"desk_id": actor.desk_id}] if actor.desk_id else []
    if case.in_coordination:
        walled = set()
        if wall.organisation_id:
            walled = set(
                Desk.objects.filter(organisation_id=wall.organisation_id).values_list(
                    "pk", flat=True
                )
            )
        to += [
            {"desk_id": d}
            for d in coordination_desks(case.state_id)
            if d != actor.desk_id and d not in walled
        ]
    tell(
        key=f"wall:{wall.uuid}", kind="wall_placed", to=to, reference=case.ref,
        link=f"/cases/{case.uuid}/", subject_kind="case", subject_uuid=case.uuid, case_id=case.pk,
    )  # fmt: skip


@transaction.atomic
def lift_wall(*, actor: Acting, wall: UUID) -> Wall:
    """Lift a wall: two persons of two organisations, the coordinator and the lead's administrator.

    The first call notes the first pair of eyes, the second lifts. Oversight may stand in for a
    walled one. Raises Http404; NotOpen where the same person or organisation asks twice.
    """
    row = (
        Wall.objects.select_for_update()
        .filter(uuid=wall, lifted_at__isnull=True)
        .select_related("case")
        .first()
    )
    if row is None or not _may_lift(actor, row):
        raise Http404
    [case] = lock_cases([row.case])
    if row.lift_first_desk_id is None:
        row.lift_first_desk_id, row.lift_first_user_id = actor.desk_id, actor.user_id
        row.save(update_fields=["lift_first_desk", "lift_first_user"])
        record(actor=actor, verb="wall.lift_proposed", case_id=case.pk, subject=str(row.uuid))
        return row
    first = Desk.objects.get(pk=row.lift_first_desk_id)
    if first.organisation_id == actor.organisation_id or row.lift_first_user_id == actor.user_id:
        raise NotOpen(_("A second person of another organisation lifts a wall."))
    row.lifted_at = now()
    row.save(update_fields=["lifted_at"])
    record(actor=actor, verb="wall.lifted", case_id=case.pk, subject=str(row.uuid))
    recompute(case, told=False)
    return row


def _may_lift(actor: Acting, wall: Wall) -> bool:
    if wall.organisation_id == actor.organisation_id or (
        wall.user_id and wall.user_id == actor.user_id
    ):
        return False
    case = wall.case
    if actor.role in ("coordinator", "oversight"):
        return actor.state_id == case.state_id and (
            case.in_coordination or actor.role == "oversight"
        )
    lead_org = case.lead_desk.organisation_id if case.lead_desk else None
    return actor.role == "organisation_admin" and actor.organisation_id == lead_org
