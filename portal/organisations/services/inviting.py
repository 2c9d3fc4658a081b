"""Inviting by e-mail: a signed link that expires, works once, and names nobody.

Nothing here answers differently for an address that has an account elsewhere: the form, the
letter and the list are the same; only whoever opens the letter learns that she has one.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core import outbox
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.organisations.actors import Actor, actor_of
from portal.organisations.invitation_links import read_token
from portal.organisations.models import Desk, Invitation, Membership, User
from portal.organisations.selectors_members import (
    get_desk,
    get_invitation,
    invitations,
    members,
)
from portal.organisations.services.seats import lock_desk, seat

if TYPE_CHECKING:
    from collections.abc import Mapping

VALID = timedelta(days=7)
BETWEEN_LETTERS = timedelta(minutes=1)
MOST_OPEN = 50
LONGEST_ADDRESS = 254
TOPIC = "invitation"


@transaction.atomic
def invite(*, actor: Acting, desk: str | UUID, email: str, language: str = "") -> Invitation:
    """Invite an address to a desk of the actor's organisation.

    Raises Http404; Invalid for no address, one of a colleague there or one that is invited already;
    NotOpen with too many open invitations. Never says whether an address is known elsewhere.
    """
    place = lock_desk(get_desk(actor, desk))
    address = _address(email)
    _not_yet_here(actor, place, address)
    row = Invitation.objects.create(
        desk=place, email=address, language=_language(language), invited_by_id=actor.user_id,
        sent_at=now(), expires_at=now() + VALID,
    )  # fmt: skip
    record(actor=actor, verb="member.invited", subject=str(row.uuid), detail={"desk": place.pk})
    _post(row)
    return row


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
        MaxLengthValidator(LONGEST_ADDRESS)(address)
    except ValidationError:
        raise Invalid(
            field="email", remedy=_("Write one e-mail address, such as name@agency.example.")
        ) from None
    return address


def _language(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _not_yet_here(actor: Acting, desk: Desk, address: str) -> None:
    if members(actor).filter(user__email=address).exists():
        raise Invalid(
            field="email",
            remedy=_("A colleague of yours has this address. Change their desks instead."),
        )
    waiting = invitations(actor)
    if waiting.filter(desk=desk, email=address).exists():
        raise Invalid(
            field="email",
            remedy=_("This address is invited to this desk already. Send the letter again."),
        )
    if waiting.count() >= MOST_OPEN:
        raise NotOpen(
            _("Fifty invitations are open."), field="email",
            remedy=_("Take back those that nobody uses, then invite again."),
        )  # fmt: skip


def _post(row: Invitation) -> None:
    """The letter goes out after the commit; its address is read when it is sent."""
    outbox.put(
        topic=TOPIC, kind="letter", key=f"invitation:{row.uuid}:{row.serial}",
        payload={"invitation": str(row.uuid), "serial": row.serial},
    )  # fmt: skip


def _locked(actor: Acting, ref: str | UUID) -> Invitation:
    row = get_invitation(actor, ref)
    found = Invitation.objects.select_for_update(of=("self",), no_key=True).filter(
        pk=row.pk, closed_at__isnull=True
    )
    one = found.select_related("desk").first()
    if one is None:
        raise Http404
    return one


@transaction.atomic
def resend(*, actor: Acting, ref: str | UUID) -> Invitation:
    """Send another letter: its link works for seven days from now, every older one is dead.

    Raises Http404, NotOpen within a minute of the last letter.
    """
    row = _locked(actor, ref)
    if now() - row.sent_at < BETWEEN_LETTERS:
        raise NotOpen(_("A letter went out less than a minute ago. Wait, then send it again."))
    row.serial += 1
    row.sent_at, row.expires_at = now(), now() + VALID
    row.save(update_fields=["serial", "sent_at", "expires_at"])
    record(actor=actor, verb="member.invited_again", subject=str(row.uuid))
    _post(row)
    return row


@transaction.atomic
def revoke(*, actor: Acting, ref: str | UUID) -> None:
    """Take an invitation back: its link is dead at once, its address is forgotten."""
    row = _locked(actor, ref)
    close(actor, row, "revoked")


def close(actor: Acting, row: Invitation, why: str, membership: Membership | None = None) -> None:
    """End a locked invitation; the address goes with it."""
    row.closed_at, row.closed_why, row.email, row.membership = now(), why, "", membership
    row.save(update_fields=["closed_at", "closed_why", "email", "membership"])
    record(actor=actor, verb=f"member.invitation_{why}", subject=str(row.uuid))


def open_invitation(token: str, *, lock: bool = False) -> Invitation:
    """The invitation whose newest link this is, while it works; Http404 for any other, alike."""
    told = read_token(token)
    if told is None:
        raise Http404
    rows = Invitation.objects.select_related("desk__organisation__state")
    rows = rows.filter(
        uuid=told[0], serial=told[1], closed_at__isnull=True, expires_at__gt=now(),
        desk__active=True, desk__organisation__active=True,
    )  # fmt: skip
    row = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()
    if row is None:
        raise Http404
    return row


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody without an account says of herself."""

    name: str
    password: str


@transaction.atomic
def accept_as_newcomer(*, token: str, newcomer: Newcomer) -> Membership:
    """Join with a new account. Raises Http404 for a link that does not work (any more), Invalid for
    name or password, NotOpen where the address has an account: whoever holds it signs in with it."""
    lock_desk(open_invitation(token).desk)
    row = open_invitation(token, lock=True)
    if User.objects.filter(email=row.email).exists():
        raise NotOpen(_("You have an account already: sign in with it, then join."))
    user = User(email=row.email, name=newcomer.name.strip(), language=row.language)
    if errors := _errors(user, newcomer):
        raise Invalid(_("Some answers need a change."), errors=errors)
    user.set_password(newcomer.password)
    user.save()
    return _join(row, user)


def _errors(user: User, newcomer: Newcomer) -> "Mapping[str, str]":
    errors = {}
    if not user.name or len(user.name) > 120:
        errors["name"] = _("Write your name, in up to 120 characters.")
    elif any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in user.name):
        errors["name"] = _("Take out the characters that cannot be read.")
    try:
        validate_password(newcomer.password, user)
    except ValidationError as refused:
        errors["password"] = " ".join(str(words) for words in refused.messages)
    return errors


@transaction.atomic
def accept_as_user(*, token: str, user: User) -> Membership:
    """Join with the account one is signed in with; Http404 where the letter went to another address."""
    lock_desk(open_invitation(token).desk)
    row = open_invitation(token, lock=True)
    if not user.is_active or user.email != row.email:
        raise Http404
    return _join(row, user)


def _join(row: Invitation, user: User) -> Membership:
    actor: Actor = actor_of(row.desk, user.pk)
    membership = seat(actor=actor, user=user, desk=row.desk)
    close(actor, row, "accepted", membership)
    return membership
