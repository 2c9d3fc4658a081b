"""On the page of an imported case: what the list says of it, and whether its clocks run."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case
from cases.selectors import held, opened, records
from portal.access.matrix import Role, Section
from portal.access.rules import opens_own_case
from portal.core.actors import Acting
from portal.core.templatetags.words import listed as commas
from referrals.exchange_person import as_listed
from referrals.htcds.codes import LISTS
from referrals.htcds.export import written
from referrals.htcds.fields import BY_NAME
from referrals.htcds.record import ImportedPerson


def panel(actor: Acting, case: Case) -> dict[str, Any] | None:
    """What the list says, to whoever reads the screening; the desk that leads confirms it as running."""
    if not case.imported:
        return None
    facts = _facts(actor, case)
    leads = case.lead_desk_id == actor.desk_id and opens_own_case(actor.kind, actor.role)
    asks = leads and not case.running and case.is_open
    if not facts and not asks:
        return None
    url = reverse("referrals:import_running", args=[case.uuid]) if asks else ""
    action = {
        "label": _("Confirm that the case is running"), "url": url, "icon": "clock", "post": True,
        "consequence": _("Its clocks start: risk, rights, and for a child the guardian"),
    }  # fmt: skip
    return {
        "template": "referrals/exchange/panel.html",
        "context": {"url": url, "facts": facts, "running": case.running},
        "actions": [action] if asks else [],
    }


def _facts(actor: Acting, case: Case) -> list[dict[str, str]]:
    """Field and value as the list has them; a coordinator opens the section itself, with its look."""
    if actor.role == Role.COORDINATOR:
        return []
    rows = [
        r for r in records(actor, case, Section.SCREENING, held(actor, case)) if r.author_desk_id
    ]
    if not rows:
        return []
    listed = as_listed({Section.SCREENING: opened(actor, case, rows[:1])[0].document})
    return [
        {"term": _(BY_NAME[name].label), "value": said}
        for name in listed.values
        if name.startswith(("vic_", "cas_")) and (said := _said(listed, name))
    ]


def _said(listed: ImportedPerson, name: str) -> str:
    labels = dict(LISTS.get(BY_NAME[name].codes, ()))
    codes = listed.chosen(name)
    if codes:
        return commas(_(labels.get(code, code)) for code in codes)
    value = written(listed.values[name])
    return "" if value is None else _(labels.get(str(value), str(value)))
