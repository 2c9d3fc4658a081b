"""What people do to a referral and its offers: one function for each, each one transaction."""

from referrals.services.accepting import accept
from referrals.services.alarming import Coded
from referrals.services.answering import (
    claim,
    decline,
    lapse,
    pass_on,
    release,
    she_declines,
    take_over,
)
from referrals.services.coordinating import (
    open_by_coordinator,
    reassign,
    take_alarm,
    take_any_alarm,
    take_case_level_alarm,
)
from referrals.services.drafts import begin_draft, content_of, discard_draft, save_draft
from referrals.services.ending import cannot_take, end_referral, give_back, withdraw_referral
from referrals.services.holding import her_no, her_yes, hold
from referrals.services.journey import (
    arrive,
    delay,
    leave,
    propose_meeting,
    start_service,
    turn_back,
)
from referrals.services.messages import Message, messages_of, write_to_ends
from referrals.services.missing import close_missing, found, report_missing
from referrals.services.questions import answer as answer_question
from referrals.services.questions import ask_before, ask_missing
from referrals.services.questions import close as close_question
from referrals.services.screening import Choices, keep_screening, send_screening
from referrals.services.sending import offer_next, send_referral

__all__ = [
    "Choices",
    "Coded",
    "Message",
    "accept",
    "answer_question",
    "arrive",
    "ask_before",
    "ask_missing",
    "begin_draft",
    "cannot_take",
    "claim",
    "close_missing",
    "close_question",
    "content_of",
    "decline",
    "delay",
    "discard_draft",
    "end_referral",
    "found",
    "give_back",
    "her_no",
    "her_yes",
    "hold",
    "keep_screening",
    "lapse",
    "leave",
    "messages_of",
    "offer_next",
    "open_by_coordinator",
    "pass_on",
    "propose_meeting",
    "reassign",
    "release",
    "report_missing",
    "save_draft",
    "send_referral",
    "send_screening",
    "she_declines",
    "start_service",
    "take_alarm",
    "take_any_alarm",
    "take_case_level_alarm",
    "take_over",
    "turn_back",
    "withdraw_referral",
    "write_to_ends",
]
