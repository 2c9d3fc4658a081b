"""Coming in and going out: e-mail and password, the second step, a passkey alone, signing out."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.sign_in.web.forms import PasskeyAloneForm, PasskeyForm

LOCKED = "too_many_login_attempts"
EVERYTHING = '"cache", "storage"'
"""What a browser shall forget at the end; cookies of the session end with it."""


def status_of(form: Any) -> int:
    """429 while locked, else 422: the form is there again, with what is wrong."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return 429 if LOCKED in codes else 422


class SignIn(LoginView):
    """First step. Says the same of an unknown address, a wrong password and a closed account."""

    form_class = LoginForm

    def form_invalid(self, form: Any) -> HttpResponse:
        response = self.render_to_response(self.get_context_data(form=form))
        response.status_code = status_of(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "second_step": True}


class SecondStep(AuthenticateView):
    """Second step: a code by hand, or a passkey."""

    def get_webauthn_form_class(self) -> type[PasskeyForm]:
        return PasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not context["js_data"]["request_options"]["publicKey"].get("allowCredentials"):
            context.pop("webauthn_form")  # no passkey here
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = status_of(form)
        return response


@method_decorator([login_not_required, never_cache], name="dispatch")
class PasskeyAlone(LoginWebAuthnView):
    """A passkey instead of all else: GET gives the browser its challenge, POST takes the answer."""

    def get_form_class(self) -> type[PasskeyAloneForm]:
        return PasskeyAloneForm

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("This passkey opened nothing. Sign in another way."))
        return redirect("account_login")


@method_decorator([login_not_required, never_cache], name="dispatch")
class SignOut(LogoutView):
    """Asks once; then the session is over, and the browser forgets what it kept of it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = EVERYTHING
        return response
