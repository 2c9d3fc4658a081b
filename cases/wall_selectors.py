"""Reading walls: of one case for who may place them, and those that wait for a second pair of eyes."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from cases.models import Case, Wall
from cases.selectors import held, key_of
from cases.services.lifting import may_lift_with
from portal.access import grants
from portal.access.matrix import Basis, Kind, Role, held_by
from portal.audit.services import look
from portal.core.actors import Acting
from portal.core.clock import now
from portal.organisations.models import Desk, Membership, Organisation, State, User
from portal.organisations.selectors import coordination_desks
from portal.sealing.documents import unseal


def _with_names(rows: QuerySet[Wall]) -> QuerySet[Wall]:
    return rows.select_related(
        "case__lead_desk__organisation", "organisation", "user",
        "placed_by_desk__organisation", "lift_first_desk__organisation",
    )  # fmt: skip


def walls_of(case: Case) -> QuerySet[Wall]:
    """The walls that stand on a case, the newest first; the caller may place walls there."""
    return _with_names(Wall.objects.filter(case=case, lifted_at__isnull=True)).order_by(
        "-placed_at", "uuid"
    )


def walls_near(actor: Acting) -> QuerySet[Wall]:
    """Standing walls on cases of which the actor may be one of the two who lift; never her own."""
    rows = Wall.objects.filter(lifted_at__isnull=True).exclude(user_id=actor.user_id or 0)
    if actor.role == Role.COORDINATOR:
        rows = grants.visible(rows, actor, case="case_id", codename="view_summary")
    elif actor.role == Role.ORGANISATION_ADMIN:
        rows = rows.filter(case__lead_desk__organisation_id=actor.organisation_id)
    elif actor.role == Role.CASEWORKER:
        rows = rows.filter(case__lead_desk_id=actor.desk_id)
    elif held_by(Basis.OVERSIGHT, actor.role, actor.kind):
        known = Q(case__left_at__isnull=False) | ~Q(case__coordination_ground="")
        rows = rows.filter(known, case__state_id=actor.state_id)
    else:
        return Wall.objects.none()
    return _with_names(rows.filter(~grants.walled(actor, "case_id")))


def liftable(actor: Acting, walls: Iterable[Wall]) -> list[Wall]:
    """Those of some walls that the actor is one of the two to lift; two queries, however many."""
    found = list(walls)
    states = {wall.case.state_id for wall in found}
    houses = {
        state: frozenset(
            Desk.objects.filter(pk__in=coordination_desks(state)).values_list(
                "organisation_id", flat=True
            )
        )
        for state in states
    }
    shut: dict[int, set[int]] = {}
    rows = Wall.objects.filter(
        case_id__in={w.case_id for w in found}, lifted_at__isnull=True, organisation__isnull=False
    )
    for case_id, organisation_id in rows.values_list("case_id", "organisation_id"):
        shut.setdefault(case_id, set()).add(organisation_id or 0)
    return [
        w for w in found
        if may_lift_with(actor, w, bool(houses[w.case.state_id] - shut.get(w.case_id, set())))
    ]  # fmt: skip


def wall_to_lift(actor: Acting, ref: str | UUID) -> Wall:
    """One wall that the actor is one of the two to lift, or Http404."""
    try:
        wall = walls_near(actor).get(uuid=UUID(str(ref)))
    except (ValueError, Wall.DoesNotExist):
        raise Http404 from None
    if not liftable(actor, [wall]):
        raise Http404
    return wall


def names_party(actor: Acting, wall: Wall) -> bool:
    """Whether this reader may hear who stands behind the wall: no shelter's name to whom it has none."""
    organisation = wall.organisation
    if organisation is None or organisation.kind != Kind.SHELTER:
        return True
    if wall.placed_by_desk_id == actor.desk_id:
        return True
    return "view_placement" in held(actor, wall.case)


def party(actor: Acting, wall: Wall) -> str:
    """The walled organisation or person, as this reader may hear it."""
    if wall.organisation is None:
        return str(wall.user.name) if wall.user else ""
    return str(wall.organisation.name) if names_party(actor, wall) else _("A shelter")


def reads_reason(actor: Acting, wall: Wall) -> bool:
    """The typed reason is for the desk that placed the wall and for those who lift it; oversight,
    which never reads content, reads the coded ground."""
    return wall.placed_by_desk_id == actor.desk_id or actor.role != Role.OVERSIGHT


def reason_of(actor: Acting, wall: Wall) -> str:
    """The typed reason; the look is recorded first. The caller has asked ``reads_reason``."""
    look(
        actor=actor, case_id=wall.case_id, sections=["history"], subject=str(wall.uuid), how="wall"
    )
    document = unseal(
        key=key_of(wall.case), table=Wall._meta.db_table, case_id=wall.case_id, record=wall.uuid,
        version=1, sealed=bytes(wall.sealed_reason),
    )  # fmt: skip
    return str(document["reason"])


@dataclass(frozen=True, slots=True)
class House:
    """An organisation in the list from which the walled one is chosen."""

    uuid: UUID
    name: str
    kind: str


def houses(actor: Acting, case: Case) -> list[House]:
    """Active organisations of the case's State, or that serve it, by kind and name; not one's own."""
    rows = Organisation.objects.filter(active=True).exclude(pk=actor.organisation_id or 0)
    rows = rows.filter(Q(state_id=case.state_id) | Q(serves=case.state_id)).distinct()
    return [House(o.uuid, o.name, o.kind) for o in rows.order_by("kind", "name", "pk")[:1000]]


def house(actor: Acting, case: Case, uuid: str) -> Organisation | None:
    """The organisation chosen, of those offered."""
    if uuid not in {str(h.uuid) for h in houses(actor, case)}:
        return None
    return Organisation.objects.get(uuid=uuid)


def person_at(state: State, email: str) -> User | None:
    """Who works at an organisation of this State, or one that serves it, under this address of work."""
    rows = Membership.objects.filter(user__email__iexact=email.strip(), user__is_active=True)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=now()))
    rows = rows.filter(Q(desk__organisation__state=state) | Q(desk__organisation__serves=state))
    found = rows.select_related("user").first()
    return found.user if found else None
