"""Beat's part: ask the database what is due."""

from portal.core.tasks import task
from portal.deadlines import services


@task
def strike() -> int:
    """Strike what is due; every 15 seconds or so."""
    return services.strike_due()
