"""The desk where she is (policy 2): whose shelter or urgent protection stands in arrived, else the
first reporter. Care and police that protect her have no place to occupy, and count all the same."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.models import Case, CaseBasis
from portal.access.matrix import Basis
from referrals.models import Referral
from referrals.states import ReferralState

STAYS = (
    Basis.ACCOMMODATION, Basis.URGENT_PROTECTION_SHELTER, Basis.URGENT_PROTECTION_CARE,
    Basis.URGENT_PROTECTION_POLICE,
)  # fmt: skip


def stays() -> QuerySet[CaseBasis]:
    """Running bases of those with whom somebody has arrived, the last arrival first."""
    there = Q(state=ReferralState.ARRIVED.value) | Q(
        state=ReferralState.MISSING.value, before_missing=ReferralState.ARRIVED.value
    )
    arrived = Referral.objects.filter(there, uuid=OuterRef("referral_uuid")).values("arrived_at")
    rows = CaseBasis.objects.filter(ended_at__isnull=True, basis__in=[b.value for b in STAYS])
    there_now = rows.annotate(arrived=Subquery(arrived[:1])).filter(arrived__isnull=False)
    return there_now.order_by("-arrived", "-pk")


def desk_where_she_is(case: Case) -> int | None:
    """The desk with whom she is now."""
    there = stays().filter(case=case).values_list("desk_id", flat=True).first()
    return there or case.reporter_desk_id
