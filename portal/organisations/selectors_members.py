"""What an administrator sees of her organisation: desks, people, invitations, profiles. No case."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from portal.access.matrix import Role
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.references import read_uuid
from portal.organisations.models import (
    Desk,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    ServiceProfile,
)
from portal.organisations.roles import purposes_of, roles_of
from portal.organisations.selectors import state_rule


def administered(actor: Acting) -> Organisation:
    """The organisation that the actor administers, or Http404."""
    if actor.role != Role.ORGANISATION_ADMIN or actor.organisation_id is None:
        raise Http404
    found = Organisation.objects.select_related("state").filter(
        pk=actor.organisation_id, active=True
    )
    one = found.first()
    if one is None:
        raise Http404
    return one


def desks(actor: Acting) -> QuerySet[Desk]:
    """The desks of her organisation that are open, by name."""
    rows = Desk.objects.filter(organisation=administered(actor), active=True)
    return rows.select_related("organisation").order_by("name", "pk")


def get_desk(actor: Acting, ref: str | UUID) -> Desk:
    """One of them, or Http404."""
    found = desks(actor).filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def _running(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    return rows.filter(Q(until__isnull=True) | Q(until__gt=now()), desk__active=True)


def members(actor: Acting) -> QuerySet[Membership]:
    """Who works at her organisation's desks now, a row for each desk; order by (user__name, uuid)."""
    rows = Membership.objects.filter(desk__organisation=administered(actor), user__is_active=True)
    return _running(rows).select_related("user", "desk")


def get_member(actor: Acting, ref: str | UUID) -> Membership:
    """One running membership of her organisation, or Http404: hers, gone and foreign alike."""
    found = members(actor).filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def desks_of_person(actor: Acting, member: Membership) -> list[Membership]:
    """At which other desks of her organisation the same person works; never elsewhere."""
    return list(members(actor).filter(user_id=member.user_id).order_by("desk__name", "pk"))


def colleagues(actor: Acting, member: Membership) -> list[Membership]:
    """Who may take over what a leaver has in hand: those of the same desk, no one inactive."""
    rows = members(actor).filter(desk_id=member.desk_id).exclude(user_id=member.user_id)
    return list(rows.order_by("user__name", "pk"))


def invitations(actor: Acting) -> QuerySet[Invitation]:
    """Invitations that nobody has used or taken back; order by (-sent_at, uuid)."""
    rows = Invitation.objects.filter(desk__organisation=administered(actor), closed_at__isnull=True)
    return rows.select_related("desk", "invited_by")


def get_invitation(actor: Acting, ref: str | UUID) -> Invitation:
    """One of them, or Http404."""
    found = invitations(actor).filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def requests_to_decide(actor: Acting) -> QuerySet[JoinRequest]:
    """Wishes that wait for the actor's word: of another administrator of her organisation, or, for
    a State's coordinator, of any organisation of the State. Never her own.

    Order by (asked_at, uuid).
    """
    rows = JoinRequest.objects.filter(
        decided_at__isnull=True, desk__active=True, desk__organisation__active=True
    ).exclude(user_id=actor.user_id)
    if actor.role == Role.ORGANISATION_ADMIN:
        rows = rows.filter(desk__organisation_id=actor.organisation_id)
    elif actor.role == Role.COORDINATOR:
        rows = rows.filter(desk__organisation__state_id=actor.state_id)
    else:
        rows = rows.none()
    return rows.select_related("user", "desk__organisation")


def get_request(actor: Acting, ref: str | UUID) -> JoinRequest:
    """One of them, or Http404."""
    found = requests_to_decide(actor).filter(uuid=read_uuid(ref)).first()
    if found is None:
        raise Http404
    return found


def own_requests(actor: Acting) -> QuerySet[JoinRequest]:
    """What the actor asked for herself and nobody has answered."""
    rows = JoinRequest.objects.filter(user_id=actor.user_id, decided_at__isnull=True)
    return rows.filter(desk__organisation=administered(actor)).select_related("desk")


def profile_of(actor: Acting, ref: str | UUID) -> tuple[Desk, ServiceProfile]:
    """A desk of hers and its profile (an unsaved one of version 0 where there is none), or Http404
    for a desk that can receive nothing."""
    desk = get_desk(actor, ref)
    if not purposes_of(desk.role, desk.organisation.kind):
        raise Http404
    found = (
        ServiceProfile.objects.filter(desk=desk)
        .select_related("confirmed_by")
        .prefetch_related("regions")
    )
    return desk, found.first() or ServiceProfile(desk=desk, version=0)


def open_roles(organisation: Organisation) -> tuple[Role, ...]:
    """The roles of which the organisation may open a desk, by its kind and its State's row."""
    rule = state_rule(organisation.state_id, "deciders")
    row = [] if rule is None else [tuple(pair) for pair in rule.value["desks"]]
    return roles_of(organisation.kind, row)


def empty_desks(actor: Acting) -> QuerySet[Desk]:
    """Desks at which nobody works now."""
    there = _running(Membership.objects.filter(desk=OuterRef("pk"), user__is_active=True))
    return desks(actor).filter(~Exists(there))


def somebody_at(desk_id: int) -> bool:
    """Whether anybody works at a desk now."""
    return _running(Membership.objects.filter(desk_id=desk_id, user__is_active=True)).exists()
