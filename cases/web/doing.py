"""What this actor may do on a case now: only what is open, each with its consequence."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.services.opening import may_open
from portal.access.matrix import Basis, Role
from portal.core.actors import Acting
from portal.deadlines.models import Clock

Action = dict[str, Any]
RISK = frozenset({"risk.assessment", "risk.review"})
WALLS = frozenset({Basis.LEAD, Basis.CHILD_PROTECTION, Basis.COORDINATION})


def link(name: str, case: Case) -> str:
    """The address of a page of this case; empty while that page does not exist."""
    try:
        return reverse(f"cases:{name}", args=[case.uuid])
    except NoReverseMatch:
        return ""


def actions(
    actor: Acting,
    case: Case,
    names: frozenset[str],
    bases: Iterable[str],
    clocks: Sequence[Clock],
    *,
    from_panels: Sequence[Action],
    withdrawable: bool,
    glass: bool,
) -> list[Action]:
    """Everything open now, what is due first, what cuts access last."""
    if actor.role == Role.ORGANISATION_ADMIN:
        return list(from_panels)
    found = [
        *_first_steps(actor, case, names, clocks),
        *from_panels,
        *_records(case, names),
        *_family(actor, case, names),
        *_by_force(actor, case, set(bases), glass=glass),
    ]
    if "edit_consent" in names and withdrawable:
        found.append(
            {
                "label": _("Record a withdrawal of consent"),
                "url": reverse("cases:section", args=[case.uuid, "consent"]),
                "consequence": _("Cuts the access it carried, at once"),
                "icon": "stop",
                "cuts": True,
            }
        )
    return [action for action in found if action["url"]]


def _first_steps(
    actor: Acting, case: Case, names: frozenset[str], clocks: Sequence[Clock]
) -> list[Action]:
    """What a clock asks for; the first button of the page where the clock is this desk's own."""
    found: list[Action] = []
    codes = {clock.code for clock in clocks}
    own = {clock.code for clock in clocks if clock.owner_desk_id == actor.desk_id}
    if "edit_contact_and_safety" not in names:
        return found
    if codes & RISK:
        found.append(
            {
                "label": _("Record a risk assessment"),
                "url": link("risk", case),
                "icon": "shield",
                "first": True,
            }
        )
    if "rights.information" in codes:
        found.append(
            {
                "label": _("Record that rights were explained"),
                "url": link("rights", case),
                "icon": "info",
                "consequence": _("In a language the person understands"),
                "first": "rights.information" in own,
            }
        )
    return found


def _records(case: Case, names: frozenset[str]) -> list[Action]:
    found: list[Action] = []
    if "edit_notes" in names:
        found.append({"label": _("Add a note"), "url": link("note_new", case), "icon": "edit"})
    if "edit_consent" in names:
        found.append(
            {"label": _("Record a consent"), "url": link("consent_new", case), "icon": "check"}
        )
        found.append(
            {
                "label": _("Print the consent form"),
                "url": link("consent_print", case),
                "icon": "print",
                "consequence": _("To read together, line by line"),
            }
        )
    return found


def _family(actor: Acting, case: Case, names: frozenset[str]) -> list[Action]:
    if "edit_contact_and_safety" not in names or "view_summary" not in names:
        return []
    found: list[Action] = []
    if case.treated_as_child:
        found.append(
            {"label": _("Say who is the guardian"), "url": link("guardian", case), "icon": "person"}
        )
    if may_open(actor):
        found.append(
            {
                "label": _("Children and others who belong together"),
                "url": link("family", case),
                "icon": "people",
                "consequence": _("Each person keeps a case of their own"),
            }
        )
    return found


def _by_force(actor: Acting, case: Case, bases: set[str], *, glass: bool) -> list[Action]:
    found: list[Action] = []
    if bases & WALLS:
        found.append(
            {
                "label": _("Close the case to an organisation or a person"),
                "url": link("wall_new", case),
                "icon": "lock",
                "consequence": _("On an allegation or a personal tie; they are not told"),
            }
        )
    if Basis.LEAD in bases and case.is_open:
        found.append(
            {
                "label": _("Close the case"),
                "url": link("close_case", case),
                "icon": "close",
                "cuts": True,
                "consequence": _("When no referral runs any more"),
            }
        )
    if actor.role == Role.COORDINATOR and case.in_coordination and not glass:
        found.append(
            {
                "label": _("Open by break-glass"),
                "url": link("break_glass", case),
                "icon": "alert",
                "cuts": True,
                "consequence": _("For 60 minutes; the lead is told at once"),
            }
        )
    return found
