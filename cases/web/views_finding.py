"""Finding a person by name: a POST that answers with a handle; no name ever stands in an address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.finding import found_list
from cases.services import find_by_name
from cases.web.forms_finding import SearchForm, may_search
from cases.web.views_list import rows_of
from cases.words import FOUND_BECAUSE
from portal.core.problems import Problem
from portal.organisations.posting import SeeOther, acting, show_problem


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Ask for a name; what was typed stays in the form where it cannot be searched."""
    actor = acting(request)
    if not may_search(actor):
        raise Http404
    form = SearchForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                kept = find_by_name(actor=actor, **form.cleaned_data)
                return SeeOther(reverse("cases:found", args=[kept.uuid]))
            except Problem as problem:
                show_problem(form, problem)
                status = problem.status
    return render(request, "cases/search.html", {"form": form}, status=status)


@require_safe
def found(request: HttpRequest, handle: str) -> HttpResponse:
    """What was found, by reference, with why; shown with the rights of now."""
    actor = acting(request)
    kept, some = found_list(actor, handle)
    lines = rows_of(actor, [one.case for one in some])
    for line, one in zip(lines, some, strict=True):
        line["why"] = _("; ").join(str(FOUND_BECAUSE.get(code, code)) for code in one.why)
    context = {"rows": lines, "too_common": kept.too_common, "form": SearchForm()}
    return render(request, "cases/found.html", context)
