"""The page of one case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.selectors import seen
from cases.web.case_page import case_page
from portal.organisations.posting import acting


@require_safe
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """A case by what the actor's desk holds of it; to an administrator its envelope."""
    actor = acting(request)
    case, names = seen(actor, ref)
    return render(request, "cases/case.html", case_page(actor, case, names))
