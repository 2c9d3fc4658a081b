"""The link of a letter: a GET changes nothing, however often a scanner follows it.

The token goes from the address into the session at once, so that it stands in no history, log or
'referer' after the first page.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from portal.core.problems import Problem
from portal.organisations.models import Invitation, User
from portal.organisations.posting import SeeOther, show_problem
from portal.organisations.services import (
    Newcomer,
    accept_as_newcomer,
    accept_as_user,
    open_invitation,
)
from portal.organisations.web.forms import NewcomerForm

TOKEN = "invitation"  # noqa: S105  (a key of the session)


@login_not_required
@never_cache
@require_safe
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the token, lead on to an address that says nothing. A dead link says so at once."""
    try:
        open_invitation(token)
    except Http404:
        return _dead(request)
    request.session[TOKEN] = token
    return SeeOther(reverse("organisation:invitation"))


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def opened(request: HttpRequest) -> HttpResponse:
    """A new account, or the one whose address the letter went to."""
    token = str(request.session.get(TOKEN, ""))
    try:
        invitation = open_invitation(token)
    except Http404:
        return _dead(request)
    if request.user.is_authenticated:
        return _as_user(request, invitation, token)
    if User.objects.filter(email=invitation.email).exists():
        return render(request, "organisation/invitation_sign_in.html", _context(invitation))
    return _as_newcomer(request, invitation, token)


def _context(invitation: Invitation) -> dict[str, object]:
    return {
        "organisation": invitation.desk.organisation.name,
        "desk": invitation.desk.name,
        "until": invitation.expires_at,
    }


def _as_user(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    user = request.user
    if not isinstance(user, User) or user.email != invitation.email:
        return render(request, "organisation/invitation_other.html", status=409)
    if request.method == "POST":
        try:
            accept_as_user(token=token, user=user)
        except Http404:
            return _dead(request)
        request.session.pop(TOKEN, None)
        messages.success(request, _("You work at this desk too from now on."))
        return SeeOther(reverse("home"))
    return render(request, "organisation/invitation_join.html", _context(invitation))


def _as_newcomer(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    form, status = NewcomerForm(), 200
    if request.method == "POST":
        form, status = NewcomerForm(request.POST), 422
        try:
            if form.is_valid():
                told = Newcomer(form.cleaned_data["name"], form.cleaned_data["password"])
                accept_as_newcomer(token=token, newcomer=told)
                request.session.pop(TOKEN, None)
                messages.success(request, _("Your account is there. Sign in with your address."))
                return SeeOther(reverse("account_login"))
        except Http404:
            return _dead(request)
        except Problem as problem:
            show_problem(form, problem)
            status = problem.status
    context = {**_context(invitation), "form": form}
    return render(request, "organisation/invitation_new.html", context, status=status)


def _dead(request: HttpRequest) -> HttpResponse:
    """Used, over, taken back, older than the newest letter, never ours: one answer for all."""
    request.session.pop(TOKEN, None)
    return render(request, "organisation/invitation_dead.html", status=404)
