"""A person sits down at a desk, or gets up: what every way of joining and leaving has in common."""

from django.db import transaction
from django.db.models import F

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.organisations.models import Desk, Membership, User
from portal.organisations.selectors import running_memberships
from portal.organisations.selectors_members import somebody_at
from portal.organisations.signals import desk_emptied, desk_filled


def lock_desk(desk: Desk) -> Desk:
    """Joining, leaving and closing at one desk queue here.

    Without the key: whoever writes a row that points at the desk (an accept does, with the case
    locked) is not held up, so the two never wait for one another.
    """
    return (
        Desk.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation__state")
        .get(pk=desk.pk)
    )


def seat(*, actor: Acting, user: User, desk: Desk) -> Membership:
    """Make somebody a member of a locked desk; a repeat gives the membership that runs."""
    empty = not somebody_at(desk.pk)
    row, made = Membership.objects.get_or_create(user=user, desk=desk, until=None)
    if made:
        record(actor=actor, verb="member.joined", subject=str(row.uuid), detail={"desk": desk.pk})
        if empty:
            desk_filled.send(sender=Desk, desk_id=desk.pk, actor=actor)
    return row


def unseat(*, actor: Acting, row: Membership, why: str, successor: int | None, given: int) -> None:
    """End a membership. Where it was her last one, every session of hers ends at the next click."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("unseat outside a transaction")
    row.until = now()
    row.save(update_fields=["until"])
    record(
        actor=actor, verb="member.left", subject=str(row.uuid),
        detail={"desk": row.desk_id, "why": why, "successor": successor, "given": given},
    )  # fmt: skip
    if not running_memberships(row.user_id).exists():
        User.objects.filter(pk=row.user_id).update(session_epoch=F("session_epoch") + 1)
    if not somebody_at(row.desk_id):
        desk_emptied.send(sender=Desk, desk_id=row.desk_id, actor=actor)
