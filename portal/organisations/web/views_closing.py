"""Closing an organisation: only when nothing of it is left open."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.problems import Problem
from portal.organisations.posting import SeeOther, acting, show_problem
from portal.organisations.selectors_members import administered
from portal.organisations.services import close_organisation
from portal.organisations.services.desks import what_stands_in_the_way
from portal.organisations.web.forms import CloseForm


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    """What stands in the way, or the name to type again."""
    actor = acting(request)
    organisation = administered(actor)
    form, status = CloseForm(), 200
    if request.method == "POST":
        form, status = CloseForm(request.POST), 422
        try:
            if form.is_valid():
                close_organisation(actor=actor, name=form.cleaned_data["name"])
                messages.success(request, _("The organisation is closed."))
                return SeeOther("/")
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {
        "organisation": organisation,
        "form": form,
        "in_the_way": what_stands_in_the_way(actor),
        "effects": [
            {"sign": "people", "text": _("Everybody's membership ends, yours too.")},
            {"sign": "lock", "text": _("It is no longer proposed to anybody.")},
            {"sign": "folder", "text": _("What was written stays, for as long as the law says.")},
        ],
    }
    return render(request, "organisation/close.html", context, status=status)
