"""The forms of proceedings: when they were reported; the next step, its day, its reason."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.proceedings.workflow import Step
from cases.vocabulary import EndedWhy
from portal.organisations.fields import Choice, DayField
from portal.organisations.posting import PostedForm


class OpenForm(PostedForm):
    """The day of the report."""

    day = DayField(
        label=gettext_lazy("Reported on"),
        required=False,
        help_text=gettext_lazy("For example 24 12 2026. Empty means today."),
    )


class StepForm(PostedForm):
    """The next step: only those that are open from where the proceedings stand."""

    step = Choice(gettext_lazy("What happened?"), (), radio=True, required=True)
    day = DayField(
        label=gettext_lazy("On which day?"),
        required=False,
        help_text=gettext_lazy("For example 24 12 2026. Empty means today."),
    )
    why = Choice(
        gettext_lazy("Why did they end?"), (), hint=gettext_lazy("Only where the proceedings end.")
    )

    def __init__(
        self, data: Any, *, steps: Sequence[Step], reasons: Sequence[EndedWhy], version: int
    ) -> None:
        super().__init__(data, version=version)
        self.steps = steps
        self.fields["step"].choices = [(s.name, _(s.label)) for s in steps]  # type: ignore[attr-defined]
        self.fields["step"].error_messages["required"] = _("Choose what happened.")
        if any(s.ends for s in steps):
            told = [("", _("They go on")), *((w.value, _(w.label)) for w in reasons)]
            self.fields["why"].choices = told  # type: ignore[attr-defined]
        else:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        """A reason belongs to the end, and the end to a reason."""
        found: dict[str, Any] = super().clean() or {}
        found.setdefault("why", "")
        ends = any(s.ends for s in self.steps if s.name == found.get("step"))
        if ends and not found["why"] and "why" not in self.errors:
            self.add_error("why", _("Choose one of the reasons offered for this stage."))
        return found
