"""Who she is: names one by one optional, a birth as exactly as it is known, every citizenship."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import births
from cases.age import Birth, Precision, SaidBy, why_impossible
from cases.nationalities import citizenship_choices
from cases.sections import Document, Identity
from cases.services.sections import today_in
from cases.vocabulary import Gender
from cases.web.forms_base import SectionForm, own_states
from portal.organisations.fields import Choice, DayField, Text, Words, translated, with_blank


def _number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, localize=False,
        widget=forms.TextInput(attrs={"class": "w-10 num", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write a number.")},
    )  # fmt: skip


class BirthFields(forms.Form):
    """A birth, as exactly as it is known: the answers that belong to the chosen precision are read."""

    precision = Choice(_("How exactly is the birth known?"), (), radio=True)
    born_day = _number(_("Day of birth"), 31)
    born_month = _number(_("Month of birth"), 12)
    born_year = _number(_("Year of birth"), 2200)
    born_from = DayField(label=_("Born on this day at the earliest"), required=False)
    born_to = DayField(label=_("Born on this day at the latest"), required=False)
    age_low = _number(_("Age, at least"), 130)
    age_high = _number(_("Age, at most"), 130)
    age_on = DayField(
        label=_("Age on which day"), required=False, help_text=_("Left empty: today.")
    )
    birth_said_by = Choice(_("Who says so?"), ())


BIRTH = tuple(BirthFields.base_fields)
_SIDE_BY_SIDE = (
    "precision",
    ("born_day", "born_month", "born_year"),
    ("born_from", "born_to"),
    ("age_low", "age_high", "age_on"),
    "birth_said_by",
)
_ASKED_IN = {
    Precision.RANGE: "born_from",
    Precision.AGE_RANGE: "age_low",
    Precision.ABOUT: "age_low",
}


class IdentityForm(BirthFields, SectionForm):
    """Nothing here is asked for: one name is a whole name, and a birth may be not known."""

    document = Identity
    repeated: ClassVar[dict[str, int]] = {"citizenships": 2}
    groups = (
        (
            _("Name"),
            _("Only what the person gives. One name is enough."),
            ("given_names", "family_name", "other_names"),
        ),
        (
            _("Birth"),
            _("Fill in what is known and leave the rest empty. An age ages on by itself."),
            _SIDE_BY_SIDE,
        ),
        (_("More"), "", ("gender", "citizenships", "document_numbers", "said_by")),
    )

    given_names = Text(_("Given name or names"))
    family_name = Text(_("Family name"))
    other_names = Text(_("Other names"), hint=_("Names used before, or given by others."))
    gender = Choice(_("Gender, in the person's own word"), ())
    document_numbers = Words(_("Papers and their numbers"), rows=2)
    said_by = Choice(_("Who says this?"), ())

    def prepare(self) -> None:
        """Labels in the reader's language."""
        self.fields["precision"].choices = translated(Precision.choices())  # type: ignore[attr-defined]
        self.fields["gender"].choices = with_blank(translated(Gender.choices()))  # type: ignore[attr-defined]
        for name in ("birth_said_by", "said_by"):
            people = [c for c in translated(SaidBy.choices()) if c[0] != SaidBy.NOT_SAID]
            self.fields[name].choices = with_blank(people)  # type: ignore[attr-defined]

    def repeated_choices(self, name: str) -> list[tuple[str, str]]:
        return with_blank(citizenship_choices(own_states()))

    def repeated_label(self, name: str, number: int) -> str:
        return gettext("Citizenship") if number == 0 else gettext("Another citizenship")

    def initial_of(self, document: Document) -> dict[str, Any]:
        assert isinstance(document, Identity)  # noqa: S101
        found = super().initial_of(document)
        return found | birth_initial(births.from_dict(document.birth) if document.birth else None)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if any(name in self.errors for name in BIRTH):
            return data
        try:
            birth = read_birth(data, today_in(self.case))
        except ValidationError as wrong:
            self.add_error(None, wrong)
            return data
        if birth is not None and (why := why_impossible(birth, today_in(self.case))):
            self.add_error(_ASKED_IN.get(birth.precision, "born_year"), gettext(why.label))
        self.birth = births.to_dict(birth) if birth is not None else {}
        return data

    def more(self) -> dict[str, Any]:
        return {"birth": self.birth}


