"""The forms of contact and safety, papers and stay, needs and assistance, health."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.contacts import WAYS
from cases.sections import ContactAndSafety, Document, Health, Immigration, Needs, Proceedings
from cases.vocabulary import (
    Accessibility,
    CareLevel,
    Communication,
    Danger,
    DangerSign,
    Interpreter,
    Need,
    Offence,
    OldContact,
    SafetyAlert,
    TravelsAlone,
    Wish,
)
from cases.web.forms_base import SectionForm
from portal.access.matrix import Kind, Role
from portal.access.vocabulary import Coded
from portal.organisations.fields import Choice, DayField, Text, Ticks, Words, translated, with_blank
from portal.organisations.languages import language_choices, language_name
from portal.organisations.models import Organisation, Region


def nameable_organisations(form: SectionForm) -> list[tuple[str, str]]:
    """Organisations the reader may choose from: no shelter for whom shelters stay nameless."""
    rows = Organisation.objects.filter(state_id=form.case.state_id, active=True)
    if not form.around.names_shelters:
        rows = rows.exclude(kind=Kind.SHELTER).exclude(desks__role=Role.PLACEMENT_OFFICER)
    return [(str(pk), name) for pk, name in rows.order_by("name", "pk").values_list("pk", "name")]


EXTRA: dict[str, tuple[str, type[Coded]]] = {
    "danger_signs": ("danger_signs", DangerSign),
    "communication": ("communication", Communication),
    "wish_codes": ("wishes", Wish),
}
"""Ticks that the document keeps among its further codes: field to (key, codes)."""


class ContactForm(SectionForm):
    """How to reach her without harm; what she wishes; where she must not be sent."""

    document = ContactAndSafety
    repeated: ClassVar[dict[str, int]] = {"languages": 2}
    groups = (
        (
            _("Safe contact"),
            "",
            ("safe_contact", "never", "warnings", "phone", "email", "address", "old_contact"),
        ),
        (_("Danger"), "", ("danger", "danger_signs", "danger_account")),
        (
            _("Speaking and getting about"),
            "",
            ("languages", "interpreter", "communication", "accessibility", "travels_alone"),
        ),
        (
            _("Wishes and places to stay away from"),
            _("Asked before any referral, and binding for it."),
            ("wish_codes", "wishes", "no_go_regions", "no_go_organisations", "no_go_account"),
        ),
    )

    safe_contact = Words(
        _("Safe way to make contact"), hint=_("Where, when, and the word agreed on."), rows=2
    )
    never = Words(
        _("What must not be done, and why"),
        hint=_("The reason is shown only to who sees this section."),
        rows=2,
    )
    warnings = Ticks(
        _("Warnings"), (), hint=_("Shown to everybody who may make contact, without the reason.")
    )
    phone = Text(_("Telephone"), width="w-16 num", most=60, ltr=True)
    email = Text(_("E-mail"), width="w-16", most=200, ltr=True)
    address = Words(_("Address"), rows=2)
    old_contact = Choice(
        _("The telephone, e-mail or address that stood here"),
        (),
        hint=_("Only if you change or remove one. What is unsafe stays on the page, marked."),
        radio=True,
    )
    danger = Choice(_("Danger now"), (), hint=_("The person's own view counts first."), radio=True)
    danger_signs = Ticks(_("Signs of danger"), ())
    danger_account = Words(_("What the danger is"), rows=2)
    interpreter = Choice(_("Interpreter"), ())
    communication = Ticks(_("How to speak with the person"), ())
    accessibility = Ticks(_("What a place or a meeting must offer"), ())
    travels_alone = Choice(_("With whom a child is"), ())
    wish_codes = Ticks(_("What the person wishes"), ())
    wishes = Words(_("Wishes in words"), rows=2)
    no_go_regions = Ticks(_("Not in these regions"), ())
    no_go_organisations = Ticks(_("Not to these organisations"), ())
    no_go_account = Words(_("Why not there"), rows=2)

    def prepare(self) -> None:
        """Choices of this case's State, in the reader's language."""
        regions = Region.objects.filter(state_id=self.case.state_id).order_by("name")
        self._offer("warnings", translated(SafetyAlert.choices()))
        if any(getattr(self.stored, way) for way in WAYS):
            self._offer("old_contact", translated(OldContact.choices()))
        else:
            del self.fields["old_contact"]
        self._offer("danger", translated(Danger.choices()))
        self._offer("interpreter", with_blank(translated(Interpreter.choices())))
        self._offer("accessibility", translated(Accessibility.choices()))
        for name, (_key, codes) in EXTRA.items():
            self._offer(name, translated(codes.choices()))
        self._offer(
            "no_go_regions", [(str(pk), name) for pk, name in regions.values_list("pk", "name")]
        )
        self._offer("no_go_organisations", nameable_organisations(self))
        if self.case.treated_as_child:
            self._offer("travels_alone", with_blank(translated(TravelsAlone.choices())))
        else:
            del self.fields["travels_alone"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def repeated_choices(self, name: str) -> list[tuple[str, str]]:
        common = dict(language_choices())
        for code in self.stored.languages:  # type: ignore[attr-defined]
            common.setdefault(code, language_name(code))
        return with_blank(common.items())

    def repeated_label(self, name: str, number: int) -> str:
        return gettext("Language") if number == 0 else gettext("Another language")

    def initial_of(self, document: Document) -> dict[str, Any]:
        extra = getattr(document, "extra", {})
        return super().initial_of(document) | {
            n: list(extra.get(key, ())) for n, (key, _codes) in EXTRA.items()
        }

    def more(self) -> dict[str, Any]:
        """The further codes, with those that no list knows."""
        extra = dict(self.stored.extra)  # type: ignore[attr-defined]
        for name, (key, codes) in EXTRA.items():
            kept = [code for code in extra.get(key, ()) if code not in set(codes)]
            extra[key] = [*self.cleaned_data.get(name, ()), *kept]
        return {"extra": {key: value for key, value in extra.items() if value not in ([], (), "")}}

    def typed(self, name: str, value: Iterable[str]) -> tuple[Any, ...]:
        numbers = name in ("no_go_regions", "no_go_organisations")
        return tuple(int(code) for code in value) if numbers else tuple(value)


class ImmigrationForm(SectionForm):
    """Her papers and her stay."""

    document = Immigration
    groups = ((_("Papers and stay"), "", ("status", "papers_held_by", "permit_until", "account")),)

    status = Text(_("Status"), hint=_("For example: visa ended, asked for asylum, citizen."))
    papers_held_by = Text(
        _("Who holds the papers?"), hint=_("For example: the person, an employer, the police.")
    )
    permit_until = DayField(label=_("Permitted to stay until"), required=False)
    account = Words(_("What else is known"))

    def initial_of(self, document: Document) -> dict[str, Any]:
        found = super().initial_of(document)
        try:
            found["permit_until"] = date.fromisoformat(found["permit_until"])
        except ValueError:
            found["permit_until"] = found["permit_until"] or None
        return found

    def _value(self, name: str, value: Any) -> Any:
        return (
            (value.isoformat() if value else "")
            if name == "permit_until"
            else super()._value(name, value)
        )


class NeedsForm(SectionForm):
    """What she needs, what is agreed, what runs."""

    document = Needs
    groups = ((_("Needs and assistance"), "", ("needs", "care_level", "plan", "running")),)

    needs = Ticks(_("Needs"), ())
    care_level = Choice(_("How much care a place must give"), ())
    plan = Words(_("Plan agreed with the person"))
    running = Words(_("What runs now"))

    def prepare(self) -> None:
        """Labels in the reader's language."""
        self.fields["needs"].choices = translated(Need.choices())  # type: ignore[attr-defined]
        self.fields["care_level"].choices = with_blank(translated(CareLevel.choices()))  # type: ignore[attr-defined]


