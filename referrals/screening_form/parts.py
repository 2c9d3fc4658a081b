"""The fields of the screening, group by group, each with its words."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from cases.age import SaidBy
from cases.indicators import SCREENING_GROUPS, Answer, SeenBy, TickGroup
from cases.vocabulary import (
    Accessibility,
    CareLevel,
    Communication,
    Gender,
    Interpreter,
    Need,
    SafetyAlert,
    TravelsAlone,
    Wish,
)
from portal.access.vocabulary import Coded
from referrals.screening_form.fields import LONG, Many, Number, One, Words
from referrals.states import Urgency

GROUPS: dict[str, TickGroup] = {group.code: group for group in SCREENING_GROUPS}
MORE_GROUPS = tuple(group for group in SCREENING_GROUPS if group.collapsed)


def labelled(codes: type[Coded], *, without: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Choices in the reader's language."""
    return [(c, _(label)) for c, label in codes.choices() if c not in set(without)]


def _ticks(group: TickGroup) -> Many:
    hints = {row.code: _(row.hint) for row in group.rows if row.hint}
    return Many(_(group.legend), [(row.code, _(row.label)) for row in group.rows], hints)


Fields = dict[str, forms.Field]
Pairs = Iterable[tuple[str, str]]


def _tick(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


def who() -> Fields:
    """Who is before me: age first, the rest as little as needed."""
    ages = [
        ("adult", _("18 or over")),
        ("child", _("Under 18")),
        ("unsure", _("Not sure, may be a child")),
    ]
    age = One(_("Age"), ages, radio=True)
    age.hints = {  # type: ignore[attr-defined]
        "child": _("No consent needed for protection; a guardian is called"),
        "unsure": _("Treated as a child"),
    }
    return {
        "age": age,
        "given_names": Words(_("Given names")),
        "family_name": Words(_("Family name")),
        "other_names": Words(_("Other names or nickname")),
        "gender": One(_("Gender, in the person’s own word"), labelled(Gender, without=["not_said"])),
        "birth_day": Number(_("Day of birth"), 1, 31),
        "birth_month": Number(_("Month of birth"), 1, 12),
        "birth_year": Number(_("Year of birth"), 1, 9_999),
        "age_from": Number(_("Age, about"), 0, 120),
        "age_to": Number(_("Age up to"), 0, 120),
        "birth_said_by": One(_("Who says so"), labelled(SaidBy, without=["not_said", "age_assessment"])),
        "travels_alone": One(_("Who is with the child"), labelled(TravelsAlone)),
    }  # fmt: skip


def danger() -> Fields:
    """Danger now."""
    return {
        "danger": _ticks(GROUPS["danger"]),
        "bed_tonight": _tick(_("A safe bed is needed tonight")),
    }


def what() -> Fields:
    """Act, means, purpose, and her own words."""
    return {
        "act": _ticks(GROUPS["act"]),
        "means": _ticks(GROUPS["means"]),
        "purpose": _ticks(GROUPS["purpose"]),
        "how_known": One(_("How you know what you ticked"), labelled(SeenBy)),
        "account": Words(
            _("In their own words, if offered"), LONG,
            help_text=_("Do not press for an account. A trained person will ask later, once."),
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
    }  # fmt: skip


def answers(opened: Iterable[str]) -> Fields:
    """The signs of the groups that were opened; not asked is the first answer."""
    said = [(c, label) for c, label in labelled(Answer) if c != Answer.NOT_ASKED]
    found: Fields = {}
    for code in opened:
        for row in GROUPS[code].rows:
            answer = One(_(row.label), said)
            answer.choices = [("", _("Not asked")), *said]
            found[f"a.{row.code}"] = answer
    return found


def wishes(regions: Pairs) -> Fields:
    """Language, wishes, where not to go."""
    lines = forms.Textarea(attrs={"rows": 2})
    return {
        "language": Words(
            _("Language understood best"),
            help_text=_("Several: with commas, the best first."),
            widget=forms.TextInput(attrs={"list": "languages", "autocomplete": "off"}),
        ),
        "interpreter": One(_("Interpreter"), labelled(Interpreter)),
        "communication": Many(_("How to speak with the person"), labelled(Communication)),
        "wishes": Many(_("What the person wishes"), labelled(Wish, without=["none"])),
        "wish_words": Words(_("Wishes in their own words"), LONG, widget=lines),
        "no_go": Many(_("Where the person must not or will not go"), regions),
        "no_go_account": Words(
            _("Why, if offered"), LONG, widget=forms.Textarea(attrs={"rows": 2})
        ),
    }


def care() -> Fields:
    """Needs, coarse."""
    return {
        "needs": Many(_("Help needed"), labelled(Need)),
        "care_level": One(_("How much care a place must give"), labelled(CareLevel)),
        "accessibility": Many(_("What a place or a meeting must offer"), labelled(Accessibility)),
    }


def reach() -> Fields:
    """How to reach the person safely, and who depends on them."""
    return {
        "phone": Words(
            _("Phone number"),
            60,
            widget=forms.TextInput(attrs={"class": "w-16", "inputmode": "tel", "dir": "ltr"}),
        ),
        "safe_contact": Words(
            _("How and when to reach them safely"), LONG, widget=forms.Textarea(attrs={"rows": 2})
        ),
        "never": Words(_("What never to do"), LONG, widget=forms.Textarea(attrs={"rows": 2})),
        "warnings": Many(
            _("Warnings to everybody who may contact the person"), labelled(SafetyAlert)
        ),
        "dependants": Number(
            _("Children or others who depend on the person, wherever they are"), 0, 40
        ),
    }


def with_her(children: int) -> Fields:
    """The children who are with the person."""
    found: Fields = {}
    genders = labelled(Gender, without=["not_said"])
    for i in range(children):
        found |= {
            f"child-{i}-name": Words(_("Name of child %(n)d, if told") % {"n": i + 1}),
            f"child-{i}-age": Number(_("Age of child %(n)d in years") % {"n": i + 1}, 0, 17),
            f"child-{i}-gender": One(_("Gender of child %(n)d") % {"n": i + 1}, genders),
            f"child-{i}-parent": _tick(
                _("The person is a parent of this child, and under no suspicion")
            ),
        }
    return found


def consent(questions: Iterable[str]) -> Fields:
    """What is asked for each purpose, in the language of the person."""
    said = [("yes", _("Yes")), ("no", _("No")), ("", _("Not asked, or no answer"))]
    words = {
        "transfer": _("That a caseworker from now on leads and helps"),
        "bed": _("That a safe house is asked for a bed"),
        "coordination": _("That the national coordinator knows there is a case, without a name"),
    }
    asked: Fields = {f"consent_{q}": One(words[q], said, radio=True) for q in questions}
    return asked | {
        "interpreter_used": _tick(_("Asked through an interpreter")),
        "vital_reason": Words(
            _("If they could not be asked and life or health depends on it: why"), 2_000,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }  # fmt: skip


class Tokens(forms.MultipleChoiceField):
    """Receivers by token; the service says which of them may be asked."""

    def valid_value(self, value: str) -> bool:
        """Any token of a plausible shape; an unknown one is refused where it is resolved."""
        return 0 < len(value) <= 64


def sending(regions: Pairs) -> Fields:
    """To whom it goes, how soon, where."""
    urgencies = [(u.value, _(u.label)) for u in Urgency]
    return {
        "lead": Tokens(label=_("Who leads from now on"), required=False),
        "bed": Tokens(label=_("A bed for tonight"), required=False),
        "urgency": One(_("How soon an answer is needed"), urgencies, radio=True),
        "region": One(_("Region asked for"), regions),
        "against_wishes": Words(
            _("Against what the person wants: why it must be"), 2_000,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }  # fmt: skip
