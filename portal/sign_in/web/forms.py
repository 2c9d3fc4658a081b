"""The forms of signing in: a code, a passkey, an app to set up, a password given again, the terms."""

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
)
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from portal.core.clock import now
from portal.sign_in.codes import step_of
from portal.sign_in.lockout import Attempt
from portal.sign_in.services import check_code

_OFFER, _OFFER_AGE = "portal.sign_in.offer", 1_800
_NOT_JSON = (KeyError, AttributeError, TypeError, ValueError, IndexError)
"""What allauth's parsing raises for a body that no browser made."""


def code_field() -> forms.CharField:
    """Digits, typed by hand or filled in by the browser."""
    widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w-10 num"}
    )
    return forms.CharField(label=_("Six-digit code"), max_length=40, widget=widget)


def begun(kind: str, user: Any = None) -> Attempt:
    """An attempt that may be judged; else the form's refusal."""
    attempt = Attempt(kind, context.request, str(user.pk) if user else "")
    if not attempt.begin():
        raise account_adapter().validation_error("too_many_login_attempts")
    return attempt


def wrong_code() -> forms.ValidationError:
    """One refusal for every code that does not count, whatever the reason."""
    refusal: forms.ValidationError = account_adapter().validation_error("incorrect_code")
    return refusal


class CodeForm(AuthenticateForm):
    """The second step by hand: the app's code, or a recovery code."""

    code = code_field()

    def clean_code(self) -> str:
        attempt = begun("code", self.user)
        code: str = self.cleaned_data["code"]
        found = check_code(user=self.user, code=code)
        if found is None:
            raise wrong_code()
        attempt.right()
        self.authenticator = found
        self.authenticator.user = self.user
        return code


class PasskeyForm(AuthenticateWebAuthnForm):
    """The second step by passkey, after the password."""

    def clean_credential(self) -> Any:
        attempt = begun("passkey")
        try:
            found = super().clean_credential()
        except _NOT_JSON:
            raise wrong_code() from None
        attempt.right()
        return found


class PasskeyAloneForm(PasskeyForm, LoginWebAuthnForm):
    """A passkey instead of e-mail, password and code: it is what she has, opened by what she knows or is."""


class AppForm(forms.Form):
    """An authenticator app to be set up: our offer of a secret, signed, and its first code."""

    offer = forms.CharField(widget=forms.HiddenInput)
    code = code_field()

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user, self.step = user, 0
        super().__init__(*args, **kwargs)
        self.secret = self._offered() or generate_totp_secret()
        if not self.is_bound:
            self.initial["offer"] = signing.dumps([user.pk, self.secret], salt=_OFFER)

    def _offered(self) -> str:
        """The secret of this form, if we offered it to this person, a while ago at most."""
        try:
            told = signing.loads(self.data.get("offer", ""), salt=_OFFER, max_age=_OFFER_AGE)
        except signing.BadSignature:
            return ""
        return str(told[1]) if told[0] == self.user.pk else ""

    def clean_offer(self) -> str:
        if not self._offered():
            raise forms.ValidationError(_("This page was open too long. Scan the new picture."))
        return str(self.cleaned_data["offer"])

    def clean_code(self) -> str:
        attempt = begun("code", self.user)
        code: str = self.cleaned_data["code"]
        step = step_of(self.secret, code, now().timestamp())
        if step is None:
            raise wrong_code()
        attempt.right()
        self.step = step
        return code


class PasskeyNewForm(AddWebAuthnForm):
    """A new passkey: a name to know it again, and what the browser made."""

    name = forms.CharField(
        label=_("A name, to know it again"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"class": "w-16", "autocomplete": "off"}),
    )  # fmt: skip
    passwordless = None  # always one that works alone

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except _NOT_JSON:
            raise get_adapter().validation_error("incorrect_code") from None
        return cleaned


class PasswordForm(forms.Form):
    """Her password once more, before she changes how she signs in."""

    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        adapter, password = account_adapter(context.request), self.cleaned_data["password"]
        found = adapter.authenticate(context.request, email=self.user.email, password=password)
        if found is None or found.pk != self.user.pk:
            raise forms.ValidationError(_("This is not your password."))
        return str(password)
