"""Which referrals, offers and drafts the actor sees at all."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from cases.models import Case, CaseBasis
from portal.access import grants
from portal.access.matrix import Basis, Purpose
from portal.core.actors import Acting
from portal.core.references import read_uuid
from referrals.models import Draft, Offer, Referral, ReferralCase
from referrals.states import FINAL_STATES, LIVE_OFFERS, OfferState, ReferralState

LINE = (
    "uuid", "ref", "purpose", "urgency", "state", "sent_at", "sender_desk_id",
    "region__code", "region__name",
)  # fmt: skip
PLACE = frozenset({Purpose.ACCOMMODATION.value, Purpose.URGENT_PROTECTION.value})


def walled_carriers(actor: Acting) -> QuerySet[ReferralCase]:
    """Where a referral carries a case that a wall shuts off from the actor."""
    return ReferralCase.objects.filter(_walled_q(actor))


def carried_walled(actor: Acting, outer: str) -> Exists:
    """A wall stands between the actor and a case that the outer referral carries."""
    return Exists(ReferralCase.objects.filter(_walled_q(actor), referral_id=OuterRef(outer)))


def _walled_q(actor: Acting) -> Q:
    running = Q(case__walls__lifted_at__isnull=True, case__walls__isnull=False)
    mine = Q(case__walls__organisation_id=actor.organisation_id)
    if actor.user_id:
        mine |= Q(case__walls__user_id=actor.user_id)
    return running & mine


def visible_referrals(actor: Acting) -> QuerySet[Referral]:
    """Referrals the actor sees from the asking side: she sent it, or may see a carried case's
    summary as its lead or coordinator."""
    if actor.desk_id is None:
        return Referral.objects.none()
    led = CaseBasis.objects.filter(
        case__carried_by__referral=OuterRef("pk"), desk_id=actor.desk_id, ended_at__isnull=True,
        basis__in=[Basis.LEAD.value, Basis.COORDINATION.value, Basis.CHILD_PROTECTION.value],
    )  # fmt: skip
    seen = grants.visible(
        ReferralCase.objects.filter(referral=OuterRef("pk")),
        actor,
        case="case_id",
        codename="view_summary",
    )
    rows = Referral.objects.filter(
        Q(sender_desk_id=actor.desk_id) | (Q(Exists(led)) & Q(Exists(seen)))
    )
    return rows.filter(~carried_walled(actor, "pk"))


def get_referral(actor: Acting, ref: str | UUID) -> Referral:
    """One referral from the asking side, or Http404."""
    try:
        return (
            visible_referrals(actor)
            .select_related("sender_desk__organisation", "region", "jurisdiction")
            .get(uuid=read_uuid(ref))
        )
    except Referral.DoesNotExist:
        raise Http404 from None


def visible_offers(actor: Acting) -> QuerySet[Offer]:
    """Offers to the actor's desk that still open something to her: live, accepted, or answered.

    A lapsed one stays answerable while the referral is sent or unplaced. Nothing of a walled case.
    An administrator sees that a desk of her organisation has claimed one (the envelope, no more):
    she may release it.
    """
    if actor.desk_id is None:
        return Offer.objects.none()
    rows = Offer.objects.filter(~carried_walled(actor, "referral_id"))
    if actor.role == "organisation_admin":
        return rows.filter(
            desk__organisation_id=actor.organisation_id, state=OfferState.CLAIMED.value
        )
    return rows.filter(desk_id=actor.desk_id)


def inbox(actor: Acting) -> QuerySet[Offer]:
    """What waits for this desk's answer; order by (answer_by, uuid)."""
    live = Q(state__in=[s.value for s in LIVE_OFFERS])
    late = Q(
        state=OfferState.LAPSED.value,
        referral__state__in=[ReferralState.SENT.value, ReferralState.UNPLACED.value],
    )
    return (
        visible_offers(actor)
        .filter(live | late, desk_id=actor.desk_id)
        .select_related("claimed_by", "referral__sender_desk__organisation", "referral__region")
    )


def taken_on(actor: Acting) -> QuerySet[Offer]:
    """What this desk accepted and what still runs; order by (answer_by, uuid)."""
    over = [s.value for s in FINAL_STATES]
    rows = visible_offers(actor).filter(state=OfferState.ACCEPTED.value)
    return rows.exclude(referral__state__in=over)


def get_offer(actor: Acting, ref: str | UUID) -> Offer:
    """One offer to the actor's desk, or Http404."""
    try:
        rows = visible_offers(actor).select_related(
            "referral__sender_desk__organisation",
            "referral__region",
            "referral__jurisdiction",
            "claimed_by",
            "desk__organisation",
        )
        return rows.get(uuid=read_uuid(ref))
    except Offer.DoesNotExist:
        raise Http404 from None


def cases_of(referral: Referral) -> list[Case]:
    """The carried cases, in the order of their ids; for services, which check what is shown."""
    rows = Case.objects.filter(carried_by__referral=referral).select_related(
        "state", "lead_desk__organisation", "reporter_desk__organisation"
    )
    return list(rows.order_by("pk"))


def seen_cases(actor: Acting, referral: Referral) -> list[Case]:
    """Those of a referral's cases on which the reader holds a basis (policy 13)."""
    rows = Case.objects.filter(carried_by__referral=referral).select_related(
        "lead_desk__organisation"
    )
    return list(grants.visible(rows, actor).order_by("pk"))


def sent_by(actor: Acting) -> QuerySet[Referral]:
    """What this desk sent; order by (-sent_at, uuid). The sender's part of ``visible_referrals``."""
    if actor.desk_id is None:
        return Referral.objects.none()
    rows = Referral.objects.filter(~carried_walled(actor, "pk"), sender_desk_id=actor.desk_id)
    return with_carried(actor, rows)


def with_carried(actor: Acting, rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Referrals; ``carried`` of each holds the public names of those of its cases on which the
    reader holds a basis (policy 13). Two queries; what is sealed stays in the database."""
    names = ReferralCase.objects.only("referral_id", "case__uuid", "case__ref")
    seen = grants.visible(names.select_related("case"), actor, case="case_id")
    carried = Prefetch("carried", queryset=seen.order_by("case_id"))
    named = rows.select_related("region").only(*LINE)
    return named.prefetch_related(carried)


def of_case(actor: Acting, case: Case) -> QuerySet[Referral]:
    """The referrals of a case that the actor sees from the asking side."""
    return visible_referrals(actor).filter(carried__case=case).order_by("-sent_at")


def drafts(actor: Acting) -> QuerySet[Draft]:
    """The desk's drafts, the last touched first."""
    if actor.desk_id is None:
        return Draft.objects.none()
    return (
        Draft.objects.filter(desk_id=actor.desk_id)
        .select_related("author")
        .order_by("-touched_at", "uuid")
    )


def get_draft(actor: Acting, ref: str | UUID) -> Draft:
    """One draft of the actor's desk, or Http404."""
    try:
        return drafts(actor).get(uuid=read_uuid(ref))
    except Draft.DoesNotExist:
        raise Http404 from None
