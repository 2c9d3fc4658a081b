"""How a referral and its offers move: two tables, equal to the policy. Plain rules.

Every move: lock (case, referral, offer, place), check version and guard, change, audit, outbox:
one transaction. Guards and effects are named here; the services carry them out.
"""

from portal.core.workflow import MoveRefused, Party, Workflow
from referrals.asking_moves import ASKING_MOVES
from referrals.journey_moves import JOURNEY_MOVES
from referrals.offer_moves import OFFER_MOVES
from referrals.states import (
    FINAL_STATES,
    LIVE_OFFERS,
    RUNNING_STATES,
    Mode,
    OfferState,
    ReferralState,
    Urgency,
)

__all__ = [
    "FINAL_STATES",
    "LIVE_OFFERS",
    "OFFER",
    "REFERRAL",
    "RUNNING_STATES",
    "Mode",
    "MoveRefused",
    "OfferState",
    "Party",
    "ReferralState",
    "Urgency",
    "rule_code",
]

REFERRAL = Workflow((*ASKING_MOVES, *JOURNEY_MOVES))
OFFER = Workflow(OFFER_MOVES)


def rule_code(deadline: str, urgency: str) -> str:
    """The code of a move's clock for this urgency: `answer.{urgency}` becomes `answer.urgent`."""
    return deadline.format(urgency=urgency)
