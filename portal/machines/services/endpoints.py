"""An administrator registers where a desk's events are sent, changes it, its secret, replays, ends it."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.api import stale
from portal.core.clock import now
from portal.core.outbox import wake_on_commit
from portal.core.problems import Invalid, NotOpen
from portal.machines.addresses import Refused
from portal.machines.models import DROPPED, QUEUED, STOPPED, WAITING, Delivery, Endpoint
from portal.machines.outgoing import checked
from portal.machines.selectors import get_delivery, get_endpoint
from portal.machines.signing import new_webhook_secret
from portal.notifications.kinds import KINDS
from portal.organisations.selectors_members import get_desk
from portal.sealing.documents import seal, unseal
from portal.sealing.services import new_key, open_key

OVERLAP = timedelta(hours=24)
MOST = 10
SUBJECT, TABLE = "webhook", "machines_endpoint.secret"
TEST = "webhook_test"
SEND = "portal.machines.tasks.send_webhooks"


def secrets_of(endpoint: Endpoint, moment: datetime) -> list[str]:
    """The secrets that sign now: the running one, and the one before while both are good."""
    held = _held(endpoint)
    until = parse_datetime(held["before_until"]) if held.get("before_until") else None
    return [held["secret"], *([held["before"]] if until and until > moment else [])]


@transaction.atomic
def register(
    *, actor: Acting, desk: UUID | str, url: str, kinds: Collection[str] = ()
) -> tuple[Endpoint, str]:
    """A new webhook of one desk, and its signing secret. No kinds: every kind.

    Raises Http404 where the desk is not one of the actor's organisation (or she does not administer
    it), Invalid naming the field.
    """
    found = get_desk(actor, desk)
    if Endpoint.objects.filter(desk=found, removed_at__isnull=True).count() >= MOST:
        raise Invalid(field="desk", remedy=_("A desk has 10 webhooks at most: remove one first."))
    endpoint = Endpoint(desk=found, url=_callable(url), kinds=_known(kinds), uuid=uuid4())
    secret = new_webhook_secret()
    new_key(SUBJECT, endpoint.uuid)
    _keep(endpoint, {"secret": secret})
    endpoint.save(force_insert=True)
    _note(actor, endpoint, "webhook.registered")
    return endpoint, secret


@transaction.atomic
def change(
    *, actor: Acting, ref: UUID | str, version: int, url: str, kinds: Collection[str], active: bool
) -> Endpoint:
    """Change address and kinds, switch it off or on again. Raises Http404, Stale, Invalid."""
    endpoint = _at(version, _locked(actor, ref))
    endpoint.url, endpoint.kinds = _callable(url), _known(kinds)
    if active and not endpoint.active:
        endpoint.stopped_why, endpoint.stopped_at, endpoint.failing_since = "", None, None
    if endpoint.active and not active:
        stop(endpoint, "switched_off")
    endpoint.active = active
    endpoint.version += 1
    endpoint.save()
    _note(actor, endpoint, "webhook.changed", {"active": active})
    return endpoint


@transaction.atomic
def rotate(*, actor: Acting, ref: UUID | str) -> tuple[Endpoint, str]:
    """A new signing secret; for 24 hours the one before signs beside it. Raises Http404."""
    endpoint = _locked(actor, ref)
    before, secret = _held(endpoint)["secret"], new_webhook_secret()
    until = (now() + OVERLAP).isoformat()
    endpoint.secret_version += 1
    _keep(endpoint, {"secret": secret, "before": before, "before_until": until})
    endpoint.version += 1
    endpoint.save()
    _note(actor, endpoint, "webhook.rotated")
    return endpoint, secret


@transaction.atomic
def remove(*, actor: Acting, ref: UUID | str, version: int) -> None:
    """Take a webhook away; what waits is stopped. Its log stays for the time of logs.

    Raises Http404, Stale.
    """
    endpoint = _at(version, _locked(actor, ref))
    stop(endpoint, "removed")
    endpoint.removed_at, endpoint.active = now(), False
    endpoint.save()
    _note(actor, endpoint, "webhook.removed")


@transaction.atomic
def test(*, actor: Acting, ref: UUID | str) -> Delivery:
    """Send a message that means nothing, to see whether it arrives. Raises Http404, NotOpen."""
    endpoint = _locked(actor, ref)
    if not endpoint.active:
        raise NotOpen(_("This webhook is switched off: switch it on first."))
    delivery = queue(endpoint, key=f"test:{uuid4()}", kind=TEST)
    wake_on_commit(SEND)
    _note(actor, endpoint, "webhook.tested")
    return delivery


@transaction.atomic
def replay(*, actor: Acting, ref: UUID | str, delivery: UUID | str) -> Delivery:
    """Send a message again, under the same id. Raises Http404, NotOpen where it still waits, or may
    not be told any more, or the webhook is off."""
    endpoint = _locked(actor, ref)
    found = get_delivery(actor, endpoint.uuid, delivery)
    row = Delivery.objects.select_for_update().get(pk=found.pk)
    if not endpoint.active:
        raise NotOpen(_("This webhook is switched off: switch it on first."))
    if row.state in WAITING:
        raise NotOpen(_("It is on its way already."))
    if row.state == DROPPED:
        raise NotOpen(_("The desk may not see this any more: it is not told."))
    row.state, row.next_at, row.finished_at, row.since = QUEUED, now(), None, now()
    row.attempts = 0
    row.save()
    wake_on_commit(SEND)
    _note(actor, endpoint, "webhook.replayed", {"sequence": row.sequence})
    return row


def queue(endpoint: Endpoint, *, key: str, kind: str, **about: Any) -> Delivery:
    """One more message for an endpoint that the caller has locked: the next number of its own."""
    endpoint.sequence += 1
    endpoint.save(update_fields=["sequence"])
    moment = now()
    return Delivery.objects.create(
        endpoint=endpoint, sequence=endpoint.sequence, key=key, kind=kind, created_at=moment,
        since=moment, next_at=moment, **about,
    )  # fmt: skip


def stop(endpoint: Endpoint, why: str) -> None:
    """Switch a locked endpoint off, and stop what waits for it; the caller saves it."""
    endpoint.active, endpoint.stopped_why, endpoint.stopped_at = False, why, now()
    waiting = Delivery.objects.filter(endpoint=endpoint, state__in=WAITING)
    waiting.update(state=STOPPED, next_at=None, finished_at=now())


def _locked(actor: Acting, ref: UUID | str) -> Endpoint:
    found = get_endpoint(actor, ref)
    return Endpoint.objects.select_for_update().get(pk=found.pk)


def _at(version: int, endpoint: Endpoint) -> Endpoint:
    if endpoint.version != version:
        raise stale()
    return endpoint


def _known(kinds: Collection[str]) -> list[str]:
    if set(kinds) - set(KINDS):
        raise Invalid(field="kinds", remedy=_("Choose from the listed kinds."))
    return [code for code in KINDS if code in set(kinds)]


def _callable(url: str) -> str:
    words = {
        "form": _("Give a whole address: https, a name, no password, nothing behind a #."),
        "scheme": _("Only https is called."),
        "port": _("Only the usual port of https (443) is called."),
        "inside": _("This address leads inside a network, not out into the world."),
        "unknown": _("This name leads nowhere now: check its spelling."),
    }
    try:
        checked(url)
    except Refused as refused:
        raise Invalid(field="url", remedy=words[refused.code]) from None
    return url


def _held(endpoint: Endpoint) -> dict[str, Any]:
    return unseal(
        key=open_key(SUBJECT, endpoint.uuid), table=TABLE, case_id=0, record=endpoint.uuid,
        version=endpoint.secret_version, sealed=endpoint.sealed_secret,
    )  # fmt: skip


def _keep(endpoint: Endpoint, document: dict[str, Any]) -> None:
    endpoint.sealed_secret = seal(
        key=open_key(SUBJECT, endpoint.uuid), table=TABLE, case_id=0, record=endpoint.uuid,
        version=endpoint.secret_version, document=document,
    )  # fmt: skip


def _note(
    actor: Acting, endpoint: Endpoint, verb: str, detail: dict[str, Any] | None = None
) -> None:
    record(actor=actor, verb=verb, subject=str(endpoint.uuid), detail=detail)
