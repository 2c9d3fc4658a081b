"""Forms that open by force, shut out, close and judge: each with a typed or coded reason."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.vocabulary import Closing
from cases.wall_selectors import House
from cases.words import KINDS
from portal.organisations.fields import Choice, Text, Words, translated
from portal.organisations.posting import PostedForm


class GlassForm(PostedForm):
    """Whose safety depends on it, and why now."""

    reason = Words(
        gettext_lazy("What danger, and what will you do with what you see?"), rows=4,
        hint=gettext_lazy("Read by who reviews it. Sealed with the case."),
    )  # fmt: skip
    lead_accused = forms.BooleanField(
        label=gettext_lazy("What I fear comes from the lead: tell oversight in its place"),
        required=False,
    )


class ReviewForm(PostedForm):
    """Another pair of eyes says whether it was justified."""

    finding = Choice(gettext_lazy("Was it justified?"), (), radio=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["finding"].choices = [  # type: ignore[attr-defined]
            ("justified", _("Yes: somebody's safety depended on it")),
            ("not_justified", _("No: it should not have been opened")),
        ]


class WallForm(PostedForm):
    """Against whom, on which ground, why."""

    ground = Choice(gettext_lazy("On which ground?"), (), radio=True)
    organisation = Choice(
        gettext_lazy("An organisation"), (),
        hint=gettext_lazy("The whole of it, with every desk."),
    )  # fmt: skip
    email = Text(
        gettext_lazy("Or one person, by the e-mail address of work"),
        hint=gettext_lazy("Leave the organisation empty then. Their colleagues go on."),
        most=254,
    )
    reason = Words(
        gettext_lazy("Why?"), rows=4,
        hint=gettext_lazy("Read by your desk and by the two who may lift the wall. Write no name."),
    )  # fmt: skip

    def __init__(self, *args: Any, houses: Sequence[House] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            ("allegation", _("An allegation against them")),
            ("personal_tie", _("A personal tie to somebody in the case")),
        ]
        kinds = [
            (str(KINDS.get(kind, kind)), [(str(h.uuid), h.name) for h in found])
            for kind, found in groupby(houses, key=lambda h: h.kind)
        ]
        self.fields["organisation"].choices = [("", _("Choose")), *kinds]  # type: ignore[attr-defined]
        self.fields["email"].widget.input_type = "email"  # type: ignore[attr-defined]


class ClosingForm(PostedForm):
    """Why the case is closed."""

    reason = Choice(gettext_lazy("Why is it closed?"), (), radio=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].choices = translated(Closing.choices())  # type: ignore[attr-defined]


class OversightForm(forms.Form):
    """A case by its reference; sent as a POST, so that it stands in no address."""

    ref = Text(
        gettext_lazy("Case reference"), width="w-16", most=40,
        hint=gettext_lazy(
            "For example XA-7K3M-9QX2. That you looked is recorded, and the lead of the case can read it."
        ),
    )  # fmt: skip
