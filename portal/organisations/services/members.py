"""Desks of a person, and leaving: nothing she wrote disappears, what she had in hand goes on."""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access.matrix import Role
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.organisations.models import Desk, JoinRequest, Membership
from portal.organisations.selectors import administrators_of, coordination_desks, is_member
from portal.organisations.selectors_members import (
    colleagues,
    get_desk,
    get_member,
    get_request,
    members,
)
from portal.organisations.services.seats import lock_desk, seat, unseat
from portal.organisations.services.telling import tell
from portal.organisations.signals import answers, led_asked, member_leaving, work_asked

REQUESTS = "/organisation/requests/"


@transaction.atomic
def add_to_desk(*, actor: Acting, member: str | UUID, desk: str | UUID) -> Membership | JoinRequest:
    """Give a colleague another desk of the organisation.

    For herself an administrator only asks: another administrator, or the State's coordination, says
    yes; the JoinRequest comes back. Raises Http404; Invalid for a desk she has.
    """
    person, place = get_member(actor, member), lock_desk(get_desk(actor, desk))
    if is_member(person.user_id, place.pk):
        raise Invalid(field="desk", remedy=_("This person works at that desk already."))
    if person.user_id == actor.user_id:
        return _ask(actor, place)
    return seat(actor=actor, user=person.user, desk=place)


def _ask(actor: Acting, desk: Desk) -> JoinRequest:
    row, made = JoinRequest.objects.get_or_create(user_id=actor.user_id, desk=desk, decided_at=None)
    if made:
        record(
            actor=actor,
            verb="member.asked_for_desk",
            subject=str(row.uuid),
            detail={"desk": desk.pk},
        )
        told = administrators_of(desk.organisation_id)
        told += coordination_desks(desk.organisation.state_id)
        tell(key=f"join:{row.uuid}", kind="join_asked", desk_ids=told, link=REQUESTS)
    return row


@transaction.atomic
def decide_request(*, actor: Acting, ref: str | UUID, agreed: bool) -> JoinRequest:
    """Say yes or no to a colleague who asks for a desk. Nobody decides her own; Http404 for others."""
    asked = get_request(actor, ref)
    desk = lock_desk(asked.desk)
    row = (
        JoinRequest.objects.select_for_update(no_key=True)
        .filter(pk=asked.pk, decided_at=None)
        .first()
    )
    if row is None or row.user_id == actor.user_id:
        raise Http404
    row.decided_at, row.decided_by_id, row.agreed = now(), actor.user_id, agreed
    row.save(update_fields=["decided_at", "decided_by", "agreed"])
    record(
        actor=actor, verb="member.request_decided", subject=str(row.uuid),
        detail={"agreed": agreed, "desk": desk.pk},
    )  # fmt: skip
    if agreed:
        seat(actor=actor, user=row.user, desk=desk)
    tell(
        key=f"join:{row.uuid}:decided", kind="join_decided",
        desk_ids=administrators_of(desk.organisation_id), user_id=row.user_id, link="/organisation/",
    )  # fmt: skip
    return row


def open_work(user_id: int, desk_id: int) -> dict[str, int]:
    """What is in a person's hands at a desk, by kind; nothing of what it says."""
    found: dict[str, int] = {}
    for told in answers(work_asked, user_id=user_id, desk_id=desk_id):
        for kind, count in told.items():
            if count:
                found[kind] = found.get(kind, 0) + count
    return found


def cases_led(desk_ids: list[int]) -> int:
    """How many open cases these desks lead: a number, which an administrator may know."""
    return int(sum(answers(led_asked, desk_ids=desk_ids)))


@transaction.atomic
def remove_member(
    *,
    actor: Acting,
    member: str | UUID,
    successor: str | UUID | None = None,
    understood: bool = False,
) -> Membership:
    """End a membership: what the person has in hand goes back to the desk's inbox, or in the same act
    to a named colleague of the desk; due times stay. What she wrote stays the desk's.

    ``understood``: she is the last one at a desk that leads cases, which count as without a lead
    after 24 hours (policy 6). Raises Http404; Invalid without that, or for a successor who is not
    at the desk; NotOpen for the last administrator.
    """
    row = get_member(actor, member)
    desk = lock_desk(row.desk)
    row = (
        Membership.objects.select_for_update(no_key=True).filter(pk=row.pk, until=None).first()
        or _gone()
    )
    heir = _heir(actor, row, successor)
    if desk.role == Role.ORGANISATION_ADMIN and not _other_administrator(actor, row):
        raise NotOpen(_("Somebody has to administer: invite another administrator first."))
    if not understood and not colleagues(actor, row):
        _warn(desk)
    given = sum(
        answers(
            member_leaving, user_id=row.user_id, desk_id=desk.pk, actor=actor,
            successor_id=heir.user_id if heir else None,
        )
    )  # fmt: skip
    unseat(
        actor=actor, row=row, why="removed", given=given,
        successor=heir.user_id if heir else None,
    )  # fmt: skip
    if given:
        _tell_left(row, heir)
    return row


def _other_administrator(actor: Acting, row: Membership) -> bool:
    rows = members(actor).filter(desk__role=Role.ORGANISATION_ADMIN).exclude(pk=row.pk)
    return rows.exists()


def _gone() -> Membership:
    raise Http404


def _heir(actor: Acting, row: Membership, successor: str | UUID | None) -> Membership | None:
    if not successor:
        return None
    for colleague in colleagues(actor, row):
        if str(colleague.uuid) == str(successor):
            return colleague
    raise Invalid(field="successor", remedy=_("Choose a colleague who works at this desk."))


def _warn(desk: Desk) -> None:
    led = cases_led([desk.pk])
    if led:
        raise Invalid(
            field="understood",
            remedy=ngettext(
                "Nobody else works at this desk, and it leads %(n)d open case. Invite somebody "
                "first, or confirm: after 24 hours the case counts as without a lead.",
                "Nobody else works at this desk, and it leads %(n)d open cases. Invite somebody "
                "first, or confirm: after 24 hours they count as without a lead.",
                led,
            )
            % {"n": led},
        )


def _tell_left(row: Membership, heir: Membership | None) -> None:
    """One notice for all of it: to who takes it over, else to the desk; nothing to who left."""
    tell(
        key=f"member_left:{row.uuid}", kind="reassigned" if heir else "member_left",
        desk_ids=[row.desk_id], user_id=heir.user_id if heir else None, link="/",
    )  # fmt: skip
