"""No data for a session that owes its second step or the terms, on pages and in the API alike.

It stands before every view. Who owes something has no actor and no desk meanwhile, so that even a
page that is open to her shows nothing of anybody.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from portal.core.api import below_api, json_problem, problem_body
from portal.core.clock import now
from portal.sign_in.passing import Owed, owed
from portal.sign_in.sessions import SEEN

OPEN = frozenset(
    {
        *("account_logout", "sign_in:terms", "sign_in:again", "sign_in:codes"),
        *("sign_in:set_up", "sign_in:set_up_passkey", "schema", "oauth_token", "oauth_revoke"),
    }
)
"""What such a session may reach beside the pages for strangers: the steps themselves, the ways out."""

SHUT = frozenset({"home", "organisation:invitation", "organisation:arrive"})
"""Pages for strangers that show a signed-in person something else."""

PAGES = {Owed.SECOND_STEP: "sign_in:set_up", Owed.TERMS: "sign_in:terms"}
SEEN_EVERY = timedelta(minutes=5)
PENDING = "account_login"
"""allauth's key for somebody whose password was right and whose second step is still to come."""


class GateMiddleware:
    """After the actor's middleware, before any view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.owed = Owed.NOTHING
        if request.user.is_authenticated:
            request.owed = owed(request)
            _seen(request)
        if request.owed:
            request.actor, request.desks = None, []
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if below_api(request) and _half_way(request):
            return half_way(request)
        if not request.owed or _is_open(request, view):
            return None
        return refused(request, request.owed)


def _seen(request: Any) -> None:
    """Note, every few minutes, that a session is used: the list of sessions says when."""
    last = parse_datetime(str(request.session.get(SEEN, "")))
    if last is None or now() - last >= SEEN_EVERY:
        request.session[SEEN] = now().isoformat()


def _is_open(request: Any, view: Any) -> bool:
    name = request.resolver_match.view_name
    for_strangers = not getattr(view, "login_required", True) and not below_api(request)
    return name in OPEN or (for_strangers and name not in SHUT)


def _half_way(request: Any) -> bool:
    return (
        not request.user.is_authenticated
        and "HTTP_AUTHORIZATION" not in request.META
        and PENDING in request.session
    )


def half_way(request: HttpRequest) -> JsonResponse:
    """To a program that gave the password, and not yet the code."""
    response = json_problem(
        problem_body(
            code=Owed.SECOND_STEP, title=_("The second step is missing"), status_=401,
            detail=_("Send the code of your authenticator app first."), remedy=reverse("mfa_authenticate"),
        )
    )  # fmt: skip
    response.headers["WWW-Authenticate"] = "Session"
    return response


def refused(request: Any, debt: Owed) -> HttpResponse:
    """The way to what is owed: a redirect for a page, a problem that names it for a program."""
    page = reverse(PAGES[debt])
    if below_api(request):
        return problem_of(debt, page)
    if request.method not in ("GET", "HEAD") and debt == Owed.TERMS:
        return typed_is_kept(request, page)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=403, headers={"HX-Redirect": page})
    if request.method in ("GET", "HEAD"):
        page = f"{page}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseRedirect(page, status=302 if request.method in ("GET", "HEAD") else 303)


def problem_of(debt: Owed, page: str) -> JsonResponse:
    """What is owed, to a program: with the page on which a person puts it right."""
    title, detail = {
        Owed.SECOND_STEP: (
            _("The second step is missing"),
            _("Set up an authenticator app or a passkey: this role sees identities."),
        ),
        Owed.TERMS: (
            _("The terms are not accepted"),
            _("Read and accept the terms of use and the code of conduct that hold now."),
        ),
    }[debt]
    return json_problem(
        problem_body(code=debt, title=title, status_=403, detail=detail, remedy=page)
    )


def typed_is_kept(request: Any, page: str) -> HttpResponse:
    """The terms changed while she wrote: the words come back, to be sent once she has accepted.

    A script that saves in the background is told that nothing was stored; it keeps what it has.
    """
    if request.headers.get("X-Requested-With"):
        return HttpResponse(status=403)
    fields = [
        (name, value)
        for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
        for value in values
    ]  # fmt: skip
    shown = {"fields": fields, "to": request.get_full_path(), "page": page, "files": request.FILES}
    answer = render(request, "sign_in/terms_first.html", shown, status=409)
    for name, value in {"Retarget": "#main", "Reselect": "#main", "Reswap": "outerHTML"}.items():
        answer.headers[f"HX-{name}"] = value
    return answer
