"""The administrator's forms: a client, a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.actors import Acting
from portal.machines.scopes import SCOPES
from portal.notifications.kinds import GROUPS
from portal.organisations.fields import Choice, Text, Ticks
from portal.organisations.posting import PostedForm
from portal.organisations.selectors_members import desks

TIMES = [
    ("30", _("A month")),
    ("180", _("Half a year")),
    ("365", _("A year")),
    ("730", _("Two years")),
]
ALREADY = _("This was done already, and its secret was shown then. Change it if nobody noted it.")


def desk_choices(actor: Acting) -> list[tuple[str, str]]:
    """The desks of her organisation, nothing preselected."""
    return [("", str(_("Choose a desk"))), *((str(d.uuid), d.name) for d in desks(actor))]


class ClientForm(PostedForm):
    """Another agency's computer."""

    name = Text(
        _("Name of the system"), most=80,
        hint=_("As your colleagues know it. It stands in histories beside what it did."),
    )  # fmt: skip
    desk = Choice(
        _("Desk"), (), hint=_("It sees and does what this desk may, and nothing more."),
    )  # fmt: skip
    scopes = Ticks(
        _("What it may do"), (), hint=_("Tick what it needs. Fewer is safer."),
    )  # fmt: skip
    days = Choice(
        _("Good for"), TIMES, hint=_("Afterwards it is shut out until you make a new one.")
    )

    def __init__(self, *args: Any, actor: Acting, **more: Any) -> None:
        super().__init__(
            *args, **{**more, "initial": {"days": "365", **(more.get("initial") or {})}}
        )
        self.fields["desk"].choices = desk_choices(actor)  # type: ignore[attr-defined]
        self.fields["scopes"].choices = list(SCOPES.items())  # type: ignore[attr-defined]


class WebhookForm(PostedForm):
    """Where a desk's events go."""

    url = Text(
        _("Address"), most=500, ltr=True,
        hint=_("It begins with https:// and leads out into the world, not into a network of your own."),
    )  # fmt: skip
    kinds = Ticks(_("What is told"), (), hint=_("Nothing ticked: everything. Alarms always."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [kind for group in GROUPS.values() for kind in group]
        told = [(k.code, k.text) for k in kinds if not k.alarm and k.code not in NEVER]
        self.fields["kinds"].choices = told  # type: ignore[attr-defined]


class NewWebhookForm(WebhookForm):
    """The same for a desk that has none yet."""

    desk = Choice(_("Desk"), (), hint=_("What this desk is told, the address is told."))
    field_order = ("desk", "url", "kinds")

    def __init__(self, *args: Any, actor: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["desk"].choices = desk_choices(actor)  # type: ignore[attr-defined]


class ChangedWebhookForm(WebhookForm):
    """Address, kinds, on or off."""

    active = forms.BooleanField(label=_("Switched on"), required=False)
    field_order = ("url", "active", "kinds")


NEVER = frozenset(
    {"audit_sealed", "task", "mention", "member_left", "delivery_failed", "webhook_disabled",
     "import_ready", "export_ready", "draft_expiring"}
)  # fmt: skip
"""What is told to a person about her own work, and to no system."""
