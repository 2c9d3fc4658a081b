"""Sessions that have ended, and browsers that nobody used for long, are forgotten."""

from datetime import timedelta

from portal.core.clock import now
from portal.core.tasks import task
from portal.sign_in.models import Device, Session

DEVICES_KEPT = timedelta(days=400)


@task
def tidy() -> None:
    """Once a day; repeatable."""
    Session.objects.filter(expire_date__lt=now()).delete()
    Device.objects.filter(last_at__lt=now() - DEVICES_KEPT).delete()
