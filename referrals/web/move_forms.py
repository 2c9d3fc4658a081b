"""The small form of each move. What is missing is said by the service, in the words of the API."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.access.vocabulary import Coded
from portal.organisations.posting import PostedForm
from referrals import reasons

LONGEST = 2_000


def choices_of(codes: type[Coded], *, but: tuple[str, ...] = ()) -> Any:
    """The codes with their labels, translated when the form is made."""
    return lambda: [(c.value, _(c.label)) for c in codes if c.value not in but]


def radios(
    codes: type[Coded], label: Any, *, but: tuple[str, ...] = (), help_text: Any = ""
) -> forms.ChoiceField:
    """One of some coded answers."""
    return forms.ChoiceField(
        label=label,
        choices=choices_of(codes, but=but),
        widget=forms.RadioSelect,
        required=False,
        help_text=help_text,
        error_messages={"invalid_choice": lazy("Choose one of the answers offered.")},
    )


def text(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """A few sentences."""
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": lazy("Shorten this to 2,000 characters.")},
    )


def line(label: Any, *, help_text: Any = "", longest: int = 500) -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label,
        required=False,
        help_text=help_text,
        max_length=longest,
        error_messages={"max_length": lazy("Shorten this.")},
    )


def moment(label: Any, *, help_text: Any = "") -> forms.DateTimeField:
    """A day and a time in the State's zone."""
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "w-16"}, format="%Y-%m-%dT%H:%M"
        ),
        error_messages={"invalid": lazy("Give a day and a time, such as 2026-11-24 19:30.")},
    )


IN_WORDS = lazy("In words")
WHERE_OTHER = lazy("Needed with ‘Other’. Never write a shelter’s address here.")


class Nothing(PostedForm):
    """A move that needs no more than a press."""


class Withdraw(PostedForm):
    reason = radios(reasons.Withdraw, lazy("Why is it withdrawn?"))
    words = text(IN_WORDS, help_text=WHERE_OTHER)


class TurnBack(PostedForm):
    reason = radios(reasons.TurnBack, lazy("Why is the journey broken off?"))
    words = text(IN_WORDS, help_text=WHERE_OTHER)


class SheDeclines(PostedForm):
    reason = radios(reasons.HerReason, lazy("The person’s own reason"))


class Hold(PostedForm):
    until = moment(lazy("Held until"), help_text=lazy("The person can choose until then."))


def places(label: Any) -> forms.ChoiceField:
    """One of the places that are held."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=(),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": lazy("Choose one of the places that are held.")},
    )


class HerYes(PostedForm):
    """Which of the places held is hers."""

    number = places(lazy("Which place did the person choose?"))

    def __init__(self, *args: Any, held: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["number"].choices = list(held)  # type: ignore[attr-defined]

    def clean_number(self) -> int | None:
        """The offer's number; the service says what is missing."""
        given = self.cleaned_data["number"]
        return int(given) if given else None


class HerNo(HerYes):
    """Which of them she does not want, and her own reason."""

    number = places(lazy("Which place does the person not want?"))
    reason = radios(
        reasons.HerReason,
        lazy("The person’s own reason"),
        help_text=lazy("The desk that held the place never reads it."),
    )


class End(PostedForm):
    reason = radios(reasons.End, lazy("Why does it end?"))
    words = text(IN_WORDS, help_text=WHERE_OTHER)


class GiveBack(PostedForm):
    reason = radios(reasons.GiveBack, lazy("Why can it not be?"))
    words = text(IN_WORDS, help_text=WHERE_OTHER)


class CannotTake(PostedForm):
    reason = radios(reasons.CannotTake, lazy("Why can you not take the person?"))
    words = text(IN_WORDS, help_text=WHERE_OTHER)


class Delay(PostedForm):
    expected_at = moment(lazy("Expected now"), help_text=lazy("From now on, within a week."))


