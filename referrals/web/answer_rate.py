"""How we answer: an organisation's own response rate and time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.organisations.posting import acting
from referrals import selectors
from referrals.selectors.answering import Answers


@require_safe
def how_we_answer(request: HttpRequest) -> HttpResponse:
    """For its own people: nobody else reads these figures, nobody is compared."""
    found = selectors.how_we_answer(acting(request))
    context = {"figures": figures(found), "asked": found.asked}
    return render(request, "referrals/how_we_answer.html", context)


def figures(found: Answers) -> list[dict[str, Any]]:
    """For ``components/strip.html``: 'nothing yet' is another thing than nought."""
    rate = _("Nothing yet") if found.rate is None else f"{found.rate} %"
    return [
        {
            "term": _("Answered in time"),
            "value": rate,
            "detail": _("%(n)d of %(all)d") % {"n": found.in_time, "all": found.asked},
        },
        {"term": _("Answered"), "value": found.answered},
        {
            "term": _("Typical time to an answer"),
            "value": span(found.typical) if found.typical is not None else _("Nothing yet"),
            "detail": _("half were sooner, half later"),
        },
    ]


def span(time: Any) -> str:
    """'3 hours', or minutes below one hour."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
