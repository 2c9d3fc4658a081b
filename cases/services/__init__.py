"""What people do to a case: one function for each, each one transaction."""

from cases.services.alarms import close_alarm, open_alarm, take_alarm, take_case_alarm
from cases.services.bases import (
    end_basis,
    give_basis,
    leave_own,
    move_lead,
    on_the_road,
    reporter_follows,
)
from cases.services.break_glass import break_glass, close_glass, review_glass
from cases.services.closing import close_case
from cases.services.consent import (
    Yes,
    record_consent,
    store_consent,
    what_withdrawal_cuts,
    withdraw_consent,
)
from cases.services.finding import find_by_name
from cases.services.first_steps import assess_risk, tell_rights
from cases.services.lifting import lift_wall
from cases.services.opening import confirm_running, link_family, open_case, record_guardian
from cases.services.recompute import (
    consent_facts,
    follow_coordination,
    lock_cases,
    recompute,
    state_grounds,
    wanted_grants,
)
from cases.services.sections import write_section
from cases.services.walls import place_wall

__all__ = [
    "Yes",
    "assess_risk",
    "break_glass",
    "close_alarm",
    "close_case",
    "close_glass",
    "confirm_running",
    "consent_facts",
    "end_basis",
    "find_by_name",
    "follow_coordination",
    "give_basis",
    "leave_own",
    "lift_wall",
    "link_family",
    "lock_cases",
    "move_lead",
    "on_the_road",
    "open_alarm",
    "open_case",
    "place_wall",
    "recompute",
    "record_consent",
    "record_guardian",
    "reporter_follows",
    "review_glass",
    "state_grounds",
    "store_consent",
    "take_alarm",
    "take_case_alarm",
    "tell_rights",
    "wanted_grants",
    "what_withdrawal_cuts",
    "withdraw_consent",
    "write_section",
]
