"""The day's last seal goes to oversight: who keeps it can tell a rewritten record."""

from datetime import date
from typing import Any

from django.dispatch import receiver

from portal.audit.signals import day_sealed
from portal.notifications.services.telling import tell
from portal.organisations.models import Desk

LONGEST = 40


@receiver(day_sealed, dispatch_uid="notifications.day_sealed")
def tell_oversight(sender: Any, day: date, number: int, chain: str, **_more: Any) -> None:
    """Tell every oversight desk; the reference is the seal's number and the head of its chain."""
    desks = Desk.objects.filter(role="oversight", active=True, organisation__active=True)
    tell(
        key=f"audit_sealed:{day.isoformat()}",
        kind="audit_sealed",
        to=[{"desk_id": pk} for pk in desks.order_by("pk").values_list("pk", flat=True)],
        reference=f"{number}-{chain}"[:LONGEST],
    )
