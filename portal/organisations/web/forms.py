"""The forms of an organisation's administrator, and of whoever opens an invitation."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from portal.organisations.fields import Choice, Text, with_blank
from portal.organisations.models import Desk, Membership
from portal.organisations.posting import PostedForm
from portal.organisations.words import ROLES


def desk_choices(desks: Iterable[Desk]) -> list[tuple[str, str]]:
    """Desks by their names, each with its role."""
    return [(str(d.uuid), f"{d.name} ({ROLES.get(d.role, d.role)})") for d in desks]


class InviteForm(PostedForm):
    """Whom to invite, to which desk, in which language the letter is written."""

    email = Text(gettext_lazy("Work e-mail"), width="w-16", most=254, ltr=True, required=True)
    desk = Choice(gettext_lazy("Desk"), (), required=True)
    language = Choice(gettext_lazy("Language of the letter"), (), required=True)

    def __init__(self, data: Any = None, *, desks: Sequence[Desk], language: str = "en") -> None:
        super().__init__(data, initial={"language": language})
        self.fields["email"].error_messages["required"] = _("Write the e-mail address.")
        self.fields["desk"].choices = with_blank(desk_choices(desks))  # type: ignore[attr-defined]
        self.fields["desk"].error_messages["required"] = _("Choose a desk.")
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES
        ]


class AddDeskForm(PostedForm):
    """Another desk for a colleague."""

    desk = Choice(gettext_lazy("Another desk"), (), required=True)

    def __init__(self, data: Any = None, *, desks: Sequence[Desk]) -> None:
        super().__init__(data)
        self.fields["desk"].choices = with_blank(desk_choices(desks))  # type: ignore[attr-defined]
        self.fields["desk"].error_messages["required"] = _("Choose a desk.")


class RemoveForm(PostedForm):
    """Who takes over what is in hand; that the last one leaves is understood."""

    successor = Choice(
        gettext_lazy("Who takes over what is in hand?"),
        (),
        hint=gettext_lazy("Without a name it goes back to the desk's inbox. Deadlines stay."),
    )
    understood = forms.BooleanField(
        label=gettext_lazy("I know: after 24 hours the cases of this desk count as without a lead"),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, colleagues: Sequence[Membership], last_and_leads: bool
    ) -> None:
        super().__init__(data)
        if colleagues:
            offered = [(str(m.uuid), m.user.name) for m in colleagues]
            self.fields["successor"].choices = [("", _("Back to the desk's inbox")), *offered]  # type: ignore[attr-defined]
        else:
            del self.fields["successor"]
        if not last_and_leads:
            del self.fields["understood"]


class DeskForm(PostedForm):
    """A new desk: one role, one name."""

    role = Choice(gettext_lazy("Role"), (), radio=True, required=True)
    name = Text(gettext_lazy("Name of the desk"), most=80, required=True)

    def __init__(self, data: Any = None, *, roles: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["role"].choices = [(r, capfirst(str(ROLES.get(r, r)))) for r in roles]  # type: ignore[attr-defined]
        self.fields["role"].error_messages["required"] = _("Choose one of the roles offered.")
        self.fields["name"].error_messages["required"] = _(
            "Give the desk a name of up to 80 characters."
        )


class CloseForm(PostedForm):
    """The organisation's name, typed again."""

    name = Text(gettext_lazy("Type the organisation's name"), most=160, required=True)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["name"].error_messages["required"] = _(
            "Type the organisation's name as it stands above."
        )


class NewcomerForm(forms.Form):
    """A new account: a name, and a password twice."""

    name = Text(gettext_lazy("Your name"), most=120, required=True)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy(
            "At least 12 characters. Several words that only you put together are good."
        ),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "w-16"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "w-16"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["name"].error_messages["required"] = _("Write your name.")
        self.fields["password"].error_messages["required"] = _("Choose a password.")
        self.fields["again"].error_messages["required"] = _("Type the password again.")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", _("The two passwords differ. Type both again."))
        return found
