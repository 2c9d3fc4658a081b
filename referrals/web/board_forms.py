"""Forms of the board: whom to ask for a person whom nobody leads, and a few words to both ends."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from portal.access.matrix import Purpose
from portal.organisations.posting import PostedForm
from referrals.services.messages import LONGEST
from referrals.states import Urgency
from referrals.web.move_forms import choices_of
from referrals.words import PURPOSES, said


class OpenForForm(PostedForm):
    """For what, how urgent, whom, and why: the reason stands in for consent until she is asked."""

    purpose = forms.ChoiceField(
        label=lazy("What for?"), choices=(), widget=forms.RadioSelect, required=False
    )
    urgency = forms.ChoiceField(
        label=lazy("How urgent?"), choices=choices_of(Urgency), widget=forms.RadioSelect,
        required=False, initial=Urgency.URGENT.value,
    )  # fmt: skip
    receivers = forms.MultipleChoiceField(
        label=lazy("Whom?"), choices=(), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = forms.CharField(
        label=lazy("Why do you open this?"), required=False, max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("It stands in for consent until the new lead has asked the person."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, purposes: Iterable[Purpose], tokens: Iterable[str] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        options: Any = self.fields
        options["purpose"].choices = [(p.value, said(PURPOSES, p.value)) for p in purposes]
        options["receivers"].choices = [(t, t) for t in tokens]


class MessageForm(PostedForm):
    """A few words that both ends and the lead read on the referral's page."""

    text = forms.CharField(
        label=lazy("Message to both ends"), required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Write no name and no place. It is sealed with the referral."),
    )  # fmt: skip
