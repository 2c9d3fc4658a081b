"""Evidence of a submission: files cleaned and sealed, links that lead somewhere, live figures."""

import hashlib
from collections.abc import Iterator

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.core.api import stale
from portal.core.clock import now
from portal.core.problems import Invalid
from portal.core.references import read_uuid
from portal.organisations.actors import Actor
from portal.sealing.files import Cabinet
from portal.sealing.services import new_key
from recommendations.models import Evidence, Submission
from recommendations.rules.access import Thing, may
from recommendations.rules.evidence import FIGURES, MOST, EvidenceKind, address_leads_somewhere
from recommendations.rules.stages import after
from recommendations.rules.submitting import text_refused
from recommendations.selectors.implementation import VOICE_OF, get_submission
from recommendations.services.cleaning import cleaned
from recommendations.services.refusing import not_open, remedy

CABINET, KIND = Cabinet("register"), "evidence"
LONGEST_TITLE = 200


@transaction.atomic
def add_link(*, actor: Actor, ref: object, version: int, title: str, address: str) -> Evidence:
    """An address that proves it. Raises Invalid for one that leads nowhere."""
    row = _writing(actor, ref, version)
    address = address.strip()
    if len(address) > 500 or not address_leads_somewhere(address):
        raise Invalid(
            field="address", remedy=_("Give a full address, such as https://example.org/report.")
        )
    return _add(
        actor, row, Evidence(kind=EvidenceKind.LINK.value, title=_title(title), address=address)
    )


@transaction.atomic
def add_figure(*, actor: Actor, ref: object, version: int, figure: str) -> Evidence:
    """A live figure of the portal's statistics, by its code."""
    row = _writing(actor, ref, version)
    if figure not in FIGURES:
        raise Invalid(field="figure", remedy=_("Choose one of the figures offered."))
    title = FIGURES[figure]
    return _add(actor, row, Evidence(kind=EvidenceKind.FIGURE.value, title=title, figure=figure))


@transaction.atomic
def add_file(*, actor: Actor, ref: object, version: int, title: str, content: bytes) -> Evidence:
    """A file: cleaned, sealed on the storage; its hash says that what lies there is what was kept."""
    row = _writing(actor, ref, version)
    clean = cleaned(content)
    found = Evidence(
        kind=EvidenceKind.FILE.value, title=_title(title), content_type=clean.content_type,
        size=len(clean.content), sha256=hashlib.sha256(clean.content).hexdigest(),
    )  # fmt: skip
    new_key(KIND, found.uuid)
    CABINET.keep(KIND, found.uuid, [clean.content])
    return _add(actor, row, found)


@transaction.atomic
def drop(*, actor: Actor, ref: object, version: int, evidence: object) -> Submission:
    """Take a piece of evidence out of a draft; its file is destroyed once this has committed."""
    row = _writing(actor, ref, version)
    found = row.evidence.filter(uuid=read_uuid(evidence)).first()
    if found is None:
        raise Http404
    uuid, kind = found.uuid, found.kind
    if found.published:  # carried over from an earlier edition
        raise not_open(row.stage)
    found.delete()
    if kind == EvidenceKind.FILE:
        transaction.on_commit(lambda: CABINET.forget(KIND, uuid))
    record(actor=actor, verb="register.evidence_dropped", subject=str(row.uuid))
    return _touched(row)


def content_of(evidence: Evidence) -> Iterator[bytes]:
    """The clear pieces of a file; ask ``selectors.evidence_of`` first who may read it."""
    return CABINET.pieces_of(KIND, evidence.uuid)


def _writing(actor: Actor, ref: object, version: int) -> Submission:
    """The submission, locked, which this actor may still write to."""
    seen = get_submission(actor, ref)
    rows = Submission.objects.select_for_update(of=("self",)).select_related("implementation")
    row = rows.get(pk=seen.pk)
    one = row.implementation
    if row.organisation_id != actor.organisation_id or not may(
        VOICE_OF[row.voice][0], actor, Thing(one.state_id, one.organisation_id)
    ):
        raise Http404
    if row.version != version:
        raise stale()
    if after("save", row.stage) is None:
        raise not_open(row.stage)
    return row


def _add(actor: Actor, row: Submission, found: Evidence) -> Evidence:
    if row.evidence.count() >= MOST:
        raise Invalid(
            field="evidence", remedy=_("At most %(n)d pieces. Take one out first.") % {"n": MOST}
        )
    found.submission = row
    found.save(force_insert=True)
    detail = {"kind": found.kind}
    record(actor=actor, verb="register.evidence_added", subject=str(row.uuid), detail=detail)
    _touched(row)
    return found


def _touched(row: Submission) -> Submission:
    row.version, row.changed_at = row.version + 1, now()
    row.save(update_fields=["version", "changed_at"])
    return row


def _title(text: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid(field="title", remedy=_("Say what this is, in a few words."))
    if wrong := text_refused(text, longest=LONGEST_TITLE):
        raise Invalid(field="title", remedy=remedy(wrong, longest=LONGEST_TITLE))
    return text
