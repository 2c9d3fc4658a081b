"""What the forms of all sections share: from a document to a form and back, nothing lost between."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField

from cases.models import Case
from cases.sections import Document
from cases.who_sees import Circle
from portal.organisations.fields import Choice, Ticks
from portal.organisations.models import State


class SectionForm(forms.Form):
    """One desk's record of a section.

    ``stored`` is the record as the desk last knew it: what the form does not show stays as it was,
    and so do codes that its lists do not know.
    """

    document: ClassVar[type[Document]]
    groups: ClassVar[tuple[tuple[Any, Any, tuple[str | tuple[str, ...], ...]], ...]] = ()
    repeated: ClassVar[dict[str, int]] = {}

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, case: Case, around: Circle, stored: Document, version: int | None = None,
        initial: Document | None = None,
    ) -> None:  # fmt: skip
        self.case, self.around, self.stored = case, around, stored
        shown = initial or stored
        super().__init__(data, initial={"version": version, **self.initial_of(shown)})
        self.prepare()
        self._repeat(shown)
        for name, field in self.fields.items():
            if isinstance(field, Choice):
                field.keep(str(self.initial.get(name, "") or ""))

    def prepare(self) -> None:
        """Fill the choices that depend on the case or the reader."""

    def repeated_choices(self, name: str) -> list[tuple[str, str]]:
        """The choices of a field that stands several times, one beneath another."""
        raise NotImplementedError(name)

    def repeated_label(self, name: str, number: int) -> str:
        """Its label: the first, the second, ..."""
        raise NotImplementedError(name)

    def _repeat(self, shown: Document) -> None:
        for name, least in self.repeated.items():
            values = tuple(getattr(shown, name))
            choices = self.repeated_choices(name)
            for number in range(max(least, len(values) + 1)):
                field = Choice(self.repeated_label(name, number), choices)
                self.fields[f"{name}_{number}"] = field
                self.initial[f"{name}_{number}"] = values[number] if number < len(values) else ""

    def initial_of(self, document: Document) -> dict[str, Any]:
        """The document as the form's first values."""
        return {
            f.name: getattr(document, f.name)
            for f in fields(document)
            if f.name in self.base_fields
        }

    def to_document(self) -> Document:
        """What was typed, on top of what was stored."""
        known = {f.name for f in fields(self.document)}
        found = {n: self._value(n, v) for n, v in self.cleaned_data.items() if n in known}
        for name in self.repeated:
            given = [v for n, v in self.cleaned_data.items() if n.startswith(f"{name}_") and v]
            found[name] = tuple(dict.fromkeys(given))
        return replace(self.stored, **found, **self.more())

    def more(self) -> dict[str, Any]:
        """Fields of the document that are put together from several answers."""
        return {}

    def _value(self, name: str, value: Any) -> Any:
        field = self.fields[name]
        if not isinstance(field, Ticks):
            return value
        choices: Any = field.choices
        offered = {str(code) for code, _label in choices}
        kept = [code for code in getattr(self.stored, name) if str(code) not in offered]
        return (*self.typed(name, value), *kept)

    def typed(self, name: str, value: Iterable[str]) -> tuple[Any, ...]:
        """Ticked codes as the document keeps them."""
        return tuple(value)

    @property
    def shown_groups(self) -> list[dict[str, Any]]:
        """The groups with their fields, for the template: row by row."""
        return [
            {"legend": legend, "hint": hint, "rows": self.rows(names)}
            for legend, hint, names in self.groups
        ]

    def rows(self, names: Iterable[str | tuple[str, ...]]) -> list[list[BoundField]]:
        """One field a row; those named in a tuple stand side by side."""
        found: list[list[BoundField]] = []
        for name in names:
            if isinstance(name, tuple):
                found.append([self[n] for n in name])
            elif name in self.repeated:
                found += [[self[n]] for n in self.fields if n.startswith(f"{name}_")]
            elif name in self.fields:
                found.append([self[name]])
        return found


def own_states() -> tuple[tuple[str, str], ...]:
    """The States of this portal, whose codes ISO may not list."""
    return tuple(State.objects.values_list("code", "name"))
