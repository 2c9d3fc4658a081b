"""The pages that belong to no app: home, leaving, choosing a desk, help, what went wrong."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from portal.core.api import below_api, json_problem, missing_body, server_error_body
from portal.organisations.middleware import DESK
from portal.organisations.models import State
from recommendations.web.home import OF_THE_REGISTER
from referrals.web.home import my_work

NEUTRAL = "https://www.bbc.com/weather"


@login_not_required
@require_safe
def home(request: Any) -> HttpResponse:
    """A stranger meets the way to help; a colleague what needs her first."""
    if not request.user.is_authenticated:
        state = State.objects.first()
        return render(request, "public/landing.html", {"helpline": state.helpline if state else ""})
    if request.actor is None:
        return render(request, "errors/no_desk.html", status=200)
    first = OF_THE_REGISTER.get(request.actor.role, my_work)
    return first(request)


@login_not_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: the session ends, nothing is kept, a neutral page takes this one's place."""
    logout(request)
    response = HttpResponseRedirect(reverse("left"), status=303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """A neutral page of our own: its title says nothing, its link leads away."""
    response = render(request, "public/left.html", {"neutral": NEUTRAL})
    response.headers["Cache-Control"] = "no-store"
    return response


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if safe else "/")


@require_POST
def choose_desk(request: Any) -> HttpResponse:
    """Work at another of one's desks."""
    chosen = next((d for d in request.desks if str(d.uuid) == request.POST.get("desk")), None)
    if chosen is not None:
        request.session[DESK] = chosen.pk
        messages.success(request, _("You work at this desk now."))
    return redirect("home")


@login_not_required
@require_POST
def choose_theme(request: Any) -> HttpResponse:
    """Light, dark, or as the browser has it."""
    theme = request.POST.get("theme", "")
    if theme in ("light", "dark", "auto") and request.user.is_authenticated:
        request.user.theme = "" if theme == "auto" else theme
        request.user.save(update_fields=["theme"])
    return _back(request)


@login_not_required
@require_POST
def choose_language(request: Any) -> HttpResponse:
    """Read the portal in another language: kept in the browser, and with the account."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and request.user.is_authenticated:
        request.user.language = chosen
        request.user.save(update_fields=["language"])
    return set_language(request)


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Help for each role."""
    return render(request, "public/help.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom."""
    return render(request, "public/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who sees what, in plain words."""
    return render(request, "public/privacy.html")


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here, and at which desks."""
    return render(request, "account/me.html")


@login_not_required
@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API's documentation, drawn from its schema by a script of our own origin."""
    return render(request, "public/api_docs.html")


@login_not_required
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Hidden, gone and never there answer alike."""
    if below_api(request):
        return json_problem(missing_body())
    drafts = request.path.startswith("/screening/")
    return render(request, "errors/404.html", {"drafts": drafts}, status=404)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Our fault. What was saved before is safe."""
    if below_api(request):
        return json_problem(server_error_body())
    return render(request, "errors/500.html", status=500)
