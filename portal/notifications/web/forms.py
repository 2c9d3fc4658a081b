"""The form of quiet hours."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from portal.notifications.quiet import Quiet
from portal.organisations.fields import Ticks


class Hour(forms.TimeField):
    """A time of the day, as people write it."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label, required=False, help_text=_("For example 20:00."),
            input_formats=("%H:%M", "%H.%M", "%H:%M:%S"),
            widget=forms.TimeInput(format="%H:%M", attrs={"class": "w-10 num", "type": "time", "dir": "ltr"}),
            error_messages={"invalid": _("Write the time as hours and minutes, for example 20:00.")},
        )  # fmt: skip


class QuietForm(forms.Form):
    """From when to when, and on which days, no e-mail comes but alarms."""

    start = Hour(_("From"))
    end = Hour(_("To"))
    days = Ticks(_("And the whole day on"), ())

    def __init__(self, data: Any = None, *, quiet: Quiet | None = None) -> None:
        given: dict[str, Any] = {}
        if quiet is not None:
            hours = {"start": quiet.start, "end": quiet.end} if quiet.start != quiet.end else {}
            given = {**hours, "days": [str(day) for day in quiet.days]}
        super().__init__(data, initial=given)
        days = [(str(number), str(name)) for number, name in WEEKDAYS.items()]
        self.fields["days"].choices = days  # type: ignore[attr-defined]
