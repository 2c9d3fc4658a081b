"""The forms of a question: whom, what; the answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from portal.organisations.posting import PostedForm
from referrals.services.questions import LONGEST

NO_IDENTITY = lazy("No name, no number, no reference: write ‘the person’. Up to 500 characters.")


def _words(label: Any, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LONGEST, help_text=NO_IDENTITY,
        error_messages={"max_length": lazy("Shorten this to 500 characters.")},
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class AskForm(PostedForm):
    """What a service refused keeps its status."""

    problem_status = 422


class AskBeforeForm(AskForm):
    """Whom, and what."""

    purpose = forms.CharField(widget=forms.HiddenInput, required=False)
    receiver = forms.ChoiceField(
        label=lazy("Whom do you ask?"), choices=(), widget=forms.RadioSelect, required=False
    )
    text = _words(lazy("Your question"))

    def __init__(self, *args: Any, receivers: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["receiver"].choices = list(receivers)  # type: ignore[attr-defined]


class AskMissingForm(AskForm):
    """What is missing."""

    text = _words(lazy("What do you need to know?"))


class AnswerForm(PostedForm):
    """The answer."""

    answer = _words(lazy("Your answer"))
