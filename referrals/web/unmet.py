"""The coordinator's page of what could not be met: counted by need and region, then row by row."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.core.paging import page
from portal.core.templatetags.concord import state_time
from portal.organisations.posting import acting
from referrals import selectors
from referrals.models import UnmetNeed
from referrals.reasons import Then, Unmet
from referrals.selectors.unmet import KEYS, day_of
from referrals.words import PURPOSES, label, said

KINDS = {Then.FOUND: "ok", Then.NOBODY_LEFT: "danger", Then.OPEN: "warn"}


@require_safe
def unmet(request: HttpRequest) -> HttpResponse:
    """Nobody's name and no receiver: what was needed, where, why not, how long, and what then."""
    actor = acting(request)
    found = page(selectors.unmet(actor), keys=KEYS, after=request.GET.get("after", ""))
    here = reverse("referrals:unmet")
    context = {
        "counted": [_counted(row) for row in selectors.unmet_by_need(actor)],
        "rows": [_row(row) for row in found.rows],
        "next_url": f"{here}?{urlencode({'after': found.next})}" if found.next else "",
    }
    return render(request, "referrals/unmet.html", context)


def _hours(n: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}


def _counted(row: Any) -> dict[str, Any]:
    region = row["region__name"] or _("Whole country")
    waited = _hours(round(row["hours"] or 0))
    cells = [said(PURPOSES, row["need"]), region, row["all"], row["open"], waited]
    return {"cells": cells, "kind": "warn" if row["open"] else ""}


def _row(row: UnmetNeed) -> dict[str, Any]:
    return {
        "need": said(PURPOSES, row.need),
        "region": row.region.name if row.region else _("Whole country"),
        "reason": label(Unmet, row.reason),
        "persons": row.persons,
        "waited": _hours(row.hours_waited),
        "day": state_time(day_of(row), "day"),
        "then": label(Then, row.then),
        "kind": KINDS.get(Then(row.then), "plain"),
    }
