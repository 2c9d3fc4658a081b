"""On the page of an imported case: that it came from a list, and whether its clocks run."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from portal.access.rules import opens_own_case
from portal.core.actors import Acting


def panel(actor: Acting, case: Case) -> dict[str, Any] | None:
    """Asks the desk that leads an imported case to say that it is running; else nothing."""
    leads = case.lead_desk_id == actor.desk_id and opens_own_case(actor.kind, actor.role)
    if not case.imported or case.running or not case.is_open or not leads:
        return None
    url = reverse("referrals:import_running", args=[case.uuid])
    action = {
        "label": _("Confirm that the case is running"), "url": url, "icon": "clock", "post": True,
        "consequence": _("Its clocks start: risk, rights, and for a child the guardian"),
    }  # fmt: skip
    return {
        "template": "referrals/exchange/panel.html",
        "context": {"url": url},
        "actions": [action],
    }
