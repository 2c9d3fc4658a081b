"""Sentences about a list: a template marked for translation, what fills it, and the remedy. Pure.

The edge translates the template and fills it, or takes ``str()``. No exception here holds a cell's
content, and ``repr`` hides it, so that nothing of a person's reaches a log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as spec
from typing import Any


def gettext_noop(text: str) -> str:
    """Mark an English template for translation; the edge translates it."""
    return text


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: a template marked for translation and what fills it."""

    template: str
    params: Mapping[str, Any] = spec(default_factory=dict, repr=False)

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


def said(template: str, **params: Any) -> Said:
    """A sentence from a template with named parameters."""
    return Said(template, params)


class Unreadable(Exception):
    """The whole file cannot be read. Names the field of the form, what is wrong and the remedy."""

    def __init__(self, field: str, message: Said, remedy: Said) -> None:
        super().__init__(message.template)
        self.field = field
        self.said, self.remedy_said = message, remedy

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return str(self.said)

    @property
    def remedy(self) -> str:
        """What to do about it, in English."""
        return str(self.remedy_said)
