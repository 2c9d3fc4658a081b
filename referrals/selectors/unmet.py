"""Needs that were not met, as the coordinator of their State reads them: no person, no receiver."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, Q, QuerySet
from django.http import Http404

from portal.access.matrix import Role
from portal.core.actors import Acting
from portal.core.clock import now
from referrals.models import UnmetNeed
from referrals.reasons import Then

KEYS = ("-at", "-uuid")
WINDOW = timedelta(days=90)
GONE_ON = (Then.OPEN.value, Then.ASKED.value, Then.NOBODY_LEFT.value)


def unmet(actor: Acting) -> QuerySet[UnmetNeed]:
    """Rows of cases in coordination, of the coordinator's own State; Http404 for everybody else.

    An own case tells nothing: its rows are not among these, nor in any count (policy 7).
    """
    if actor.role != Role.COORDINATOR or actor.desk_id is None:
        raise Http404
    rows = UnmetNeed.objects.filter(jurisdiction_id=actor.state_id, in_coordination=True)
    return rows.select_related("region", "jurisdiction")


def day_of(row: UnmetNeed) -> date:
    """The day of a row in its State: an hour would lead to a person."""
    return row.at.astimezone(ZoneInfo(row.jurisdiction.zone)).date()


def unmet_by_need(actor: Acting) -> list[Mapping[str, Any]]:
    """The same rows of the last 90 days, counted by need and region: the most first."""
    rows = unmet(actor).filter(at__gt=now() - WINDOW).order_by()
    counted = rows.values("need", "region__name").annotate(
        all=Count("pk"), open=Count("pk", filter=Q(then__in=GONE_ON)), hours=Avg("hours_waited")
    )
    return list(counted.order_by("-all", "need", "region__name"))