def birth_initial(birth: Birth | None) -> dict[str, Any]:
    """A birth as the form shows it."""
    if birth is None:
        return {}
    shown: dict[str, Any] = {
        "precision": birth.precision.value,
        "birth_said_by": birth.said_by.value,
    }
    if shown["birth_said_by"] == SaidBy.NOT_SAID:
        shown["birth_said_by"] = ""
    first = birth.earliest
    if birth.precision is Precision.RANGE:
        return shown | {"born_from": birth.earliest, "born_to": birth.latest}
    if birth.precision in (Precision.AGE_RANGE, Precision.ABOUT):
        about = birth.precision is Precision.ABOUT
        age = None if birth.age_high is None else birth.age_high - 3
        low = age if about else birth.age_low
        return shown | {
            "age_low": low,
            "age_high": None if about else birth.age_high,
            "age_on": birth.as_of,
        }
    if first is not None:
        shown["born_year"] = first.year
        if birth.precision in (Precision.EXACT, Precision.MONTH):
            shown["born_month"] = first.month
        if birth.precision is Precision.EXACT:
            shown["born_day"] = first.day
    return shown


def read_birth(data: dict[str, Any], today: date) -> Birth | None:
    """The birth that was typed; None where nothing was said. Raises ValidationError with the field."""
    precision = data.get("precision") or _guess(data)
    if precision is None:
        return None
    said_by = SaidBy(data.get("birth_said_by") or SaidBy.NOT_SAID)
    if precision == Precision.UNKNOWN:
        return Birth.unknown()
    if precision in (Precision.EXACT, Precision.MONTH, Precision.YEAR):
        return _dated(Precision(precision), data, said_by)
    if precision == Precision.RANGE:
        first, last = data.get("born_from"), data.get("born_to")
        if not first or not last:
            raise ValidationError({"born_from": gettext("Give the earliest and the latest day.")})
        return Birth.between(first, last, said_by)
    return _aged(Precision(precision), data, today, said_by)


def _guess(data: dict[str, Any]) -> Precision | None:
    if data.get("born_year"):
        if not data.get("born_month"):
            return Precision.YEAR
        return Precision.EXACT if data.get("born_day") else Precision.MONTH
    if data.get("born_day") or data.get("born_month"):
        raise ValidationError({"born_year": gettext("Give the year too, or an age.")})
    if data.get("born_from") or data.get("born_to"):
        return Precision.RANGE
    if data.get("age_low") is not None:
        return Precision.AGE_RANGE if data.get("age_high") is not None else Precision.ABOUT
    return None


def _dated(precision: Precision, data: dict[str, Any], said_by: SaidBy) -> Birth:
    year, month, day = data.get("born_year"), data.get("born_month"), data.get("born_day")
    if not year:
        raise ValidationError(
            {"born_year": gettext("Give the year, or say that the birth is not known.")}
        )
    if precision is Precision.YEAR:
        return Birth.in_year(year, said_by)
    if not month:
        raise ValidationError({"born_month": gettext("Give the month, or choose the year alone.")})
    try:
        if precision is Precision.MONTH:
            return Birth.in_month(year, month, said_by)
        if not day:
            raise ValidationError({"born_day": gettext("Give the day, or choose month and year.")})
        return Birth.on(date(year, month, day), said_by)
    except ValueError:
        raise ValidationError(
            {"born_day": gettext("There is no such day. Look at day and month again.")}
        ) from None


def _aged(precision: Precision, data: dict[str, Any], today: date, said_by: SaidBy) -> Birth:
    low, high, as_of = data.get("age_low"), data.get("age_high"), data.get("age_on") or today
    if low is None:
        raise ValidationError({"age_low": gettext("Give the age.")})
    if as_of > today:
        raise ValidationError({"age_on": gettext("Choose today or a day before.")})
    if precision is Precision.ABOUT:
        return Birth.about(low, as_of, said_by)
    if high is None:
        raise ValidationError(
            {"age_high": gettext("Give the highest age too, or choose 'about an age'.")}
        )
    if high < low:
        raise ValidationError({"age_high": gettext("The highest age lies below the lowest.")})
    return Birth.aged(low, high, as_of, said_by)
