"""Fields that say in words what is wrong and how to mend it, and readers of what people type."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.age import OLDEST, Birth, Impossible, SaidBy, why_impossible
from referrals.htcds.languages import read_language

SPOKEN = (
    "am", "ar", "az", "be", "bg", "bn", "bs", "cs", "da", "de", "el", "en", "es", "et",
    "fa", "fi", "fr", "ha", "hi", "hr", "hu", "hy", "ig", "it", "ka", "kk", "km", "ko",
    "ku", "ky", "lt", "lv", "mk", "mn", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt",
    "ro", "ru", "so", "sq", "sr", "sv", "sw", "ta", "th", "ti", "tl", "tr", "uk", "ur",
    "uz", "vi", "wo", "yo", "zh",
)  # fmt: skip
"""Languages to propose; any other may be typed."""
LONG, SHORT = 5_000, 200


class Words(forms.CharField):
    """Text of at most ``longest`` characters that a database and a printer can hold."""

    def __init__(self, label: str, longest: int = SHORT, **more: Any) -> None:
        super().__init__(label=label, required=False, **more)
        self.longest = longest
        self.validators = [self.readable]

    def readable(self, value: str) -> None:
        """Names field and remedy."""
        name = {"field": self.label, "n": self.longest, "more": len(value) - self.longest}
        if len(value) > self.longest:
            raise ValidationError(
                _("%(field)s: shorten this by %(more)d characters, to %(n)d.") % name
            )
        if any(_broken(sign) for sign in value):
            raise ValidationError(
                _("%(field)s: take out the signs that cannot be read (�), and type them anew.")
                % name
            )


def _broken(sign: str) -> bool:
    code = ord(sign)
    control = code < 32 and sign not in "\n\r\t"
    return control or code == 127 or 0xD800 <= code < 0xE000 or sign in "�￾￿"


def _unknown(label: str) -> dict[str, str]:
    remedy = _("%(field)s: this answer is not in the list. Choose one that is.") % {"field": label}
    return {"invalid_choice": remedy, "invalid_list": remedy}


class One(forms.ChoiceField):
    """One of several answers, or none."""

    def __init__(
        self, label: str, choices: Iterable[tuple[str, str]], *, radio: bool = False
    ) -> None:
        listed = list(choices) if radio else [("", _("Not said")), *choices]
        widget = forms.RadioSelect if radio else forms.Select
        super().__init__(
            label=label,
            choices=listed,
            required=False,
            widget=widget,
            error_messages=_unknown(label),
        )


class Many(forms.MultipleChoiceField):
    """Ticks; ``hints`` stand beneath the words."""

    def __init__(
        self, label: str, choices: Iterable[tuple[str, str]], hints: dict[str, str] | None = None
    ) -> None:
        super().__init__(
            label=label, choices=list(choices), required=False,
            widget=forms.CheckboxSelectMultiple, error_messages=_unknown(label),
        )  # fmt: skip
        self.hints = hints or {}


class Number(Words):
    """A whole number in any script's digits, between two bounds; None where nothing is typed."""

    def __init__(self, label: str, low: int, high: int) -> None:
        super().__init__(
            label, 10, widget=forms.TextInput(attrs={"class": "num", "inputmode": "numeric"})
        )
        self.low, self.high = low, high

    def clean(self, value: Any) -> Any:
        """The number, or a message that names the field and the bounds."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            number = int(typed)
        except ValueError:
            raise ValidationError(
                _("%(field)s: write a number in digits, or leave it empty.") % {"field": self.label}
            ) from None
        if not self.low <= number <= self.high:
            raise ValidationError(
                _("%(field)s: write a number from %(low)d to %(high)d, or leave it empty.")
                % {"field": self.label, "low": self.low, "high": self.high}
            )
        return number


# ---------- Birth


def read_birth(found: dict[str, Any], today: date) -> tuple[Birth | None, dict[str, str]]:
    """The birth as exactly as it was told, and field to remedy.

    A day needs its month, a month its year; an age alone is 'about', two ages are a range.
    """
    day, month, year = (found.get(f"birth_{part}") for part in ("day", "month", "year"))
    low, high = found.get("age_from"), found.get("age_to")
    said_by = SaidBy(found.get("birth_said_by") or SaidBy.NOT_SAID)
    if year or month or day:
        if low is not None or high is not None:
            return None, {"age_from": _("Age: give a date of birth or an age, not both.")}
        return _by_calendar(day, month, year, today, said_by)
    return _by_age(low, high, today, said_by)


def _by_calendar(
    day: int | None, month: int | None, year: int | None, today: date, said_by: SaidBy
) -> tuple[Birth | None, dict[str, str]]:
    if not year:
        return None, {
            "birth_year": _("Year of birth: write the year, or leave day and month empty.")
        }
    if day and not month:
        return None, {"birth_month": _("Month of birth: write the month, or leave the day empty.")}
    try:
        if day and month:
            birth = Birth.on(date(year, month, day), said_by)
        else:
            birth = Birth.in_month(year, month, said_by) if month else Birth.in_year(year, said_by)
    except ValueError:
        return None, {
            "birth_day": _("Day of birth: this day is not in the calendar. Check day and month.")
        }
    return _possible(birth, "birth_year", today)


def _by_age(
    low: int | None, high: int | None, today: date, said_by: SaidBy
) -> tuple[Birth | None, dict[str, str]]:
    if low is None and high is None:
        return None, {}
    if low is None:
        return None, {
            "age_from": _("Age: write the youngest age too, or one age in the first field.")
        }
    if high is not None and high < low:
        return None, {"age_to": _("Age up to: write the higher age here, the lower one before it.")}
    birth = (
        Birth.about(low, today, said_by) if high is None else Birth.aged(low, high, today, said_by)
    )
    return _possible(birth, "age_from", today)


def _possible(birth: Birth, field: str, today: date) -> tuple[Birth | None, dict[str, str]]:
    why = why_impossible(birth, today)
    if why is None:
        return birth, {}
    remedies = {
        Impossible.IN_THE_FUTURE: _("Year of birth: this lies in the future. Check it, or leave it empty."),
        Impossible.TOO_LONG_AGO: _(
            "Year of birth: this lies more than %(n)d years back. Check it, or leave it empty."
        ) % {"n": OLDEST},
        Impossible.TURNED_ROUND: _("Birth: the first day lies after the last. Turn them round."),
    }  # fmt: skip
    return None, {field: remedies[why]}


# ---------- Languages


def language_names(codes: Iterable[str] = SPOKEN) -> list[str]:
    """Names in the reader's language, sorted."""
    names = _names()
    return sorted(names.get(code, code) for code in codes)


def _names() -> dict[str, str]:
    try:
        return dict(Locale.parse((get_language() or "en").replace("-", "_")).languages)
    except (UnknownLocaleError, ValueError):
        return dict(Locale("en").languages)


def read_languages(typed: str) -> tuple[tuple[str, ...], str]:
    """The codes of the languages typed with commas between, and the first word that is none."""
    own = {name.casefold(): code for code, name in _names().items() if "_" not in code}
    codes: list[str] = []
    for word in typed.replace(";", ",").replace("،", ",").replace("/", ",").split(","):
        if not word.strip():
            continue
        code = own.get(word.strip().casefold()) or _short(read_language(word.strip()).code)
        if not code:
            return tuple(codes), word.strip()
        codes.append(code)
    return tuple(dict.fromkeys(codes)), ""


def _short(code: str) -> str:
    """The two-letter code where a language has one: service profiles are written in those."""
    import pycountry

    found = pycountry.languages.get(alpha_3=code) if code else None
    return str(getattr(found, "alpha_2", code)) if found else code
