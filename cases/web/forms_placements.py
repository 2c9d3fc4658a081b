"""The forms of a shelter: a place, its own address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.vocabulary import Takes
from portal.organisations.posting import PostedForm


class PlaceForm(PostedForm):
    """A place under the shelter's own name for it."""

    label = forms.CharField(
        label=lazy("Name of the place"),
        required=False,
        max_length=60,
        help_text=lazy("Such as ‘Heron, bed 2’. It never leaves your desk."),
        error_messages={"max_length": lazy("Give the place a short name of up to 60 characters.")},
        widget=forms.TextInput(attrs={"class": "w-16"}),
    )
    takes = forms.MultipleChoiceField(
        label=lazy("Who for"), required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["takes"].choices = [(t.value, _(t.label)) for t in Takes]  # type: ignore[attr-defined]


class AheadForm(PostedForm):
    """'2 from Friday'."""

    from_day = forms.DateField(
        label=lazy("From which day"),
        required=False,
        help_text=lazy("A day after today, within 60 days."),
        error_messages={"invalid": lazy("Give a day such as 2026-11-27.")},
        widget=forms.DateInput(attrs={"type": "date", "class": "w-10"}),
    )
    free = forms.IntegerField(
        label=lazy("How many places will be free then"),
        required=False,
        help_text=lazy("In all. 0 takes back what you said for that day."),
        error_messages={"invalid": lazy("Say how many places, from 0 to 99.")},
        widget=forms.NumberInput(attrs={"class": "num", "min": 0, "max": 99}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, auto_id="ahead_%s", **more)


class LocationForm(PostedForm):
    """The shelter's own secret."""

    address = forms.CharField(
        label=lazy("Address"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"max_length": lazy("Shorten the address.")},
    )
    directions = forms.CharField(
        label=lazy("How to come in"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
