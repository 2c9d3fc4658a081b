"""What a receiver sees before answering: the fields of preview.csv for its purpose, nothing else.

Everything comes from the offer, its referral and the codes of the carried cases. No sealed text
is opened here, no case reference is read, and a receiver who answered sees nothing of it any more.
"""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from cases.models import Placement
from cases.models.places import HERS
from portal.access.preview import fields_for
from portal.core.actors import Acting
from referrals import preview_facts
from referrals.models import Offer, ReferralCase
from referrals.preview_facts import READ, Fact, Shown
from referrals.states import LIVE_OFFERS, OfferState, ReferralState


def with_persons(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Offers with what their previews need, in a fixed number of queries."""
    rows = offers.select_related(
        "claimed_by",
        "desk__organisation",
        "desk__profile",
        "referral__region",
        "referral__sender_desk__organisation",
    )  # fmt: skip
    carried = ReferralCase.objects.select_related("case").order_by("case_id")
    return rows.prefetch_related(Prefetch("referral__carried", queryset=carried))


def may_preview(actor: Acting, offer: Offer) -> bool:
    """Whether the offer still asks this actor's desk something."""
    if actor.desk_id is None or offer.desk_id != actor.desk_id:
        return False
    if offer.state in LIVE_OFFERS:
        return True
    open_again = (ReferralState.SENT, ReferralState.UNPLACED)
    return offer.state == OfferState.LAPSED and offer.referral.state in open_again


def preview(actor: Acting, offer: Offer, *, shelters_her: bool | None = None) -> list[Fact]:
    """The rows of one offer's preview in the table's order; empty where it is not the actor's to see.

    ``shelters_her`` may be given where it was asked for many offers at once.
    """
    if not may_preview(actor, offer):
        return []
    if shelters_her is None:
        shelters_her = offer.referral_id in sheltered_by_sender([offer])
    shown = shown_of(offer, shelters_her=shelters_her)
    facts = (READ[one](shown) for one in fields_for(offer.referral.purpose))
    return [fact for fact in facts if fact is not None]


def shown_of(offer: Offer, *, shelters_her: bool = False) -> Shown:
    """What the rows are read from; of ``with_persons`` it asks the database nothing."""
    persons = tuple(row.case for row in offer.referral.carried.all())
    return Shown(offer, persons, shelters_her, frozenset(fields_for(offer.referral.purpose)))


def title(offer: Offer) -> str:
    """What is asked for whom, in the preview's own words."""
    return preview_facts.title(shown_of(offer))


def sheltered_by_sender(offers: Iterable[Offer]) -> set[int]:
    """Ids of the referrals whose sending organisation also shelters one of the persons (policy 2)."""
    sender = {o.referral_id: o.referral.sender_desk.organisation_id for o in offers}
    rows = Placement.objects.filter(state__in=HERS, case__carried_by__referral_id__in=list(sender))
    pairs = rows.values_list("case__carried_by__referral_id", "desk__organisation_id")
    return {referral for referral, organisation in pairs if sender.get(referral) == organisation}
