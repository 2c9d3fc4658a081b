"""A yes for one purpose: to whom, what they would see, until when. Nothing is preselected."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.services import Yes
from cases.who_sees import Circle
from cases.words import KINDS, PURPOSES, SECTIONS
from portal.access.derive import consent_purposes
from portal.access.matrix import (
    HOLDERS,
    Basis,
    ConsentPurpose,
    Kind,
    Role,
    Section,
    is_live,
    sections_asking_consent,
)
from portal.organisations.fields import Choice, DayField, Ticks, with_blank
from portal.organisations.languages import language_choices
from portal.organisations.models import Organisation
from portal.organisations.posting import PostedForm

WHAT: dict[str, Any] = {
    "identity": gettext_lazy("Name, birth, papers"),
    "contact_and_safety": gettext_lazy("How to reach the person safely"),
    "screening": gettext_lazy("What was told at first contact"),
    "immigration": gettext_lazy("Papers and stay"),
    "needs_and_assistance": gettext_lazy("What the person needs"),
    "health": gettext_lazy("Health"),
    "proceedings": gettext_lazy("Proceedings"),
    "documents": gettext_lazy("Documents"),
    "decisions": gettext_lazy("Decisions"),
    "intelligence": gettext_lazy("Places and employers"),
}
"""Sections as the form says them."""

SAID_TO_HER: dict[str, Any] = {
    "identity": gettext_lazy("your name, birth and papers"),
    "contact_and_safety": gettext_lazy("how to reach you safely"),
    "screening": gettext_lazy("what you told at first contact"),
    "immigration": gettext_lazy("your stay"),
    "needs_and_assistance": gettext_lazy("what you need"),
    "health": gettext_lazy("your health"),
    "proceedings": gettext_lazy("what happens in court"),
    "documents": gettext_lazy("documents"),
    "decisions": gettext_lazy("decisions about you"),
}
"""The same, as the paper says them to the person."""


def bases_of(purpose: str) -> list[Basis]:
    """The bases that a consent to this purpose can open, of those that are alive."""
    return [b for b in Basis if is_live(b) and purpose in consent_purposes(b)]


def sections_for(purpose: str) -> list[Section]:
    """What the form offers for a purpose: the sections that ask for a consent."""
    return list(sections_asking_consent(bases_of(purpose)))


def kinds_for(purpose: str) -> list[Kind]:
    """The kinds of organisation that may receive for a purpose; every kind where any may."""
    if purpose == ConsentPurpose.COORDINATION:
        return [Kind.COORDINATION_BODY]
    found: set[Kind] = set()
    for basis in bases_of(purpose):
        for holder in HOLDERS[basis]:
            found |= holder.kinds or (
                set(Kind) if holder.role != Role.PLACEMENT_OFFICER else {Kind.SHELTER, Kind.NGO}
            )
    if purpose == "identification":
        found = {Kind.COMPETENT_AUTHORITY, Kind.NGO}
    return [kind for kind in Kind if kind in (found or set(Kind))]


def offered_purposes() -> list[str]:
    """Purposes a person can be asked about now: whose issue has come, and the four more."""
    always = {ConsentPurpose.COORDINATION, ConsentPurpose.CONFERENCE, ConsentPurpose.STATISTICS}
    return [p.value for p in ConsentPurpose if p in always or bases_of(p)]


class PurposeForm(forms.Form):
    """First: what is it for?"""

    purpose = Choice(gettext_lazy("What is it for?"), (), radio=True, required=True)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["purpose"].choices = [(p, str(PURPOSES[p])) for p in offered_purposes()]  # type: ignore[attr-defined]
        self.fields["purpose"].error_messages["required"] = _("Choose one of the purposes.")


class ConsentForm(PostedForm):
    """Then: to whom, what, until when, and whose word it is."""

    purpose = forms.CharField(widget=forms.HiddenInput)
    recipient_kinds = Ticks(gettext_lazy("Who may receive it?"), (), required=True)
    only_organisations = Ticks(
        gettext_lazy("Only these organisations"),
        (),
        hint=gettext_lazy("If the person wishes. None ticked: any of the kind."),
    )
    never_organisations = Ticks(gettext_lazy("Never these"), ())
    sections = Ticks(gettext_lazy("What may they see?"), ())
    until = DayField(
        label=gettext_lazy("Until and with which day?"),
        required=False,
        help_text=gettext_lazy(
            "For example 24 12 2026. Left empty: until the person takes it back."
        ),
    )
    given_by = Choice(gettext_lazy("Whose word is it?"), (), radio=True, required=True)
    language = Choice(gettext_lazy("In which language was it read out?"), ())
    interpreter = forms.BooleanField(label=gettext_lazy("With an interpreter"), required=False)

    def __init__(self, data: Any = None, *, case: Case, around: Circle, purpose: str) -> None:
        super().__init__(data, initial={"purpose": purpose})
        self.case, self.asked_for = case, purpose
        organisations = self._organisations(around)
        self._offer("recipient_kinds", [(k.value, str(KINDS[k])) for k in kinds_for(purpose)])
        self._offer(
            "sections", [(s.value, str(WHAT.get(s, SECTIONS[s]))) for s in sections_for(purpose)]
        )
        self._offer("only_organisations", organisations)
        self._offer("never_organisations", organisations)
        words = {"herself": _("The person's own"), "guardian": _("The guardian's, for a child")}
        self._offer("given_by", list(words.items()))
        self._offer("language", with_blank(language_choices()))
        for name in ("only_organisations", "never_organisations", "sections"):
            if not self.fields[name].choices:  # type: ignore[attr-defined]
                del self.fields[name]
        self.fields["recipient_kinds"].error_messages["required"] = _(
            "Say which kinds of organisation may receive it."
        )
        self.fields["given_by"].error_messages["required"] = _("Say whose word this is.")

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _organisations(self, around: Circle) -> list[tuple[str, str]]:
        kinds = kinds_for(self.asked_for)
        rows = Organisation.objects.filter(state_id=self.case.state_id, active=True, kind__in=kinds)
        if not around.names_shelters:
            rows = rows.exclude(kind=Kind.SHELTER).exclude(desks__role=Role.PLACEMENT_OFFICER)
        return [
            (str(pk), name) for pk, name in rows.order_by("name", "pk").values_list("pk", "name")
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        both = set(data.get("only_organisations", ())) & set(data.get("never_organisations", ()))
        if both:
            self.add_error(
                "never_organisations",
                _("An organisation cannot stand under 'only' and under 'never'."),
            )
        return data

    def yes(self) -> Yes:
        """The answers as the service takes them; a day holds until its last minute in the State's zone."""
        data = self.cleaned_data
        until = None
        if data["until"]:
            until = datetime.combine(
                data["until"] + timedelta(days=1), time(), ZoneInfo(self.case.state.zone)
            )
        return Yes(
            purpose=self.asked_for,
            sections=tuple(data.get("sections", ())),
            recipient_kinds=tuple(data["recipient_kinds"]),
            only_organisations=tuple(map(int, data.get("only_organisations", ()))),
            never_organisations=tuple(map(int, data.get("never_organisations", ()))),
            until=until,
            given_by=data["given_by"],
            language=data["language"],
            interpreter=data["interpreter"],
        )


class WithdrawForm(PostedForm):
    """No reason is asked; the version is the one that was read."""
