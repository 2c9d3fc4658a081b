"""A list uploaded on a page: dry run, answers, taking it; forgotten after a week."""

from datetime import timedelta

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from portal.core.clock import now
from portal.core.problems import Invalid, NotOpen
from portal.core.references import read_uuid
from portal.organisations.actors import Actor
from recommendations.models import SourceUpload
from recommendations.services.importing import Outcome, SourceSpec, check, take
from recommendations.services.listing import Options

KEPT = timedelta(days=7)


@transaction.atomic
def receive(
    *, actor: Actor, content: bytes, filename: str, spec: SourceSpec, options: Options
) -> SourceUpload:
    """Keep an uploaded list and its dry run. Raises Invalid: then nothing is kept."""
    if actor.desk_id is None:
        raise Http404
    outcome = check(actor=actor, content=content, filename=filename, spec=spec, options=options)
    SourceUpload.objects.filter(created_at__lt=now() - KEPT).delete()
    return SourceUpload.objects.create(
        desk_id=actor.desk_id, filename=filename[:200], content=content, source=spec.to_dict(),
        options=options.to_dict(), report=outcome.to_dict(),
    )  # fmt: skip


@transaction.atomic
def answer(*, actor: Actor, ref: object, options: Options) -> SourceUpload:
    """Read it again with other answers. Raises Invalid, NotOpen."""
    row = get_upload(actor, ref, lock=True)
    _open(row)
    outcome = check(
        actor=actor, content=bytes(row.content), filename=row.filename, spec=SourceSpec(**row.source),
        options=options,
    )  # fmt: skip
    row.options, row.report = options.to_dict(), outcome.to_dict()
    row.save(update_fields=["options", "report"])
    return row


@transaction.atomic
def take_upload(*, actor: Actor, ref: object, only_good: bool) -> Outcome:
    """Take its rows: all, or only the good ones. Raises Invalid, NotOpen."""
    row = get_upload(actor, ref, lock=True)
    _open(row)
    outcome = take(
        actor=actor, content=bytes(row.content), filename=row.filename, spec=SourceSpec(**row.source),
        options=Options(**row.options), only_good=only_good,
    )  # fmt: skip
    row.report, row.taken_at = outcome.to_dict(), now()
    row.save(update_fields=["report", "taken_at"])
    return outcome


def get_upload(actor: Actor, ref: object, *, lock: bool = False) -> SourceUpload:
    """One of this desk's own uploads. Raises Http404."""
    rows = SourceUpload.objects.filter(desk_id=actor.desk_id or 0, uuid=read_uuid(ref))
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Http404
    return found


def _open(row: SourceUpload) -> None:
    if row.taken_at is not None:
        raise NotOpen(
            _("This list was taken. Upload it again; what has not changed stays as it is.")
        )
    if not row.content:
        raise Invalid(field="file", remedy=_("Choose the list again."))
