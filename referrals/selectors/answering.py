"""How an organisation answers: its own rate and time, for its own people alone."""

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import Q, QuerySet
from django.http import Http404

from portal.core.actors import Acting
from portal.core.clock import now
from referrals.models import Offer
from referrals.states import OfferState

WINDOW = timedelta(days=90)
NOT_ITS_DOING = (OfferState.TAKEN.value, OfferState.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class Answers:
    """Of the offers of 90 days whose answer was due or given: how many, and how soon.

    ``typical`` is the median time from the offer to its answer; None where none was given.
    """

    asked: int
    answered: int
    in_time: int
    typical: timedelta | None

    @property
    def rate(self) -> int | None:
        """Answered in time, in whole per cent; None where nobody asked: that is no nought."""
        return round(100 * self.in_time / self.asked) if self.asked else None


def how_we_answer(actor: Acting) -> Answers:
    """The organisation's own answers; Http404 for somebody of none.

    Left out: what waits within its time, what was taken back or went to another before an answer.
    """
    if actor.organisation_id is None:
        raise Http404
    rows = list(_counted(actor).values_list("opened_at", "answer_by", "responded_at"))
    times = [answered - opened for opened, _due, answered in rows if answered is not None]
    return Answers(
        asked=len(rows), answered=len(times),
        in_time=sum(1 for _o, due, answered in rows if answered is not None and answered <= due),
        typical=timedelta(seconds=median(t.total_seconds() for t in times)) if times else None,
    )  # fmt: skip


def _counted(actor: Acting) -> QuerySet[Offer]:
    moment = now()
    rows = Offer.objects.filter(
        desk__organisation_id=actor.organisation_id, opened_at__gt=moment - WINDOW
    )
    unanswered = Q(responded_at__isnull=True)
    rows = rows.exclude(unanswered & Q(state__in=NOT_ITS_DOING))
    return rows.exclude(unanswered & Q(answer_by__gt=moment))
