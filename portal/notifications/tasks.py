"""Beat's part of notifications."""

from portal.core.tasks import task
from portal.notifications import services


@task
def send_mail() -> int:
    """Send e-mails that are due; every 10 seconds or so."""
    return services.send_due_mail()


@task
def tidy() -> int:
    """Let go of notices older than 90 days; once a day."""
    return services.tidy()
