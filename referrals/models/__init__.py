"""The tables of referrals. Free text is sealed; what stands in clear are codes and times."""

from referrals.models.draft import Draft
from referrals.models.exchange import (
    ExportRun,
    ExportState,
    ImportedRow,
    ImportPage,
    ImportRun,
    ImportState,
)
from referrals.models.question import Question
from referrals.models.referral import Offer, Referral, ReferralCase
from referrals.models.unmet import UnmetNeed

__all__ = [
    "Draft",
    "ExportRun",
    "ExportState",
    "ImportPage",
    "ImportRun",
    "ImportState",
    "ImportedRow",
    "Offer",
    "Question",
    "Referral",
    "ReferralCase",
    "UnmetNeed",
]
