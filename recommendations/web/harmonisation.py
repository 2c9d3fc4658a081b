"""The harmonisation matrix: elements of the offence by State, and where two laws part. For everybody."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.organisations.models import State
from recommendations.models import EntryEdition
from recommendations.rules.entries.law import COE, PALERMO, Covered, Element
from recommendations.selectors import doing
from recommendations.web.shell import actor_of, show

LOOK = {Covered.YES: "q4", Covered.PARTLY: "q2", Covered.NO: "q0"}
Said = dict[str, EntryEdition]


@login_not_required
@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """Each element in each State's law, how far each is from two yardsticks, two States compared."""
    actor = actor_of(request)
    states = doing.states_with_law(actor)
    said = doing.covered(actor, states)
    chosen = [
        one for one in states if one.code in (request.GET.get("one"), request.GET.get("other"))
    ]
    context = {
        "states": states, "rows": [_row(element, states, said) for element in Element],
        "distances": [_distance(one, said[one.code]) for one in states],
        "one": request.GET.get("one", ""), "other": request.GET.get("other", ""),
        "pair": chosen if len(chosen) == 2 else None,
        "parting": _parting(chosen, said) if len(chosen) == 2 else [],
        "csv": f"{reverse('recommendations-api:law')}?format=csv",
    }  # fmt: skip
    return show(request, "law", context)


def _row(element: Element, states: list[State], said: dict[str, Said]) -> dict[str, Any]:
    return {
        "name": _(element.label), "articles": " · ".join(
            text for text in (PALERMO.get(element, ""), COE.get(element, "")) if text
        ),
        "cells": [_cell(one, said[one.code].get(element.value)) for one in states],
    }  # fmt: skip


def _cell(state: State, one: EntryEdition | None) -> dict[str, Any]:
    if one is None:
        return {
            "state": state.name,
            "look": "qn",
            "word": _("Not looked at"),
            "article": "",
            "url": "",
        }
    covered = Covered(one.document["covered"])
    return {
        "state": state.name, "look": LOOK[covered], "word": _(covered.label),
        "article": one.document.get("article") or "",
        "url": reverse("recommendations:entry", args=[one.entry.uuid]),
    }  # fmt: skip


def _distance(state: State, said: Said) -> dict[str, Any]:
    return {
        "name": state.name, "url": reverse("recommendations:part", args=[state.code, "law"]),
        "yardsticks": [
            {"label": label, "missing": len(d.missing), "partly": len(d.partly), "unknown": len(d.unknown),
             "of": d.of}
            for label, d in zip(
                (_("Palermo Protocol"), _("Convention CETS 197")), doing.distances(said).values(), strict=True
            )
        ],
    }  # fmt: skip


def _parting(pair: list[State], said: dict[str, Said]) -> list[dict[str, Any]]:
    first, second = pair
    found = doing.parting(said[first.code], said[second.code])
    return [
        {"name": _(Element(element).label), "blocks": how == "blocks",
         "cells": [_cell(one, said[one.code].get(element)) for one in pair]}
        for element, how in found.items()
    ]  # fmt: skip
