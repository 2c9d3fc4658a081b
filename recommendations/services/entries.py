"""Writing, sending, returning, publishing and withdrawing entries of every kind: one door for all.

Two steps as everywhere in the register: a focal point writes, a validator publishes. Kinds whose
writer answers alone (an assessment of a standard, a good practice) are public by her own word.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.api import stale
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.organisations.actors import Actor
from portal.organisations.models import State
from recommendations.models import Entry, EntryEdition
from recommendations.rules.entries.kinds import Document, EntryKind, read
from recommendations.rules.stages import Stage, after
from recommendations.selectors.entries import get_entry, kind_of, known_for
from recommendations.selectors.implementation import own_state
from recommendations.selectors.reach import ask
from recommendations.services.entry_words import refuse_entry
from recommendations.services.refusing import not_open
from recommendations.services.submitting import reason_given

CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,38}[A-Za-z0-9])?")


@transaction.atomic
def save(
    *,
    actor: Actor,
    kind: EntryKind,
    raw: Mapping[str, Any],
    code: str = "",
    ref: object = None,
    version: int | None = None,
) -> Entry:
    """Keep a draft: a new entry, or with ``ref`` and ``version`` a change to one.

    What is published stays as it is until the change is published too. Raises Invalid, Stale,
    NotOpen; Http404 for who may not write this kind.
    """
    state = may_write(actor, kind)
    document, faults = read(kind, raw, known_for(kind, state))
    refuse_entry(kind, faults)
    if ref is not None:
        return _change(actor, kind, document, ref, version)
    _lock(state)
    row = Entry(
        kind=kind.code, code=free_code(kind, state, code), state=state, version=0,
        organisation_id=int(actor.organisation_id or 0),
    )  # fmt: skip
    return keep(actor, row, document)


def may_write(actor: Actor, kind: EntryKind) -> State:
    """The State in which this actor writes entries of a kind. Raises Http404."""
    state = own_state(actor)
    if actor.organisation_id is None or actor.desk_id is None:
        raise Http404
    ask(kind.write, actor, state_id=state.pk, organisation_id=actor.organisation_id)
    return state


def _lock(state: State) -> None:
    """Two who add at once wait for each other, so that a free code stays free."""
    State.objects.select_for_update(of=("self",)).get(pk=state.pk)


def free_code(kind: EntryKind, state: State, wanted: str) -> str:
    """The code that was asked for, or the next free number. Raises Invalid."""
    rows = Entry.objects.filter(state=state, kind=kind.code)
    if wanted:
        if not CODE.fullmatch(wanted):
            raise Invalid(field="code", remedy=_("Use up to 40 letters, digits, dots and dashes."))
        if rows.filter(code=wanted).exists():
            raise Invalid(field="code", remedy=_("There is one of this code. Choose another."))
        return wanted
    taken = set(rows.values_list("code", flat=True))
    number = len(taken) + 1
    while f"{kind.prefix}-{number}" in taken:
        number += 1
    return f"{kind.prefix}-{number}"


def _change(
    actor: Actor, kind: EntryKind, document: Document, ref: object, version: int | None
) -> Entry:
    row = _locked(actor, ref, version, document)
    if row.kind != kind.code:
        raise Http404
    ask(kind.write, actor, state_id=row.state_id, organisation_id=row.organisation_id)
    if row.stage != Stage.PUBLISHED and after("save", row.stage) is None:
        raise not_open(row.stage)
    return keep(actor, row, document)


def keep(actor: Actor, row: Entry, document: Document) -> Entry:
    """Write a draft down. Within the caller's transaction."""
    row.document, row.stage, row.changed_at = document, Stage.DRAFT.value, now()
    row.desk_id, row.written_by = int(actor.desk_id or 0), actor.user_id
    row.version += 1
    row.save()
    record(
        actor=actor, verb="register.entry_saved", subject=str(row.uuid), detail={"kind": row.kind}
    )
    return row


@transaction.atomic
def submit(*, actor: Actor, ref: object, version: int) -> Entry:
    """Send it to be published; where the writer's own word publishes, it is public now."""
    row = _locked(actor, ref, version)
    kind = kind_of(row.kind)
    ask(kind.write, actor, state_id=row.state_id, organisation_id=row.organisation_id)
    if after("submit", row.stage) is None:
        raise not_open(row.stage)
    return sent(actor, row)


def sent(actor: Actor, row: Entry) -> Entry:
    """The step itself. Within the caller's transaction."""
    row.returned_because = ""
    _step(actor, row, Stage.SUBMITTED)
    if kind_of(row.kind).at_once:
        _publish(actor, row, row.document)
    return row


@transaction.atomic
def publish(*, actor: Actor, ref: object, version: int) -> EntryEdition:
    """Publish what was sent: the next edition, which nobody changes any more."""
    row = _locked(actor, ref, version)
    _may_publish(actor, row)
    if after("publish", row.stage) is None:
        raise not_open(row.stage)
    return _publish(actor, row, row.document)


@transaction.atomic
def send_back(*, actor: Actor, ref: object, version: int, reason: str) -> Entry:
    """Return it with a reason: it is open to its writers again."""
    row = _locked(actor, ref, version)
    _may_publish(actor, row)
    if after("return", row.stage) is None:
        raise not_open(row.stage)
    row.returned_because = reason_given(reason)
    _step(actor, row, Stage.RETURNED)
    return row


@transaction.atomic
def withdraw(*, actor: Actor, ref: object, version: int) -> EntryEdition:
    """Take a published entry out from now on. What was published stays readable in its history."""
    row = _locked(actor, ref, version)
    kind = kind_of(row.kind)
    ask(kind.publish, actor, state_id=row.state_id, organisation_id=row.organisation_id)
    last = row.editions.order_by("-edition").first()
    if row.stage != Stage.PUBLISHED or last is None or last.withdrawn:
        raise not_open(row.stage)
    return _publish(actor, row, last.document, withdrawn=True)


def _publish(
    actor: Actor, row: Entry, document: Document, *, withdrawn: bool = False
) -> EntryEdition:
    edition = row.editions.order_by("-edition").values_list("edition", flat=True).first() or 0
    found = EntryEdition.objects.create(
        entry=row, edition=edition + 1, document=document, withdrawn=withdrawn, published_at=now()
    )
    _step(actor, row, Stage.PUBLISHED)
    return found


def _step(actor: Actor, row: Entry, stage: Stage) -> None:
    row.stage, row.version, row.changed_at = stage.value, row.version + 1, now()
    row.save(update_fields=["stage", "version", "changed_at", "returned_because"])
    detail = {"kind": row.kind}
    record(actor=actor, verb=f"register.entry_{row.stage}", subject=str(row.uuid), detail=detail)


def _locked(actor: Actor, ref: object, version: int | None, typed: Any = None) -> Entry:
    seen = get_entry(actor, ref)
    row = Entry.objects.select_for_update(of=("self",)).select_related("state").get(pk=seen.pk)
    if row.version != version:
        raise stale(theirs=row.document if typed is not None else None)
    return row


def _may_publish(actor: Actor, row: Entry) -> None:
    ask(
        kind_of(row.kind).publish, actor, state_id=row.state_id, organisation_id=row.organisation_id
    )  # fmt: skip
    if row.written_by == actor.user_id:
        raise Invalid(
            _("Somebody else publishes what you wrote."),
            field="reason", remedy=_("Ask a colleague of yours who validates."),
        )  # fmt: skip
