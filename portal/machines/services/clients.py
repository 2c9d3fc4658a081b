"""An administrator makes a client for a desk of her organisation, changes its secret, ends it.

A secret is shown once, by the call that made it; what stays is its hash.
"""

import secrets
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.models import get_access_token_model

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.machines.models import MachineClient, new_client_id
from portal.machines.scopes import SCOPES
from portal.machines.selectors import get_client
from portal.organisations.selectors_members import get_desk

OVERLAP = timedelta(hours=24)
LONGEST = timedelta(days=731)
USUAL_DAYS = 365
LONGEST_NAME = 80


def new_secret() -> str:
    """256 random bits, in letters that need no quoting."""
    return f"ccs_{secrets.token_urlsafe(32)}"


@transaction.atomic
def create_client(
    *, actor: Acting, desk: UUID | str, name: str, scopes: Collection[str], days: int = USUAL_DAYS
) -> tuple[MachineClient, str]:
    """A new client of one desk, and its secret, which nobody can read again.

    Raises Http404 where the desk is not one of the actor's organisation (or she does not administer
    it), Invalid naming the field.
    """
    found = get_desk(actor, desk)
    if not name.strip() or len(name) > LONGEST_NAME or "\x00" in name:
        raise Invalid(field="name", remedy=_("Name the system in 1 to 80 characters."))
    wrong = sorted(set(scopes) - set(SCOPES))
    if wrong or not scopes:
        raise Invalid(field="scopes", remedy=_("Choose what it may do: at least one of the list."))
    if not 1 <= days <= LONGEST.days:
        raise Invalid(field="days", remedy=_("Choose from 1 to 731 days."))
    secret, moment = new_secret(), now()
    client = MachineClient.objects.create(
        desk=found, name=name.strip(), client_id=new_client_id(), client_secret=secret,
        client_type=MachineClient.CLIENT_CONFIDENTIAL, secret_at=moment, made_by_id=actor.user_id,
        authorization_grant_type=MachineClient.GRANT_CLIENT_CREDENTIALS,
        scopes=[code for code in SCOPES if code in set(scopes)], expires_at=moment + timedelta(days=days),
    )  # fmt: skip
    _note(actor, client, "machine.created", {"scopes": client.scopes, "days": days})
    return client, secret


@transaction.atomic
def rotate_secret(
    *, actor: Acting, ref: UUID | str, at_once: bool = False
) -> tuple[MachineClient, str]:
    """A new secret; the one before stays good for 24 hours, or (``at_once``) ends now.

    Raises Http404, NotOpen for a client that has ended.
    """
    client = _locked(actor, ref)
    if not client.runs(now()):
        raise NotOpen(_("This client has ended: make a new one."))
    secret = new_secret()
    kept = "" if at_once else client.client_secret
    client.old_secret, client.old_secret_until = kept, now() + OVERLAP if kept else None
    client.client_secret, client.secret_at = secret, now()
    client.save()
    if at_once:
        _end_tokens(client)
    _note(actor, client, "machine.rotated", {"at_once": at_once})
    return client, secret


@transaction.atomic
def revoke_client(*, actor: Acting, ref: UUID | str) -> MachineClient:
    """End a client for good, with every token it holds. Repeated, it does nothing more."""
    client = _locked(actor, ref)
    if client.revoked_at is None:
        client.revoked_at, client.old_secret = now(), ""
        client.save(update_fields=["revoked_at", "old_secret"])
        _end_tokens(client)
        _note(actor, client, "machine.revoked", {})
    return client


def _locked(actor: Acting, ref: UUID | str) -> MachineClient:
    found = get_client(actor, ref)
    rows = MachineClient.objects.select_related("desk__organisation")
    return rows.select_for_update(of=("self",)).get(pk=found.pk)


def _end_tokens(client: MachineClient) -> None:
    get_access_token_model().objects.filter(application=client).delete()


def _note(actor: Acting, client: MachineClient, verb: str, detail: dict[str, object]) -> None:
    record(
        actor=actor, verb=verb, subject=str(client.uuid),
        detail={"of": client.client_id, **detail},
    )  # fmt: skip


def forget_tokens() -> int:
    """Delete tokens that ended a day ago; returns how many."""
    old = get_access_token_model().objects.filter(expires__lt=now() - timedelta(days=1))
    return int(old.delete()[0])
