"""The states of a referral and of an offer, and how urgent it is. Plain rules."""

from enum import StrEnum

from portal.access.vocabulary import Coded, gettext_noop


class ReferralState(Coded):
    """Where a referral stands."""

    DRAFT = "draft", gettext_noop("Draft")
    SENT = "sent", gettext_noop("Sent")
    UNPLACED = "unplaced", gettext_noop("No receiver left")
    ACCEPTED = "accepted", gettext_noop("Accepted")
    HANDED_OVER = "handed_over", gettext_noop("On the way")
    ARRIVED = "arrived", gettext_noop("Arrived")
    MISSING = "missing", gettext_noop("Missing")
    ENDED = "ended", gettext_noop("Ended")
    WITHDRAWN = "withdrawn", gettext_noop("Withdrawn")


class OfferState(Coded):
    """Where one receiver's answer stands."""

    OPEN = "open", gettext_noop("Waits for an answer")
    CLAIMED = "claimed", gettext_noop("Being looked at")
    HELD = "held", gettext_noop("Place held for the person’s choice")
    ACCEPTED = "accepted", gettext_noop("Accepted")
    DECLINED = "declined", gettext_noop("Declined")
    REFUSED = "refused", gettext_noop("Not chosen")
    LAPSED = "lapsed", gettext_noop("No answer in time")
    TAKEN = "taken", gettext_noop("Taken by another")
    WITHDRAWN = "withdrawn", gettext_noop("Withdrawn")
    GIVEN_BACK = "given_back", gettext_noop("Given back")


class Mode(StrEnum):
    """Whether the first to accept wins, or she chooses among those who hold a place."""

    FIRST_WINS = "first_wins"
    SHE_CHOOSES = "she_chooses"


class Urgency(Coded):
    """How soon an answer is needed; each has rows of data for its clocks."""

    IMMEDIATE_DANGER = "immediate_danger", gettext_noop("Immediate danger: answer within 2 hours")
    URGENT = "urgent", gettext_noop("Urgent: answer within 24 hours")
    STANDARD = "standard", gettext_noop("Standard: answer within 72 hours")

    @property
    def answer_rule(self) -> str:
        """The rule of the answer clock: 2 h, 24 h, 72 h where the State has no row."""
        return f"answer.{self}"

    @property
    def stalled_rule(self) -> str:
        """The rule after which an accepted referral that did not move alarms."""
        return f"stalled.{self}"


class QuestionState(Coded):
    """Where a question stands."""

    OPEN = "open", gettext_noop("Waits for an answer")
    ANSWERED = "answered", gettext_noop("Answered")
    REFERRED = "referred", gettext_noop("A referral came of it")
    CLOSED = "closed", gettext_noop("Closed")


class About(Coded):
    """What a question is about."""

    BEFORE = "before", gettext_noop("Before a referral")
    MISSING = "missing", gettext_noop("Missing information")


LIVE_OFFERS = frozenset({OfferState.OPEN, OfferState.CLAIMED, OfferState.HELD})
FINAL_STATES = frozenset({ReferralState.ENDED, ReferralState.WITHDRAWN})
RUNNING_STATES = frozenset(ReferralState) - FINAL_STATES - {ReferralState.DRAFT}
