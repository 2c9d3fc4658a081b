"""What a desk may do with a case now: the acts a page or an answer offers.

Each name is one service, which asks again.
"""

from cases.models import Case
from cases.services.break_glass import running
from cases.services.walls import may_place_wall
from portal.core.actors import Acting


def open_acts(actor: Acting, case: Case, names: frozenset[str]) -> list[str]:
    """The names of the acts that are open to this actor on this case, in a fixed order."""
    found = []
    if case.is_open and "edit_contact_and_safety" in names:
        found += ["assess_risk", "tell_rights", "link_family"]
        found += ["record_guardian"] if case.treated_as_child else []
    if "edit_consent" in names:
        found.append("record_consent")
    if "edit_notes" in names:
        found.append("write_note")
    if actor.role != "organisation_admin" and may_place_wall(actor, case):
        found.append("place_wall")
    if actor.role == "coordinator" and case.in_coordination:
        found.append("close_glass" if running(actor, case) else "break_glass")
    if case.is_open and case.lead_desk_id is not None and case.lead_desk_id == actor.desk_id:
        found.append("close_case")
    return found