class ReportMissing(PostedForm):
    how = radios(reasons.Missing, lazy("How did the person go missing?"))
    known = text(
        lazy("What is known"),
        rows=4,
        help_text=lazy(
            "When and where last seen, with whom. Both ends, the lead and the coordinator read it."
        ),
    )


THEN = (
    ("before", lazy("It goes on as before")),
    ("arrived", lazy("The person has arrived here")),
    ("withdrawn", lazy("It is over: the person does not go there")),
)


class Found(PostedForm):
    what = radios(reasons.Found, lazy("What happened?"))
    then = forms.ChoiceField(
        label=lazy("And now?"),
        choices=[c for c in THEN if c[0] != "arrived"],
        widget=forms.RadioSelect,
        required=False,
    )


class FoundHere(PostedForm):
    what = radios(reasons.Found, lazy("What happened?"))
    then = forms.ChoiceField(
        label=lazy("And now?"), choices=THEN, widget=forms.RadioSelect, required=False
    )


class CloseMissing(PostedForm):
    done = text(lazy("What was done to find the person"), rows=4)

    def __init__(self, *args: Any, closing: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        if closing:
            told = _("A first person said: %(done)s") % {"done": closing}
            self.fields["done"].help_text = told


HER_WORD = (
    ("yes", lazy("The person said yes")),
    ("best_interests", lazy("Best interests of the child")),
    ("vital_interest", lazy("Life or health depends on it")),
)


class Leave(PostedForm):
    meeting_point = line(lazy("Meeting point"), help_text=lazy("Never the shelter’s address."))
    transport = line(
        lazy("How, and with whom"), help_text=lazy("By car, train or on foot; who comes along.")
    )
    expected_at = moment(lazy("Expected there"), help_text=lazy("From now on, within a week."))
    her_word = forms.ChoiceField(
        label=lazy("Whose word is it?"), choices=HER_WORD, widget=forms.RadioSelect, required=False
    )
    note = text(lazy("What the others should know on the way"))

    def __init__(
        self, *args: Any, child: bool = True, proposed: Mapping[str, Any] | None = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        if point := (proposed or {}).get("meeting_point"):
            self.initial["meeting_point"] = point
            self.fields["meeting_point"].help_text = self._proposed(
                (proposed or {}).get("hour", "")
            )
        if not child:
            self.fields["her_word"].choices = [c for c in HER_WORD if c[0] != "best_interests"]  # type: ignore[attr-defined]

    @staticmethod
    def _proposed(hour: str) -> str:
        """Said beside the place that the receiver proposed, with the hour it wrote."""
        if hour:
            return _("Proposed by the receiver: %(hour)s. Never the shelter’s address.") % {
                "hour": hour
            }
        return _("Proposed by the receiver. Never the shelter’s address.")


class Meeting(PostedForm):
    meeting_point = line(
        lazy("Meeting point"),
        help_text=lazy("A public place that both sides find. Never your address."),
    )
    hour = line(
        lazy("Hour"), help_text=lazy("Such as: from 19:30, or any time until 22:00."), longest=200
    )


class TakeOver(PostedForm):
    reason = text(lazy("Why do you take this over?"), rows=2)


class Decline(PostedForm):
    reason = radios(reasons.Decline, lazy("Why not?"), but=(reasons.Decline.NOT_COMPETENT.value,))
    words = text(
        lazy("What should the sender know?"),
        rows=2,
        help_text=lazy("Needed with ‘Other’. Never write your address here."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].hints = {  # type: ignore[attr-defined]
            reasons.Decline.CONFLICT_OF_INTEREST.value: _(
                "A wall is proposed to the coordinator; it closes nothing by itself."
            ),
            reasons.Decline.NOT_ENOUGH_INFORMATION.value: _("Say below what you need."),
        }


class PassOn(PostedForm):
    to = forms.ChoiceField(label=lazy("The competent authority"), required=False, choices=())

    def __init__(
        self, *args: Any, authorities: tuple[tuple[str, str], ...] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["to"].choices = [("", _("Choose")), *authorities]  # type: ignore[attr-defined]
