"""The form of an entry, made from the fields of its kind. The service judges; the form shows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.organisations.posting import PostedForm
from recommendations.rules.entries.fields import LINE, WORDS_MOST, Field, Known, Type
from recommendations.rules.entries.kinds import Document, EntryKind

DAY = {"type": "date", "class": "w-10"}
NARROW = {Type.AMOUNT, Type.NUMBER, Type.SHARE, Type.COUNT, Type.CURRENCY}


class EntryForm(PostedForm):
    """One field for each field of the kind."""

    def __init__(self, *args: Any, kind: EntryKind, known: Known, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind = kind
        for one in kind.fields:
            self.fields[one.name] = _field(one, known)

    def raw(self) -> dict[str, Any]:
        """What was typed, as the service reads it."""
        data = self.cleaned_data
        return {one.name: data.get(one.name) for one in self.kind.fields}

    @property
    def asked(self) -> list[tuple[Any, bool]]:
        """Each field, and whether it may stay empty."""
        return [(self[one.name], not one.needed) for one in self.kind.fields]


class ReasonForm(forms.Form):
    """Why an entry goes back."""

    reason = forms.CharField(
        label=lazy("If it goes back: why?"), required=False, max_length=1_000,
        help_text=lazy("Its writers read this."), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class TableForm(PostedForm):
    """A table of entries."""

    file = forms.FileField(label=lazy("The table"), help_text=lazy("CSV, at most 2 MB."))
    good = forms.BooleanField(label=lazy("Take only the good rows"), required=False)


BETWEEN = "; "  # as several are typed, and read again: the same in every language


def initial(kind: EntryKind, document: Mapping[str, Any]) -> dict[str, Any]:
    """A document as the form's first words."""
    return {
        one.name: BETWEEN.join(value) if one.type is Type.ITEMS and value else value
        for one in kind.fields
        if (value := document.get(one.name)) is not None
    }


def _field(one: Field, known: Known) -> forms.Field:
    common: dict[str, Any] = {
        "label": _(one.label),
        "required": False,
        "help_text": _(one.hint) if one.hint else "",
    }
    if one.type in (Type.ONE, Type.SEVERAL, Type.PARENT):
        return _chosen(one, known, common)
    if one.type is Type.WORDS:
        return forms.CharField(
            strip=False, max_length=WORDS_MOST, widget=forms.Textarea(attrs={"rows": 4}), **common
        )
    if one.type is Type.DAY:
        return forms.CharField(max_length=10, widget=forms.DateInput(attrs=DAY), **common)
    if one.type is Type.ITEMS:
        common["help_text"] = _(
            "Source and code, such as dcaf-2007:PRT-2; several with a semicolon."
        )
    width = "w-10" if one.type in NARROW else ""
    return forms.CharField(
        max_length=LINE if one.type is not Type.ITEMS else 2_000,
        widget=forms.TextInput(attrs={"class": width}), **common,
    )  # fmt: skip


def _chosen(one: Field, known: Known, common: dict[str, Any]) -> forms.Field:
    if one.options is not None:
        pairs = [(code, _(label)) for code, label in one.options.choices()]
    elif one.type is Type.PARENT:
        pairs = [(code, f"{code} {_(title)}") for code, title in known.entries[one.parent].items()]
    else:
        pairs = [(code, _(label)) for code, label in known.lists.get(one.offered, {}).items()]
    if one.type is Type.SEVERAL:
        return forms.MultipleChoiceField(
            choices=pairs, widget=forms.CheckboxSelectMultiple, **common
        )
    return forms.ChoiceField(choices=[("", _("Not said")), *pairs], **common)


def clashes(form: EntryForm, theirs: Document, known: Known, shown: Any) -> list[dict[str, Any]]:
    """Fields on which what was saved meanwhile and what was typed differ."""
    typed = {**form.raw()}
    first = initial(form.kind, theirs)
    return [
        {"name": one.name, "label": _(one.label), "theirs": shown(first.get(one.name)),
         "yours": shown(typed[one.name])}
        for one in form.kind.fields if (first.get(one.name) or "") != (typed[one.name] or "")
    ]  # fmt: skip


def settled(data: QueryDict, form: EntryForm, theirs: Document) -> tuple[dict[str, Any], list[str]]:
    """What is sent after a clash: what she chose to keep, and what she has not chosen yet."""
    typed, open_ = form.raw(), []
    first = initial(form.kind, theirs)
    for name in data.getlist("clash"):
        keep = data.get(f"keep-{name}")
        if name not in typed:
            continue
        if keep == "theirs":
            typed[name] = first.get(name)
        elif keep != "yours":
            open_.append(name)
    return typed, open_
