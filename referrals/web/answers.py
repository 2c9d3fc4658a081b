"""The answers to an offer: accept, hold, claim, release, take over, decline, pass on."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from portal.organisations.actors import Actor
from referrals import services
from referrals.web import move_forms as forms
from referrals.web.moves import MovePage

Data = Mapping[str, Any]


def _accept(actor: Actor, ref: str, data: Data) -> Any:
    return services.accept(actor=actor, ref=ref, version=data["version"])


def _decline(actor: Actor, ref: str, data: Data) -> Any:
    return services.decline(
        actor=actor, ref=ref, version=data["version"], reason=data["reason"], words=data["words"]
    )


ANSWERS: dict[str, MovePage] = {
    page.name: page
    for page in (
        MovePage(
            "accept",
            lazy("Accept"),
            "",
            forms.Nothing,
            _accept,
            at_once=True,
            done=lazy("Accepted in your name. The sender is told."),
        ),
        MovePage(
            "hold",
            lazy("Hold a place"),
            "",
            forms.Hold,
            lambda actor, ref, data: services.hold(
                actor=actor, ref=ref, version=data["version"], until=data["until"]
            ),
            at_once=True,
            done=lazy("Held in your name. The sender asks the person."),
        ),
        MovePage(
            "claim",
            lazy("Claim, answer later"),
            "",
            forms.Nothing,
            lambda actor, ref, data: services.claim(actor=actor, ref=ref, version=data["version"]),
            at_once=True,
            done=lazy("Claimed in your name. Colleagues see it."),
        ),
        MovePage(
            "release",
            lazy("Release"),
            "",
            forms.Nothing,
            lambda actor, ref, data: services.release(
                actor=actor, ref=ref, version=data["version"]
            ),
            at_once=True,
            done=lazy("Back in the inbox, for any colleague."),
        ),
        MovePage(
            "decline",
            lazy("Decline"),
            "",
            forms.Decline,
            _decline,
            at_once=True,
            done=lazy("Declined. The sender sees the reason and asks the next."),
        ),
        MovePage(
            "pass_on",
            lazy("Pass on"),
            "",
            forms.PassOn,
            lambda actor, ref, data: services.pass_on(
                actor=actor, ref=ref, version=data["version"], to=data["to"]
            ),
            at_once=True,
            done=lazy("Passed on. The clock runs on there."),
        ),
        MovePage(
            "take_over",
            lazy("Take over"),
            lazy("Your colleague is told"),
            forms.TakeOver,
            lambda actor, ref, data: services.take_over(
                actor=actor, ref=ref, version=data["version"], reason=data["reason"]
            ),
            effects=(
                ("person", lazy("It stands in your name.")),
                ("bell", lazy("Who had claimed it is told.")),
            ),
            verb=lazy("Take it over"),
            done=lazy("It stands in your name. Your colleague is told."),
        ),
    )
}
"""Answers to an offer; their version is the offer's."""
