"""Long work of the exchange. A task carries a uuid only, and may be repeated at any point."""

from datetime import timedelta
from typing import Any

import structlog
from django.db.models import Q

from portal.core.clock import now
from portal.core.problems import NotOpen
from portal.core.tasks import task
from portal.organisations.actors import Actor, actor_of
from referrals.models import ExportRun, ExportState, ImportRun, ImportState

log = structlog.get_logger(__name__)
LONGEST: dict[str, Any] = {"soft_time_limit": 840, "time_limit": 870}


def actor_for(run: ImportRun | ExportRun) -> Actor:
    """Who asked, at the desk where she asked: with today's rights."""
    return actor_of(run.desk, run.user_id)


@task(**LONGEST)
def work_on_import(ref: str) -> None:
    """Check a list, or take its rows, whichever it waits for."""
    from referrals.services.exchange import check, take_rows

    run = ImportRun.objects.select_related("desk__organisation").filter(uuid=ref).first()
    if run is None:
        return
    try:
        if run.state == ImportState.CHECKING:
            check(actor=actor_for(run), run=run)
        elif run.state == ImportState.IMPORTING:
            take_rows(actor=actor_for(run), run=run)
    except NotOpen as stopped:
        log.info("exchange.stopped", error=stopped.code)


@task(**LONGEST)
def work_on_export(ref: str) -> None:
    """Write the file of an export."""
    from referrals.services.exchange import make

    run = ExportRun.objects.select_related("desk__organisation").filter(uuid=ref).first()
    if run is not None:
        make(actor=actor_for(run), run=run)


@task
def resume_exchange() -> None:
    """Hand out again what was asked for and lies still: a lost message, a killed worker."""
    before = now() - timedelta(seconds=30)
    going = Q(state=ImportState.CHECKING) | Q(state=ImportState.IMPORTING)
    for run in ImportRun.objects.filter(going, created_at__lt=before)[:50]:
        work_on_import.delay(str(run.uuid))
    for made in ExportRun.objects.filter(state=ExportState.MAKING, created_at__lt=before)[:50]:
        work_on_export.delay(str(made.uuid))


def hand_out(work: object, ref: str) -> None:
    """Wake a worker; without a broker the sweep finds the run."""
    try:
        work.apply_async(args=[ref], retry=False)  # type: ignore[attr-defined]
    except Exception as error:
        log.info("exchange.not_handed_out", error=type(error).__name__)
