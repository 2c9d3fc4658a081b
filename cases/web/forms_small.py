"""Short forms of a case: a note, rights explained, risk, guardian, family."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.guardians import Guardian
from cases.models import Case
from cases.vocabulary import Danger, Gender, SafetyAlert
from cases.words import section_name
from portal.access.matrix import Section
from portal.organisations.fields import Choice, Text, Ticks, Words, translated, with_blank
from portal.organisations.languages import language_choices
from portal.organisations.posting import PostedForm

ABOUT = (
    Section.CONTACT_AND_SAFETY,
    Section.NEEDS_AND_ASSISTANCE,
    Section.IDENTITY,
    Section.SCREENING,
    Section.IMMIGRATION,
    Section.HEALTH,
    Section.PLACEMENT,
    Section.CONSENT,
)


def note_sections(names: frozenset[str]) -> list[tuple[str, str]]:
    """The sections that a note may belong to: those its author may read."""
    return [(s.value, section_name(s)) for s in ABOUT if f"view_{s}" in names]


class NoteForm(PostedForm):
    """A note belongs to a section: whoever may not see that section does not see the note."""

    about = Choice(
        gettext_lazy("What is it about?"),
        (),
        required=True,
        hint=gettext_lazy("Seen only by who sees that section, and by the notes' own rule."),
    )
    text = Words(gettext_lazy("Note"), rows=6, required=True)

    def __init__(self, data: Any = None, *, about: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["about"].choices = with_blank(about)  # type: ignore[attr-defined]
        self.fields["about"].error_messages["required"] = _("Choose a section.")
        self.fields["text"].error_messages["required"] = _("Write the note.")


class RightsForm(PostedForm):
    """Rights were explained, in a language the person understands."""

    language = Choice(gettext_lazy("In which language?"), (), required=True)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        first = case.languages[0] if case.languages else ""
        super().__init__(data)
        choices = dict(language_choices())
        self.fields["language"].choices = with_blank(choices.items())  # type: ignore[attr-defined]
        self.fields["language"].error_messages["required"] = _("Name the language.")
        if first in choices:
            self.initial["language"] = first


class RiskForm(PostedForm):
    """How great the danger is now; the next look is due in 30 days."""

    danger = Choice(
        gettext_lazy("Danger now"),
        (),
        hint=gettext_lazy("The person's own view counts first."),
        radio=True,
        required=True,
    )
    danger_account = Words(gettext_lazy("What the danger is"), rows=4)
    warnings = Ticks(
        gettext_lazy("Warnings"),
        (),
        hint=gettext_lazy("Shown to everybody who may make contact, without the reason."),
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["danger"].choices = translated(Danger.choices())  # type: ignore[attr-defined]
        self.fields["danger"].error_messages["required"] = _(
            "Say how great the danger is, or that it is not known."
        )
        self.fields["warnings"].choices = translated(SafetyAlert.choices())  # type: ignore[attr-defined]


class GuardianForm(forms.Form):
    """Who stands beside a child. ``was`` is the answer that was read."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    guardian = Choice(gettext_lazy("Who stands beside the child?"), (), radio=True, required=True)

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, initial={"was": case.guardian, "guardian": case.guardian})
        self.fields["guardian"].choices = [c for c in translated(Guardian.choices()) if c[0]]  # type: ignore[attr-defined]
        self.fields["guardian"].error_messages["required"] = _("Choose one of the answers.")


class ChildForm(PostedForm):
    """A case for somebody who belongs to this person: only what is needed to begin."""

    given_names = Text(
        gettext_lazy("Name"),
        hint=gettext_lazy("As the person or the family says it. May stay empty."),
    )
    gender = Choice(gettext_lazy("Gender"), ())
    age = Choice(gettext_lazy("Age"), (), radio=True, required=True)
    age_years = forms.IntegerField(
        label=gettext_lazy("About how many years?"),
        required=False,
        min_value=0,
        max_value=120,
        widget=forms.TextInput(attrs={"class": "w-10 num", "inputmode": "numeric"}),
        error_messages={"invalid": gettext_lazy("Write a number.")},
    )
    with_parent = forms.BooleanField(
        label=gettext_lazy(
            "This person is the parent, is with the child, and is under no suspicion"
        ),
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["gender"].choices = with_blank(translated(Gender.choices()))  # type: ignore[attr-defined]
        self.fields["age"].choices = [  # type: ignore[attr-defined]
            ("child", _("A child")),
            ("adult", _("Grown up")),
            ("unknown", _("Not known: treated as a child")),
        ]
        self.fields["age"].error_messages["required"] = _("Choose one, 'not known' is an answer.")


class LinkForm(PostedForm):
    """Cases of the desk's own that belong to this one."""

    children = Ticks(gettext_lazy("Cases your desk leads or reported"), (), required=True)

    def __init__(self, data: Any = None, *, offered: Sequence[Case]) -> None:
        super().__init__(data, auto_id="link_%s")
        self.fields["children"].choices = [(str(case.uuid), case.ref) for case in offered]  # type: ignore[attr-defined]
        self.fields["children"].error_messages["required"] = _("Tick at least one case.")
