"""Oversight: whose looks a case has seen, found by its reference; and the last seal of the record."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.selectors import overseen_by_reference
from cases.web.forms_coordination import OversightForm
from portal.access.matrix import Basis, held_by
from portal.audit.selectors import last_seal, oldest_unsealed_seconds
from portal.core.references import read_reference
from portal.organisations.posting import SeeOther, acting

LATE = 300


@require_http_methods(["GET", "HEAD", "POST"])
def oversight(request: HttpRequest) -> HttpResponse:
    """A slip, a hidden case, an own case and none at all get the same answer."""
    actor = acting(request)
    if not held_by(Basis.OVERSIGHT, actor.role, actor.kind):
        raise Http404
    form, status = OversightForm(), 200
    if request.method == "POST":
        form = OversightForm(request.POST)
        reference = read_reference(request.POST.get("ref", "")) if form.is_valid() else None
        try:
            case = overseen_by_reference(actor, reference or "")
        except Http404:
            form.add_error(
                "ref", _("No case that you oversee has this reference. Check its last character.")
            )
            status = 404
        else:
            return SeeOther(reverse("cases:history", args=[case.uuid]))
    context = {
        "form": form, "seal": last_seal(), "here": reverse("cases:oversight"),
        "late": oldest_unsealed_seconds() > LATE,
        "waits": [
            {"label": _("Reviews of break-glass"), "url": reverse("cases:reviews"), "icon": "eye"},
            {"label": _("Walls you may lift"), "url": reverse("cases:walls_to_lift"), "icon": "lock"},
        ],
    }  # fmt: skip
    return render(request, "cases/oversight.html", context, status=status)
