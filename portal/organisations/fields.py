"""Form fields that pages of all floors share: days without a zone, codes, codes one beneath another."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LONG = 20_000
DAY_FORMATS = ("%d %m %Y", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y")


def translated(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes with their labels in the reader's language."""
    return [(code, gettext(label)) for code, label in choices if label]


def with_blank(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same with an empty first line: nothing is preselected."""
    return [("", gettext("Not said")), *(c for c in choices if c[0])]


class DayField(forms.DateField):
    """A day as people write it. A day has no zone: what was typed is what is kept."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("For example 24 12 2026."))
        super().__init__(
            input_formats=DAY_FORMATS,
            widget=forms.DateInput(format="%d %m %Y", attrs={"class": "w-10 num", "inputmode": "numeric"}),
            error_messages={"invalid": _("Write the day as day, month and year, for example 24 12 2026.")},
            **more,
        )  # fmt: skip


class Text(forms.CharField):
    """One line."""

    def __init__(
        self,
        label: Any,
        *,
        hint: Any = "",
        width: str = "",
        most: int = 500,
        ltr: bool = False,
        **more: Any,
    ) -> None:
        attrs = {"class": width, "autocomplete": "off"} | ({"dir": "ltr"} if ltr else {})
        more.setdefault("required", False)
        super().__init__(
            label=label, help_text=hint, max_length=most, widget=forms.TextInput(attrs=attrs),
            error_messages={"max_length": _("Shorten this to %(limit_value)d characters.")}, **more,
        )  # fmt: skip


class Words(forms.CharField):
    """Several lines."""

    def __init__(self, label: Any, *, hint: Any = "", rows: int = 3, **more: Any) -> None:
        more.setdefault("required", False)
        super().__init__(
            label=label, help_text=hint, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"max_length": _("Shorten this to %(limit_value)d characters.")}, **more,
        )  # fmt: skip


class Choice(forms.ChoiceField):
    """One of several codes; a code of another list that stands there already is kept."""

    def __init__(
        self, label: Any, choices: Any, *, hint: Any = "", radio: bool = False, **more: Any
    ) -> None:
        more.setdefault("required", False)
        super().__init__(
            label=label, help_text=hint, choices=choices,
            widget=forms.RadioSelect if radio else forms.Select,
            error_messages={"invalid_choice": _("Choose one of the answers offered.")}, **more,
        )  # fmt: skip

    def keep(self, code: str) -> None:
        """Offer a code that stands in the record though the list does not know it."""
        listed: list[Any] = list(self.choices)  # type: ignore[arg-type]
        if code and code not in {str(value) for value, _label in listed}:
            self.choices = [*listed, (code, code)]


class Ticks(forms.MultipleChoiceField):
    """Several codes."""

    def __init__(self, label: Any, choices: Any, *, hint: Any = "", **more: Any) -> None:
        more.setdefault("required", False)
        super().__init__(
            label=label, help_text=hint, choices=choices, widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Choose from the answers offered.")}, **more,
        )  # fmt: skip


def day_text(value: date | None) -> str:
    """A day as the fields show it."""
    return value.strftime("%d %m %Y") if value else ""
