"""Sealing, by the clock."""

import structlog

from portal.audit.sealer import seal_due
from portal.core.tasks import task

log = structlog.get_logger(__name__)


@task
def seal_minute() -> int:
    """Each minute: seal what was written. Repeatable, and harmless when run twice at once."""
    sealed = seal_due()
    if sealed.rows:
        log.info("audit.sealed", seals=sealed.seals, rows=sealed.rows)
    return sealed.rows