class HealthForm(SectionForm):
    """Health, as far as help needs it."""

    document = Health
    groups = (
        (
            _("Health"),
            _("Only what help needs. Never seen by police."),
            ("urgent", "conditions", "medication", "pregnancy", "account"),
        ),
    )

    urgent = Words(_("What cannot wait"), rows=2)
    conditions = Words(_("Conditions"), rows=2)
    medication = Words(_("Medicine"), rows=2)
    pregnancy = Text(_("Pregnancy"))
    account = Words(_("What else is known"))


class ProceedingsForm(SectionForm):
    """What the investigating desk writes of its own proceedings."""

    document = Proceedings
    groups = (
        (
            _("Proceedings"),
            _("Suspects, places and vehicles do not belong here."),
            (
                "file_number",
                "offences",
                "article",
                "authority",
                "court",
                "next_hearing",
                "account",
            ),
        ),
    )

    file_number = Text(_("File number"), width="w-16", most=80, ltr=True)
    offences = Ticks(_("Offences"), ())
    article = Text(_("Article of the national law"))
    authority = Text(_("Who conducts them"))
    court = Text(_("Court"))
    next_hearing = Text(
        _("Next hearing"), hint=_("The day, and whether the person is asked to come.")
    )
    account = Words(_("What else is known"))

    def prepare(self) -> None:
        """Labels in the reader's language."""
        self.fields["offences"].choices = translated(Offence.choices())  # type: ignore[attr-defined]
