"""Beat's part of machines."""

from portal.core.tasks import task
from portal.machines import services


@task
def send_webhooks() -> int:
    """Send messages that are due; every ten seconds, and when one was queued."""
    return services.send_due()


@task
def tidy() -> None:
    """Let go of tokens that ended and of old lines of the log; once a day."""
    services.forget_tokens()
    services.forget_deliveries()
