"""Who works where, and whom one may ask."""

from django.db.models import Q, QuerySet

from portal.core.actors import Acting
from portal.core.clock import now
from portal.organisations.models import Desk, Membership, Organisation, StateRule


def running_memberships(user_id: int) -> QuerySet[Membership]:
    """The desks a person works at now, in a stable order."""
    rows = Membership.objects.filter(
        user_id=user_id, desk__active=True, desk__organisation__active=True
    )
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=now()))
    return rows.select_related("desk__organisation__state").order_by("desk_id")


def members_of(desk_id: int) -> QuerySet[Membership]:
    """Who works at a desk now."""
    rows = Membership.objects.filter(desk_id=desk_id, user__is_active=True)
    return rows.filter(Q(until__isnull=True) | Q(until__gt=now())).select_related("user")


def is_member(user_id: int | None, desk_id: int) -> bool:
    """Whether a person works at a desk now."""
    return user_id is not None and members_of(desk_id).filter(user_id=user_id).exists()


def administrators_of(organisation_id: int) -> list[int]:
    """Desk ids of an organisation's administrators."""
    desks = Desk.objects.filter(
        organisation_id=organisation_id, role="organisation_admin", active=True
    )
    return list(desks.values_list("pk", flat=True))


def coordination_desks(state_id: int) -> list[int]:
    """Desk ids of a State's coordinators."""
    desks = Desk.objects.filter(organisation__state_id=state_id, role="coordinator", active=True)
    return list(desks.filter(organisation__active=True).values_list("pk", flat=True))


def oversight_desks(state_id: int) -> list[int]:
    """Desk ids of a State's oversight."""
    desks = Desk.objects.filter(organisation__state_id=state_id, role="oversight", active=True)
    return list(desks.values_list("pk", flat=True))


def state_rule(state_id: int, kind: str) -> StateRule | None:
    """The State's rule of a kind that holds today; the newest wins."""
    today = now().date()
    rows = StateRule.objects.filter(state_id=state_id, kind=kind, valid_from__lte=today)
    return (
        rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        .order_by("-valid_from")
        .first()
    )


def desks_serving(state_id: int, purpose: str) -> QuerySet[Desk]:
    """Desks that offer a purpose to a State's cases: its own, or those that serve it (rule 15)."""
    rows = Desk.objects.filter(
        active=True, organisation__active=True, profile__purposes__contains=[purpose]
    )
    rows = rows.filter(Q(organisation__state_id=state_id) | Q(organisation__serves=state_id))
    return (
        rows.select_related("organisation", "profile")
        .prefetch_related("profile__regions")
        .distinct()
    )


def organisation_of(actor: Acting) -> Organisation | None:
    """The actor\'s organisation, with its State."""
    return Organisation.objects.filter(pk=actor.organisation_id).select_related("state").first()
