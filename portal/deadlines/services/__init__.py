"""What changes a clock or a rule: one function per thing that is done, each one transaction."""

from portal.deadlines.services.clocks import hand_over, restart, start, stop, stop_case
from portal.deadlines.services.pauses import pause, rest, resume
from portal.deadlines.services.rulebook import (
    approve_rule,
    propose_rule,
    recompute_calendar,
    recompute_rule,
    set_day,
)
from portal.deadlines.services.striking import strike_due

__all__ = [
    "approve_rule",
    "hand_over",
    "pause",
    "propose_rule",
    "recompute_calendar",
    "recompute_rule",
    "rest",
    "restart",
    "resume",
    "set_day",
    "start",
    "stop",
    "stop_case",
    "strike_due",
]
