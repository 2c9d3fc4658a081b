"""Searching a person by name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.access.matrix import Role
from portal.core.actors import Acting
from portal.organisations.fields import Text


def may_search(actor: Acting) -> bool:
    """Whether the page offers it: an administrator reads nobody's name."""
    return actor.desk_id is not None and actor.role != Role.ORGANISATION_ADMIN


class SearchForm(forms.Form):
    """A name in any alphabet and order; a year of birth where it is known."""

    name = Text(_("Name, or a part of it"), required=True, hint=_("In any alphabet and any order."))
    year = forms.IntegerField(label=_("Year of birth"), required=False)

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["name"].error_messages["required"] = _(
            "Type a name, in any alphabet: one part of it is enough."
        )
        self.fields["year"].error_messages["invalid"] = _(
            "Type a year of birth of four digits, not in the future."
        )
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
