"""What the exchange keeps goes after its days: the key first, then file and report."""

from django.db import transaction

from portal.audit.services import record
from portal.core.actors import Acting
from portal.deadlines.models import Clock
from portal.deadlines.services import stop
from portal.organisations.actors import CLOCK
from referrals.models import ExportRun, ImportRun
from referrals.services.exchange_files import forget


@transaction.atomic
def discard_import(*, actor: Acting, run: ImportRun, verb: str = "import.discarded") -> None:
    """Destroy an import's file and report. Cases that were made of it stay."""
    _drop(actor, "import", run, verb)


@transaction.atomic
def discard_export(*, actor: Acting, run: ExportRun, verb: str = "export.discarded") -> None:
    """Destroy an export's file."""
    _drop(actor, "export", run, verb)


def _drop(actor: Acting, kind: str, run: ImportRun | ExportRun, verb: str) -> None:
    stop(actor=actor, subject_kind=kind, subject_uuid=run.uuid, outcome=verb.split(".")[1])
    record(actor=actor, verb=verb, subject=str(run.uuid))
    ref = run.uuid
    type(run)._default_manager.filter(pk=run.pk).delete()
    forget(kind, ref)


def clock_struck(sender: object, *, clock: Clock, kind: str, n: int, **_: object) -> None:
    """Receiver of ``deadlines.signals.clock_struck``: seven days are over."""
    if clock.code != "export.expiry" or kind not in ("due", "grace"):
        return
    if clock.subject_kind == "import":
        for run in ImportRun.objects.filter(uuid=clock.subject_uuid):
            discard_import(actor=CLOCK, run=run, verb="import.expired")
    elif clock.subject_kind == "export":
        for made in ExportRun.objects.filter(uuid=clock.subject_uuid):
            discard_export(actor=CLOCK, run=made, verb="export.expired")
