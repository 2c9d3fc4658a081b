"""Setting up a second step: an app or a passkey, and the recovery codes that come with the first."""

import base64
from datetime import timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.core.clock import now
from portal.core.problems import Problem
from portal.sign_in.passing import Owed, gave_second_step, proved, second_step_given
from portal.sign_in.selectors import has_second_step, ways_of
from portal.sign_in.services import end_others, keep_app, keep_passkey
from portal.sign_in.web.forms import AppForm, PasskeyNewForm, PasswordForm
from portal.sign_in.web.onward import freshly, onward, wanted
from portal.sign_in.web.views_entry import status_of

CODES, CODES_SHOWN = "codes_due", timedelta(minutes=15)


def _elsewhere(request: Any) -> HttpResponse | None:
    """A session with no second step, of an account that has one: it begins again, with both."""
    if has_second_step(request.user.pk) and not gave_second_step(request):
        logout(request)
        return redirect("account_login")
    return None


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@freshly
def set_up(request: Any) -> HttpResponse:
    """Scan a picture, send the first code. It takes the place of the app she had."""
    if (answer := _elsewhere(request)) is not None:
        return answer
    form = AppForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        first = not has_second_step(request.user.pk)
        made = keep_app(user=request.user, secret=form.secret, step=form.step)
        return _passed(request, first=first, made=made)
    if form.has_error("offer"):
        form = AppForm(user=request.user)
        messages.error(request, _("This page was open too long. Scan the new picture."))
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, form.secret))
    shown = {
        "form": form, "next": wanted(request), "forced": request.owed == Owed.SECOND_STEP,
        "picture": base64.b64encode(picture.encode()).decode(),
        "secret": " ".join(form.secret[i : i + 4] for i in range(0, len(form.secret), 4)),
    }  # fmt: skip
    status = status_of(form) if form.errors else 200
    return render(request, "sign_in/set_up.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@freshly
def set_up_passkey(request: Any) -> HttpResponse:
    """Make a passkey with the browser's help."""
    if (answer := _elsewhere(request)) is not None:
        return answer
    form = PasskeyNewForm(request.POST or None, user=request.user, initial={"name": ""})
    if request.method == "POST" and form.is_valid():
        first, said = not has_second_step(request.user.pk), form.cleaned_data
        try:
            made = keep_passkey(user=request.user, name=said["name"], credential=said["credential"])
            return _passed(request, first=first, made=made)
        except Problem as problem:
            for field, remedy in problem.errors.items():
                form.add_error(field, remedy)
    shown = {
        "form": form, "next": wanted(request), "forced": request.owed == Owed.SECOND_STEP,
        "options": begin_registration(request.user, True),
    }  # fmt: skip
    return render(request, "sign_in/set_up_passkey.html", shown, status=422 if form.errors else 200)


def _passed(request: Any, *, first: bool, made: bool) -> HttpResponse:
    """The session has its second step from now on; others, begun without one, end."""
    request.session.cycle_key()
    second_step_given(None, request, request.user)
    if first:
        end_others(user=request.user, keep=request.session.session_key)
    messages.success(request, _("Your second step is set up."))
    if made:
        request.session[CODES] = now().isoformat()
        return onward(request, "sign_in:codes")
    return onward(request) if wanted(request) else redirect("sign_in:security")


@require_http_methods(["GET", "HEAD", "POST"])
def codes(request: Any) -> HttpResponse:
    """The recovery codes, until she says that she kept them; a quarter of an hour at most."""
    due = parse_datetime(str(request.session.get(CODES, "")))
    held = [w for w in ways_of(request.user.pk) if w.type == Authenticator.Type.RECOVERY_CODES]
    if due is None or now() - due > CODES_SHOWN or not held or request.method == "POST":
        request.session.pop(CODES, None)
        return onward(request)
    listed = held[0].wrap().get_unused_codes()
    shown = {"codes": [f"{code[:4]} {code[4:]}" for code in listed], "next": wanted(request)}
    return render(request, "sign_in/codes.html", shown)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: Any) -> HttpResponse:
    """Her password once more, before she changes how she signs in."""
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        proved(request)
        return onward(request)
    shown = {"form": form, "next": wanted(request)}
    return render(
        request, "sign_in/again.html", shown, status=status_of(form) if form.errors else 200
    )
