"""What is being typed is on the server before she looks away: sealed, versioned, expiring."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cases.services.opening import may_open
from portal.audit.services import record
from portal.core.actors import Acting
from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen, Stale
from portal.deadlines.services import start, stop
from portal.notifications.services import tell
from portal.organisations.models import Desk
from portal.sealing.documents import seal, unseal
from portal.sealing.services import destroy_key, new_key, open_key
from referrals import selectors
from referrals.models import Draft

TABLE = "referrals_draft"
LARGEST = 200_000


def begin_clock(actor: Acting, draft: Draft) -> None:
    """Untouched for the State's number of days, a draft goes; the rule is data (draft.expiry)."""
    desk = Desk.objects.select_related("organisation__state").get(pk=draft.desk_id)
    stop(
        actor=actor,
        subject_kind="draft",
        subject_uuid=draft.uuid,
        code="draft.expiry",
        outcome="touched",
    )
    start(
        actor=actor, code="draft.expiry", state=desk.organisation.state, subject_kind="draft",
        subject_uuid=draft.uuid, owner_desk_id=draft.desk_id, at=draft.touched_at,
    )  # fmt: skip


def _seal(draft: Draft, content: dict[str, Any]) -> None:
    draft.sealed = seal(
        key=open_key("draft", draft.uuid), table=TABLE, case_id=0, record=draft.uuid,
        version=draft.version, document=content,
    )  # fmt: skip


def content_of(draft: Draft) -> dict[str, Any]:
    """What was typed so far."""
    return unseal(
        key=open_key("draft", draft.uuid), table=TABLE, case_id=0, record=draft.uuid,
        version=draft.version, sealed=draft.sealed,
    )  # fmt: skip


@transaction.atomic
def begin_draft(*, actor: Acting, content: dict[str, Any] | None = None) -> Draft:
    """Begin a screening at the actor's desk. Raises NotOpen where the desk may not screen."""
    if actor.desk_id is None or not may_open(actor):
        raise NotOpen(_("Your desk does not screen here."))
    draft = Draft(desk_id=actor.desk_id, author_id=actor.user_id, touched_at=now())
    new_key("draft", draft.uuid)
    _seal(draft, content or {})
    draft.save()
    record(actor=actor, verb="draft.begun", subject=str(draft.uuid))
    begin_clock(actor, draft)
    return draft


@transaction.atomic
def save_draft(*, actor: Acting, ref: str | UUID, content: dict[str, Any], version: int) -> Draft:
    """Keep what was typed. Raises Http404, Stale with the other text, Invalid where it is too much."""
    draft = selectors.get_draft(actor, ref)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if len(repr(content)) > LARGEST:
        raise Invalid(
            field="account", remedy=_("This is too long to keep. Shorten the longest text.")
        )
    if draft.version != version:
        raise Stale(
            _("A colleague saved this draft after you opened it."), field="version",
            remedy=_("Compare both texts, keep what is right, save again."),
            theirs=content_of(draft), version=draft.version,
        )  # fmt: skip
    draft.version += 1
    draft.touched_at = now()
    _seal(draft, content)
    draft.save()
    return draft


@transaction.atomic
def discard_draft(*, actor: Acting, ref: str | UUID, version: int | None = None) -> None:
    """Delete a draft with its personal data; the record keeps that it was, not what it said.

    Raises Http404; Stale with the other text where a colleague saved after ``version``.
    """
    draft = selectors.get_draft(actor, ref)
    if version is not None and draft.version != version:
        raise Stale(
            _("A colleague saved this draft after you opened it."), field="version",
            remedy=_("Read it again, then discard it."),
        )  # fmt: skip
    drop(actor, draft, "draft.discarded")


def drop(actor: Acting, draft: Draft, verb: str) -> None:
    """Destroy the draft's key, then the row."""
    stop(
        actor=actor,
        subject_kind="draft",
        subject_uuid=draft.uuid,
        code="draft.expiry",
        outcome=verb.split(".")[1],
    )
    destroy_key("draft", draft.uuid)
    record(actor=actor, verb=verb, subject=str(draft.uuid))
    Draft.objects.filter(pk=draft.pk).delete()


def warn(draft: Draft) -> None:
    """Three days before it goes."""
    tell(
        key=f"draft:{draft.uuid}:{draft.version}:expiring", kind="draft_expiring",
        to=[{"desk_id": draft.desk_id, "user_id": draft.author_id}], link=f"/screening/{draft.uuid}/",
        subject_kind="draft", subject_uuid=draft.uuid,
    )  # fmt: skip


def expire(draft: Draft) -> None:
    """Its days are over: as discard, by the clock."""
    from portal.organisations.actors import CLOCK

    drop(CLOCK, draft, "draft.expired")
