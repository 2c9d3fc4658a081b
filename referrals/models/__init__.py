"""The tables of referrals. Free text is sealed; what stands in clear are codes and times."""

from referrals.models.draft import Draft
from referrals.models.referral import Offer, Referral, ReferralCase

__all__ = ["Draft", "Offer", "Referral", "ReferralCase"]
