"""The screening as a form: every field may stay empty; what is typed is read once, here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from referrals.screening import MOST_CHILDREN, Child, Told
from referrals.screening_form import parts
from referrals.screening_form.fields import read_birth, read_languages
from referrals.screening_form.parts import GROUPS

QUESTIONS = ("transfer", "bed", "coordination")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the form needs to know besides what is typed."""

    today: date
    regions: tuple[tuple[str, str, int], ...] = ()
    questions: tuple[str, ...] = QUESTIONS


class ScreeningForm(forms.Form):
    """``told`` is what could be read; ``errors`` name field and remedy for the rest."""

    def __init__(self, typed: Mapping[str, list[str]], frame: Frame) -> None:
        super().__init__(MultiValueDict({name: list(values) for name, values in typed.items()}))
        self.frame = frame
        self.unread = ""
        self.children = min(self.count(typed), MOST_CHILDREN)
        self.opened = tuple(code for code in typed.get("open", []) if code in GROUPS)
        names = [(code, name) for code, name, _pk in frame.regions]
        self.fields.update(
            parts.who() | parts.danger() | parts.what() | parts.wishes(names) | parts.care()
            | parts.reach() | parts.consent(frame.questions) | parts.answers(self.opened)
            | parts.with_her(self.children) | parts.sending(names)
        )  # fmt: skip

    @staticmethod
    def count(typed: Mapping[str, list[str]]) -> int:
        last = (typed.get("children") or ["0"])[-1]
        return int(last) if last.isdecimal() and len(last) < 3 else 0

    def clean(self) -> dict[str, Any]:
        """What only shows when fields are read together: the birth, the languages."""
        found: dict[str, Any] = self.cleaned_data
        told = {"birth_day", "birth_month", "birth_year", "age_from", "age_to"}
        found["birth"] = None
        if told.isdisjoint(self.errors):
            found["birth"], errors = read_birth(found, self.frame.today)
            for name, remedy in errors.items():
                self.add_error(name, remedy)
        found["languages"], unread = read_languages(found.get("language") or "")
        if unread and "language" not in self.errors:
            self.unread = _(
                "Language: “%(word)s” is not known. Choose from the list, or write the English name."
            ) % {"word": unread[:40]}
            self.add_error("language", self.unread)
        return found

    def typed(self, name: str) -> list[str]:
        """What was typed in a field, as it came."""
        data: Any = self.data
        return [str(value) for value in data.getlist(name)]

    def hush(self) -> None:
        """Show what was typed without its errors: she is still typing."""
        self._errors = ErrorDict()

    def told(self) -> Told:
        """What could be read, as the rules take it."""
        if self.is_bound and not hasattr(self, "cleaned_data"):
            self.full_clean()
        read = self.cleaned_data
        plain: dict[str, Any] = {
            name: read.get(name) or ""
            for name in (
                "age", "given_names", "family_name", "other_names", "gender", "how_known", "account",
                "interpreter", "care_level", "wish_words", "no_go_account", "phone", "safe_contact",
                "never", "travels_alone",
            )
        }  # fmt: skip
        several: dict[str, Any] = {
            name: tuple(read.get(name) or ())
            for name in (
                "danger",
                "languages",
                "communication",
                "accessibility",
                "needs",
                "wishes",
                "warnings",
            )
        }  # fmt: skip
        rows = [code for name in ("act", "means", "purpose") for code in read.get(name) or ()]
        return Told(
            **plain, **several, rows=tuple(rows), birth=read.get("birth"), dependants=read.get("dependants"),
            answers={n[2:]: said for n, said in read.items() if n.startswith("a.") and said},
            no_go=tuple(pk for code, _name, pk in self.frame.regions if code in (read.get("no_go") or ())),
            bed_tonight=bool(read.get("bed_tonight")), interpreter_used=bool(read.get("interpreter_used")),
            consents={q: read.get(f"consent_{q}") or "" for q in self.frame.questions},
            children=tuple(self._child(i) for i in range(self.children)),
        )  # fmt: skip

    def _child(self, i: int) -> Child:
        read = self.cleaned_data
        return Child(
            name=read.get(f"child-{i}-name") or "", age=read.get(f"child-{i}-age"),
            gender=read.get(f"child-{i}-gender") or "", parent=bool(read.get(f"child-{i}-parent")),
        )  # fmt: skip

    def child_rows(self) -> list[dict[str, Any]]:
        """The bound fields of each child, for the page."""
        names = ("name", "age", "gender", "parent")
        return [
            {"number": i + 1, "index": i} | {name: self[f"child-{i}-{name}"] for name in names}
            for i in range(self.children)
        ]
