"""Fields that only a case has: languages, citizenships, days, a birth as exactly as it is known."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from rest_framework import serializers

from cases.age import ABOUT_MARGIN, Birth, Precision, SaidBy, why_impossible
from cases.nationalities import citizenship_choices
from portal.core.problems import Invalid
from portal.core.shapes import Code, Shape, Text
from portal.organisations.languages import known_language
from portal.organisations.models import State

OLDEST_AGE = 130


class Language(Text):
    """A code of ISO 639."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=8, **more)

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code and not known_language(code):
            raise serializers.ValidationError(_("Use a code of ISO 639, such as en or ti."))
        return str(code)


def languages(**more: Any) -> serializers.ListField:
    """Several languages, the best one first."""
    more = {"required": False, "default": list, "max_length": 20, **more}
    return serializers.ListField(child=Language(required=True, allow_blank=False), **more)


class Citizenship(Text):
    """ISO 3166-1 alpha-2, XXA (stateless), XXX (not specified), or a State of this portal."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=3, required=True, allow_blank=False, **more)

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code not in dict(citizenship_choices()) and not State.objects.filter(code=code).exists():
            raise serializers.ValidationError(
                _("Use a code of ISO 3166-1, XXA for stateless, XXX for not specified.")
            )
        return str(code)


class Day(Text):
    """A day without a zone, as it was told: 2027-03-31, or empty."""

    def to_internal_value(self, data: Any) -> str:
        typed = super().to_internal_value(data)
        try:
            return date.fromisoformat(typed).isoformat() if typed else ""
        except ValueError:
            raise serializers.ValidationError(_("Write the day as 2027-03-31.")) from None


class BirthShape(Shape):
    """A birth as exactly as it is known. `exact`, `month` and `year` read `earliest`; `range` reads
    `earliest` and `latest`; `about` reads `age_low`, `age_range` both ages, on the day `as_of`."""

    precision = Code(Precision)
    earliest = serializers.DateField(required=False, allow_null=True)
    latest = serializers.DateField(required=False, allow_null=True)
    said_by = Code(SaidBy, required=False, default=SaidBy.NOT_SAID.value)
    as_of = serializers.DateField(required=False, allow_null=True)
    age_low = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=OLDEST_AGE
    )
    age_high = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=OLDEST_AGE
    )


NEEDS = {
    Precision.EXACT: ("earliest",),
    Precision.MONTH: ("earliest",),
    Precision.YEAR: ("earliest",),
    Precision.RANGE: ("earliest", "latest"),
    Precision.AGE_RANGE: ("age_low", "age_high"),
}
MISSING = lazy("This belongs to the chosen precision: tell it, or choose another.")


def birth_of(sent: dict[str, Any] | None, today: date) -> Birth | None:
    """The birth that was told; None where nothing was. Raises Invalid naming field and remedy."""
    if not sent:
        return None
    precision = Precision(sent["precision"])
    needed = [name for name in NEEDS.get(precision, ()) if sent.get(name) is None]
    if precision is Precision.ABOUT and sent.get("age_low") is None and not sent.get("age_high"):
        needed = ["age_low"]
    if needed:
        raise Invalid(errors={f"birth.{name}": str(MISSING) for name in needed})
    try:
        birth = _made(precision, sent, today)
    except (ValueError, OverflowError):
        raise Invalid(field="birth", remedy=_("There is no such day. Look again.")) from None
    if why := why_impossible(birth, today):
        raise Invalid(field="birth.earliest", remedy=_(why.label))
    return birth


def _made(precision: Precision, sent: dict[str, Any], today: date) -> Birth:
    said_by = SaidBy(sent.get("said_by") or SaidBy.NOT_SAID)
    first: date = sent.get("earliest") or today
    if precision is Precision.EXACT:
        return Birth.on(first, said_by)
    if precision is Precision.MONTH:
        return Birth.in_month(first.year, first.month, said_by)
    if precision is Precision.YEAR:
        return Birth.in_year(first.year, said_by)
    if precision is Precision.RANGE:
        return Birth.between(first, sent["latest"], said_by)
    if precision is Precision.UNKNOWN:
        return Birth.unknown()
    return _aged(precision, sent, today, said_by)


def _aged(precision: Precision, sent: dict[str, Any], today: date, said_by: SaidBy) -> Birth:
    as_of = sent.get("as_of") or today
    low, high = sent.get("age_low"), sent.get("age_high")
    if as_of > today:
        raise Invalid(field="birth.as_of", remedy=_("Choose today or a day before."))
    if precision is Precision.ABOUT:
        age = high - ABOUT_MARGIN if high is not None else low
        return Birth.about(max(0, age or 0), as_of, said_by)
    if (high or 0) < (low or 0):
        raise Invalid(field="birth.age_high", remedy=_("The highest age lies below the lowest."))
    return Birth.aged(low or 0, high or 0, as_of, said_by)
