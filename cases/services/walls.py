"""Walls: a case is closed altogether to an organisation or a person (policy 9).

The walled party is neither told nor among those who lift it. What it had in hand goes back: the
referrals hear of it by the signal ``wall_placed``, in the same transaction. Lifting is in
``lifting``.
"""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case, CaseBasis, Wall
from cases.selectors import get_case, key_of, overseen
from cases.services.bases import end_basis
from cases.services.recompute import lock_cases, recompute
from cases.signals import wall_placed
from portal.access.matrix import Basis
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.problems import Invalid
from portal.deadlines.services import hand_over
from portal.notifications.services import tell, withdraw
from portal.organisations.models import Desk, Organisation, User
from portal.organisations.selectors import coordination_desks
from portal.sealing.documents import seal

GROUNDS = ("allegation", "personal_tie")
LONGEST_REASON = 2_000


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
        return overseen(actor, ref)
    case = get_case(actor, ref)
    if not may_place_wall(actor, case):
        raise Http404
    return case


def heir_of(case: Case, desks: list[int]) -> int | None:
    """To whom the moves of walled desks pass: the lead, else the case's coordination."""
    if case.lead_desk_id is not None and case.lead_desk_id not in desks:
        return case.lead_desk_id
    if not case.in_coordination:
        return None
    return next((d for d in coordination_desks(case.state_id) if d not in desks), None)


def desks_of(wall: Wall) -> list[int]:
    """The desks of a walled organisation; none where the wall is against one person."""
    if wall.organisation_id is None:
        return []
    rows = Desk.objects.filter(organisation_id=wall.organisation_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


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

    Raises Http404, Invalid (ground, reason, exactly one party, not oneself nor one's own
    organisation).
    """
    [case] = lock_cases([case_for_wall(actor, ref)])
    if errors := _errors(actor, ground, reason, organisation, user):
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
        document={"reason": reason.strip()},
    )  # fmt: skip
    wall.save()
    record(
        actor=actor, verb="wall.placed", case_id=case.pk, subject=str(wall.uuid),
        detail={"ground": ground},
    )  # fmt: skip
    _take_away(actor, case, wall)
    _tell_placed(actor, case, wall)
    return wall


def _errors(
    actor: Acting, ground: str, reason: str, organisation: Organisation | None, user: User | None
) -> dict[str, str]:
    errors = {}
    if ground not in GROUNDS:
        errors["ground"] = _("Choose an allegation or a personal tie.")
    if not reason.strip():
        errors["reason"] = _("Say why, in a sentence.")
    elif len(reason) > LONGEST_REASON:
        errors["reason"] = _("Shorten this to 2,000 characters.")
    if (organisation is None) == (user is None):
        errors["organisation"] = _("Name one organisation, or one person.")
    elif organisation is not None and organisation.pk == actor.organisation_id:
        errors["organisation"] = _(
            "You cannot wall off your own organisation; wall off one person."
        )
    elif user is not None and user.pk == actor.user_id:
        errors["email"] = _("You cannot wall off yourself. Ask a colleague to do it.")
    return errors


def _take_away(actor: Acting, case: Case, wall: Wall) -> None:
    """Grants end, notices leave the inbox, offers and leads go back (heard by referrals)."""
    desks = desks_of(wall)
    if desks:
        withdraw(subject_kind="case", case_id=case.pk, desk_ids=desks)
    if case.lead_desk_id is not None and case.lead_desk_id in desks:
        end_basis(actor=actor, case=case, why="walled", desk_id=case.lead_desk_id, basis=Basis.LEAD)
        case.lead_desk, case.lead_since = None, None
        case.save(update_fields=["lead_desk", "lead_since"])
        record(
            actor=actor, verb="lead.ended", case_id=case.pk, subject=str(case.uuid),
            detail={"why": "walled"},
        )  # fmt: skip
    heir = heir_of(case, desks)
    if heir is not None:
        for desk in desks:
            hand_over(actor=actor, case_id=case.pk, from_desk_id=desk, to_desk_id=heir)
    wall_placed.send(sender=Wall, wall=wall, case=case, actor=actor)
    recompute(case, told=False)


def _tell_placed(actor: Acting, case: Case, wall: Wall) -> None:
    told = [actor.desk_id] if actor.desk_id else []
    if case.in_coordination:
        walled = desks_of(wall)
        told += [d for d in coordination_desks(case.state_id) if d not in walled]
    tell(
        key=f"wall:{wall.uuid}", kind="wall_placed",
        to=[{"desk_id": d} for d in dict.fromkeys(told)], reference=case.ref,
        link=f"/cases/{case.uuid}/walls/", subject_kind="case", subject_uuid=case.uuid,
        case_id=case.pk,
    )  # fmt: skip
