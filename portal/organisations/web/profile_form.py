"""The form of a service profile."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.organisations.duty import read_week
from portal.organisations.fields import DayField, Text, Ticks, translated
from portal.organisations.languages import language_choices, language_name
from portal.organisations.models import Desk, Region, ServiceProfile
from portal.organisations.offered import Accessibility, Takes
from portal.organisations.posting import PostedForm
from portal.organisations.roles import purposes_of
from portal.organisations.services import Profile
from portal.organisations.words import DAYS, PURPOSES

LISTS = ("purposes", "takes", "languages", "accessibility", "regions")


def _time(label: str) -> forms.CharField:
    attrs = {"class": "w-10 num", "inputmode": "numeric", "placeholder": "", "autocomplete": "off"}
    return forms.CharField(
        label=label, required=False, max_length=5, widget=forms.TextInput(attrs=attrs),
        error_messages={"max_length": _("Write each time as 08:00.")},
    )  # fmt: skip


class ProfileForm(PostedForm):
    """What a desk offers, to whom, where, when; never an address."""

    purposes = Ticks(gettext_lazy("What is offered"), ())
    accepting = forms.BooleanField(
        label=gettext_lazy("Open for referrals now"),
        help_text=gettext_lazy("Without this, the desk reads 'not available now' to everybody."),
        required=False,
    )
    takes = Ticks(gettext_lazy("Whom it takes"), (), hint=gettext_lazy("No tick: everybody."))
    languages = Ticks(gettext_lazy("Languages spoken"), ())
    accessibility = Ticks(gettext_lazy("What it can offer to whoever needs it"), ())
    regions = Ticks(gettext_lazy("Regions"), ())
    hours = Text(
        gettext_lazy("Hours in words"),
        most=120,
        hint=gettext_lazy("For example: Mon to Fri, 8 to 18."),
    )
    at_night = forms.BooleanField(label=gettext_lazy("Takes people at night"), required=False)
    accreditation = Text(
        gettext_lazy("Accreditation"),
        most=160,
        hint=gettext_lazy("By whom, and under which number."),
    )
    accredited_until = DayField(label=gettext_lazy("Accredited until"), required=False)

    def __init__(self, data: Any = None, *, desk: Desk, profile: ServiceProfile) -> None:
        super().__init__(data, version=profile.version, initial=_initial(profile))
        self._offer(desk, profile)
        for number, day in enumerate(DAYS):
            self.fields[f"opens_{number}"] = _time(_("%(day)s, from") % {"day": day})
            self.fields[f"closes_{number}"] = _time(_("%(day)s, to") % {"day": day})
        for code, label in translated(Takes.choices()):
            self.fields[f"places_{code}"] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=9_999,
                widget=forms.TextInput(attrs={"class": "w-10 num", "inputmode": "numeric"}),
                error_messages={"invalid": _("Write a number from 0 to 9,999.")},
            )  # fmt: skip

    def _offer(self, desk: Desk, profile: ServiceProfile) -> None:
        organisation = desk.organisation
        states = [organisation.state_id, *organisation.serves.values_list("pk", flat=True)]
        known = dict(language_choices())
        for code in profile.languages:
            known.setdefault(code, language_name(code))
        regions = Region.objects.filter(state_id__in=states).order_by("name")
        offered = {
            "purposes": [
                (p.value, capfirst(str(PURPOSES[p.value])))
                for p in purposes_of(desk.role, organisation.kind)
            ],
            "takes": translated(Takes.choices()),
            "languages": sorted(known.items(), key=lambda pair: pair[1]),
            "accessibility": translated(Accessibility.choices()),
            "regions": list(regions.values_list("code", "name")),
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def week(self) -> list[tuple[Any, Any]]:
        """The two times of each day, as the page shows them beside each other."""
        return [(self[f"opens_{n}"], self[f"closes_{n}"]) for n in range(len(DAYS))]

    @property
    def places(self) -> list[Any]:
        """How many places, by whom they take."""
        return [self[f"places_{code}"] for code, _label in Takes.choices()]

    def typed(self) -> Profile:
        """What was typed, as the service takes it."""
        found = self.cleaned_data
        duty: list[list[str] | None] = []
        for number in range(len(DAYS)):
            pair = [found[f"opens_{number}"].strip(), found[f"closes_{number}"].strip()]
            duty.append([_full(t) for t in pair] if any(pair) else None)
        return Profile(
            **{name: tuple(found[name]) for name in LISTS},
            hours=found["hours"], at_night=found["at_night"], accepting=found["accepting"],
            duty=duty if any(duty) else [],
            places={c: found[f"places_{c}"] for c, _l in Takes.choices() if found[f"places_{c}"]},
            accreditation=found["accreditation"], accredited_until=found["accredited_until"],
        )  # fmt: skip


def _full(typed: str) -> str:
    """8, 8:30, 8.30 and 0830 are what people write for 08:00 and 08:30."""
    digits = typed.replace(".", ":").replace("h", ":").rstrip(":")
    if digits.isascii() and digits.isdigit():
        digits = f"{digits[:-2]}:{digits[-2:]}" if len(digits) > 2 else f"{digits}:00"
    return digits.zfill(5) if len(digits) == 4 else digits


def _initial(profile: ServiceProfile) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: getattr(profile, name)
        for name in (
            "purposes", "takes", "languages", "accessibility", "hours", "at_night", "accepting",
            "accreditation", "accredited_until",
        )
    }  # fmt: skip
    found["regions"] = [r.code for r in profile.regions.all()] if profile.pk else []
    for number, hours in enumerate(read_week(profile.duty)):
        if hours is not None:
            found[f"opens_{number}"], found[f"closes_{number}"] = (f"{t:%H:%M}" for t in hours)
    return found | {f"places_{code}": n for code, n in profile.places.items()}
