"""The history of a case: who looked, who changed, when; to oversight the status line alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Case
from cases.selectors import get_case, held, overseen
from cases.web.cards import url
from cases.web.happenings import lines, page_of_history
from cases.who_sees import circle
from portal.access.matrix import Role
from portal.audit.selectors import history as entries
from portal.audit.services import look
from portal.core.actors import Acting
from portal.core.paging import Page
from portal.organisations.posting import SeeOther, acting


@require_safe
def history(request: HttpRequest, ref: str) -> HttpResponse:
    """Newest first. An administrator, who is led here by an alarm, sees the envelope instead."""
    actor = acting(request)
    if actor.role == Role.ORGANISATION_ADMIN:
        return SeeOther(reverse("cases:detail", args=[ref]))
    after = request.GET.get("after", "")
    if actor.role == Role.OVERSIGHT:
        return _overseen(request, actor, overseen(actor, ref), after)
    case = get_case(actor, ref)
    names = held(actor, case)
    if "view_history" not in names:
        raise Http404
    return _page(request, actor, case, names, page_of_history(case, names, after))


def _overseen(request: HttpRequest, actor: Acting, case: Case, after: str) -> HttpResponse:
    """Who, when, which section, never content; that oversight looked is recorded too."""
    look(
        actor=actor, case_id=case.pk, sections=["history"], subject=str(case.uuid), how="oversight"
    )
    found = entries(case.pk, None, after, status_only=True)
    return _page(request, actor, case, frozenset({"status_history"}), found, status_only=True)


def _page(
    request: HttpRequest,
    actor: Acting,
    case: Case,
    names: frozenset[str],
    found: Page,
    *,
    status_only: bool = False,
) -> HttpResponse:
    context = {
        "case": case,
        "case_url": "" if status_only else url("detail", case),
        "lines": lines(found.rows, circle(actor, case, names), status_only=status_only),
        "next_url": f"{url('history', case)}?after={found.next}" if found.next else "",
        "lead": _("Who read or changed something, when, and in which section. Never what.")
        if status_only
        else _("Everything that was done and opened. The person can ask for this list."),
    }
    return render(request, "cases/history.html", context)
