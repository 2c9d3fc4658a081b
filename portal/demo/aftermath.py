"""What the invented past leaves behind: notices at their own time, old ones read, no flood of letters."""

from datetime import timedelta

from portal.core import outbox
from portal.core.clock import at, now
from portal.core.models import OutboxRow
from portal.notifications.models import MailDelivery, Notice

READ_AFTER = timedelta(days=2)
LETTERS_FOR = timedelta(hours=3)


def deliver_in_its_time() -> int:
    """Deliver what the stories put into the outbox, each row at the moment it was written.

    Letters of long ago are not sent, and what is older than two days counts as read.
    """
    delivered = 0
    moments = OutboxRow.objects.filter(done_at__isnull=True).order_by("not_before", "id")
    for moment in list(moments.values_list("not_before", flat=True)):
        with at(moment):
            delivered += outbox.deliver(limit=50)
    MailDelivery.objects.filter(notice__created_at__lt=now() - LETTERS_FOR).delete()
    old = Notice.objects.filter(created_at__lt=now() - READ_AFTER, read_at__isnull=True)
    old.update(read_at=now())
    return delivered
