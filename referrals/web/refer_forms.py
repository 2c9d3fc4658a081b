"""What is asked, and of whom."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cases.models import Case
from portal.access.matrix import Kind, Purpose
from portal.access.preview import PreviewField, fields_for
from portal.organisations.posting import PostedForm
from referrals.intake import Ask
from referrals.reasons import NotReadBack, ReadBack
from referrals.states import Urgency
from referrals.web.move_forms import choices_of, moment, radios, text
from referrals.words import AGES, KINDS, PURPOSES, said

CONFLICTS = (
    Kind.POLICE,
    Kind.BORDER_GUARD,
    Kind.IMMIGRATION,
    Kind.PROSECUTION,
    Kind.CUSTOMS,
    Kind.LABOUR_INSPECTORATE,
    Kind.CONSULATE,
    Kind.COMPETENT_AUTHORITY,
    Kind.SOCIAL_SERVICES,
    Kind.SHELTER,
    Kind.NGO,
)


class AskForm(forms.Form):
    """Purpose, urgency, where and from when, who goes along."""

    purpose = forms.ChoiceField(label=lazy("What for?"), required=False, choices=())
    urgency = forms.ChoiceField(
        label=lazy("How urgent?"),
        choices=choices_of(Urgency),
        widget=forms.RadioSelect,
        required=False,
    )
    region = forms.ChoiceField(label=lazy("Where?"), required=False, choices=())
    from_when = moment(lazy("From when?"), help_text=lazy("Empty means now."))
    persons = forms.MultipleChoiceField(
        label=lazy("Who goes along?"),
        required=False,
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("Each keeps a case, consents and clocks of their own."),
    )
    keep_together = forms.BooleanField(
        label=lazy("Keep them together: a place for each, or none"), required=False, initial=True
    )
    conflict_kinds = forms.MultipleChoiceField(
        label=lazy("Could a conflict arise with an authority?"),
        required=False,
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=lazy("The receiver reads this before answering."),
    )

    def __init__(
        self,
        *args: Any,
        purposes: Iterable[str],
        regions: Iterable[tuple[str, str]],
        family: Iterable[Case],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        options: Any = self.fields
        options["purpose"].choices = [
            ("", _("Choose")),
            *((p, said(PURPOSES, p)) for p in purposes),
        ]
        options["region"].choices = [("", _("Anywhere in the country")), *regions]
        linked = [(str(c.uuid), f"{c.ref}, {said(AGES, c.age_status)}") for c in family]
        options["persons"].choices = linked
        options["conflict_kinds"].choices = [(k.value, said(KINDS, k)) for k in CONFLICTS]
        if not linked:
            del options["persons"], options["keep_together"]

    def ask(self, offer: "OfferForm | None" = None) -> Ask:
        """What was asked, with what the second form adds."""
        data = self.cleaned_data
        typed = offer.cleaned_data if offer is not None and offer.is_valid() else {}
        purpose = data["purpose"]
        return Ask(
            purpose=purpose,
            urgency=data["urgency"] or Urgency.STANDARD.value,
            region=data["region"],
            from_when=data["from_when"],
            keep_together=bool(data.get("keep_together", True)),
            conflict_kinds=tuple(data["conflict_kinds"]) if tells_conflict(purpose) else (),
            vital_interest=bool(typed.get("vital_interest")),
            vital_reason=typed.get("vital_reason", ""),
            read_back=typed.get("read_back", ""),
            read_back_why=typed.get("read_back_why", ""),
        )


def tells_conflict(purpose: str) -> bool:
    """Whether a receiver of this purpose reads whom a conflict could arise with."""
    return purpose in set(Purpose) and PreviewField.CONFLICT in fields_for(purpose)


class OfferForm(PostedForm):
    """Of whom, and what alone lets it pass where no consent or her own no stands in the way."""

    receivers = forms.MultipleChoiceField(
        required=False, choices=(), widget=forms.CheckboxSelectMultiple
    )
    read_back = radios(
        ReadBack,
        lazy("Was it read back to the person, in their language?"),
        help_text=lazy("What the receivers will see: read it aloud before you send it."),
    )
    read_back_why = forms.ChoiceField(
        label=lazy("If it was not possible: why?"), required=False, choices=()
    )
    vital_interest = forms.BooleanField(
        label=lazy("Life or health depends on it, and the person cannot be asked now"),
        required=False,
    )
    vital_reason = text(lazy("Why? One sentence"), rows=2)
    against_wishes = text(
        lazy("Why against the person’s own no? One sentence"),
        rows=2,
        help_text=lazy(
            "Only in an emergency. It is kept with the referral, and the person can ask for it."
        ),
    )
    reason = text(lazy("Why do you reassign this?"), rows=2)

    def __init__(
        self,
        *args: Any,
        tokens: Iterable[str],
        reassigning: bool = False,
        asks_read_back: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.asks_read_back = asks_read_back
        options: Any = self.fields
        options["read_back_why"].choices = [("", _("Choose")), *choices_of(NotReadBack)()]
        options["receivers"].choices = [(t, t) for t in tokens]
        options["receivers"].error_messages["invalid_choice"] = _("Choose from the list.")
        if not reassigning:
            del options["reason"]

    def clean_read_back(self) -> str:
        """A person says which it is; nothing is ticked for her."""
        given = str(self.cleaned_data["read_back"])
        if self.asks_read_back and not given:
            raise forms.ValidationError(_("Say whether it was read back: yes, no, not possible."))
        return given
