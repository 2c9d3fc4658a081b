"""Lists in and out: the one door that pages, commands and tasks use."""

from referrals.services.exchange_checking import (
    RESULT,
    TO_CORRECT,
    WAITING,
    answer,
    answers_of,
    check,
    lines_of,
    receive,
    report_of,
    too_large,
)
from referrals.services.exchange_expiry import discard_export, discard_import
from referrals.services.exchange_exporting import (
    ask_export,
    decide_export,
    file_of,
    make,
    run_of_desk,
)
from referrals.services.exchange_reading import Answers, may_import
from referrals.services.exchange_taking import begin, take_rows

__all__ = [
    "RESULT",
    "TO_CORRECT",
    "WAITING",
    "Answers",
    "answer",
    "answers_of",
    "ask_export",
    "begin",
    "check",
    "decide_export",
    "discard_export",
    "discard_import",
    "file_of",
    "lines_of",
    "make",
    "may_import",
    "receive",
    "report_of",
    "run_of_desk",
    "take_rows",
    "too_large",
]
