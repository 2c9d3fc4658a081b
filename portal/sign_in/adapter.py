"""How people sign in: nobody signs up; accounts come from an organisation's administrator."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.sign_in.lockout import Attempt
from portal.sign_in.services.devices import met

DEVICE, DEVICE_PATH, DEVICE_DAYS = "device", "/sign-in/", 400


class NoSignup(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail and password do not belong together. Check both."),
        "too_many_login_attempts": _("Too many tries. Wait fifteen minutes, then try again."),
        "incorrect_code": _(
            "This code is not right, was used before, or has run out. Wait for the next one."
        ),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's own words are not ours: our pages say what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Notices go by the outbox, and name nothing."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person whose password this is; closed accounts and unknown ones answer alike."""
        attempt = Attempt("password", request, str(credentials.get("email", "")))
        if not attempt.begin():
            raise self.validation_error("too_many_login_attempts")
        user = authenticate(request, **credentials)
        if user is not None:
            attempt.right()
        return user

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_login"))

    def is_safe_url(self, url: str) -> bool:
        """Only this very host, whatever other hosts the portal answers to."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Signed in: the browser keeps its mark, and one that is new is told of."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_cookie(
            DEVICE, met(user=user, mark=request.COOKIES.get(DEVICE, "")),
            max_age=DEVICE_DAYS * 86_400, path=DEVICE_PATH, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
        return response
