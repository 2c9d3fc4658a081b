"""The forms of a report, an assessment or a comment, and of its evidence."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.organisations.posting import PostedForm
from recommendations.rules.evidence import FIGURES
from recommendations.rules.submitting import LONGEST, Said
from recommendations.words import choices, figure

NAMES = ("level", "confidence", "justification")


class WritingForm(PostedForm):
    """What is said of an implementation in a period."""

    level = forms.ChoiceField(
        label=_("How far is it carried out?"), required=False, widget=forms.RadioSelect
    )
    confidence = forms.ChoiceField(
        label=_("How sure are you?"), required=False, widget=forms.RadioSelect
    )
    justification = forms.CharField(
        label=_("What does this rest on?"), required=False, strip=False, max_length=LONGEST,
        help_text=_("Plain words; what is published is open to everybody. Name no person."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("level", "confidence"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
            field.choices = choices(name)

    def said(self) -> Said:
        """What was typed."""
        data = self.cleaned_data
        text = data.get("justification", "").replace("\r\n", "\n")
        return Said(data.get("level", ""), data.get("confidence", ""), text)


class ProofForm(PostedForm):
    """One piece of evidence: a file, a link or a figure; the others stay empty."""

    title = forms.CharField(label=_("What is it?"), required=False, max_length=200)
    file = forms.FileField(
        label=_("File"), required=False,
        help_text=_("PDF, PNG, JPEG or CSV, at most 10 MB. Author, position and scripts are taken out."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Or a link"), required=False, max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )  # fmt: skip
    figure = forms.ChoiceField(label=_("Or a live figure of the portal"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["figure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("None")), *((code, figure(code)) for code in FIGURES)]


class RowForm(forms.Form):
    """One row of the table in which many reports are written at once."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    level = forms.ChoiceField(required=False)
    justification = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST
    )

    def __init__(self, *args: Any, label: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", _("No word yet")), *choices("level")]
        for name, word in (("level", _("Level")), ("justification", _("What it rests on"))):
            self.fields[name].widget.attrs["aria-label"] = f"{label}: {word}"

    def changed_from(self, was: Mapping[str, str]) -> bool:
        """Whether something was typed that is not stored."""
        said = {
            n: self.cleaned_data.get(n, "").replace("\r\n", "\n")
            for n in ("level", "justification")
        }
        return any(said[name] != was.get(name, "") for name in said)
