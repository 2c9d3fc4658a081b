"""The way onward, for the desk where she is: its hand-over and its own moves, and nobody's name."""

from uuid import UUID

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from cases.models import Case
from portal.access import grants
from portal.core.actors import Acting
from portal.core.references import read_uuid
from referrals.models import Offer, Referral, ReferralCase
from referrals.selectors.visible import PLACE, carried_walled
from referrals.selectors.where import stays
from referrals.states import OfferState, ReferralState

ON_THE_WAY = (ReferralState.ACCEPTED, ReferralState.HANDED_OVER, ReferralState.MISSING)


def onward(actor: Acting) -> QuerySet[Referral]:
    """Journeys of those who are at the actor's desk, while it holds the envelope: accepted ones, and
    those of which a place is held, so that she can be asked.

    Whether others are asked, and for what, is not told.
    """
    if actor.desk_id is None:
        return Referral.objects.none()
    house = Subquery(stays().filter(case=OuterRef("case")).values("desk_id")[:1])
    here = (
        grants.visible(ReferralCase.objects.filter(referral=OuterRef("pk")), actor, case="case_id")
        .annotate(at=Coalesce(house, F("case__reporter_desk_id"), output_field=BigIntegerField()))
        .filter(at=actor.desk_id)
    )
    chooses = Offer.objects.filter(referral=OuterRef("pk"), state=OfferState.HELD.value)
    moving = Q(state__in=[s.value for s in ON_THE_WAY])
    moving |= Q(Exists(chooses), state=ReferralState.SENT.value)
    rows = Referral.objects.filter(
        moving, ~carried_walled(actor, "pk"), Exists(here), purpose__in=PLACE
    )
    return rows.prefetch_related("carried__case")


def get_onward(actor: Acting, ref: str | UUID) -> Referral:
    """One journey of a person who is here, or Http404."""
    try:
        return onward(actor).get(uuid=read_uuid(ref))
    except Referral.DoesNotExist:
        raise Http404 from None


def onward_of(actor: Acting, case: Case) -> list[Referral]:
    """The journeys of one person who is here."""
    return list(onward(actor).filter(carried__case=case).order_by("-sent_at", "-pk"))
